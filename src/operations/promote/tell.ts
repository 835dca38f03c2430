import { schemeNotice } from '../../plan/moves.ts'
import type { PromoteOutcome, TargetOutcome } from '../../plan/promote-outcome.ts'
import { textOf } from '../../plan/promote-version.ts'
import { describeTarget, promoteOutputs, summarizePromotion } from '../../report/promote.ts'
import type { Run, Seen } from './run.ts'

/** Log, outputs and summary of a promotion. */
export async function tell(run: Run, seen: Seen, targets: readonly TargetOutcome[]): Promise<void> {
  const { host, inputs, ends, watch } = run
  const { tags, publishing } = seen.promotion
  const schemes = seen.targets.flatMap(({ registry }) => schemeNotice(tags, registry.listing.tags) ?? [])
  for (const notice of new Set(schemes)) host.log.notice(notice)
  const outcome: PromoteOutcome = {
    dryRun: ends.policy.kind === 'dry-run',
    reason: ends.policy.reason,
    from: textOf(inputs.from),
    digest: publishing.digest,
    version: tags.version?.text ?? '',
    commit: publishing.commit === '' ? undefined : publishing.commit,
    targets,
    signature: seen.signature,
    timings: watch.timings(),
    notices: [...ends.notices, ...new Set(schemes)],
  }
  for (const line of targets.flatMap((target) => describeTarget(target, outcome))) host.log.info(line)
  for (const [name, value] of Object.entries(promoteOutputs(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarizePromotion(outcome))
}
