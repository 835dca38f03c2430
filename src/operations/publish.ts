import type { Digest } from '../domain/digest.ts'
import { CommandError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import type { BuildPlan } from '../plan/build.ts'
import { type Inputs, parseInputs } from '../plan/inputs/inputs.ts'
import { planMoves } from '../plan/moves.ts'
import type { BuildOutcome, Outcome, TagOutcome } from '../plan/outcome.ts'
import { type Facts, needsBuilder, type Plan, planPublish } from '../plan/publish.ts'
import type { Session } from '../plan/state.ts'
import { planTags } from '../plan/tags.ts'
import { planTarget, type Target } from '../plan/target.ts'
import { diagnoseBuild, toTrouble } from '../report/diagnosis.ts'
import { publishedOutcome, rehearsedOutcome } from '../report/outcome.ts'
import { outputsOf } from '../report/outputs.ts'
import { describePlan } from '../report/plan.ts'
import { createProgress } from '../report/progress.ts'
import { explainRefusal } from '../report/refusal.ts'
import { summarize } from '../report/summary.ts'
import { build } from '../steps/build.ts'
import { prepareBuilder } from '../steps/builder.ts'
import { within } from '../steps/deadline.ts'
import { gather } from '../steps/gather/gather.ts'
import { type Candidate, inspect, subjectsOf } from '../steps/inspect.ts'
import { leaveToPost } from '../steps/leave.ts'
import { load } from '../steps/load.ts'
import { login } from '../steps/login.ts'
import { openSession } from '../steps/session.ts'
import { type SmokeResult, smoke } from '../steps/smoke/smoke.ts'
import { type Stopwatch, startStopwatch } from '../steps/stopwatch.ts'
import { confirmTags, moveTags, readTags } from '../steps/tags.ts'

/** The main action: from a checkout to a published, verified image; or, in a dry run, to a plan that was tried. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const inputs = parseInputs(host.runner.input)
  const { timeout } = inputs.behaviour
  await within(host, timeout, 'The action', 'Give it more time with timeout:, or fewer platforms.', () =>
    publish({ host, session, inputs, watch: startStopwatch(host) }),
  )
}

/** What every part of a run needs. */
interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: Inputs
  readonly watch: Stopwatch
}

async function publish(run: Run): Promise<void> {
  const { host, session, inputs, watch } = run
  const { context } = host.runner
  const target = planTarget(inputs, context)
  await login(host, target, session.folder)
  const facts = await watch.phase('Look around', () => lookAround(run, target))
  const plan = planPublish(inputs, context, target, facts, session.id)
  await watch.phase('Plan', async () => tell(host, plan))
  if (needsBuilder(plan)) await watch.phase('Builder', () => prepareBuilder(host, session, plan))
  if (target.policy.kind === 'dry-run') return rehearse(run, plan)
  return plan.gate ? publishGated(run, plan) : publishAtOnce(run, plan)
}

/** The safe order: a candidate that no release tag names, then the checks, then the tags. */
async function publishGated(run: Run, plan: Plan): Promise<void> {
  const { host, session, inputs, watch } = run
  const { image } = plan.target
  const { candidate, smoked, built } = await untouched(host, async () => {
    const built = await watch.phase('Build and push the candidate', () => buildImage(run, plan, plan.build))
    const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, exported(built.digest)))
    const smoked = await watch.phase('Smoke test', () =>
      smoke(host, session.id, plan.smoke, subjectsOf(candidate, plan.inEngine)),
    )
    return { candidate, smoked, built }
  })
  const tags = await watch.phase('Move the tags', async () => {
    // Planned again: a build takes minutes, and another run may have published meanwhile.
    const moves = planMoves(plan.tags, await host.registry.tags(image), inputs.identity.latest)
    const before = await readTags(host, image, moves)
    const remember = await leaveToPost(host, session, plan, candidate)
    return moveTags(host, candidate, moves, before, remember)
  })
  await tellPublished(run, plan, { candidate, tags, smoked, build: built.build })
}

/** Says of a failure before the tags what everybody wants to know first. */
async function untouched<T>(host: Host, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    host.log.info('No release tag was touched.')
    throw error
  }
}

/** The runbook's plain order: one build pushes every tag, post verifies. */
async function publishAtOnce(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const { image } = plan.target
  const before = await readTags(host, image, plan.moves)
  const built = await watch.phase('Build and push', () => buildImage(run, plan, plan.build))
  const digest = exported(built.digest)
  const remember = await leaveToPost(host, session, plan, { image, digest })
  remember(plan.moves.filter(({ move }) => move).map(({ tag }) => tag))
  const [candidate, tags] = await watch.phase('Inspect', async () => {
    const pushed = await inspectPushed(run, plan, digest)
    return [pushed, await confirmTags(host, image, plan.moves, digest, before)] as const
  })
  await tellPublished(run, plan, { candidate, tags, smoked: [], build: built.build })
}

/** Builds every platform into the engine, tries them there and tells what a real run would do. */
async function rehearse(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const loaded = await watch.phase('Build', () =>
    load(plan, async (how) => (await buildImage(run, plan, how)).build),
  )
  const smoked = await watch.phase('Smoke test', async () => {
    const subjects = loaded.images.map(async ({ platform, reference }) => {
      const config = await host.engine.imageConfig(reference, platform)
      return { platform, reference, config, inEngine: true }
    })
    return smoke(host, session.id, plan.smoke, await Promise.all(subjects))
  })
  await report(host, rehearsedOutcome(plan, { smoked, build: loaded.build, timings: watch.timings() }))
}

async function lookAround({ host, inputs }: Run, target: Target): Promise<Facts> {
  const { context } = host.runner
  // Names are planned before the commit is known, so that their faults stand in the same report as all others.
  const tags = planTags(inputs.identity, context, target.policy, context.sha)
  const { facts, push } = await gather(host, inputs, target, 'faults' in tags ? tags.faults : [])
  if (push === undefined || push.ok) return facts
  throw new CommandError(explainRefusal(push, target.image, context))
}

function tell(host: Host, plan: Plan): void {
  for (const line of describePlan(plan)) host.log.child('', line)
  for (const notice of plan.notices) host.log.notice(notice)
}

/** Builds, and names the cause where it fails. */
async function buildImage(
  { host, session, inputs }: Run,
  plan: Plan,
  how: BuildPlan,
): Promise<{ readonly digest: Digest | undefined; readonly build: BuildOutcome }> {
  const progress = createProgress(how.platforms)
  try {
    const digest = await build(host, session, how, progress, inputs.behaviour.timeout)
    return { digest, build: progress.result() }
  } catch (error) {
    const { failure } = progress.result()
    if (failure === undefined || host.processes.stopped !== undefined) throw error
    const about = { ...host.runner.context, image: plan.target.image, platforms: how.platforms }
    throw new CommandError(toTrouble(diagnoseBuild(failure, about)), { cause: error })
  }
}

function exported(digest: Digest | undefined): Digest {
  if (digest !== undefined) return digest
  throw new CommandError({
    found: 'docker buildx build ended well and did not say which digest it pushed.',
    remedy: 'Use a newer buildx on this runner.',
  })
}

async function inspectPushed({ host, session }: Run, plan: Plan, digest: Digest): Promise<Candidate> {
  const candidate = await inspect(host, plan.target.image, digest, plan.build.platforms, plan.attested)
  // What the smoke test pulls, and the engine did not hold before, post removes.
  const references = subjectsOf(candidate, plan.inEngine).map(({ reference }) => reference)
  const ours = references.filter((reference) => !plan.localImages.includes(reference))
  session.keep({ images: [...session.state.images, ...ours] })
  return candidate
}

async function tellPublished(
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

async function report(host: Host, outcome: Outcome): Promise<void> {
  for (const [name, value] of Object.entries(outputsOf(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarize(outcome, host.runner.context.serverUrl))
}
