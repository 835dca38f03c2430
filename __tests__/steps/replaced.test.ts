import { describe, expect, test } from '@jest/globals'
import type { Job } from './model/runs.ts'
import { Story } from './model/story.ts'

/** Schedules of each story; with an odd seed answers are old by chance. */
const SEEDS = Array.from({ length: Number(process.env.RACES_SEEDS ?? 12) }, (_, at) => at + 1)
const TAGS = ['v1.0.0', 'v1.0', 'v1', 'latest']
const COMMIT = 'a'.repeat(40)

/** How the version is written once more, and why that is taken back. */
const REPLACED: Readonly<Record<string, Partial<Job>>> = {
  'by overwrite: true': { commit: 'b'.repeat(40), build: 'other', inputs: { overwrite: 'true' } },
  'to complete its platforms': { build: 'wide', architectures: ['amd64', 'arm64'] },
}
const FAILS: Readonly<Record<string, Partial<Job>>> = {
  'main fails at the first moving tag': { refused: 'v1.0' },
  'main fails at latest': { refused: 'latest' },
  'post finds it bad': { bad: true },
}
const CASES = Object.entries(REPLACED).flatMap(([how, replaced]) =>
  Object.entries(FAILS).map(([why, fails]) => [how, why, { ...replaced, ...fails }, replaced] as const),
)

describe.each([false, true])('a published version, where the registry deletes tags: %s', (deletes) => {
  test.each(CASES)(
    'that is replaced %s holds its old image again where %s',
    async (_how, _why, failing, replaced) => {
      for (const seed of SEEDS) {
        const story = new Story(seed, deletes)
        const first = await story.publish('1.0.0', { commit: COMMIT, build: 'first' })
        const before = story.memory.describe()
        const failed = await story.publish('1.0.0', { commit: COMMIT, ...failing })
        expect(failed.reported).toBeUndefined()
        expect(new Set(story.holds(...TAGS))).toEqual(new Set([first.reported]))
        expect(story.isWithdrawn('v1.0.0')).toBe(false)
        // Nothing else is there but the commit's tag of another commit, which cannot be deleted everywhere.
        const more = story.memory.list().filter((tag) => !before.includes(`${tag}=`))
        expect(more.filter((tag) => !/^[0-9a-f]{40}$/.test(tag) && !tag.startsWith('withdrawn-'))).toEqual([])

        const again = await story.publish('1.0.0', { commit: COMMIT, ...replaced })
        expect(again.failures).toEqual([])
        expect(new Set(story.holds(...TAGS))).toEqual(new Set([again.own.descriptor.digest]))
      }
    },
    60_000,
  )
})
