import { CommandError } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import type { HttpProbe } from '../../plan/inputs/behaviour.ts'
import { blamesImage } from '../../plan/refused.ts'
import { type SmokeVerdict, symptomOf } from '../../plan/smoke.ts'
import { containerFor, show, type Trial } from './container.ts'

/** Time for a server to end on SIGTERM, as `docker stop` gives it. */
const GRACE_SECONDS = 10
const POLL = 250
const SHOWN = 30

/**
 * Starts the image, asks until it answers 2xx, then stops it and tells whether it ended on SIGTERM. Undefined where nobody
 * wants to know.
 */
export async function tryHttp(trial: Trial): Promise<SmokeVerdict | undefined> {
  const { host, plan } = trial
  const probe = plan.http
  if (probe === undefined) return undefined
  const what = `GET :${probe.port}${probe.path}`
  const run = { ...containerFor(trial, 'http'), port: probe.port }
  try {
    await host.engine.start(run)
    const failure = await poll(trial, run.name, probe)
    if (failure !== undefined) {
      const last = await host.engine.logs(run.name, SHOWN)
      show(trial, last)
      return {
        ...failure,
        detail: `${what}: ${failure.detail}`,
        symptom: symptomOf(failure.detail, { last }),
      }
    }
    const { onSigterm } = await host.engine.stop(run.name, GRACE_SECONDS)
    const ended = onSigterm ? 'stopped on SIGTERM' : `did not stop on SIGTERM within ${GRACE_SECONDS} s`
    return { kind: onSigterm ? 'passed' : 'warning', detail: `${what}: 2xx, ${ended}` }
  } catch (error) {
    if (!(error instanceof CommandError) || !blamesImage(error.evidence)) throw error
    const detail = error.trouble.found.replace(/\.$/, '')
    return { kind: 'failed', detail, symptom: symptomOf(detail, { last: error.evidence }) }
  } finally {
    await host.engine.removeContainers([run.name])
  }
}

type Unanswered = Extract<SmokeVerdict, { kind: 'failed' | 'untried' }>

/** The verdict where no 2xx came in time. */
async function poll({ host, plan }: Trial, name: string, probe: HttpProbe): Promise<Unanswered | undefined> {
  const until = host.clock.now() + plan.timeoutMs
  let last: string | undefined
  while (host.clock.now() < until) {
    const port = await host.engine.port(name, probe.port)
    const status = port === undefined ? undefined : await host.http.status(port, probe.path, 5_000)
    if (status !== undefined && status >= 200 && status < 300) return undefined
    if (status !== undefined) last = `status ${status}`
    const state = await host.engine.state(name)
    if (!state.running) {
      const detail = `the container ended with exit code ${state.code} before it answered`
      return { kind: 'failed', detail }
    }
    await host.clock.sleep(POLL)
  }
  const late = `${last ?? 'nothing answered'} within ${Math.round(plan.timeoutMs / 1000)} s (smoke-timeout)`
  if (last !== undefined || (await isHere(host))) return { kind: 'failed', detail: late }
  return {
    kind: 'untried',
    detail: `${late}, and the engine is not on the machine of this step, so its loopback may be out of reach`,
    remedy: 'Use a job without container: and with an engine of its own, or remove smoke-http.',
  }
}

/** Whether the engine's loopback is that of this step. Asked after a failure only. */
async function isHere({ engine }: Host): Promise<boolean> {
  const facts = await engine.describe()
  return 'root' in facts && facts.root !== undefined
}
