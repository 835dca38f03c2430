import { describe, expect, test } from '@jest/globals'
import type { CacheUse } from '../../src/plan/hits.ts'
import type { BuildOutcome } from '../../src/plan/outcome.ts'
import { afterLoss, lossWarning } from '../../src/report/lostcache.ts'
import { createProgress } from '../../src/report/progress.ts'

const REGISTRY = 'registry ghcr.io/a/b:buildcache'
const use = (layer: string, use: CacheUse['use'], state: CacheUse['state'], detail = ''): CacheUse => ({
  ...{ layer, use, state, detail },
})
const outcome = (ran: number, cached: number, caches: readonly CacheUse[]): BuildOutcome => ({
  steps: [{ platform: 'linux/amd64', ran, cached, milliseconds: 0, missed: undefined }],
  caches,
  warnings: [],
})

describe('a build that was run again', () => {
  const second = outcome(0, 5, [])

  test('because a cache was not taken has run and cached what the first had, and lost that layer', () => {
    const caches = [use(REGISTRY, 'read', 'done'), use('gha a/b', 'write', 'failed', 'no answer')]
    const first = outcome(1, 4, caches)
    expect(afterLoss(first, second, { kind: 'export', reason: 'exporting' })).toEqual(first)
  })

  test('because a cache was not given has what the second had, and lost the layer that was read', () => {
    const caches = [use(REGISTRY, 'read', 'done'), use('gha a/b', 'read', 'absent')]
    const told = afterLoss(outcome(0, 2, caches), second, { kind: 'import', reason: 'short read' })
    expect(told).toEqual({
      ...second,
      caches: [use(REGISTRY, 'read', 'failed', 'short read'), use('gha a/b', 'read', 'absent')],
    })
  })

  test('because one of several was not given names none', () => {
    const caches = [use(REGISTRY, 'read', 'done'), use('gha a/b', 'read', 'asked')]
    const told = afterLoss(outcome(0, 2, caches), second, { kind: 'import', reason: 'short read' })
    expect(told.caches).toEqual([...caches, use('one of them', 'read', 'failed', 'short read')])
  })

  test('has the layer that hung as one that failed, by the progress of the first', () => {
    const progress = createProgress([], { from: [], to: ['type=gha,scope=a/b', 'type=registry,ref=x/y:z'] })
    const name = 'exporting to GitHub Actions Cache'
    progress.line(JSON.stringify({ vertexes: [{ digest: name, name, started: '2026-01-01T00:00:00Z' }] }))
    expect(progress.result().caches).toEqual([
      use('gha a/b', 'write', 'failed', 'there was no answer in time'),
      use('registry x/y:z', 'write', 'unused'),
    ])
  })
})

describe('the warning about lost layers', () => {
  test.each<[what: string, caches: CacheUse[], words: string | undefined]>([
    ['none', [use(REGISTRY, 'read', 'done'), use('gha a/b', 'read', 'absent')], undefined],
    [
      'one that was not written',
      [use(REGISTRY, 'write', 'failed', '403 Forbidden')],
      `A cache layer was lost: ${REGISTRY} could not be written (403 Forbidden). The publish goes on.`,
    ],
    [
      'a part of one, and another',
      [use('gha a/b', 'read', 'asked', '1 of 2 failed: 500'), use(REGISTRY, 'read', 'failed')],
      `A cache layer was lost: gha a/b asked, BuildKit does not tell whether it held anything (1 of 2 failed: 500); ${REGISTRY} could not be read. The publish goes on.`,
    ],
  ])('%s', (_, caches, words) => {
    expect(lossWarning(caches, [])).toBe(words)
  })

  test('does not repeat what the plan told', () => {
    const why = 'ghcr.io answers with status 503'
    const source = { layer: 'registry', name: 'ghcr.io/a/b:buildcache', key: undefined } as const
    const sources = [{ ...source, read: false, written: false, why, known: false }]
    expect(lossWarning([use(REGISTRY, 'read', 'failed', why)], sources)).toBeUndefined()
    expect(lossWarning([use(REGISTRY, 'write', 'failed', why)], sources)).toMatch(/could not be written/)
  })
})
