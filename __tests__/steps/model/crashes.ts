import { recordTag } from '../../../src/domain/listing.ts'
import { chanceOf, chooseBy } from './chance.ts'
import { linesWrong, violations } from './invariant.ts'
import { connect, type Fate, type MemoryRegistry, UNDER_WAY } from './registry.ts'
import { hostOf, type Job, newJob, type Outcome, publicationOf, runJob, runMain, runPost } from './runs.ts'
import { Scheduler } from './scheduler.ts'
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
  const { seed, call, fate, before, post, next, inputs = {}, deletes } = given
  const chance = chanceOf(seed)
  const scheduler = new Scheduler(chooseBy(chance), Number.POSITIVE_INFINITY)
  const memory = publishedBefore(before, { inputs, deletes })
  const lag = () => (seed % 2 === 0 ? 0 : Math.floor(chance() * LONGEST_LAG))
  const outcome = newJob({ ...JOB, inputs })
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
