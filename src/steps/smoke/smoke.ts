import { CommandError, VerificationError } from '../../domain/errors.ts'
import { formatPlatform, type Platform } from '../../domain/platform.ts'
import type { OpenImage } from '../../host/engine.ts'
import type { Host } from '../../host/host.ts'
import { type SmokePlan, type SmokeSubject, type SmokeVerdict, symptomOf } from '../../plan/smoke.ts'
import { tryCommand } from './command.ts'
import { containerFor, type Trial } from './container.ts'
import { tryHttp } from './http.ts'
import { checkMachine } from './machine.ts'

/** How a platform did. */
export interface SmokeResult {
  readonly platform: Platform
  readonly verdict: SmokeVerdict
  readonly milliseconds: number
}

/** Says more about failures, in whole sentences: what the machine has to do with them. */
export type Advise = (failed: readonly SmokeResult[]) => Promise<readonly string[]>

/**
 * Tries every platform at the same time. Every result is told; then the first failures fail the step.
 * @param id of the step's run: containers are named and labelled by it
 * @param readPrograms whether the programs' machines are checked too: once is enough for a digest
 * @param advise asked where something failed, before it is thrown
 * @throws VerificationError that names each platform that failed, and why; CommandError where the engine got no further
 */
export async function smoke(
  host: Host,
  id: string,
  plan: SmokePlan,
  subjects: readonly SmokeSubject[],
  readPrograms = true,
  advise: Advise = async () => [],
): Promise<readonly SmokeResult[]> {
  if (plan.mode === 'off') return []
  const results = await Promise.all(
    subjects.map((subject) => tryPlatform({ host, id, plan, subject, readPrograms })),
  )
  const failed = results.filter(({ verdict }) => verdict.kind === 'failed' || verdict.kind === 'untried')
  if (failed.length === 0) return results
  const told = failed.map(({ platform, verdict }) => `${formatPlatform(platform)}: ${verdict.detail}`)
  const what = [told.join('; '), ...(await advise(failed))].map((part) => part.replace(/\.$/, '')).join('. ')
  if (failed.every(({ verdict }) => verdict.kind === 'untried')) {
    const [remedy = 'Run the job again.'] = failed.flatMap(({ verdict }) => remedyOf(verdict) ?? [])
    throw new CommandError({ found: `The smoke test could not be run. ${what}.`, remedy })
  }
  const remedy =
    'The last lines of a container that ran stand above. smoke:, smoke-command: and smoke-http: choose what is tried.'
  throw new VerificationError({ found: `The smoke test failed. ${what}.`, remedy }, { proves: 'image' })
}

function remedyOf(verdict: SmokeVerdict): string | undefined {
  return verdict.kind === 'untried' ? verdict.remedy : undefined
}

async function tryPlatform(trial: Trial): Promise<SmokeResult> {
  const { host, subject } = trial
  const name = formatPlatform(subject.platform)
  const started = host.clock.now()
  const verdict = worst(await tryAll(trial))
  const milliseconds = host.clock.now() - started
  const seconds = (milliseconds / 1000).toFixed(1)
  host.log.info(`${name}  smoke test ${verdict.kind}: ${verdict.detail} (${seconds} s)`)
  if (verdict.kind === 'warning') host.log.warning(`Smoke test of ${name}: ${verdict.detail}`)
  return { platform: subject.platform, verdict, milliseconds }
}

async function tryAll(trial: Trial): Promise<readonly (SmokeVerdict | undefined)[]> {
  const tries = () => [judged(trial, tryCommand(trial)), judged(trial, tryHttp(trial))]
  if (!trial.readPrograms) return Promise.all(tries())
  const image = trial.host.engine.open(containerFor(trial, 'elf'))
  // It also pulls an image that is not there yet, once for all of them.
  const machine = judged(trial, readAndClose(trial, image))
  if (!trial.subject.inEngine) await image.catch(() => undefined)
  return Promise.all([machine, ...tries()])
}

/**
 * What the engine refuses leaves this platform untried; the others go on and are told too. So does a signal or the end of the time:
 * containers are ended by it in ways that look like failures of their own.
 */
async function judged(
  { host }: Trial,
  test: Promise<SmokeVerdict | undefined>,
): Promise<SmokeVerdict | undefined> {
  try {
    const verdict = await test
    const { stopped } = host.processes
    if (verdict?.kind !== 'failed' || stopped === undefined) return verdict
    return { kind: 'untried', detail: `it was ended: ${stopped.replace(/\.$/, '')}` }
  } catch (error) {
    if (error instanceof CommandError) return untried(error)
    throw error
  }
}

function untried({ trouble, evidence }: CommandError): SmokeVerdict {
  const detail = trouble.found.replace(/\.$/, '')
  return { kind: 'untried', detail, symptom: symptomOf(detail, { last: evidence }) }
}

async function readAndClose(trial: Trial, opening: Promise<OpenImage>): Promise<SmokeVerdict | undefined> {
  const image = await opening
  try {
    return await checkMachine(trial, image)
  } finally {
    await image.close()
  }
}

function worst(tried: readonly (SmokeVerdict | undefined)[]): SmokeVerdict {
  const verdicts = tried.filter((verdict) => verdict !== undefined)
  const order = ['failed', 'untried', 'warning', 'passed'] as const
  const [first] = order.flatMap((kind) => verdicts.filter((verdict) => verdict.kind === kind))
  if (first?.kind !== 'passed') {
    return first ?? { kind: 'warning', detail: 'the image has nothing to start; write smoke-command:' }
  }
  return { kind: 'passed', detail: verdicts.map(({ detail }) => detail).join(', ') }
}
