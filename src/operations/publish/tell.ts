import type { Host } from '../../host/host.ts'
import type { BuildOutcome, Outcome, TagOutcome } from '../../plan/outcome.ts'
import type { Plan } from '../../plan/publish.ts'
import { hitLines } from '../../report/hits.ts'
import { publishedOutcome } from '../../report/outcome.ts'
import { outputsOf } from '../../report/outputs.ts'
import { summarize } from '../../report/summary.ts'
import type { Candidate } from '../../steps/inspect.ts'
import type { SmokeResult } from '../../steps/smoke/smoke.ts'
import type { Run } from './run.ts'

/** Outputs and summary of a publish. */
export async function tellPublished(
  { host, watch }: Run,
  plan: Plan,
  result: {
    readonly candidate: Candidate
    readonly tags: readonly TagOutcome[]
    readonly smoked: readonly SmokeResult[]
    readonly build: BuildOutcome
  },
): Promise<void> {
  const { candidate, tags, smoked, build } = result
  const { image, digest, platforms } = candidate
  // A first package is private on GHCR, which surprises everybody once.
  const anonymousPull = plan.first
    ? await host.registry.anonymous(image, digest).catch(() => undefined)
    : undefined
  const ending = { smoked, build, timings: watch.timings() }
  await report(host, publishedOutcome(plan, { digest, tags, platforms, anonymousPull }, ending))
}

/** Sets the outputs and writes the summary. */
export async function report(host: Host, outcome: Outcome): Promise<void> {
  for (const { prefix, text } of hitLines(outcome.build)) host.log.child(prefix, text)
  for (const [name, value] of Object.entries(outputsOf(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarize(outcome, host.runner.context.serverUrl))
}
