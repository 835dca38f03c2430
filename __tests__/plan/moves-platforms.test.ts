import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Held } from '../../src/domain/held.ts'
import { parsePlatform } from '../../src/domain/platform.ts'
import { planMoves } from '../../src/plan/moves.ts'
import { branch, gitTag, goodTags, listing, rules, SHA, tag } from './given.ts'

const [AMD, ARM] = ['linux/amd64', 'linux/arm64'].map((name) => {
  const platform = parsePlatform(name)
  if (platform === undefined) throw new Error(name)
  return platform
})
const wide: Held = {
  digest: `sha256:${'1'.repeat(64)}` as Digest,
  platforms: [AMD, ARM].flatMap((one) => one ?? []),
  marks: {},
  ...{ revision: undefined, version: undefined, attested: true },
}
const narrow = [AMD].flatMap((one) => one ?? [])
const KEPT = 'it holds an image for linux/arm64 too, and this one is not; latest: true moves it all the same'
const FORCED = 'with fewer platforms, without linux/arm64, by latest: true'

/** What becomes of tags that hold an image of two platforms, where one of them is published. */
function moves(tags: ReturnType<typeof goodTags>, latest: boolean | 'auto', there: readonly string[]) {
  const held = new Map(there.map((name) => [tag(name), wide]))
  const all = planMoves(tags, listing(there), rules(latest, { platforms: narrow, held }))
  return Object.fromEntries(all.map((one) => [one.tag.replace(SHA, '<sha>'), [one.move, one.reason]]))
}

describe('fewer platforms never replace more', () => {
  test('under the tag of a branch, of its commit, and under extra tags', () => {
    const tags = goodTags({ 'extra-tags': 'stable,latest' }, branch('main'))
    expect(moves(tags, 'auto', ['main', 'stable', 'latest', SHA])).toEqual({
      stable: [false, KEPT],
      latest: [false, KEPT],
      main: [false, KEPT],
      '<sha>': [false, KEPT],
    })
    expect(moves(tags, 'auto', [])).toMatchObject({
      main: [true, 'this branch'],
      '<sha>': [true, 'this commit'],
    })
  })

  test('under the tags of a version', () => {
    const there = ['v1.2', 'v1', 'latest', 'stable']
    expect(moves(goodTags({ 'extra-tags': 'stable' }, gitTag('v1.2.3')), 'auto', there)).toMatchObject({
      ...{ 'v1.2.3': [true, 'this version'], '<sha>': [true, 'this commit'] },
      ...{ 'v1.2': [false, KEPT], v1: [false, KEPT], latest: [false, KEPT], stable: [false, KEPT] },
    })
  })

  test('but by latest: true, which every tag says', () => {
    const there = ['v1.2', 'v1', 'latest', 'main', 'stable']
    const version = goodTags({ 'extra-tags': 'stable' }, gitTag('v1.2.3'))
    expect(moves(version, true, there)).toMatchObject({
      'v1.2': [true, `highest of 1.2; ${FORCED}`],
      v1: [true, `highest of 1; ${FORCED}`],
      latest: [true, `latest: true; ${FORCED}`],
      stable: [true, `extra-tags; ${FORCED}`],
    })
    expect(moves(goodTags({}, branch('main')), true, there)).toMatchObject({
      main: [true, `this branch; ${FORCED}`],
    })
  })
})
