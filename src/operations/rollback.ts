import type { Digest } from '../domain/digest.ts'
import { CommandError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import { planRequired, type Requirement } from '../plan/demand.ts'
import { parseRollbackInputs, type RollbackInputs, rollbackTags } from '../plan/inputs/rollback.ts'
import type { PlatformOutcome, TagOutcome } from '../plan/outcome.ts'
import type { SignatureOutcome } from '../plan/required.ts'
import { planRollback, planRollbackTarget, type RollbackPlan } from '../plan/rollback.ts'
import type { RollbackFacts, RollbackRequest } from '../plan/rollback-facts.ts'
import { planSmoke } from '../plan/smoke.ts'
import type { Session } from '../plan/state.ts'
import type { Target } from '../plan/target.ts'
import { failWithCause } from '../report/diagnosis.ts'
import { platformOutcome } from '../report/outcome.ts'
import { explainRefusal } from '../report/refusal.ts'
import { describeRollback, rollbackOutputs, summarizeRollback } from '../report/rollback.ts'
import { summarizeUndone } from '../report/undone.ts'
import { prepareTrial } from '../steps/builder/trial.ts'
import { within } from '../steps/deadline.ts'
import { lookAtRequired } from '../steps/gather/required.ts'
import { inspect, subjectsOf } from '../steps/inspect.ts'
import { login, whoAsks } from '../steps/login.ts'
import { openSession } from '../steps/session.ts'
import { requireSignature } from '../steps/sign/required.ts'
import { smoke } from '../steps/smoke/smoke.ts'
import { type Stopwatch, startStopwatch } from '../steps/stopwatch.ts'
import { readRollback, returnTags } from '../steps/tags/return.ts'
import { orTakeBack } from '../steps/tags/takeback.ts'
import { createWriter, saveTo } from '../steps/tags/write.ts'

interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: RollbackInputs
  readonly requirement: Requirement
  readonly watch: Stopwatch
}

/** The rollback action: tags go back to an image that is in the registry, once that was tried; nothing is built or copied. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const { facts, faults } = await lookAtRequired(host, session.folder)
  const inputs = parseRollbackInputs(host.runner.input, faults)
  const requirement = planRequired(inputs.signature, facts, host.runner.context)
  const { timeout } = inputs.smoke
  await within(host, timeout, 'The rollback', 'Give it more time with timeout:.', () =>
    rollBack({ host, session, inputs, requirement, watch: startStopwatch(host) }),
  )
}

async function rollBack(run: Run): Promise<void> {
  const { host, session, inputs, watch } = run
  const target = planRollbackTarget(inputs, host.runner.context)
  const dryRun = target.policy.kind === 'dry-run'
  await login(host, target, session.folder)
  const { plan, facts, platforms, signatures } = await untouched(host, async () => {
    const facts = await watch.phase('Look around', () => lookAround(run, target))
    const plan = planRollback(requestOf(inputs), facts)
    tell(host, target, plan, dryRun)
    const tried = await watch.phase('Try where the tags go', () => tryTargets(run, target, plan))
    return { plan, facts, ...tried }
  })
  const tags = dryRun
    ? foretold(plan)
    : await watch.phase('Move the tags', () => moveTags(run, target, plan, facts))
  const { image, policy } = target
  const { withdraw, warnings } = plan
  const reason = policy.reason
  const found = { platforms, signatures, warnings, timings: watch.timings() }
  const outcome = { image, dryRun, reason, tags, withdraw, ...found }
  for (const [name, value] of Object.entries(rollbackOutputs(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarizeRollback(outcome))
}

function requestOf({ rollback }: RollbackInputs): RollbackRequest {
  const tags = rollbackTags(rollback).flatMap((one) => ('found' in one ? [] : [one]))
  const { to, withdraw, tagSuffix: suffix = '' } = rollback
  return { tags, to, withdraw, suffix }
}

/** Asks the registry what is there, and whether it would take the writes. */
async function lookAround({ host, inputs }: Run, { image, policy }: Target): Promise<RollbackFacts> {
  const push = policy.kind === 'publish' ? await host.registry.canPush(image) : undefined
  if (push !== undefined && !push.ok)
    throw new CommandError(explainRefusal(push, image, whoAsks(host, image)))
  return readRollback(host, image, requestOf(inputs))
}

function tell(host: Host, { image, notices }: Target, plan: RollbackPlan, dryRun: boolean): void {
  for (const line of describeRollback(image, plan, dryRun)) host.log.child('', line)
  for (const notice of notices) host.log.notice(notice)
  for (const warning of plan.warnings) host.log.warning(warning)
}

interface Tried {
  readonly platforms: readonly PlatformOutcome[]
  readonly signatures: readonly SignatureOutcome[]
}

/** Reads every image that a tag goes to, looks at who signed it, and only then starts it on each of its platforms. */
async function tryTargets(run: Run, { image }: Target, plan: RollbackPlan): Promise<Tried> {
  const moved = plan.returns.filter(({ move }) => move)
  const targets = new Map<Digest, (typeof moved)[number]>(moved.map((one) => [one.digest, one]))
  const { host, session, requirement } = run
  const outcomes: PlatformOutcome[] = []
  const signatures: SignatureOutcome[] = []
  // One after the other: containers are named after their platform.
  for (const { digest, platforms } of targets.values()) {
    const candidate = await inspect(host, image, digest, platforms, { attested: false, exact: true })
    if (requirement.kind !== 'off')
      signatures.push(await requireSignature(host, image, digest, requirement, session.folder))
    const smoked = await trySubjects(run, image, subjectsOf(candidate, false))
    outcomes.push(...candidate.platforms.map((one) => platformOutcome(one.platform, one, smoked)))
  }
  return { platforms: outcomes, signatures }
}

async function trySubjects(
  { host, session, inputs }: Run,
  image: Target['image'],
  subjects: ReturnType<typeof subjectsOf>,
) {
  const plan = planSmoke(inputs.smoke)
  if (plan.mode === 'off') return []
  const trial = { image, subjects, emulators: inputs.smoke.binfmtImage }
  await prepareTrial(host, session, trial).catch(failWithCause)
  return smoke(host, session.id, plan, subjects)
}

/** From here on tags change: whatever goes wrong, they are put back, here or in post. */
async function moveTags(
  { host, session, inputs }: Run,
  { image }: Target,
  plan: RollbackPlan,
  facts: RollbackFacts,
): Promise<readonly TagOutcome[]> {
  session.keep({ moving: image, suffix: inputs.rollback.tagSuffix ?? '' })
  const writer = createWriter(host, image, saveTo(host, session))
  return orTakeBack({ host, session }, summarizeUndone, async () => {
    const tags = await returnTags(host, writer, plan, facts)
    session.keep({ finished: true })
    return tags
  })
}

function foretold({ returns }: RollbackPlan): readonly TagOutcome[] {
  return returns.map(({ tag, before, digest, move, reason }) => ({
    tag,
    before,
    after: digest,
    moved: move,
    reason,
  }))
}

/** Says of a failure before the tags what everybody wants to know first. */
async function untouched<T>(host: Host, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    host.log.info('No tag was touched.')
    throw error
  }
}
