import { type Chance, chanceOf, chooseBy, chooseInTurn, oneOf } from './chance.ts'
import { violations } from './invariant.ts'
import { type Connection, connect, imageOf, MemoryRegistry } from './registry.ts'
import { hostOf, type Job, newJob, type Outcome, publicationOf, runJob } from './runs.ts'
import { type Choose, Scheduler } from './scheduler.ts'

/**
 * By how many virtual milliseconds a list or a tag that is read may be old at most: less than SHOWN_WITHIN of steps/tags/write.ts, for
 * which the algorithm waits where it has to be sure. Nothing else is assumed of the time where versions differ: a run may stand still
 * for any time anywhere.
 *
 * Where two runs write the same version, a registry that knows no conditional write can only be asked before and after. So there the
 * schedules hold no call back for longer than 4 s, and post begins 30 s after main: a run whose write is on its way for longer than the
 * whole other job takes is not found out by anybody.
 */
export const LONGEST_LAG = 8_000

/** One experiment: who runs, in which order, and how old what they read is. */
export interface Experiment {
  readonly jobs: readonly Job[]
  /** Versions that were published before, each with the moving tags of its line at it. */
  readonly before: readonly string[]
  /** Whether the registry deletes tags. */
  readonly deletes?: boolean
  readonly choose: Choose
  readonly lag: Connection['lag']
  readonly patience: number
}

/** What came of it. */
export interface Result {
  readonly wrong: readonly string[]
  readonly outcomes: readonly Outcome[]
  /** How many turns a run had. */
  readonly steps: (run: string) => number
  /** Everything that is needed to understand a violation. */
  readonly story: string
}

/** Runs an experiment to its end. */
export async function run({ jobs, before, choose, lag, patience, deletes }: Experiment): Promise<Result> {
  const scheduler = new Scheduler(choose, patience)
  const memory = publishedBefore(before, { inputs: jobs[0]?.inputs, deletes })
  const outcomes = jobs.map((job) => newJob(job))
  const ends = outcomes.map((outcome) => {
    const { run } = outcome.job
    memory.store(outcome.own)
    return runJob(hostOf(run, scheduler, connect(memory, { run, scheduler, lag })), outcome)
  })
  await Promise.all([scheduler.drain(), ...ends])
  const wrong = violations(memory, outcomes)
  const steps = (run: string) => scheduler.trace.filter((line) => line.includes(` ms  ${run}  `)).length
  return { wrong, outcomes, steps, story: tell(wrong, outcomes, memory, scheduler) }
}

/** Everything that is needed to understand what came of runs. */
export function tell(
  wrong: readonly string[],
  outcomes: readonly Outcome[],
  memory: MemoryRegistry,
  { trace }: Scheduler,
): string {
  const said = outcomes.map(({ job, own, reported, failures }) => {
    const { run, version, commit } = job
    const end =
      reported === undefined ? `failed: ${failures.join(' | ')}` : `reported ${reported.slice(7, 15)}`
    return `${run}: v${version} of ${commit.slice(0, 4)}, image ${own.descriptor.digest.slice(7, 15)}: ${end}`
  })
  return [...wrong, ...said, memory.describe(), ...trace].join('\n')
}

/** What is said of a registry with versions of long ago. */
export interface Past {
  /** Inputs with which they were published. */
  readonly inputs?: Job['inputs'] | undefined
  readonly deletes?: boolean | undefined
}

/** A registry with versions of long ago. */
export function publishedBefore(versions: readonly string[], past: Past = {}): MemoryRegistry {
  const memory = new MemoryRegistry(past.deletes)
  for (const version of versions) {
    const commit = 'f'.repeat(40)
    const { fixed, moving } = publicationOf({ version, commit, inputs: past.inputs ?? {} }).tags
    const image = imageOf(version, commit, version)
    for (const tag of [...fixed, ...moving.map((one) => one.tag)]) memory.put(tag, image, -1_000_000)
  }
  return memory
}

const COMMITS = ['a', 'b', 'c'].map((letter) => letter.repeat(40))

/** Version and commit of one run, and what fails in it. */
type Row = readonly [version: string, commit: number, fails?: Pick<Job, 'bad' | 'refused'>]

/** The kinds of experiments: which versions and commits the runs have. */
export const KINDS: Readonly<Record<string, readonly Row[]>> = {
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
  'a bad version, and a lower one': [
    ['1.0.2', 0, { bad: true }],
    ['1.0.1', 1],
  ],
  'a bad version, and a higher one': [
    ['1.0.1', 0, { bad: true }],
    ['1.0.2', 1],
  ],
  'a refused version, and a lower one': [
    ['1.0.2', 0, { refused: 'latest' }],
    ['1.0.1', 1],
  ],
  'a refused version, and a higher one': [
    ['1.0.1', 0, { refused: 'v1' }],
    ['1.0.2', 1],
  ],
}

/** Where it all happens. */
export type World = Pick<Job, 'inputs'> & Pick<Experiment, 'deletes'>

/** Worlds that differ from a GHCR package with `v1.2.3`. */
export const WORLDS: Readonly<Record<string, World>> = {
  'v-prefix: both': { inputs: { 'v-prefix': 'both' } },
  'a tag-suffix': { inputs: { 'tag-suffix': '-alpine' } },
  'a registry that deletes tags': { deletes: true },
}

/**
 * Two runs of a kind, where one of them stops after so many calls, the other one after so many, and then the first one goes on: with
 * all numbers, every schedule of two runs with three switches.
 * @param order the runs in the order of their turns; the run of the lower version is A
 */
export function switchedExperiment(
  kind: string,
  order: readonly [string, string],
  steps: readonly [number, number],
  lag: Experiment['lag'],
): Experiment {
  const jobs = jobsOf(KINDS[kind] ?? [], () => 0.5)
  const turns = order.map((run, at) => ({ run, steps: steps[at] ?? 0 }))
  return {
    ...{ jobs: jobs.map((job) => ({ ...job, gap: 0 })), before: ['1.0.0'] },
    ...{ lag, choose: chooseInTurn(turns), patience: Number.POSITIVE_INFINITY },
  }
}

/** The random experiment of one seed. */
export function experimentOf(
  kind: string,
  seed: number,
  { inputs = {}, deletes = false }: World = {},
): Experiment {
  const chance = chanceOf(seed)
  const rows = KINDS[kind] ?? []
  const jobs = jobsOf(rows, chance).map((job) => ({ ...job, inputs }))
  const before = oneOf(chance, [['1.0.0'], ['0.9.0', '1.0.0'], ['0.9.0'], []])
  const contested = new Set(rows.map(([version]) => version)).size < rows.length
  const most = oneOf(chance, [0, LONGEST_LAG / 4, LONGEST_LAG])
  const lag = () => (chance() < 0.3 ? 0 : Math.floor(chance() * most))
  return {
    jobs,
    before,
    lag,
    deletes,
    choose: chooseBy(chance),
    patience: contested ? 4_000 : Number.POSITIVE_INFINITY,
  }
}

function jobsOf(rows: readonly Row[], chance: Chance): readonly Job[] {
  return rows.map(([version, commit, fails], at) => {
    const run = 'ABC'[at] ?? '?'
    const contested = rows.filter(([other]) => other === version).length > 1
    const gap = contested ? 30_000 : oneOf(chance, [0, 1_000, 20_000])
    const build = chance() < 0.2 ? 'same' : run
    return { run, version, commit: COMMITS[commit] ?? '', build, gap, ...fails }
  })
}
