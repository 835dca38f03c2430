import { CommandError, InputError } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import { planRequired } from '../../plan/demand.ts'
import { planEnds, planPromotion, refusals, requirePromoteInputs } from '../../plan/promote.ts'
import { textOf } from '../../plan/promote-version.ts'
import { explainRefusal } from '../../report/refusal.ts'
import { readSource } from '../../steps/copy/source.ts'
import { lookAtTarget } from '../../steps/copy/target.ts'
import { lookAtRequired } from '../../steps/gather/required.ts'
import { login, whoAsks } from '../../steps/login.ts'
import { openSession } from '../../steps/session.ts'
import { requireSignature } from '../../steps/sign/required.ts'
import { startStopwatch } from '../../steps/stopwatch.ts'
import { rehearse } from './rehearse.ts'
import type { Run, Seen } from './run.ts'
import { writeTargets } from './write.ts'

type Around = Omit<Seen, 'signature'>

/** The sub-action promote: takes a published image to other images and tags, by digest, with all that belongs to it. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const { context } = host.runner
  const { facts, faults } = await lookAtRequired(host, session.folder)
  const inputs = requirePromoteInputs(host.runner.input, context, faults)
  const requirement = planRequired(inputs.signature, facts, context)
  const ends = planEnds(inputs, context)
  await login(host, ends, session.folder)
  for (const notice of ends.notices) host.log.notice(notice)
  const run: Run = { host, session, inputs, requirement, ends, watch: startStopwatch(host) }
  const around = await run.watch.phase('Look around', () => lookAround(run))
  const seen = { ...around, signature: await checkSource(run, around) }
  await (ends.policy.kind === 'dry-run' ? rehearse(run, seen) : writeTargets(run, seen))
}

/** Before anything is copied. */
async function checkSource(
  { host, session, inputs, requirement, watch }: Run,
  { source }: Around,
): Promise<Seen['signature']> {
  if (requirement.kind === 'off') return undefined
  const { image } = inputs.from
  return watch.phase('Check the signature', () =>
    requireSignature(host, image, source.facts.digest, requirement, session.folder),
  )
}

async function lookAround({ host, inputs, ends }: Run): Promise<Around> {
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
