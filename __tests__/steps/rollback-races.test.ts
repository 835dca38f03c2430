import { expect, test } from '@jest/globals'
import { compareVersions, parseVersion, type Version } from '../../src/domain/version.ts'
import { inLine, type Line } from '../../src/plan/lines.ts'
import { Story } from './model/story.ts'

/** Schedules of each story; with an odd seed answers are old by chance. Who looks for rare ones sets more, and another first seed. */
const SEEDS = Number(process.env.RACES_SEEDS ?? 100)
const FIRST = Number(process.env.RACES_FIRST ?? 1)
/** Of the version that is rolled back. */
const COMMIT = 'c'.repeat(40)

const LINES: Readonly<Record<string, Line>> = {
  latest: { kind: 'latest' },
  v1: { kind: 'major', major: 1 },
  'v1.2': { kind: 'minor', major: 1, minor: 2 },
}

/** Which tags are not at the highest version of their line that is not withdrawn. */
function wrong(story: Story): readonly string[] {
  const good = story.memory.list().flatMap((tag): readonly Version[] => {
    const version = parseVersion(tag)
    return version === undefined || story.isWithdrawn(tag) ? [] : [version]
  })
  return Object.entries(LINES)
    .filter(([tag, line]) => {
      const [best] = good.filter((one) => inLine(one, line)).toSorted((a, b) => compareVersions(b, a))
      const [held, wanted] = story.holds(tag, `v${best?.text}`)
      return held !== wanted
    })
    .map(([tag]) => tag)
}

test.each(
  ['1.1.9', '1.2.1', '1.2.4', '1.3.0'].flatMap((version) =>
    (['a commit of its own', 'the commit that is rolled back'] as const).flatMap(
      (commit) =>
        [
          [version, commit, 'GHCR', false],
          [version, commit, 'one that deletes tags', true],
        ] as const,
    ),
  ),
)(
  'a rollback beside a publish of %s of %s ends with every tag at the highest version that is not withdrawn, on %s',
  async (version, of, _, deletes) => {
    const commit = of === 'a commit of its own' ? {} : { commit: COMMIT }
    const bad: string[] = []
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const story = new Story(seed, deletes)
      await story.publish('1.2.2')
      await story.publish('1.2.3', { commit: COMMIT })
      const [{ failures }, failed] = await Promise.all([
        story.publish(version, commit),
        story.rollBack({ tag: 'latest,v1,v1.2' }),
      ])
      // A rollback that comes after the publish leaves what that has published.
      const left = ['v1.2.3', `v${version}`].some((one) => story.isWithdrawn(one))
        ? []
        : ['none is withdrawn']
      // A publish whose version is rolled back while it reads its tags back may fail: it was taken back.
      const faults = story.isWithdrawn(`v${version}`) ? [] : failures
      const all = [...faults, ...failed, ...left, ...wrong(story)]
      if (all.length > 0) bad.push(`seed ${seed}: ${all.join('; ')}`)
    }
    expect(bad).toEqual([])
  },
  60_000 + SEEDS * 100,
)
