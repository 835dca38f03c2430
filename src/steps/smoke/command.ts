import { judgeSmoke, planSmokeRun, type SmokeVerdict } from '../../plan/smoke.ts'
import { containerFor, show, type Trial } from './container.ts'

/** Lines of a container that are shown where it did well: enough to see what it is. */
const SHOWN_WHEN_WELL = 8

/** Runs the command of the smoke test; undefined where there is none to run. */
export async function tryCommand(trial: Trial): Promise<SmokeVerdict | undefined> {
  const { host, plan, subject } = trial
  const run = planSmokeRun(plan, subject.config)
  if (run === undefined) return undefined
  const { entrypoint, args, timeoutMs } = run
  const outcome = await host.engine.run({ ...containerFor(trial, 'run'), entrypoint, args, timeoutMs })
  const verdict = judgeSmoke(plan, run, outcome)
  const { first, last } = outcome
  if (verdict.kind !== 'passed') show(trial, last)
  else show(trial, first.slice(0, SHOWN_WHEN_WELL))
  return verdict
}
