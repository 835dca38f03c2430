import type { ImageConfig } from '../domain/engine.ts'
import { VerificationError } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { ContainerRun } from '../host/engine.ts'
import type { Host } from '../host/host.ts'
import { HEADER_BYTES, machineMismatch, programPaths, readProgram, startedPrograms } from '../plan/elf.ts'
import type { HttpProbe } from '../plan/inputs/behaviour.ts'
import { judgeSmoke, planSmokeRun, type SmokePlan, type SmokeVerdict } from '../plan/smoke.ts'
import { containerLabel } from '../plan/state.ts'

/** One platform's image, as it is tried. */
export interface SmokeSubject {
  readonly platform: Platform
  /** By the platform's own digest, or a local name: the classic store holds one platform for each name. */
  readonly reference: string
  readonly config: ImageConfig
}

/** How a platform did. */
export interface SmokeResult {
  readonly platform: Platform
  readonly verdict: SmokeVerdict
  readonly milliseconds: number
}

/** Time for a server to end on SIGTERM, as `docker stop` gives it. */
const GRACE_SECONDS = 10
const POLL = 250

/**
 * Tries every platform at the same time. Every result is told; then the first failures fail the step.
 * @param id of the step's run: containers are named and labelled by it
 * @throws VerificationError that names each platform that failed, and why
 */
export async function smoke(
  host: Host,
  id: string,
  plan: SmokePlan,
  subjects: readonly SmokeSubject[],
): Promise<readonly SmokeResult[]> {
  if (plan.mode === 'off') return []
  const results = await Promise.all(subjects.map((subject) => tryPlatform(host, id, plan, subject)))
  const failed = results.filter(({ verdict }) => verdict.kind === 'failed')
  if (failed.length === 0) return results
  const what = failed
    .map(({ platform, verdict }) => `${formatPlatform(platform)}: ${verdict.detail}`)
    .join('; ')
  throw new VerificationError({
    found: `The smoke test failed. ${what}.`,
    remedy:
      'The last lines of the container stand above. To try something else write smoke:, smoke-command: or smoke-http:.',
  })
}

async function tryPlatform(
  host: Host,
  id: string,
  plan: SmokePlan,
  subject: SmokeSubject,
): Promise<SmokeResult> {
  const { platform } = subject
  const name = formatPlatform(platform)
  const started = host.clock.now()
  const verdicts = await Promise.all([
    checkMachine(host, id, plan, subject),
    tryCommand(host, id, plan, subject),
    plan.http === undefined ? undefined : tryHttp(host, id, plan, plan.http, subject),
  ])
  const verdict = worst(verdicts.filter((one) => one !== undefined))
  const milliseconds = host.clock.now() - started
  const seconds = (milliseconds / 1000).toFixed(1)
  host.log.info(`${name}  smoke test ${verdict.kind}: ${verdict.detail} (${seconds} s)`)
  if (verdict.kind === 'warning') host.log.warning(`Smoke test of ${name}: ${verdict.detail}`)
  return { platform, verdict, milliseconds }
}

function worst(verdicts: readonly SmokeVerdict[]): SmokeVerdict {
  const order = ['failed', 'warning', 'passed'] as const
  const [first] = order.flatMap((kind) => verdicts.filter((verdict) => verdict.kind === kind))
  if (first?.kind !== 'passed') {
    return first ?? { kind: 'warning', detail: 'the image has nothing to start; write smoke-command:' }
  }
  return {
    kind: 'passed',
    detail: verdicts
      .map(({ detail }) => detail)
      .filter((detail) => detail !== '')
      .join(', '),
  }
}

function container(id: string, subject: SmokeSubject, purpose: string, plan: SmokePlan): ContainerRun {
  return {
    image: subject.reference,
    platform: subject.platform,
    entrypoint: undefined,
    args: [],
    env: Object.fromEntries(plan.env.map(({ name, value }) => [name, value])),
    name: `ghcr-publish-${id}-${purpose}-${formatPlatform(subject.platform).replaceAll('/', '-')}`,
    label: containerLabel(id),
    port: undefined,
    timeoutMs: plan.timeoutMs,
  }
}

/** An amd64 host runs an amd64 program inside an arm64 image without a word, so the programs themselves are read. */
async function checkMachine(
  host: Host,
  id: string,
  plan: SmokePlan,
  subject: SmokeSubject,
): Promise<SmokeVerdict | undefined> {
  const { config, platform } = subject
  const programs = plan.entrypoint === undefined ? startedPrograms(config) : [plan.entrypoint]
  const read = (paths: readonly string[], round: string) =>
    host.engine.readFiles(
      // Any command will do: the container is created and never started.
      { ...container(id, subject, `elf${round}`, plan), entrypoint: '/ghcr-publish' },
      paths,
      HEADER_BYTES,
    )
  const found = firstOfEach(
    programs.map((program) => programPaths(program, config)),
    await read(
      programs.flatMap((program) => programPaths(program, config)),
      '',
    ),
  )
  const scripts = found.flatMap(({ program }) => (program.kind === 'script' ? [program.interpreter] : []))
  const interpreters =
    scripts.length === 0
      ? []
      : firstOfEach(
          scripts.map((program) => programPaths(program, config)),
          await read(
            scripts.flatMap((program) => programPaths(program, config)),
            '2',
          ),
        )
  const [mismatch] = [...found, ...interpreters].flatMap(
    ({ path, program }) => machineMismatch(path, program, platform) ?? [],
  )
  return mismatch === undefined ? undefined : { kind: 'failed', detail: mismatch.replace(/\.$/, '') }
}

function firstOfEach(candidates: readonly (readonly string[])[], heads: ReadonlyMap<string, Buffer>) {
  return candidates.flatMap((paths) => {
    const path = paths.find((one) => heads.has(one))
    const head = path === undefined ? undefined : heads.get(path)
    return path === undefined || head === undefined ? [] : [{ path, program: readProgram(head) }]
  })
}

async function tryCommand(
  host: Host,
  id: string,
  plan: SmokePlan,
  subject: SmokeSubject,
): Promise<SmokeVerdict | undefined> {
  const run = planSmokeRun(plan, subject.config)
  if (run === undefined) return undefined
  const prefix = `${formatPlatform(subject.platform)} |`
  const outcome = await host.engine.run(
    {
      ...container(id, subject, 'run', plan),
      entrypoint: run.entrypoint,
      args: run.args,
      timeoutMs: run.timeoutMs,
    },
    (line) => host.log.child(prefix, line),
  )
  return judgeSmoke(plan, run, outcome)
}

/** Starts the image, asks until it answers 2xx, then stops it and tells whether it ended on SIGTERM. */
async function tryHttp(
  host: Host,
  id: string,
  plan: SmokePlan,
  probe: HttpProbe,
  subject: SmokeSubject,
): Promise<SmokeVerdict> {
  const what = `GET :${probe.port}${probe.path}`
  const run: ContainerRun = { ...container(id, subject, 'http', plan), port: probe.port }
  if (host.runner.context.inContainer) {
    return {
      kind: 'failed',
      detail: `${what}: this job runs inside a container, where the host's loopback cannot be reached; use a job without container:, or remove smoke-http`,
    }
  }
  try {
    await host.engine.start(run)
    const failure = await poll(host, run.name, probe, plan.timeoutMs)
    if (failure !== undefined) {
      const lines = await host.engine.logs(run.name, 30)
      for (const line of lines) host.log.child(`${formatPlatform(subject.platform)} |`, line)
      return { kind: 'failed', detail: `${what}: ${failure}` }
    }
    const { onSigterm } = await host.engine.stop(run.name, GRACE_SECONDS)
    const ended = onSigterm ? 'stopped on SIGTERM' : `did not stop on SIGTERM within ${GRACE_SECONDS} s`
    return { kind: onSigterm ? 'passed' : 'warning', detail: `${what}: 2xx, ${ended}` }
  } finally {
    await host.engine.removeContainers([run.name])
  }
}

/** A sentence where no 2xx came. */
async function poll(
  host: Host,
  name: string,
  probe: HttpProbe,
  timeoutMs: number,
): Promise<string | undefined> {
  const until = host.clock.now() + timeoutMs
  let last = 'nothing answered'
  while (host.clock.now() < until) {
    const port = await host.engine.port(name, probe.port)
    const status = port === undefined ? undefined : await host.http.status(port, probe.path, 5_000)
    if (status !== undefined && status >= 200 && status < 300) return undefined
    if (status !== undefined) last = `status ${status}`
    const state = await host.engine.state(name)
    if (!state.running) return `the container ended with exit code ${state.code} before it answered`
    await host.clock.sleep(POLL)
  }
  return `${last} within ${Math.round(timeoutMs / 1000)} s (smoke-timeout)`
}
