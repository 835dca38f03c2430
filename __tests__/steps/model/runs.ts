import { RegistryError, VerificationError } from '../../../src/domain/errors.ts'
import { parsePlatform } from '../../../src/domain/platform.ts'
import type { ImageName } from '../../../src/domain/reference.ts'
import type { Host } from '../../../src/host/host.ts'
import type { Registry, StoredManifest } from '../../../src/host/registry/registry.ts'
import type { Published } from '../../../src/plan/published.ts'
import { newState, type State } from '../../../src/plan/state.ts'
import { type Why, whyTakenBack } from '../../../src/plan/undone.ts'
import { checkPublishedTags } from '../../../src/steps/tags/confirm.ts'
import { linesOf, type Publication, publishTags } from '../../../src/steps/tags/publish.ts'
import { settleLast } from '../../../src/steps/tags/settle.ts'
import { failedBy, takeBack } from '../../../src/steps/tags/takeback.ts'
import { createWriter } from '../../../src/steps/tags/write.ts'
import { context, goodTags } from '../../plan/given.ts'
import { imageOf } from './registry.ts'
import type { Scheduler } from './scheduler.ts'

/** The image that everybody publishes in memory. */
export const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }

/** One job: what it publishes, and how long it takes between its two steps. */
export interface Job {
  /** One letter. */
  readonly run: string
  readonly version: string
  readonly commit: string
  /** Two builds of a commit are two images. */
  readonly build: string
  /** Virtual milliseconds from the end of main to the beginning of post. */
  readonly gap: number
  /** Further inputs of its workflow, such as `tag-suffix`. */
  readonly inputs?: Readonly<Record<string, string>>
  /** What it builds for; amd64 where absent. */
  readonly architectures?: readonly string[]
  /** A tag that main may not write: then it takes back what it wrote. */
  readonly refused?: string
  /** Whether post finds that the image is bad. */
  readonly bad?: boolean
}

/** What a job says in the end. */
export interface Outcome {
  readonly job: Job
  readonly image: ImageName
  readonly own: StoredManifest
  state: State
  /** The image that the job says it published; undefined where it failed, and while it runs. */
  reported: string | undefined
  failures: readonly string[]
  /** Why post has taken it back, where it found something wrong. */
  undone?: Why
}

/** A job that has not begun. @param place where it publishes what; in memory where it is absent */
export function newJob(job: Job, place: Partial<Pick<Outcome, 'image' | 'own'>> = {}): Outcome {
  const { image = IMAGE, own = imageOf(job.version, job.commit, job.build, job.architectures) } = place
  return { job, image, own, state: newState('0'.repeat(12), '/t'), reported: undefined, failures: [] }
}

/** What the job's plan says of its tags. */
export function publicationOf(
  job: Pick<Job, 'version' | 'commit' | 'inputs' | 'architectures'>,
): Publication {
  const { version, commit, inputs = {} } = job
  const where = context({ sha: commit, event: 'workflow_dispatch' })
  const { overwrite = '', ...names } = inputs
  const tags = goodTags({ ...names, tag: `v${version}` }, where)
  const platforms = platformsOf(job)
  const publishing = {
    fixed: tags.fixed,
    ...{ commit, platforms, attested: false, overwrite: overwrite === 'true' },
  }
  return { tags, publishing, latest: 'auto', branch: undefined }
}

function platformsOf({ architectures = ['amd64'] }: Pick<Job, 'architectures'>) {
  return architectures.flatMap((name) => parsePlatform(`linux/${name}`) ?? [])
}

/** As much of the outside as tags are moved with. */
export function hostOf(run: string, scheduler: Scheduler, registry: Registry): Host {
  const quiet = () => undefined
  return {
    registry,
    log: { info: quiet, notice: quiet, warning: quiet, error: quiet },
    clock: {
      now: () => scheduler.now,
      sleep: (milliseconds: number) => scheduler.pause(run, `slept ${milliseconds} ms`, milliseconds),
    },
    processes: { stopped: undefined },
    files: { writePrivate: async () => undefined },
  } as unknown as Host
}

/** The tags' part of main, as operations/publish/gated.ts tells it. */
export async function runMain(host: Host, outcome: Outcome): Promise<void> {
  const { job, image, own } = outcome
  const publication = publicationOf(job)
  const keep = (change: Partial<State>) => {
    outcome.state = { ...outcome.state, ...change }
  }
  const published = (digest: Published['digest'], tags: Published['tags']): Published =>
    ({
      ...{ image, digest, tags, commit: job.commit, platforms: platformsOf(job) },
      fixed: publication.tags.fixed,
      lines: linesOf(publication).moving,
      suffix: publication.tags.suffix,
    }) as unknown as Published
  keep({ published: published(own.descriptor.digest, publication.tags.fixed) })
  const writer = createWriter(refusing(host, job), image, async (journal) => keep({ journal }))
  try {
    const { manifest, tags } = await publishTags(host, writer, publication, own)
    const { digest } = manifest.descriptor
    const holding = tags.filter(({ after }) => after === digest).map(({ tag }) => tag)
    keep({ published: published(digest, holding), finished: true, wroteAt: writer.wroteAt })
    outcome.reported = digest
  } catch (error) {
    fail(outcome, error)
    await takeBack(host, outcome.state, keep, failedBy(host, error))
  }
}

/** The tags' part of post, as operations/post/post.ts tells it. */
export async function runPost(host: Host, outcome: Outcome): Promise<void> {
  const { published, journal, finished, wroteAt } = outcome.state
  const keep = (change: Partial<State>) => {
    outcome.state = { ...outcome.state, ...change }
  }
  if (published?.digest === undefined) return
  const since = Math.min(host.clock.now(), wroteAt ?? Number.POSITIVE_INFINITY)
  if (!finished) {
    await takeBack(host, outcome.state, keep, { why: 'unfinished', since, underWay: true })
    return
  }
  try {
    const { wrong } = await checkPublishedTags(host, { ...published, digest: published.digest })
    // A bad image is what is said first, as of all that post finds out at once.
    if (outcome.job.bad)
      throw new VerificationError({ found: 'the image does not start' }, { proves: 'image' })
    if (wrong.length > 0) throw new VerificationError({ found: wrong.join('; ') }, { proves: 'tags' })
    await settleLast(host, published, journal, since)
  } catch (error) {
    fail(outcome, error)
    const why = whyTakenBack(error)
    if (why === undefined) return
    outcome.undone = why
    await takeBack(host, outcome.state, keep, { why, since, underWay: false })
  }
}

/** The host for a writer that is refused one tag. */
function refusing(host: Host, { refused }: Job): Host {
  if (refused === undefined) return host
  const registry: Registry = {
    ...host.registry,
    async putManifest(image, reference, type, body) {
      if (reference === refused) throw new RegistryError('denied', { found: 'It answered 403.' })
      return host.registry.putManifest(image, reference, type, body)
    },
  }
  return { ...host, registry }
}

/** Main, then post. */
export async function runJob(host: Host, outcome: Outcome): Promise<void> {
  await host.clock.sleep(0)
  await runMain(host, outcome)
  await host.clock.sleep(outcome.job.gap)
  await runPost(host, outcome)
}

function fail(outcome: Outcome, error: unknown): void {
  outcome.reported = undefined
  outcome.failures = [...outcome.failures, error instanceof Error ? error.message : String(error)]
}
