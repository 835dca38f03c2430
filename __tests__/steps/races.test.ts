import { describe, expect, test } from '@jest/globals'
import { violations } from './model/invariant.ts'
import { newJob } from './model/runs.ts'
import {
  experimentOf,
  KINDS,
  LONGEST_LAG,
  publishedBefore,
  run,
  switchedExperiment,
  WORLDS,
  type World,
} from './model/schedules.ts'

/** Schedules of each kind. Who looks for rare ones sets more, and another first seed. */
const SEEDS = Number(process.env.RACES_SEEDS ?? 400)
const FIRST = Number(process.env.RACES_FIRST ?? 1)
const TIME = 60_000 + SEEDS * 50

/** The shortest story is the easiest to understand. */
const shortest = (stories: readonly string[]) => stories.toSorted((a, b) => a.length - b.length)[0]

/** The worst that comes of a kind, by chance; undefined where all is well. */
async function tryKind(kind: string, seeds: number, world?: World): Promise<string | undefined> {
  const bad: string[] = []
  let published = 0
  for (let seed = FIRST; seed < FIRST + seeds; seed++) {
    const { wrong, story, outcomes } = await run(experimentOf(kind, seed, world ?? {}))
    const failed = outcomes.some(({ reported }) => reported === undefined)
    // Two runs of different versions are never in each other's way.
    if (wrong.length > 0 || (failed && kind.startsWith('two versions')))
      bad.push(`${kind}, seed ${seed}: ${story}`)
    published += outcomes.filter(({ reported }) => reported !== undefined).length
  }
  // A model in which everybody fails would prove nothing. Of two commits of one version with two spellings, both can.
  expect(published).toBeGreaterThan(seeds * (world === undefined ? 0.9 : 0.8))
  return shortest(bad)
}

describe('runs at once end with every tag where it should be', () => {
  test.each(Object.keys(KINDS))(
    'by chance: %s',
    async (kind) => expect(await tryKind(kind, SEEDS)).toBeUndefined(),
    TIME,
  )

  describe.each(Object.entries(WORLDS))('with %s', (_, world) => {
    test.each(Object.keys(KINDS))(
      'by chance: %s',
      async (kind) => expect(await tryKind(kind, SEEDS / 4, world)).toBeUndefined(),
      TIME,
    )
  })

  const oldLists = (what: string, run: string) => (what === 'list' && run === 'A' ? LONGEST_LAG : 0)
  const [two, same] = ['two versions of a line', 'two versions of one commit']
  test.each([
    [two, 'A', 'B', 'up to date', () => 0, 2],
    [two, 'B', 'A', 'up to date', () => 0, 2],
    [two, 'A', 'B', 'as old as can be', () => LONGEST_LAG, 8],
    [two, 'B', 'A', 'as old as can be', () => LONGEST_LAG, 8],
    // The commit's tag is not new for the second one, so no list proves by it that it is up to date.
    [same, 'A', 'B', 'as old as can be', () => LONGEST_LAG, 5],
    [same, 'B', 'A', 'as old as can be', () => LONGEST_LAG, 8],
    [same, 'A', 'B', 'old only in the lists of the first', oldLists, 3],
  ] as const)(
    'in every order of three switches: %s, %s, then %s, and what they read is %s',
    async (kind, first, second, _, lag, stride) => {
      const bad: string[] = []
      let schedules = 0
      for (let own = 0, ownMost = 0; own <= ownMost; own += stride) {
        for (let other = 0, otherMost = 0; other <= otherMost; other += stride) {
          const end = await run(switchedExperiment(kind, [first, second], [own, other], lag))
          ;[ownMost, otherMost] = [end.steps(first), end.steps(second)]
          schedules++
          const failed = end.outcomes.filter(({ reported }) => reported === undefined)
          if (end.wrong.length + failed.length > 0) bad.push(`${own} and ${other} calls: ${end.story}`)
        }
      }
      expect(shortest(bad)).toBeUndefined()
      expect(schedules).toBeGreaterThan(200)
    },
    TIME,
  )
})

describe('the judgement', () => {
  const job = { version: '1.0.1', commit: 'a'.repeat(40), build: 'x', gap: 0 }

  test('sees a moving tag that was left behind', () => {
    const memory = publishedBefore(['1.0.0'])
    const outcome = newJob({ ...job, run: 'A' })
    memory.put('v1.0.1', outcome.own, 1)
    memory.put('v1', outcome.own, 2)
    outcome.reported = outcome.own.descriptor.digest
    expect(violations(memory, [outcome]).map((one) => one.split(' ')[0])).toEqual(['v1.0', 'latest'])
    for (const tag of ['v1.0', 'latest']) memory.put(tag, outcome.own, 3)
    expect(violations(memory, [outcome])).toEqual([])
  })

  test('sees a version of a run that failed, and one that is not what was reported', () => {
    const memory = publishedBefore([])
    const [one, two] = [newJob({ ...job, run: 'A' }), newJob({ ...job, run: 'B', build: 'y' })]
    for (const tag of ['v1.0.1', 'v1.0', 'v1', 'latest']) memory.put(tag, one.own, 1)
    expect(violations(memory, [one])).toEqual(['v1.0.1 is published, and every run of it failed'])
    two.reported = two.own.descriptor.digest
    expect(violations(memory, [one, two])).toEqual(['v1.0.1 is not what its run reported'])
    one.reported = one.own.descriptor.digest
    expect(violations(memory, [one, two])).toEqual(['v1.0.1 was reported as 2 images'])
    memory.put('withdrawn-v1.0.1', one.own, 2)
    expect(violations(memory, [one, two])).toEqual([])
  })

  test('finds schedules that end badly where answers are older than the algorithm waits for', async () => {
    let bad = 0
    for (let seed = 1; seed <= 300; seed++) {
      const experiment = experimentOf('two versions of one commit', seed)
      const { wrong } = await run({ ...experiment, lag: () => (seed % 2) * 55_000 })
      bad += wrong.length
    }
    expect(bad).toBeGreaterThan(0)
  }, 60_000)
})
