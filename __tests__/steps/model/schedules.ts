import { type Chance, chanceOf, chooseBy, oneOf } from './chance.ts'
import { violations } from './invariant.ts'
import { connect, imageOf, MemoryRegistry } from './registry.ts'
import { hostOf, type Job, newJob, type Outcome, runJob } from './runs.ts'
import { type Choose, Scheduler } from './scheduler.ts'

/** By how many virtual milliseconds a list or a tag that is read may be old at most: the algorithm waits longer than that. */
export const LONGEST_LAG = 8_000

/** One experiment: who runs, in which order, and how old what they read is. */
export interface Experiment {
  readonly jobs: readonly Job[]
  /** Versions that were published before, each with the moving tags of its line at it. */
  readonly before: readonly string[]
  readonly choose: Choose
  readonly lag: () => number
  readonly patience: number
}

/** What came of it. */
export interface Result {
  readonly wrong: readonly string[]
  readonly outcomes: readonly Outcome[]
  readonly steps: number
  /** Everything that is needed to understand a violation. */
  readonly story: string
}

/** Runs an experiment to its end. */
export async function run({ jobs, before, choose, lag, patience }: Experiment): Promise<Result> {
  const scheduler = new Scheduler(choose, patience)
  const memory = publishedBefore(before)
  const outcomes = jobs.map(newJob)
  for (const outcome of outcomes) {
    const { run } = outcome.job
    memory.store(outcome.own)
    const host = hostOf(run, scheduler, connect(memory, { run, scheduler, lag }))
    runJob(host, outcome).catch((error: unknown) => {
      outcome.reported = undefined
      outcome.failures = [...outcome.failures, `crashed: ${error}`]
    })
  }
  let endless: readonly string[] = []
  await scheduler.drain().catch((error: unknown) => {
    endless = [String(error)]
  })
  const crashed = outcomes.flatMap(({ failures }) => failures.filter((one) => one.startsWith('crashed')))
  const wrong = [...endless, ...crashed, ...violations(memory, outcomes)]
  const said = outcomes.map(
    ({ job, own, reported, failures }) =>
      `${job.run}: v${job.version} of ${job.commit.slice(0, 4)}, image ${own.descriptor.digest.slice(7, 15)}: ${reported === undefined ? `failed: ${failures.join(' | ')}` : `reported ${reported.slice(7, 15)}`}`,
  )
  const story = [...wrong, ...said, memory.describe(), ...scheduler.trace].join('\n')
  return { wrong, outcomes, steps: scheduler.trace.length, story }
}

/** A registry with versions of long ago. */
export function publishedBefore(versions: readonly string[]): MemoryRegistry {
  const memory = new MemoryRegistry()
  for (const version of versions) {
    const image = imageOf(version, 'f'.repeat(40), version)
    const [major, minor] = version.split('.')
    const moving = major === '0' ? [] : [`v${major}`]
    for (const tag of [`v${version}`, `v${major}.${minor}`, ...moving, 'latest'])
      memory.put(tag, image, -1_000_000)
  }
  return memory
}

const COMMITS = ['a', 'b', 'c'].map((letter) => letter.repeat(40))

/** The kinds of experiments: which versions and commits the runs have. */
export const KINDS: Readonly<Record<string, readonly (readonly [version: string, commit: number])[]>> = {
  'two versions of a line': [
    ['1.0.1', 0],
    ['1.0.2', 1],
  ],
  'two versions of two lines': [
    ['1.1.0', 0],
    ['2.0.0', 1],
  ],
  'two versions of one commit': [
    ['1.0.1', 0],
    ['1.0.2', 0],
  ],
  'one version of one commit': [
    ['1.0.1', 0],
    ['1.0.1', 0],
  ],
  'one version of two commits': [
    ['1.0.1', 0],
    ['1.0.1', 1],
  ],
  'three versions': [
    ['1.0.1', 0],
    ['1.0.2', 1],
    ['1.1.0', 2],
  ],
  'a version twice, and a higher one': [
    ['1.0.1', 0],
    ['1.0.1', 0],
    ['1.0.2', 1],
  ],
  'a version of two commits, and a lower one': [
    ['1.0.2', 0],
    ['1.0.2', 1],
    ['1.0.1', 2],
  ],
}

/** The random experiment of one seed. */
export function experimentOf(kind: string, seed: number): Experiment {
  const chance = chanceOf(seed)
  const rows = KINDS[kind] ?? []
  const jobs = rows.map(([version, commit], at) => jobOf(chance, rows, version, commit, at))
  const before = oneOf(chance, [['1.0.0'], ['0.9.0', '1.0.0'], ['0.9.0'], []])
  const contested = new Set(rows.map(([version]) => version)).size < rows.length
  const most = oneOf(chance, [0, LONGEST_LAG / 4, LONGEST_LAG])
  const lag = () => (chance() < 0.3 ? 0 : Math.floor(chance() * most))
  return { jobs, before, lag, choose: chooseBy(chance), patience: contested ? 4_000 : Number.POSITIVE_INFINITY }
}

function jobOf(
  chance: Chance,
  rows: readonly (readonly [string, number])[],
  version: string,
  commit: number,
  at: number,
): Job {
  const run = 'ABC'[at] ?? '?'
  const contested = rows.filter(([other]) => other === version).length > 1
  const gap = contested ? 30_000 : oneOf(chance, [0, 1_000, 20_000])
  const build = chance() < 0.2 ? 'same' : run
  return { run, version, commit: COMMITS[commit] ?? '', build, gap }
}
