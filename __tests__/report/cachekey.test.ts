import { expect, test } from '@jest/globals'
import type { CacheSource } from '../../src/plan/caches.ts'
import { describeCacheKey } from '../../src/report/cachekey.ts'

const source = (layer: CacheSource['layer'], change: Partial<CacheSource> = {}): CacheSource => ({
  ...{ layer, name: 'x', key: 'abc', read: false, written: true, why: undefined, known: false },
  ...change,
})
const HERE = { read: true, known: true }
const ABSENT = { known: true, why: 'absent' }
const BROKEN = { why: 'ghcr.io answers with status 503' }

test.each<[what: string, sources: CacheSource[], words: RegExp | undefined]>([
  ['is not used', [source('registry', { key: undefined, ...HERE })], undefined],
  [
    'is known',
    [source('registry', HERE), source('gha', { read: true })],
    /^abc: an earlier build wrote this key/,
  ],
  [
    'is known of one layer alone',
    [source('registry', ABSENT), source('local', HERE)],
    /^abc: an earlier build/,
  ],
  [
    'is new',
    [source('registry', ABSENT), source('gha', { read: true })],
    /^abc: no build has written this key yet/,
  ],
  [
    'may be anything, as the registry is out of order',
    [source('registry', BROKEN), source('gha', { read: true })],
    /^abc: nobody knows whether .* \(ghcr\.io answers with status 503\)$/,
  ],
  [
    'may be anything, as the registry was late',
    [source('registry', { read: true })],
    /^abc: nobody knows .*in time\)$/,
  ],
  [
    'may be anything, with the Actions cache alone',
    [source('gha', { read: true })],
    /^abc: nobody knows .*before the build\)$/,
  ],
])('a key that %s', (_, sources, words) => {
  const told = describeCacheKey({ sources })
  if (words === undefined) expect(told).toBeUndefined()
  else expect(told).toMatch(words)
})
