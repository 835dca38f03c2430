import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type CacheService, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { cachedImage, steps, token } from './cached.ts'

// A builder of its own in every job: what is cached comes from a cache, and from nowhere else.
const [kind] = LEGS.filter(({ name }) => name === 'containerd-container')
let leg: Leg
let service: CacheService
beforeAll(async () => {
  if (kind === undefined) throw new Error('there is no such leg')
  leg = await startLeg(kind)
}, 60_000)
afterAll(() => leg.stop())
beforeEach(async () => {
  service = await startCacheService()
})
afterEach(() => service.stop())

const given = (files?: Readonly<Record<string, string>>) => cachedImage(leg, () => service, files)

describe('a second build', () => {
  test.each(['registry', 'gha', 'registry,gha'])(
    'is all from the cache by %s',
    async (layers) => {
      const { run } = given()
      expect(steps(await run())).toEqual([5, 0])
      const again = await run({ cache: layers })
      expect(steps(again)).toEqual([0, 5])
      expect(again.annotations).toEqual([])
    },
    120_000,
  )

  test('builds what follows a changed file, and nothing else', async () => {
    const { run, workspace } = given()
    await run()
    workspace.commit('Change', { docs: 'new\n' })
    expect(steps(await run())).toEqual([3, 2])
  }, 120_000)

  test('under another key starts a cache of its own, and reads the last one', async () => {
    const { run, workspace, tags } = given({ lock: '1' })
    const inputs = { 'cache-key-files': 'lock', cache: 'registry' }
    const first = await run(inputs)
    expect(first.log).toMatch(/cache key +[0-9a-f]{16}: no build has written this key yet/)
    expect((await run(inputs)).log).toMatch(/cache key +[0-9a-f]{16}: an earlier build wrote this key/)
    workspace.commit('Change', { lock: '2' })
    const next = await run(inputs)
    expect(steps(next)).toEqual([0, 5])
    expect(next.log).toMatch(/: no build has written this key yet/)
    expect((await tags()).filter((tag) => /^buildcache(?:\.|$)/.test(tag))).toHaveLength(3)
  }, 120_000)
})

test('legs of a matrix, in any order, keep each other’s caches', async () => {
  const { run } = given()
  const legs = [
    { platforms: 'linux/amd64' },
    { platforms: 'linux/amd64', target: 'tools' },
    { platforms: 'linux/arm64', target: 'tools' },
    { platforms: 'linux/amd64,linux/arm64', target: 'tools' },
  ]
  const order = [0, 1, 2, 3, 3, 1, 0, 2, 1, 3, 2, 0, 2, 2, 0, 3, 1, 0, 3, 1]
  const done = new Set<number>()
  for (const [at, number] of order.entries()) {
    const cache = at % 2 === 0 ? 'registry' : 'gha'
    const job = await run({ ...legs[number], cache: at < legs.length ? 'registry,gha' : cache })
    if (done.has(number)) expect([number, steps(job)[0]]).toEqual([number, 0])
    done.add(number)
  }
}, 300_000)

test('a token that may only read is recognised, reads, and writes nothing', async () => {
  const { run } = given()
  steps(await run({ cache: 'gha' }))
  service.clearRequests()
  const job = await run({ cache: 'gha' }, service.env(token('read')))
  expect(steps(job)).toEqual([0, 5])
  expect(job.annotations).toEqual([])
  expect(service.requests().filter(({ call }) => call === 'CreateCacheEntry' || call === 'upload')).toEqual(
    [],
  )
}, 60_000)
