import { CommandError, InputError } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import { planEnds, planPromotion, refusals, requirePromoteInputs } from '../../plan/promote.ts'
import { textOf } from '../../plan/promote-version.ts'
import { explainRefusal } from '../../report/refusal.ts'
import { readSource } from '../../steps/copy/source.ts'
import { lookAtTarget } from '../../steps/copy/target.ts'
import { login, whoAsks } from '../../steps/login.ts'
import { openSession } from '../../steps/session.ts'
import { startStopwatch } from '../../steps/stopwatch.ts'
import { rehearse } from './rehearse.ts'
import type { Run, Seen } from './run.ts'
import { writeTargets } from './write.ts'

/** The sub-action promote: takes a published image to other images and tags, by digest, with all that belongs to it. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const { context } = host.runner
  const inputs = requirePromoteInputs(host.runner.input, context)
  const ends = planEnds(inputs, context)
  await login(host, ends, session.folder)
  for (const notice of ends.notices) host.log.notice(notice)
  const run: Run = { host, session, inputs, ends, watch: startStopwatch(host) }
  const seen = await run.watch.phase('Look around', () => lookAround(run))
  await (ends.policy.kind === 'dry-run' ? rehearse(run, seen) : writeTargets(run, seen))
}

async function lookAround({ host, inputs, ends }: Run): Promise<Seen> {
  const writes = ends.policy.kind === 'publish'
  const source = await readSource(host, inputs)
  const promotion = planPromotion(inputs, host.runner.context, source.facts)
  host.log.info(`${textOf(inputs.from)} is ${source.facts.digest}`)
  const targets = await Promise.all(
    inputs.promotion.to.map((image) => lookAtTarget(host, image, promotion, writes)),
  )
  for (const { image, push } of targets) {
    if (push?.ok === false) throw new CommandError(explainRefusal(push, image, whoAsks(host, image)))
  }
  const faults = refusals(promotion, targets)
  if (faults.length > 0 && writes) throw new InputError(faults)
  for (const { found } of faults) host.log.notice(`A real run is refused. ${found}`)
  return { source, promotion, targets }
}
