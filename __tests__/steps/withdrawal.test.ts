import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { undoSteps } from '../../src/report/undo.ts'
import { PUBLISHED } from '../report/outcomes.ts'
import { imageOf } from './model/registry.ts'
import type { Outcome } from './model/runs.ts'
import { Story } from './model/story.ts'

/** Schedules of each story; with an odd seed answers are old by chance. */
const SEEDS = Array.from({ length: Number(process.env.RACES_SEEDS ?? 12) }, (_, at) => at + 1)
const [BAD, FIXED] = ['b', 'f'].map((letter) => letter.repeat(40))
const MOVING = ['v1.2', 'v1', 'latest']
const badly = { commit: BAD ?? '', build: 'bad' }

/** The ways in which v1.2.3 becomes a withdrawn version, after v1.2.2. */
const ROUTES: Readonly<Record<string, (story: Story) => Promise<unknown>>> = {
  'main takes it back': (story) => story.publish('1.2.3', { ...badly, refused: 'v1' }),
  'post takes it back': (story) => story.publish('1.2.3', { ...badly, bad: true }),
  'it is rolled back': async (story) => {
    await story.publish('1.2.3', badly)
    expect(await story.rollBack({ tag: 'latest,v1,v1.2' })).toEqual([])
  },
  'it was withdrawn, and the same image fails once more in main': async (story) => {
    await story.publish('1.2.3', { ...badly, bad: true })
    await story.publish('1.2.3', { ...badly, refused: 'v1' })
  },
  'it was withdrawn, and the same image fails once more in post': async (story) => {
    await story.publish('1.2.3', { ...badly, refused: 'v1.2' })
    await story.publish('1.2.3', { ...badly, bad: true })
  },
  'it was rolled back, and the same image fails once more': async (story) => {
    await story.publish('1.2.3', badly)
    expect(await story.rollBack({ tag: 'latest,v1,v1.2' })).toEqual([])
    await story.publish('1.2.3', { ...badly, bad: true })
  },
}

describe.each(Object.entries(ROUTES))('a version is withdrawn, because %s', (_, withdraw) => {
  test.each([
    ['goes nowhere with a publish of an older line', async () => undefined],
    [
      'goes nowhere either after it was published again from another commit, which was rolled back',
      async (story: Story) => {
        await story.publish('1.2.3', { commit: FIXED ?? '', build: 'fixed' })
        expect(await story.rollBack({ tag: 'latest,v1,v1.2' })).toEqual([])
      },
    ],
  ] as const)(
    'and %s; published again it counts again',
    async (_, between) => {
      for (const seed of SEEDS) {
        const story = new Story(seed)
        const { own: good } = await story.publish('1.2.2')
        await withdraw(story)
        await between(story)
        expect(story.isWithdrawn('v1.2.3')).toBe(true)
        expect(new Set(story.holds(...MOVING))).toEqual(new Set([good.descriptor.digest]))

        const older = await story.publish('1.1.9')
        expect(older.reported).toBe(older.own.descriptor.digest)
        expect(story.holds('v1.1')).toEqual([older.reported])
        expect(new Set(story.holds(...MOVING))).toEqual(new Set([good.descriptor.digest]))

        const fixed = await story.publish('1.2.3', { commit: '9'.repeat(40), build: 'right' })
        expect(fixed.failures).toEqual([])
        expect(story.isWithdrawn('v1.2.3')).toBe(false)
        expect(new Set(story.holds('v1.2.3', ...MOVING))).toEqual(new Set([fixed.own.descriptor.digest]))

        await story.publish('1.1.10')
        expect(new Set(story.holds(...MOVING))).toEqual(new Set([fixed.own.descriptor.digest]))
      }
    },
    60_000,
  )

  test('and the same image that is published again counts again', async () => {
    for (const seed of SEEDS) {
      const story = new Story(seed)
      await story.publish('1.2.2')
      await withdraw(story)
      const again = await story.publish('1.2.3', badly)
      expect(again.failures).toEqual([])
      expect(story.isWithdrawn('v1.2.3')).toBe(false)
      expect(new Set(story.holds('v1.2.3', ...MOVING))).toEqual(new Set([again.reported]))
    }
  }, 60_000)
})

/** The inputs of the steps that the summary of a publish gives to take it back. */
function stepsOf({ image, state: { journal } }: Outcome, suffix: string): readonly Record<string, string>[] {
  const tags = journal.map((entry) => ({ ...entry, moved: true, reason: '' }))
  const steps = undoSteps({ ...PUBLISHED, image, suffix, tags })
  return (parse(steps.join('\n')) as { with: Record<string, string> }[]).map((step) => step.with)
}

test.each([
  ['', {}],
  ['-alpine', { 'tag-suffix': '-alpine' }],
  ['', { 'v-prefix': 'strip' }],
])(
  'the step of the summary takes a publish back for good (suffix "%s", %j)',
  async (suffix, inputs) => {
    for (const seed of SEEDS) {
      const story = new Story(seed)
      const moving = ['1.2', '1', 'latest'].map((name) => {
        const prefix = name === 'latest' || 'v-prefix' in inputs ? '' : 'v'
        return `${prefix}${name}${suffix}`
      })
      const { own: good } = await story.publish('1.2.2', { inputs })
      const bad = await story.publish('1.2.3', { ...badly, inputs })
      for (const written of stepsOf(bad, suffix)) expect(await story.rollBack(written)).toEqual([])
      const { reported } = await story.publish('1.1.9', { inputs })
      expect(reported).toBeDefined()
      expect(new Set(story.holds(...moving))).toEqual(new Set([good.descriptor.digest]))
    }
  },
  60_000,
)

test.each([
  ['2.0.0-rc.1', 'a pre-release'],
  ['1.5.0', 'another version'],
])(
  'a version is withdrawn that was promoted, and whose image says %s of itself, %s',
  async (label) => {
    for (const seed of SEEDS) {
      const story = new Story(seed)
      await story.publish('1.4.0')
      const { own: good } = await story.publish('1.8.0')
      story.point(imageOf(label, 'c'.repeat(40), 'promoted'), 'v2.0.0', 'v2.0', 'v2', 'latest')
      expect(await story.rollBack({ tag: 'latest' })).toEqual([])
      expect(story.isWithdrawn('v2.0.0')).toBe(true)
      expect(story.holds('latest')).toEqual([good.descriptor.digest])
      await story.publish('1.7.9')
      expect(story.holds('latest')).toEqual([good.descriptor.digest])
    }
  },
  60_000,
)

test('two rollbacks at once leave each tag at one of the wanted versions, and record the one that they leave', async () => {
  for (const seed of SEEDS.flatMap((one) => [one, one + 1000, one + 2000, one + 3000])) {
    const story = new Story(seed)
    const wanted = [await story.publish('1.0.0'), await story.publish('1.1.0')].map(
      ({ reported }) => reported,
    )
    await story.publish('1.2.0')
    const tag = 'latest,v1'
    const failed = await story.rollBack({ tag, to: 'v1.0.0' }, { tag, to: 'v1.1.0' })
    expect(failed).toEqual([])
    for (const held of story.holds('latest', 'v1')) expect(wanted).toContain(held)
    expect(story.isWithdrawn('v1.2.0')).toBe(true)
  }
}, 60_000)
