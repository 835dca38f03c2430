import type { HttpProbe } from '../../plan/inputs/behaviour.ts'
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
      return { kind: 'failed', detail: `${what}: ${failure}`, symptom: symptomOf(failure, { last }) }
    }
    const { onSigterm } = await host.engine.stop(run.name, GRACE_SECONDS)
    const ended = onSigterm ? 'stopped on SIGTERM' : `did not stop on SIGTERM within ${GRACE_SECONDS} s`
    return { kind: onSigterm ? 'passed' : 'warning', detail: `${what}: 2xx, ${ended}` }
  } finally {
    await host.engine.removeContainers([run.name])
  }
}

/** A sentence where no 2xx came in time. */
async function poll({ host, plan }: Trial, name: string, probe: HttpProbe): Promise<string | undefined> {
  const until = host.clock.now() + plan.timeoutMs
  let last: string | undefined
  while (host.clock.now() < until) {
    const port = await host.engine.port(name, probe.port)
    const status = port === undefined ? undefined : await host.http.status(port, probe.path, 5_000)
    if (status !== undefined && status >= 200 && status < 300) return undefined
    if (status !== undefined) last = `status ${status}`
    const state = await host.engine.state(name)
    if (!state.running) return `the container ended with exit code ${state.code} before it answered`
    await host.clock.sleep(POLL)
  }
  const late = `${last ?? 'nothing answered'} within ${Math.round(plan.timeoutMs / 1000)} s (smoke-timeout)`
  if (last !== undefined) return late
  return `${late}; in a job with container:, or with an engine on another host, its loopback is out of reach of this step: use a job without container:, or remove smoke-http`
}
