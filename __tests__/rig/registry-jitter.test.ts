import { expect, test } from '@jest/globals'
import { Jitter } from '../../scripts/sandbox/registry-jitter.js'

const SWITCH = { seed: 7, delayMs: 100, lagMs: 1_000, slow: 'snail' }
const deal = (users: readonly string[], change: Partial<typeof SWITCH> = {}) => {
  const jitter = new Jitter()
  return users.map((user) => ({ user, ...jitter.next({ ...SWITCH, ...change }, 'o/app', user) }))
}
const of = (user: string, lucks: ReturnType<typeof deal>) => lucks.filter((one) => one.user === user)

test('the n-th request of a user has the same luck, whoever asks in between', () => {
  const alone = deal(['a', 'a', 'a'])
  expect(of('a', deal(['b', 'a', 'b', 'b', 'a', 'a']))).toEqual(alone)
  expect(new Set(alone.map(({ delayMs }) => delayMs)).size).toBeGreaterThan(1)
  expect(deal(['a', 'a', 'a'], { seed: 8 })).not.toEqual(alone)
})

test('delays and lags stay within their bounds; one user is slow', () => {
  const many = deal(Array.from({ length: 500 }, (_, at) => (at % 2 === 0 ? 'a' : 'snail')))
  const most = (user: string) => Math.max(...of(user, many).map(({ delayMs }) => delayMs))
  expect(most('a')).toBeLessThanOrEqual(100)
  expect(most('snail')).toBeGreaterThan(300)
  expect(most('snail')).toBeLessThanOrEqual(800)
  expect(Math.max(...many.map(({ lagMs }) => lagMs))).toBeLessThanOrEqual(1_000)
  expect(many.some(({ lagMs }) => lagMs === 0) && many.some(({ lagMs }) => lagMs > 500)).toBe(true)
})

test('without the switch nothing is added', () => {
  expect(new Jitter().next(undefined, 'o/app', 'a')).toEqual({ delayMs: 0, lagMs: 0 })
})
