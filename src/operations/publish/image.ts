import type { Digest } from '../../domain/digest.ts'
import { CommandError } from '../../domain/errors.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { BuildOutcome } from '../../plan/outcome.ts'
import { PINS } from '../../plan/pins.ts'
import type { Plan } from '../../plan/publish.ts'
import { withScannerFromMirror } from '../../plan/scanner.ts'
import { diagnoseBuild, failWithCause, toTrouble } from '../../report/diagnosis.ts'
import type { BuildFailure } from '../../report/failure.ts'
import { createProgress } from '../../report/progress.ts'
import { build } from '../../steps/build.ts'
import { type Candidate, inspect, subjectsOf } from '../../steps/inspect.ts'
import type { Run } from './run.ts'

/** What a build made; the digest is known where it was pushed. */
export interface Built {
  readonly digest: Digest | undefined
  readonly build: BuildOutcome
}

/** Builds, and names the cause where it fails. Where the SBOM scanner cannot be had, it is taken from its mirror, once. */
export async function buildImage(run: Run, plan: Plan, how: BuildPlan): Promise<Built> {
  const { host } = run
  const first = await tryBuild(run, how)
  if (!('failure' in first)) return first
  const again = host.processes.stopped === undefined && withScannerFromMirror(how, first.failure)
  if (!again) throw diagnosed(run, plan, how, first)
  host.log.notice(
    `The registry of ${PINS.scanner.reference} does not give it at the moment. The build is run again with the same image from ${PINS.scanner.mirror}; what was built is in the builder's cache.`,
  )
  const second = await tryBuild(run, again)
  if (!('failure' in second)) return second
  throw diagnosed(run, plan, again, second)
}

interface Failed {
  readonly failure: BuildFailure
  readonly error: unknown
}

async function tryBuild({ host, session, inputs }: Run, how: BuildPlan): Promise<Built | Failed> {
  const progress = createProgress(how.platforms)
  try {
    const digest = await build(host, session, how, progress, inputs.behaviour.timeout)
    return { digest, build: progress.result() }
  } catch (error) {
    const { failure } = progress.result()
    if (host.processes.stopped !== undefined) throw error
    // A buildx that ends without an error of a step: it did not get so far.
    if (failure === undefined) return failWithCause(error)
    return { failure, error }
  }
}

function diagnosed({ host }: Run, plan: Plan, { platforms }: BuildPlan, { failure, error }: Failed): Error {
  const about = { ...host.runner.context, image: plan.target.image, platforms }
  return new CommandError(toTrouble(diagnoseBuild(failure, about)), { cause: error })
}

/** The digest of a build that pushed. @throws CommandError where buildx did not tell it */
export function exported(digest: Digest | undefined): Digest {
  if (digest !== undefined) return digest
  throw new CommandError({
    found: 'docker buildx build ended well and did not say which digest it pushed.',
    remedy: 'Use a newer buildx on this runner.',
  })
}

/** Reads the pushed image back. @throws VerificationError where it is not what was asked for */
export async function inspectPushed(
  { host, session }: Run,
  plan: Plan,
  digest: Digest,
  built?: Digest,
): Promise<Candidate> {
  // What an earlier or another run has published may have more than is asked for here.
  const own = plan.existing.kind === 'build' && (built === undefined || built === digest)
  const how = { attested: own && plan.attested, exact: own }
  const candidate = await inspect(host, plan.target.image, digest, plan.build.platforms, how)
  // What the smoke test pulls, and the engine did not hold before, post removes.
  const references = subjectsOf(candidate, isInEngine(plan)).map(({ reference }) => reference)
  const ours = references.filter((reference) => !plan.localImages.includes(reference))
  session.keep({ images: [...session.state.images, ...ours] })
  return candidate
}

/** Whether the engine has just built it, and holds every platform of it. */
export function isInEngine({ inEngine, existing }: Plan): boolean {
  return inEngine && existing.kind === 'build'
}
