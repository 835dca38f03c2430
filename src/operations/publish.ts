import type { Digest } from '../domain/digest.ts'
import { CommandError } from '../domain/errors.ts'
import { formatPlatform } from '../domain/platform.ts'
import { digestReference, type Tag } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { BuildPlan } from '../plan/build.ts'
import { type Inputs, parseInputs } from '../plan/inputs/inputs.ts'
import { planMoves } from '../plan/moves.ts'
import type { BuildOutcome, Outcome, PlatformOutcome, TagOutcome } from '../plan/outcome.ts'
import { type Facts, type Plan, planPublish } from '../plan/publish.ts'
import { type Session, withoutEnvironment } from '../plan/state.ts'
import { planTarget, type Target } from '../plan/target.ts'
import { diagnoseBuild, toTrouble } from '../report/diagnosis.ts'
import { outputsOf } from '../report/outputs.ts'
import { describePlan } from '../report/plan.ts'
import { createProgress } from '../report/progress.ts'
import { explainRefusal } from '../report/refusal.ts'
import { summarize } from '../report/summary.ts'
import { build } from '../steps/build.ts'
import { prepareBuilder } from '../steps/builder.ts'
import { within } from '../steps/deadline.ts'
import { gather } from '../steps/gather.ts'
import { type Candidate, inspect } from '../steps/inspect.ts'
import { login } from '../steps/login.ts'
import { confirmTags, moveTags, readTags } from '../steps/move.ts'
import { openSession } from '../steps/session.ts'
import { type SmokeResult, type SmokeSubject, smoke } from '../steps/smoke.ts'
import { type Stopwatch, startStopwatch } from '../steps/stopwatch.ts'

/** The main action: from a checkout to a published, verified image; or, in a dry run, to a plan that was tried. */
export async function operate(host: Host): Promise<void> {
  const session = await openSession(host)
  const inputs = parseInputs(host.runner.input)
  const { timeout } = inputs.behaviour
  await within(host, timeout, 'The action', 'Give it more time with timeout:, or fewer platforms.', () =>
    publish(host, session, inputs),
  )
}

async function publish(host: Host, session: Session, inputs: Inputs): Promise<void> {
  const run = { host, session, inputs, watch: startStopwatch(host) }
  const target = planTarget(inputs, host.runner.context)
  await login(host, target, session.folder)
  const facts = await run.watch.phase('Look around', () => lookAround(run, target))
  const plan = planPublish(inputs, host.runner.context, target, facts, session.id)
  await run.watch.phase('Plan', async () => tell(host, plan))
  await run.watch.phase('Builder', () => prepareBuilder(host, session, plan))
  if (target.policy.kind === 'dry-run') return rehearse(run, plan)
  return plan.gate ? publishGated(run, plan) : publishAtOnce(run, plan)
}

/** What every part of a run needs. */
interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: Inputs
  readonly watch: Stopwatch
}

/** The safe order: a candidate that no release tag names, then the checks, then the tags. */
async function publishGated(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch, inputs } = run
  const { image } = plan.target
  const built = await watch.phase('Build and push the candidate', () => buildImage(run, plan, plan.build))
  const digest = exported(built.digest)
  const candidate = await watch.phase('Inspect', () => inspectCandidate(run, plan, digest))
  const smoked = await watch.phase('Smoke test', () =>
    smoke(host, session.id, plan.smoke, subjectsOf(candidate)),
  )
  const tags = await watch.phase('Move the tags', async () => {
    // Planned again: a build takes minutes, and another run may have published meanwhile.
    const moves = planMoves(plan.tags, await host.registry.tags(image), inputs.identity.latest)
    const before = await readTags(
      host,
      image,
      moves.map(({ tag }) => tag),
    )
    return moveTags(host, image, moves, candidate.manifest, before)
  })
  await finish(run, plan, { candidate, tags, smoked, build: built.build })
}

/** The runbook's plain order: one build pushes every tag, post verifies. */
async function publishAtOnce(run: Run, plan: Plan): Promise<void> {
  const { host, watch } = run
  const { image } = plan.target
  const before = await readTags(
    host,
    image,
    plan.moves.map(({ tag }) => tag),
  )
  const built = await watch.phase('Build and push', () => buildImage(run, plan, plan.build))
  const digest = exported(built.digest)
  const [candidate, tags] = await watch.phase('Inspect', () =>
    Promise.all([inspectCandidate(run, plan, digest), confirmTags(host, image, plan.moves, digest, before)]),
  )
  await finish(run, plan, { candidate, tags, smoked: [], build: built.build })
}

/** Builds every platform into the engine, tries them there and tells what a real run would do. */
async function rehearse(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const loaded = await watch.phase('Build', () => buildLocally(run, plan))
  const subjects = await Promise.all(
    loaded.subjects.map(async (subject) => ({
      ...subject,
      config: await host.engine.imageConfig(subject.reference, subject.platform),
    })),
  )
  const smoked = await watch.phase('Smoke test', () => smoke(host, session.id, plan.smoke, subjects))
  await report(run, {
    ...common(run, plan, loaded.build),
    dryRun: true,
    digest: undefined,
    tags: plan.moves.map(({ tag, move, reason }) => ({
      tag,
      before: undefined,
      after: undefined,
      moved: move,
      reason,
    })),
    platforms: plan.build.platforms.map((platform) => platformOutcome(platform, undefined, smoked)),
    anonymousPull: undefined,
  })
}

async function lookAround({ host, inputs }: Run, target: Target): Promise<Facts> {
  const { facts, push } = await gather(host, inputs, target)
  if (push !== undefined && !push.ok) {
    throw new CommandError(explainRefusal(push, target.image, host.runner.context))
  }
  return facts
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

function inspectCandidate({ host }: Run, plan: Plan, digest: Digest): Promise<Candidate> {
  return inspect(host, plan.target.image, digest, plan.build.platforms, plan.attested)
}

function subjectsOf({ image, platforms }: Candidate): readonly SmokeSubject[] {
  return platforms.map(({ platform, digest, config }) => ({
    platform,
    reference: digestReference(image, digest),
    config,
  }))
}

/** The classic image store holds one platform under a name, so there each is built by itself. */
async function buildLocally(
  run: Run,
  plan: Plan,
): Promise<{ readonly subjects: readonly Omit<SmokeSubject, 'config'>[]; readonly build: BuildOutcome }> {
  const { target, platforms } = plan.build
  if (plan.smoke.mode === 'off' || target.kind !== 'load') {
    const { build } = await buildImage(run, plan, { ...plan.build, target: { kind: 'none' } })
    return { subjects: [], build }
  }
  if (plan.severalPlatformsLoad) {
    const { build } = await buildImage(run, plan, plan.build)
    return { subjects: platforms.map((platform) => ({ platform, reference: target.name })), build }
  }
  const parts = []
  for (const platform of platforms) {
    const name = `${target.name}-${formatPlatform(platform).replaceAll('/', '-')}`
    const how: BuildPlan = { ...plan.build, platforms: [platform], target: { kind: 'load', name } }
    const { build } = await buildImage(run, plan, how)
    parts.push({ subject: { platform, reference: name }, build })
  }
  return {
    subjects: parts.map(({ subject }) => subject),
    build: {
      steps: parts.flatMap(({ build }) => build.steps),
      warnings: [...new Set(parts.flatMap(({ build }) => build.warnings))],
    },
  }
}

/** What a publish came to. */
interface Result {
  readonly candidate: Candidate
  readonly tags: readonly TagOutcome[]
  readonly smoked: readonly SmokeResult[]
  readonly build: BuildOutcome
}

/** Leaves to post what it looks at again, then tells everybody. */
async function finish(run: Run, plan: Plan, { candidate, tags, smoked, build }: Result): Promise<void> {
  const { host, session } = run
  const { image, digest } = candidate
  const named = tags.filter(({ after }) => after === digest).map(({ tag }) => tag)
  await host.files.writePrivate(`${session.folder}/smoke-env.json`, JSON.stringify(plan.smoke.env))
  session.keep({
    published: {
      image,
      digest,
      platforms: plan.build.platforms,
      tags: named,
      smoke: withoutEnvironment(plan.smoke),
    },
  })
  await report(run, {
    ...common(run, plan, build),
    dryRun: false,
    digest,
    tags,
    platforms: candidate.platforms.map((one) => platformOutcome(one.platform, one, smoked)),
    anonymousPull: await askAnonymous(host, plan, named),
  })
}

/** A first package is private on GHCR, which surprises everybody once. */
async function askAnonymous(host: Host, plan: Plan, tags: readonly Tag[]): Promise<boolean | undefined> {
  const [tag] = tags
  if (!plan.first || tag === undefined) return undefined
  return host.registry.anonymous(plan.target.image, tag).catch(() => undefined)
}

function platformOutcome(
  platform: PlatformOutcome['platform'],
  pushed: { readonly digest: Digest; readonly bytes: number } | undefined,
  smoked: readonly SmokeResult[],
): PlatformOutcome {
  const result = smoked.find((one) => formatPlatform(one.platform) === formatPlatform(platform))
  return {
    platform,
    digest: pushed?.digest,
    bytes: pushed?.bytes,
    smoke: result?.verdict,
    smokeMilliseconds: result?.milliseconds,
  }
}

function common(run: Run, plan: Plan, build: BuildOutcome) {
  return {
    reason: plan.target.policy.reason,
    image: plan.target.image,
    version: plan.tags.version?.text,
    commit: plan.commit.sha,
    build,
    timings: run.watch.timings(),
    notices: plan.notices,
  }
}

async function report({ host }: Run, outcome: Outcome): Promise<void> {
  for (const [name, value] of Object.entries(outputsOf(outcome))) host.runner.setOutput(name, value)
  await host.runner.summary(summarize(outcome))
}
