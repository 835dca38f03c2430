import { describe, expect, test } from '@jest/globals'
import { COMMIT, type Crash, crash, type SlowCrash, slowCrash } from './model/crashes.ts'
import { WORLDS } from './model/schedules.ts'
import { Story } from './model/story.ts'

/** Schedules of each death; with an even seed nothing that is read is old. */
const SEEDS = Number(process.env.RACES_SEEDS ?? 4)
const FATES = ['not sent', 'under way', 'not read'] as const
const OTHER = 'b'.repeat(40)

/** Every call of main, every fate: until main has ended before it could be killed. */
async function everyDeath(
  rest: Omit<Crash, 'seed' | 'call' | 'fate'>,
  seeds = SEEDS,
): Promise<string | undefined> {
  const bad: string[] = []
  let deaths = 0
  for (let seed = 1; seed <= seeds; seed++) {
    for (const fate of FATES) {
      for (let call = 1, killed = true; killed; call++) {
        const end = await crash({ ...rest, seed, call, fate })
        killed = end.killed
        deaths++
        if (end.wrong.length > 0) bad.push(`seed ${seed}, killed at call ${call}, ${fate}: ${end.story}`)
      }
    }
  }
  expect(deaths).toBeGreaterThan(seeds * FATES.length * 20)
  return bad.toSorted((a, b) => a.length - b.length)[0]
}

const BEFORE = [['1.0.0'], ['0.9.0', '1.0.0'], ['0.9.0'], [], ['1.0.0', '1.0.9']] as const

test.each(BEFORE.map((before) => [before.join(' and ') || 'nothing', before] as const))(
  'main is killed anywhere, and post puts things right, after %s',
  async (_, before) => {
    expect(await everyDeath({ before, post: true })).toBeUndefined()
  },
  120_000,
)

test.each([['v1'], ['latest'], [COMMIT]])(
  'main is killed anywhere while it takes back what it wrote before %s was refused, and post puts things right',
  async (refused) => {
    for (const deletes of [false, true])
      expect(
        await everyDeath({ before: ['0.9.0', '1.0.0'], post: true, refused, deletes }, SEEDS / 2),
      ).toBeUndefined()
  },
  120_000,
)

test.each([
  ['the same version', { version: '1.0.5', commit: COMMIT }],
  ['a higher version', { version: '1.0.9', commit: OTHER }],
  ['a lower version', { version: '0.9.9', commit: OTHER }],
  ['a lower version of the line', { version: '1.0.3', commit: OTHER }],
])(
  'main is killed anywhere, and %s comes next',
  async (_, next) => {
    const before = ['1.0.0']
    expect(await everyDeath({ before, post: true, next })).toBeUndefined()
    expect(await everyDeath({ before, post: false, next })).toBeUndefined()
  },
  120_000,
)

describe.each(Object.entries(WORLDS))('with %s, main is killed anywhere', (_, world) => {
  const seeds = Math.ceil(SEEDS / 2)
  test.each([[['1.0.0']], [[]]])(
    'and post puts things right, after %j',
    async (before) => {
      expect(await everyDeath({ ...world, before, post: true }, seeds)).toBeUndefined()
    },
    120_000,
  )

  test.each([
    ['the same version', { version: '1.0.5', commit: COMMIT }],
    ['a lower version of the line', { version: '1.0.3', commit: OTHER }],
  ])(
    'and %s comes next',
    async (_, next) => {
      const before = ['1.0.0']
      expect(await everyDeath({ ...world, before, post: true, next }, seeds)).toBeUndefined()
      expect(await everyDeath({ ...world, before, post: false, next }, seeds)).toBeUndefined()
    },
    120_000,
  )
})

test('a rollback is killed anywhere, and post puts the tags where they were', async () => {
  let deaths = 0
  for (let seed = 1; seed <= SEEDS * 4; seed++) {
    for (const fate of FATES) {
      for (let call = 1, killed = true; killed; call++) {
        const story = new Story(seed)
        await story.publish('1.0.0')
        const { reported } = await story.publish('1.1.0')
        killed = await story.rollBackKilled({ tag: 'latest,v1' }, call, fate)
        if (!killed) continue
        deaths++
        const where = [seed, call, fate]
        expect([...where, ...story.holds('latest', 'v1')]).toEqual([...where, reported, reported])
        expect([...where, story.isWithdrawn('v1.1.0')]).toEqual([...where, false])
      }
    }
  }
  expect(deaths).toBeGreaterThan(SEEDS * FATES.length * 20)
}, 120_000)

/** The runner ends a post step after five minutes, and this one gives a minute of them to putting back. */
const MINUTE = 60_000

test.each<[what: string, world: Pick<SlowCrash, 'targets' | 'inputs' | 'deletes'>, stride: number]>([
  ['one image', { targets: 1 }, 1],
  ['one image with both spellings', { targets: 1, inputs: { 'v-prefix': 'both' } }, 1],
  ['one image on a registry that deletes tags', { targets: 1, deletes: true }, 1],
  ['five images', { targets: 5 }, 9],
  ['five images with both spellings', { targets: 5, inputs: { 'v-prefix': 'both' } }, 17],
])(
  'all tags of %s are put back within a minute, where every answer is as old as can be',
  async (_, world, stride) => {
    const slow: string[] = []
    let deaths = 0
    for (const fate of FATES) {
      for (let call = 1; ; call += stride) {
        const end = await slowCrash({ ...world, call, fate, lag: 9_500 })
        if (end === undefined) break
        deaths++
        if (end.took >= MINUTE || end.wrong.length > 0)
          slow.push(`${call}, ${fate}: ${end.took} ms, ${end.wrong}`)
      }
    }
    expect(slow).toEqual([])
    expect(deaths).toBeGreaterThan(60)
  },
  120_000,
)
