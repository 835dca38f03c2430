import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { clock } from '../../src/host/clock.ts'
import type { CacheWait } from '../../src/plan/outcome.ts'
import { createPatience } from '../../src/steps/build/patience.ts'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const READING: CacheWait = { kind: 'import', what: 'importing cache manifest from x' }
const WRITING: CacheWait = { kind: 'export', what: 'exporting cache to x' }

function begin(waiting: CacheWait | undefined) {
  const now = { waiting }
  const patience = createPatience({ clock }, { line: (text) => text !== 'old', waiting: () => now.waiting })
  return { patience, now }
}

describe('patience with a cache', () => {
  test.each<[what: CacheWait, seconds: number]>([
    [READING, 20],
    [WRITING, 60],
    [{ ...READING, kind: 'push' }, 600],
  ])('is lost with $kind after some seconds without news', (what, seconds) => {
    const { patience } = begin(what)
    jest.advanceTimersByTime((seconds - 1) * 1000)
    expect(patience.over.aborted).toBe(false)
    jest.advanceTimersByTime(2_000)
    expect(patience.over.aborted).toBe(true)
    expect(patience.lost()).toEqual(what)
  })

  test('begins anew with each news', () => {
    const { patience } = begin(READING)
    for (let news = 0; news < 10; news++) {
      jest.advanceTimersByTime(19_000)
      patience.line('{}')
    }
    expect(patience.over.aborted).toBe(false)
  })

  test('does not begin anew with what was said before', () => {
    const { patience } = begin(READING)
    for (let second = 0; second < 21; second++) {
      jest.advanceTimersByTime(1_000)
      patience.line('old')
    }
    expect(patience.lost()).toEqual(READING)
  })

  test('is not needed where something else runs, nor after the end', () => {
    const { patience, now } = begin(undefined)
    jest.advanceTimersByTime(3_600_000)
    expect(patience.lost()).toBeUndefined()
    patience.end()
    now.waiting = READING
    jest.advanceTimersByTime(3_600_000)
    expect(patience.over.aborted).toBe(false)
    expect(jest.getTimerCount()).toBe(0)
  })
})
