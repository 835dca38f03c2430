import type { Digest } from '../../domain/digest.ts'
import { broughtIn } from '../../domain/engine.ts'
import { CommandError } from '../../domain/errors.ts'
import { formatPlatform, parsePlatform } from '../../domain/platform.ts'
import { createSearch } from '../../domain/secret.ts'
import { requireKinds } from '../../plan/attestations.ts'
import { askedKinds, type BuildPlan } from '../../plan/build.ts'
import type { Earlier } from '../../plan/evidence.ts'
import { requireNoLeaks } from '../../plan/leaks.ts'
import { explainMisses } from '../../plan/misses.ts'
import type { BuildOutcome, CacheLoss } from '../../plan/outcome.ts'
import { PINS } from '../../plan/pins.ts'
import type { Plan } from '../../plan/publish.ts'
import { withScannerFromMirror } from '../../plan/scanner.ts'
import { attachedWords } from '../../report/attached.ts'
import { createCacheWatch } from '../../report/cachewatch.ts'
import { diagnoseBuild, failWithCause, toTrouble } from '../../report/diagnosis.ts'
import type { BuildFailure } from '../../report/failure.ts'
import { lossWarning } from '../../report/lostcache.ts'
import { build } from '../../steps/build/build.ts'
import { dropExports, keepExports } from '../../steps/exports.ts'
import { type Candidate, type CandidatePlatform, inspect, subjectsOf } from '../../steps/inspect.ts'
import type { Run } from './run.ts'
import { circumstances, type Watched, watched } from './trouble.ts'

/** What a build made; the digest is known where it was pushed. */
export interface Built {
  readonly digest: Digest | undefined
  readonly build: BuildOutcome
}

/**
 * Builds, and names the cause where it fails. Where the SBOM scanner cannot be had, it is taken from its mirror, once.
 * @param listen hears every line of the builder's progress
 */
export async function buildImage(
  run: Run,
  plan: Plan,
  how: BuildPlan,
  listen: (line: string) => void = () => undefined,
): Promise<Built> {
  const { host, building } = run
  const watch = watched(host, plan, how.platforms, listen)
  building.current = { plan, platforms: how.platforms, watch }
  try {
    const first = await tryBuild(run, how, watch)
    if (!('failure' in first)) return first
    const again = host.processes.stopped === undefined && withScannerFromMirror(how, first.failure)
    if (!again) throw await diagnosed(run, plan, how, first)
    host.log.notice(
      `The registry of ${PINS.scanner.reference} does not give it at the moment. The build is run again with the same image from ${PINS.scanner.mirror}; what was built is in the builder's cache.`,
    )
    const second = await tryBuild(run, again, watch)
    if (!('failure' in second)) return second
    throw await diagnosed(run, plan, again, second)
  } finally {
    watch.over()
    building.current = undefined
  }
}

interface Failed {
  readonly failure: BuildFailure
  readonly error: unknown
}

async function tryBuild(
  { host, session, inputs }: Run,
  how: BuildPlan,
  watch: Watched,
): Promise<Built | Failed> {
  const follow = ({ caches }: BuildPlan, loss?: CacheLoss) => ({
    progress: watch.begin(caches, loss),
    watch: createCacheWatch(caches.from.length > 0),
  })
  try {
    const digest = await build(host, session, how, follow, inputs.behaviour.timeout)
    await keepExports(host, how.caches.folders)
    const done = watch.result()
    const warning = watch.lost() ? undefined : lossWarning(done.caches, how.caches.sources)
    if (warning !== undefined) host.log.warning(warning)
    return { digest, build: done }
  } catch (error) {
    await dropExports(host, how.caches.folders)
    const { failure } = watch.result()
    if (host.processes.stopped !== undefined) throw error
    // A buildx that ends without an error of a step: it did not get so far.
    if (failure === undefined) return failWithCause(error)
    return { failure, error }
  }
}

async function diagnosed(
  { host }: Run,
  plan: Plan,
  { platforms }: BuildPlan,
  { failure, error }: Failed,
): Promise<Error> {
  const platform = parsePlatform(failure.platform ?? '')
  const about = { ...(await circumstances(host, plan, platform, 'build')), platforms }
  return new CommandError(toTrouble(diagnoseBuild(failure, about)), { cause: error })
}

/**
 * The build with the reasons why steps had to run.
 * @param platforms what came of it, as it was read back
 */
export function withReasons(
  build: BuildOutcome,
  { inputs }: Run,
  earlier: Earlier | undefined,
  platforms: readonly Pick<CandidatePlatform, 'platform' | 'history'>[],
): BuildOutcome {
  const histories = platforms.flatMap(({ platform, history }) =>
    history === undefined ? [] : [[formatPlatform(platform), history] as const],
  )
  const { noCache, noCacheFilters } = inputs.build
  const evidence = {
    ...{ caches: build.caches, noCache, noCacheStages: noCacheFilters },
    ...{ earlier, histories: new Map(histories) },
  }
  return { ...build, steps: explainMisses(build.steps, evidence) }
}

/** The digest of a build that pushed. @throws CommandError where buildx did not tell it */
export function exported(digest: Digest | undefined): Digest {
  if (digest !== undefined) return digest
  throw new CommandError({
    found: 'docker buildx build ended well and did not say which digest it pushed.',
    remedy: 'Use a newer buildx on this runner.',
  })
}

/**
 * Reads the pushed image back, with its attestations, and looks for the secrets of the inputs in all that it says of itself. A secret that
 * was found weighs more than anything else that is wrong.
 * @throws VerificationError where it is not what was asked for, or holds a secret
 */
export async function inspectPushed(
  { host, session, secrets }: Run,
  plan: Plan,
  digest: Digest,
  built?: Digest,
): Promise<Candidate> {
  // What an earlier or another run has published may have more than is asked for here.
  const own = plan.existing.kind === 'build' && (built === undefined || built === digest)
  const search = createSearch(secrets)
  const how = { attested: own && plan.attested, exact: own, statements: true, search }
  const { image } = plan.target
  const candidate = await inspect(host, image, digest, plan.build.platforms, how).finally(() =>
    requireNoLeaks(search, true),
  )
  if (own && plan.attested) requireKinds(askedKinds(plan.build.inputs), candidate.platforms)
  for (const { platform, attached } of candidate.platforms)
    if (attached !== undefined) host.log.info(attachedWords(platform, attached))
  // What the smoke test pulls, and the engine did not hold before, post removes.
  const references = subjectsOf(candidate, isInEngine(plan)).map(({ reference }) => reference)
  const ours = broughtIn(references, plan.localImages)
  session.keep({ images: [...session.state.images, ...ours] })
  return candidate
}

/** Whether the engine has just built it, and holds every platform of it. */
export function isInEngine({ inEngine, existing }: Plan): boolean {
  return inEngine && existing.kind === 'build'
}
