import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareVersions, parseVersion } from '../../src/domain/version.ts'
import { planMoves } from '../../src/plan/moves.ts'
import { latest, prerelease, registry, release, releasePlan, stable } from './arbitraries.ts'
import { listing, rules } from './given.ts'

/** The stable versions that a registry has in the line of a suffix, told in another way than the code does. */
function stableOf(tags: readonly string[], end: string): readonly (readonly number[])[] {
  return tags.flatMap((text) => {
    const bare = text.endsWith(end) ? text.slice(0, text.length - end.length) : ''
    const parts = /^v?(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})$/.exec(bare)
    return parts === null ? [] : [parts.slice(1).map(Number)]
  })
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

describe('the forward rule', () => {
  test('a pre-release moves nothing', () => {
    fc.assert(
      fc.property(release, prerelease, registry, latest, (of, version, tags, force) => {
        const plan = releasePlan({ ...of, version })
        const moved = planMoves(plan, listing(tags), rules(force)).filter((move) => move.move)
        expect(
          moved.filter(({ tag: name }) => /^(latest|v?\d+(\.\d+)?)(-alpine|-slim)?$/.test(name)),
        ).toEqual([])
        expect(plan.moving).toEqual([])
      }),
    )
  })

  test('a moving tag moves exactly when no higher stable version of its line is there', () => {
    fc.assert(
      fc.property(release, stable, registry, (of, version, tags) => {
        const plan = releasePlan({ ...of, version, extraTags: [] })
        const own = stableOf([version], '')[0] ?? []
        const higher = stableOf(tags, plan.suffix).filter((other) => isHigher(other, own))
        const depth = { minor: 2, major: 1, latest: 0 }
        const moves = new Map(planMoves(plan, listing(tags), rules()).map((move) => [move.tag, move.move]))
        for (const { tag: name, line } of plan.moving) {
          const length = depth[line.kind]
          const inLine = higher.filter(
            (other) => other.slice(0, length).join() === own.slice(0, length).join(),
          )
          expect([name, moves.get(name)]).toEqual([name, inLine.length === 0])
        }
      }),
      { numRuns: 500 },
    )
  })

  // The pre-release 1.2.3-alpine and 1.2.3 of the suffix -alpine have one tag, so no package can have both.
  // A line named by extra-tags is the user's own doing.
  const unlikeSuffixed = release
    .filter(({ version }) => !/-(?:alpine|slim)$/.test(version))
    .map((of) => ({ ...of, extraTags: [] }))

  test('publishing versions in any order never takes a tag back, and ends with the highest', () => {
    fc.assert(
      fc.property(fc.array(unlikeSuffixed, { minLength: 1, maxLength: 10 }), (releases) => {
        const held = new Map<string, string>()
        for (const of of releases) {
          const plan = releasePlan(of)
          const version = plan.version
          if (version === undefined) throw new Error(of.version)
          const lines = new Set<string>(plan.moving.map((one) => one.tag))
          for (const { tag: name, move } of planMoves(plan, listing([...held.keys()]), rules())) {
            const before = parseVersion(held.get(name) ?? '')
            if (move && lines.has(name) && before !== undefined && stableOf([before.text], '').length > 0) {
              expect(compareVersions(version, before)).toBeGreaterThanOrEqual(0)
            }
            if (move) held.set(name, version.text)
          }
        }
        for (const end of ['', '-alpine', '-slim']) {
          const highest = stableOf([...held.keys()], end).reduce<readonly number[]>(
            (best, one) => (isHigher(one, best) ? one : best),
            [-1],
          )
          if (highest.length === 3) expect(held.get(`latest${end}`)).toBe(highest.join('.'))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('in write order the version is first, the commit last', () => {
    fc.assert(
      fc.property(release, registry, latest, (of, tags, force) => {
        const plan = releasePlan(of)
        const names = planMoves(plan, listing(tags), rules(force)).map((move) => move.tag)
        expect(names.slice(0, plan.fixed.length)).toEqual(plan.fixed)
        expect(names.at(-1)).toBe(plan.commit)
      }),
    )
  })
})
