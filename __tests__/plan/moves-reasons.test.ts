import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { type Move, planMoves, schemeNotice } from '../../src/plan/moves.ts'
import { gitTag, goodTags, movesOf, pullRequest } from './given.ts'

const DIGEST = `sha256:${'d'.repeat(64)}` as Digest

type Written = Readonly<Record<string, string>>

describe('every tag has its reason', () => {
  const reason = (moves: readonly Move[], name: string) => moves.find(({ tag }) => tag === name)?.reason

  test.each<[tag: string, version: string, registry: string[], input: Written, reason: string]>([
    ['v1.2.3', 'v1.2.3', [], {}, 'this version'],
    ['nightly', 'nightly', [], {}, 'this git tag'],
    ['v1.2', 'v1.2.3', [], {}, 'highest of 1.2'],
    ['v1', 'v1.2.3', [], {}, 'highest of 1'],
    ['latest', 'v1.2.3', [], {}, 'highest of all versions'],
    ['latest', 'v1.2.3', ['v1.9.0', 'v1.10.0'], {}, '1.10.0 is higher'],
    ['v1', 'v1.2.3', ['1.3.0'], {}, '1.3.0 is higher'],
    ['latest', 'v1.2.3', [], { latest: 'true' }, 'latest: true'],
    ['latest', 'v1.2.3', [], { latest: 'false' }, 'latest: false'],
    ['latest', 'v1.2.3-rc.1', [], { latest: 'true' }, 'a pre-release moves no other tag'],
    [
      'latest',
      'nightly',
      [],
      { latest: 'true' },
      'latest: true is for versions; extra-tags: latest is for the rest',
    ],
    ['stable', 'v1.2.3', [], { 'extra-tags': 'stable' }, 'extra-tags'],
    ['v2', 'v1.2.3', ['v2.1.0'], { 'extra-tags': 'v2' }, 'belongs to 2.1.0, the highest of 2'],
    ['v2', 'v1.2.3', [], { 'extra-tags': 'v2' }, 'extra-tags, and no version of 2'],
    [
      'v1.2',
      'v1.2.3+5',
      [],
      {},
      'a version with build metadata cannot be told from a pre-release by its tag',
    ],
  ])('%s for %s with %j and %j: %s', (tag, version, registry, input, words) => {
    expect(reason(movesOf(input, gitTag(version), registry), tag)).toBe(words)
  })

  test('one that passes over a withdrawn version names it', () => {
    const withdrawn = new Map(['v1.2.4', 'v1.2.1', 'v1.3.0', 'v1.4.0-rc.1'].map((tag) => [tag, DIGEST]))
    const tags = ['v1.2.2', ...withdrawn.keys()]
    const listing = { tags, asked: new Set(tags), withdrawn }
    const rules = { latest: 'auto', platforms: [], held: new Map() } as const
    const moves = planMoves(goodTags({}, gitTag('v1.2.3')), listing, rules)
    expect(reason(moves, 'v1.2')).toBe('highest of 1.2; passes over v1.2.4, withdrawn')
    expect(reason(moves, 'latest')).toBe('highest of all versions; passes over v1.2.4, v1.3.0, withdrawn')
    expect(reason(moves, 'v1.2.3')).toBe('this version')
    const lower = planMoves(goodTags({}, gitTag('v1.2.0')), listing, rules)
    expect(reason(lower, 'v1.2')).toBe('1.2.2 is higher')
  })

  test('a pull request says why it writes no more', () => {
    const moves = movesOf({ 'dry-run': 'false', 'extra-tags': 'edge', latest: 'true' }, pullRequest())
    expect(moves).toEqual([
      { tag: 'edge', move: false, reason: 'a pull request writes its own tag only' },
      {
        tag: 'latest',
        move: false,
        reason: 'latest: true is for versions; extra-tags: latest is for the rest',
      },
      { tag: 'pr-7', move: true, reason: 'this pull request' },
    ])
  })
})

describe('a change of scheme is a notice', () => {
  const notice = (version: string, registry: readonly string[], input: Written = {}) =>
    schemeNotice(goodTags(input, gitTag(version)), registry)

  test.each<[string, string, string[], Written, RegExp | undefined]>([
    ['the first version', 'v1.0.0', [], {}, undefined],
    ['the same scheme', 'v1.0.1', ['v1.0.0'], {}, undefined],
    [
      'a v that is new',
      'v1.0.1',
      ['1.0.0'],
      {},
      /were written without a v so far, this one is written with a v/,
    ],
    [
      'a v that is gone',
      '1.0.1',
      ['v1.0.0'],
      {},
      /were written with a v so far, this one is written without a v/,
    ],
    [
      'a v that is stripped',
      'v1.0.1',
      ['v1.0.0'],
      { 'v-prefix': 'strip' },
      /without a v\. Both count as the same line/,
    ],
    ['both schemes were there', 'v1.0.1', ['1.0.0', 'v0.9.0'], {}, undefined],
    ['both are written', 'v1.0.1', ['1.0.0'], { 'v-prefix': 'both' }, undefined],
    ['no version was there', 'v1.0.1', ['main', 'latest', '1', 'withdrawn-1.0.0'], {}, undefined],
    ['a pre-release shows the scheme', 'v1.0.0', ['1.0.0-rc.1'], {}, /with a v/],
    ['another suffix shows nothing', 'v1.0.0', ['1.0.0-alpine'], { 'tag-suffix': '-slim' }, undefined],
    ['a git tag that is no version has no scheme', 'nightly', ['1.0.0'], {}, undefined],
    ['whichever scheme was there', 'nightly', ['v1.0.0'], {}, undefined],
  ])('%s', (_, version, registry, input, words) => {
    const found = notice(version, registry, input)
    if (words === undefined) return expect(found).toBeUndefined()
    return expect(found).toMatch(words)
  })
})
