import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Digest } from '../../src/domain/digest.ts'
import { type Listing, type Needs, recordTag } from '../../src/domain/listing.ts'
import { parseVersion } from '../../src/domain/version.ts'
import { highestOf, type Line, lineOf, stableReleases } from '../../src/plan/lines.ts'
import { needsOf, publishQuestion, type Walk } from '../../src/plan/records.ts'
import { gitTag, goodTags, listing, tag } from './given.ts'

/** Answers what is needed, as a registry where these versions are withdrawn; the rounds that it took. */
function answer(needs: Needs, tags: readonly string[], withdrawn: readonly string[]) {
  const rounds: (readonly string[])[] = []
  let known = listing(tags)
  for (let open = needs(known); open.length > 0; open = needs(known)) {
    expect(open.filter((one) => known.asked.has(one))).toEqual([])
    rounds.push(open)
    known = {
      ...{ tags, asked: new Set([...known.asked, ...open]) },
      withdrawn: new Map(
        [...known.asked, ...open]
          .filter((one) => withdrawn.includes(one))
          .map((one) => [one, one as unknown as Digest]),
      ),
    }
    if (rounds.length > 50) throw new Error('no end')
  }
  return { rounds, known }
}

const line = (name: string): Line => lineOf(name, '') ?? { kind: 'latest' }
const walk = (name: string, more: Partial<Walk> = {}): Walk => ({ line: line(name), depth: 1, ...more })
/** The rounds, in one line each. */
const asked = (walks: readonly Walk[], tags: string, withdrawn = '', versions = '') =>
  answer(
    needsOf({ suffix: '', versions: versions === '' ? [] : versions.split(' ').map(tag), walks }),
    // `!v1.0.0` has a record.
    tags
      .split(' ')
      .flatMap((one) => (one.startsWith('!') ? [one.slice(1), `withdrawn-${one.slice(1)}`] : [one])),
    withdrawn.split(' '),
  ).rounds.map((round) => round.join(' '))

describe('records are asked for', () => {
  test('only where their version would win the line', () => {
    expect(asked([walk('latest')], '!v1.0.0 !v1.0.1 v1.0.2')).toEqual([])
    expect(asked([walk('latest')], '!v1.0.0 v1.0.1 !v1.0.2', 'v1.0.2')).toEqual(['v1.0.2'])
    expect(asked([walk('v1'), walk('latest')], '!v1.0.0 v2.0.0')).toEqual(['v1.0.0'])
    expect(asked([walk('latest')], '!v1.0.0-rc.1 !edge v0.1.0')).toEqual([])
  })

  test('once, and those that may be needed at the same time', () => {
    expect(asked([walk('v1'), walk('latest')], 'v1.0.0 !v1.0.1 !v1.0.2', 'v1.0.1 v1.0.2')).toEqual([
      'v1.0.2 v1.0.1',
    ])
  })

  test('of both spellings of a version', () => {
    expect(asked([walk('latest')], 'v1.0.0 v1.0.1 !1.0.1')).toEqual(['1.0.1'])
    expect(asked([walk('latest')], '!v1.0.0 !v1.0.1 !1.0.1', '1.0.1')).toEqual(['v1.0.1 1.0.1 v1.0.0'])
  })

  test('of versions that are named, wherever they stand', () => {
    expect(asked([], '!v1.0.0 !v1.0.1 v2.0.0', '', 'v1.0.0 v2.0.0 v3.0.0')).toEqual(['v1.0.0'])
  })

  test('below and above a version', () => {
    const [low, high] = [parseVersion('v1.0.1'), parseVersion('v1.0.3')]
    const tags = '!v1.0.0 !v1.0.1 !v1.0.2 !v1.0.3'
    expect(asked([walk('latest', { below: high })], tags)).toEqual(['v1.0.2 v1.0.1 v1.0.0'])
    expect(asked([walk('latest', { above: low })], tags)).toEqual(['v1.0.3 v1.0.2'])
  })

  test('as deep as is needed', () => {
    const tags = 'v1.0.0 !v1.0.1 v1.0.2 !v1.0.3 v1.0.4'
    expect(asked([walk('latest', { depth: 2 })], tags, 'v1.0.3')).toEqual(['v1.0.3'])
    expect(asked([walk('latest', { depth: 3 })], tags, 'v1.0.3')).toEqual(['v1.0.3 v1.0.1'])
  })

  test('before a publish: of its own version, and of those above it', () => {
    const tags = goodTags({}, gitTag('v1.2.3'))
    const needs = needsOf(publishQuestion(tags))
    const there = ['v1.2.2', 'v1.2.3', '1.2.3', 'v1.2.4', 'v2.0.0']
    const all = [...there, ...there.flatMap((one) => recordTag(one) ?? [])]
    expect(answer(needs, all, []).rounds.flat().toSorted()).toEqual(['1.2.3', 'v1.2.3', 'v1.2.4', 'v2.0.0'])
  })

  test('of hundreds that are all withdrawn in a few rounds', () => {
    const all = Array.from({ length: 300 }, (_, at) => `v1.0.${at + 1}`)
    const tags = ['v1.0.0', ...all, ...all.map((one) => `withdrawn-${one}`)]
    const { rounds, known } = answer(
      needsOf({ suffix: '', versions: [], walks: [walk('latest')] }),
      tags,
      all,
    )
    expect(rounds.map(({ length }) => length)).toEqual([4, 12, 48, 100, 100, 36])
    expect(highestOf(line('latest'), stableReleases(known, '')).map((one) => one.tag)).toEqual(['v1.0.0'])
  })
})

test('what is decided is what all records would decide', () => {
  const versions = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom('', 'v'), fc.nat(2), fc.nat(2), fc.nat(6), fc.constantFrom('', '', '', '-rc.1'))
      .map(([v, ...parts]) => `${v}${parts.slice(0, 3).join('.')}${parts[3]}`),
    { maxLength: 40 },
  )
  const names = ['latest', 'v0', 'v1', 'v2', 'v1.0', 'v1.2', 'v2.1']
  fc.assert(
    fc.property(versions, fc.infiniteStream(fc.nat(3)), (there, luck) => {
      // Three of four have a record, and of these two of three are withdrawn.
      const recorded = there.filter(() => (luck.next().value ?? 0) > 0)
      const withdrawn = recorded.filter(() => (luck.next().value ?? 0) > 1)
      const tags = [...there, ...recorded.map((one) => `withdrawn-${one}`)]
      const walks = names.map((name) => walk(name))
      const lazy = answer(needsOf({ suffix: '', versions: [], walks }), tags, withdrawn).known
      const whole: Listing = {
        ...{ tags, asked: new Set(recorded) },
        withdrawn: new Map(withdrawn.map((one) => [one, one as unknown as Digest])),
      }
      for (const name of names) {
        const highest = ({ withdrawn }: Listing) =>
          highestOf(line(name), stableReleases({ tags, asked: new Set(), withdrawn }, '')).map(
            (one) => one.tag,
          )
        expect(highest(lazy)).toEqual(highest(whole))
      }
    }),
  )
})
