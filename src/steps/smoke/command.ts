import type { ContainerResult } from '../../host/engine.ts'
import {
  judgeSmoke,
  planSecondRun,
  planSmokeRun,
  type SmokeRun,
  type SmokeVerdict,
} from '../../plan/smoke.ts'
import { containerFor, show, type Trial } from './container.ts'

/** Lines of a container that are shown where it did well: enough to see what it is. */
const SHOWN_WHEN_WELL = 8

/** Runs the command of the smoke test, and the image's own where that proves more; undefined where there is none to run. */
export async function tryCommand(trial: Trial): Promise<SmokeVerdict | undefined> {
  const { plan, subject } = trial
  const run = planSmokeRun(plan, subject.config)
  if (run === undefined) return undefined
  const outcome = await start(trial, run, 'run')
  const second = planSecondRun(plan, run, outcome)
  if (second === undefined) return judge(trial, run, outcome)
  const verdict = judge(trial, second, await start(trial, second, 'own'))
  const proves = verdict.kind === 'failed' || verdict.kind === 'untried'
  return proves
    ? verdict
    : { ...verdict, detail: `its own command, as it takes no --help: ${verdict.detail}` }
}

function start(
  trial: Trial,
  { entrypoint, args, timeoutMs }: SmokeRun,
  purpose: string,
): Promise<ContainerResult> {
  return trial.host.engine.run({ ...containerFor(trial, purpose), entrypoint, args, timeoutMs })
}

/** Judges a run, and shows as many of its lines as that needs. */
function judge(trial: Trial, run: SmokeRun, outcome: ContainerResult): SmokeVerdict {
  const verdict = judgeSmoke(trial.plan, run, outcome)
  const { first, last } = outcome
  show(trial, verdict.kind === 'passed' ? first.slice(0, SHOWN_WHEN_WELL) : last)
  return verdict
}
