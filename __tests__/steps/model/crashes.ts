import { recordTag } from '../../../src/domain/listing.ts'
import type { ImageName } from '../../../src/domain/reference.ts'
import type { Registry } from '../../../src/host/registry/registry.ts'
import { chanceOf, chooseBy } from './chance.ts'
import { linesWrong, violations } from './invariant.ts'
import { connect, type Fate, type MemoryRegistry, UNDER_WAY } from './registry.ts'
import {
  hostOf,
  IMAGE,
  type Job,
  newJob,
  type Outcome,
  publicationOf,
  runJob,
  runMain,
  runPost,
} from './runs.ts'
import { type Choose, Scheduler } from './scheduler.ts'
import { LONGEST_LAG, publishedBefore, tell } from './schedules.ts'

/** One death of main, and what comes after it. */
export interface Crash {
  readonly seed: number
  /** The number of the call at which main is killed; beyond the last one it is not. */
  readonly call: number
  readonly fate: Fate
  readonly before: readonly string[]
  /** Whether the job's post step runs: a machine that is gone has none. */
  readonly post: boolean
  /** Further inputs of the run that dies, and of those before and after it. */
  readonly inputs?: Job['inputs']
  /** A tag that main may not write: then it takes back what it wrote, and is killed while it does, too. */
  readonly refused?: string
  /** Whether the registry deletes tags. */
  readonly deletes?: boolean
  /** The job that comes next, if any. */
  readonly next?: Pick<Job, 'version' | 'commit'>
}

/** The commit of the run that dies. */
export const COMMIT = 'a'.repeat(40)
const JOB: Job = { run: 'A', version: '1.0.5', commit: COMMIT, build: 'A', gap: 0 }

/** What came of it. */
export interface Aftermath {
  readonly killed: boolean
  readonly wrong: readonly string[]
  readonly story: string
}

/** Kills main at one call, and lets the rest happen. */
export async function crash(given: Crash): Promise<Aftermath> {
  const { seed, call, fate, before, post, next, inputs = {}, deletes, refused } = given
  const chance = chanceOf(seed)
  const scheduler = new Scheduler(chooseBy(chance), Number.POSITIVE_INFINITY)
  const memory = publishedBefore(before, { inputs, deletes })
  const lag = () => (seed % 2 === 0 ? 0 : Math.floor(chance() * LONGEST_LAG))
  const outcome = newJob({ ...JOB, inputs, ...(refused === undefined ? {} : { refused }) })
  memory.store(outcome.own)
  let calls = 0
  const fates = () => (++calls === call ? fate : 'answered')
  runMain(hostOf('A', scheduler, connect(memory, { run: 'A', scheduler, lag, fate: fates })), outcome)
  await scheduler.drain()
  const outcomes = [outcome]
  if (post) await through(scheduler, runPost(hostOf('P', scheduler, connection('P')), outcome))
  if (next !== undefined) {
    const other = newJob({ ...next, inputs, run: 'B', build: 'B', gap: 0 })
    memory.store(other.own)
    outcomes.push(other)
    // What runs at the same time is another test; nothing of the dead run is under way any more.
    scheduler.now += UNDER_WAY
    await through(scheduler, runJob(hostOf('B', scheduler, connection('B')), other))
  }
  const wrong = judge(memory, outcomes, before, post)
  return { killed: calls >= call, wrong, story: tell(wrong, outcomes, memory, scheduler) }

  function connection(run: string) {
    return connect(memory, { run, scheduler, lag })
  }
}

/** A promotion that dies, on registries whose answers are all as old as they can be. */
export interface SlowCrash extends Pick<Crash, 'call' | 'fate' | 'inputs' | 'deletes'> {
  /** To how many images it writes. */
  readonly targets: number
  readonly lag: number
}

/** What came of it; undefined where main ended before it could be killed. */
export interface SlowAftermath {
  /** How long putting back took, in virtual milliseconds. */
  readonly took: number
  /** Tags that are not where they were, each behind its image. */
  readonly wrong: readonly string[]
}

/** Kills main at one call while it writes to several images, and lets post put all of them back. */
export async function slowCrash(given: SlowCrash): Promise<SlowAftermath | undefined> {
  const { call, fate, inputs = {}, deletes, targets, lag } = given
  const scheduler = new Scheduler(inOrder, Number.POSITIVE_INFINITY)
  const places = Array.from({ length: targets }, (_, at) => ({
    image: { ...IMAGE, repository: `acme/app${at}` },
    memory: publishedBefore(['1.0.0'], { inputs, deletes }),
  }))
  // What was published long ago is shown from the beginning.
  scheduler.now = 100_000
  let calls = 0
  const connection = (run: string, fates: () => Fate = () => 'answered') => {
    const all = places.map(({ memory }) => connect(memory, { run, scheduler, lag: () => lag, fate: fates }))
    return severally(all, ({ repository }) => Number(repository.slice(-1)))
  }
  const main = hostOf(
    'A',
    scheduler,
    connection('A', () => (++calls === call ? fate : 'answered')),
  )
  const begun: Outcome[] = []
  let ended = false
  const writeAll = async () => {
    for (const { image, memory } of places) {
      const outcome = newJob({ ...JOB, inputs }, { image })
      memory.store(outcome.own)
      begun.push(outcome)
      await runMain(main, outcome)
    }
    ended = true
  }
  void writeAll()
  await scheduler.drain()
  const newest = begun.at(-1)
  if (ended || newest === undefined) return undefined
  const earlier = begun
    .slice(0, -1)
    .flatMap(({ state: { published, journal } }) => (published === undefined ? [] : [{ published, journal }]))
  const outcome = { ...newest, state: { ...newest.state, earlier } }
  const since = scheduler.now
  await through(scheduler, runPost(hostOf('P', scheduler, connection('P')), outcome))
  const took = scheduler.now - since
  const old = publishedBefore(['1.0.0'], { inputs })
  const wrong = places.flatMap(({ image, memory }) =>
    publicationOf({ ...JOB, inputs }).tags.moving.flatMap(({ tag }) =>
      memory.get(tag)?.descriptor.digest === old.get(tag)?.descriptor.digest
        ? []
        : [`${image.repository}:${tag}`],
    ),
  )
  return { took, wrong }
}

/** Whoever has waited longest goes on: nobody stands still, and a request takes 40 ms. */
const inOrder: Choose = (waiting) => {
  const [next] = waiting.toSorted((a, b) => a.at - b.at)
  if (next === undefined) throw new Error('nobody waits')
  return { next, cost: 20 }
}

/** Registries of several images. */
function severally(all: readonly Registry[], which: (image: ImageName) => number): Registry {
  const of = (image: ImageName): Registry => {
    const one = all[which(image)]
    if (one === undefined) throw new Error(`no registry for ${image.repository}`)
    return one
  }
  const registry: Pick<Registry, 'head' | 'manifest' | 'tags' | 'putManifest' | 'deleteTag'> = {
    head: (image, reference) => of(image).head(image, reference),
    manifest: (image, reference) => of(image).manifest(image, reference),
    tags: (image) => of(image).tags(image),
    putManifest: (image, ...rest) => of(image).putManifest(image, ...rest),
    deleteTag: (image, tag) => of(image).deleteTag(image, tag),
  }
  return registry as Registry
}

async function through(scheduler: Scheduler, body: Promise<void>): Promise<void> {
  await Promise.all([scheduler.drain(), body])
}

function judge(
  memory: MemoryRegistry,
  [first, next]: readonly Outcome[],
  before: readonly string[],
  post: boolean,
): readonly string[] {
  if (first === undefined) return ['no run']
  if (next?.job.version === first.job.version) return violations(memory, [first, next])
  // Without post nobody takes the version back: it is published, and the next run moves the tags of its own lines.
  const wrong = post
    ? violations(memory, next ? [first, next] : [first])
    : linesWrong(memory, next ? [next] : [])
  return [...wrong, ...(next === undefined ? halfway(memory, first, before) : [])]
}

/** Moving tags that were moved although the version is not published in the end. */
function halfway(
  memory: MemoryRegistry,
  { job, own }: Outcome,
  before: readonly string[],
): readonly string[] {
  const { moving, fixed } = publicationOf(job).tags
  const old = publishedBefore(before, { inputs: job.inputs })
  const isOwn = (tag: string | undefined) =>
    tag !== undefined && memory.get(tag)?.descriptor.digest === own.descriptor.digest
  if (fixed.every(isOwn) && !fixed.some((tag) => isOwn(recordTag(tag)))) return []
  return moving.flatMap(({ tag }) => {
    const [now, was] = [memory.get(tag), old.get(tag)].map((one) => one?.descriptor.digest)
    // Where tags cannot be deleted, one that was not there stays.
    return now === was || (was === undefined && !memory.deletes) ? [] : [`${tag} was not put back`]
  })
}
