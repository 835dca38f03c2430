import { describe, expect, test } from '@jest/globals'
import { branch, gitTag, movesOf, written } from './given.ts'

type Written = Readonly<Record<string, string>>

describe('moving tags go to the highest version of their line', () => {
  test.each<[what: string, version: string, registry: string, input: Written, tags: string]>([
    ['the next patch', 'v1.2.4', 'v1.2.3 v1.2 v1 latest', {}, 'v1.2.4 v1.2 v1 latest <sha>'],
    ['the next minor', 'v1.3.0', 'v1.2.3 v1.2 v1 latest', {}, 'v1.3.0 v1.3 v1 latest <sha>'],
    ['the next major', 'v2.0.0', 'v1.2.3 v1.2 v1 latest', {}, 'v2.0.0 v2.0 v2 latest <sha>'],
    ['the same version again', 'v1.2.3', 'v1.2.3 v1.2 v1 latest', {}, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['an old patch line', 'v1.1.5', 'v1.1.4 v1.2.0', {}, 'v1.1.5 v1.1 <sha>'],
    ['an old patch of an old patch line', 'v1.1.3', 'v1.1.4 v1.2.0', {}, 'v1.1.3 <sha>'],
    ['an old major line', 'v1.3.0', 'v1.2.0 v2.0.0', {}, 'v1.3.0 v1.3 v1 <sha>'],
    ['an old v0', 'v0.9.1', 'v0.9.0 v1.0.0', {}, 'v0.9.1 v0.9 <sha>'],
    ['numbers, not letters, are compared', 'v1.10.0', 'v1.9.0 v1.2.0', {}, 'v1.10.0 v1.10 v1 latest <sha>'],
    ['numbers, not letters, also backwards', 'v1.9.0', 'v1.10.0', {}, 'v1.9.0 v1.9 <sha>'],
    ['pre-releases have no weight', 'v1.2.3', 'v1.3.0-rc.1 v2.0.0-beta', {}, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['its own pre-release has no weight', 'v1.3.0', 'v1.3.0-rc.9', {}, 'v1.3.0 v1.3 v1 latest <sha>'],
    ['a version without a v counts', 'v1.4.1', '2.0.0', {}, 'v1.4.1 v1.4 v1 <sha>'],
    ['a version with a v counts', '1.4.1', 'v2.0.0', {}, '1.4.1 1.4 1 <sha>'],
    ['the same version without a v', 'v2.0.0', '2.0.0', {}, 'v2.0.0 v2.0 v2 latest <sha>'],
    ['strip, and an older v', 'v1.0.1', 'v1.0.2', { 'v-prefix': 'strip' }, '1.0.1 <sha>'],
    ['both, and a higher version', 'v1.0.1', '1.0.2', { 'v-prefix': 'both' }, 'v1.0.1 1.0.1 <sha>'],
    [
      'both, in a line of its own',
      'v1.1.0',
      '2.0.0',
      { 'v-prefix': 'both' },
      'v1.1.0 1.1.0 v1.1 1.1 v1 1 <sha>',
    ],
    [
      'signatures are no versions',
      'v1.0.0',
      `sha256-${'9'.repeat(64)}.sig sha256-${'9'.repeat(64)}`,
      {},
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    [
      'foreign tags are no versions',
      'v1.0.0',
      'stable 9 v9 9.9 9.9.9.9 v09.0.0 V9.0.0 x9.9.9 9.9.9x edge',
      {},
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    [
      'our own records are no versions',
      'v1.0.0',
      'withdrawn-v9.9.9 candidate buildcache buildcache-9.9.9',
      {},
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    [
      'numbers too large for a version',
      'v1.0.0',
      `v${'9'.repeat(17)}.0.0`,
      {},
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    ['a moving tag alone is no version', 'v1.0.0', 'v9 v9.9 latest', {}, 'v1.0.0 v1.0 v1 latest <sha>'],
    [
      'the suffix has lines of its own',
      'v1.2.0',
      'v9.0.0',
      { 'tag-suffix': '-alpine' },
      'v1.2.0-alpine v1.2-alpine v1-alpine latest-alpine <sha>-alpine',
    ],
    [
      'a suffixed version counts in its line',
      'v1.2.0',
      'v1.3.0-alpine',
      { 'tag-suffix': '-alpine' },
      'v1.2.0-alpine v1.2-alpine <sha>-alpine',
    ],
    ['a suffixed version is nothing elsewhere', 'v1.2.0', 'v1.3.0-alpine', {}, 'v1.2.0 v1.2 v1 latest <sha>'],
    [
      'another suffix has no weight',
      'v1.2.0',
      'v1.3.0-debian',
      { 'tag-suffix': '-alpine' },
      'v1.2.0-alpine v1.2-alpine v1-alpine latest-alpine <sha>-alpine',
    ],
    [
      'a suffixed pre-release has no weight',
      'v1.2.0',
      'v1.3.0-rc.1-alpine',
      { 'tag-suffix': '-alpine' },
      'v1.2.0-alpine v1.2-alpine v1-alpine latest-alpine <sha>-alpine',
    ],
    ['latest: true goes backwards', 'v1.1.5', 'v2.0.0', { latest: 'true' }, 'v1.1.5 v1.1 v1 latest <sha>'],
    [
      'latest: true moves no other line back',
      'v1.1.5',
      'v1.2.0',
      { latest: 'true' },
      'v1.1.5 v1.1 latest <sha>',
    ],
    ['latest: false keeps it', 'v3.0.0', 'v2.0.0', { latest: 'false' }, 'v3.0.0 v3.0 v3 <sha>'],
    ['latest: true and a pre-release', 'v3.0.0-rc.1', 'v2.0.0', { latest: 'true' }, 'v3.0.0-rc.1 <sha>'],
    [
      'an extra tag is no line',
      'v1.0.0',
      'v2.0.0',
      { 'extra-tags': 'stable' },
      'v1.0.0 v1.0 v1 stable <sha>',
    ],
    [
      'latest as an extra tag goes only forward',
      'v1.0.0',
      'v2.0.0',
      { 'extra-tags': 'latest' },
      'v1.0.0 v1.0 v1 <sha>',
    ],
    ['another line as an extra tag', 'v1.0.0', 'v2.0.0', { 'extra-tags': 'v2' }, 'v1.0.0 v1.0 v1 <sha>'],
    [
      'the other spelling of a line as an extra tag',
      'v1.0.0',
      'v1.5.0',
      { 'extra-tags': '1,1.0' },
      'v1.0.0 v1.0 1.0 <sha>',
    ],
    [
      'latest as an extra tag of a pre-release',
      'v1.0.0-rc.1',
      '',
      { 'extra-tags': 'latest,v1,edge' },
      'v1.0.0-rc.1 edge <sha>',
    ],
    ['build metadata moves no line', 'v1.2.4+5', 'v1.2.3', {}, 'v1.2.4-5 <sha>'],
    ['build metadata with latest: true', 'v1.2.4+5', 'v1.2.3', { latest: 'true' }, 'v1.2.4-5 latest <sha>'],
  ])('%s: %s where there is %s', (_, version, registry, input, tags) => {
    expect(written(input, gitTag(version), registry.split(' '))).toBe(tags)
  })

  test('a version is written before every tag that moves to it, and the commit last', () => {
    const moves = movesOf({ 'v-prefix': 'both', 'extra-tags': 'lts' }, gitTag('v1.2.3'))
    const names = moves.map(({ tag }) => tag.slice(0, 8))
    expect(names).toEqual(['v1.2.3', '1.2.3', 'v1.2', '1.2', 'v1', '1', 'latest', 'lts', 'c0ffee00'])
  })

  test('a branch gets latest by extra-tags only while there is no version', () => {
    expect(written({ 'extra-tags': 'latest' }, branch('main'), ['main', 'edge'])).toBe('latest main <sha>')
    expect(written({ 'extra-tags': 'latest' }, branch('main'), ['0.0.1'])).toBe('main <sha>')
    expect(written({ 'extra-tags': 'v1' }, branch('main'), ['v2.0.0'])).toBe('v1 main <sha>')
    expect(written({ 'extra-tags': 'v1' }, branch('main'), ['v1.0.0'])).toBe('main <sha>')
  })
})

test('10 000 tags are planned in a moment', () => {
  const tags = Array.from({ length: 10_000 }, (_, at) => `v${at % 7}.${at % 100}.${at}`)
  const started = performance.now()
  const moves = movesOf({}, gitTag('v3.1.0'), tags)
  expect(moves.filter(({ move }) => move).map(({ tag }) => tag.slice(0, 8))).toEqual(['v3.1.0', 'c0ffee00'])
  expect(performance.now() - started).toBeLessThan(1000)
})
