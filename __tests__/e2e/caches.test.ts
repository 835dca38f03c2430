import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type CacheService, type Fault, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

/** Two steps that work, and between them a file that changes. */
const Dockerfile = `FROM scratch AS tools
COPY bin/amd64/busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox dd if=/dev/urandom of=/big bs=1k count=300"]
FROM tools
COPY docs /docs
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox cp /docs /copy"]
COPY app /app
ENTRYPOINT ["/app"]
`

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

const token = (permission: 'read' | 'read-write' = 'read-write') =>
  makeRuntimeToken([{ scope: 'refs/heads/main', permission }])

let packages = 0
/** A package of its own, so that no test finds what another one has written. */
function given(files: Readonly<Record<string, string>> = {}) {
  const number = ++packages
  const image = `${leg.image}-cache-${number}`
  const workspace = leg.workspace({ Dockerfile, ...files })
  const run = async (inputs: Job['inputs'] = {}, env: Job['env'] = service.env(token())) => {
    workspace.commit('Next')
    const job = await publish({
      ...{ leg, workspace },
      inputs: { ...SMALL, cache: 'registry,gha', image, smoke: 'off', ...inputs },
      env,
    })
    return job
  }
  const tags = async () => Object.keys(await leg.reader.tags(`${REPOSITORY}-cache-${number}`))
  return { workspace, run, tags }
}

/** Steps that ran, and steps that came from a cache. */
function steps(job: JobResult): readonly [ran: number, cached: number] {
  succeeded(job)
  const { build } = JSON.parse(job.outputs.json ?? '{}') as {
    build: { steps: readonly { ran: number; cached: number }[] }
  }
  const counts = build.steps
  return [sum(counts.map(({ ran }) => ran)), sum(counts.map(({ cached }) => cached))]
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

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

/** Whatever the service does, the image is published, in time, and at most one warning is written. */
describe('a cache service that', () => {
  type Case = readonly [what: string, fault: Fault]
  const QUICK: readonly Case[] = [
    ['is throttled where it is asked', { on: 'any', kind: 'status', status: 429, retryAfterSeconds: 60 }],
    ['is throttled where it is written', { on: 'CreateCacheEntry', kind: 'status', status: 429 }],
    ['fails where it is asked', { on: 'any', kind: 'status', status: 500 }],
    ['fails where it is read', { on: 'download', kind: 'status', status: 500 }],
    ['fails where an entry is made', { on: 'CreateCacheEntry', kind: 'status', status: 500 }],
    ['conflicts where it is asked', { on: 'GetCacheEntryDownloadURL', kind: 'status', status: 409 }],
    ['hangs where it is asked', { on: 'any', kind: 'hang' }],
    ['hangs where it is read', { on: 'download', kind: 'hang' }],
    ['cuts what is read', { on: 'download', kind: 'truncate', bytes: 10 }],
  ]
  test.each(QUICK)('%s', async (_, fault) => expectPublished(fault, 25_000), 60_000)

  const STALLS: readonly Case[] = [
    ['conflicts where it is written', { on: 'CreateCacheEntry', kind: 'status', status: 409 }],
    ['fails where it is written', { on: 'upload', kind: 'status', status: 500 }],
    ['hangs where it is written', { on: 'upload', kind: 'hang' }],
    ['cuts what is written', { on: 'upload', kind: 'destroy' }],
  ]
  // They wait for a minute each, so they do it together.
  test(STALLS.map(([what]) => what).join(', '), async () => {
    await Promise.all(STALLS.map(([, fault]) => expectPublished(fault, 110_000)))
  }, 180_000)

  async function expectPublished(fault: Fault, limit: number): Promise<void> {
    const own = await startCacheService()
    try {
      const { run, workspace, tags } = given()
      expect((await run({ cache: 'gha' }, own.env(token()))).status).toBe('success')
      workspace.commit('Change', { app: 'new\n' })
      own.set({ faults: [fault] })
      const began = Date.now()
      const job = await run({ cache: 'gha' }, own.env(token()))
      expect(Date.now() - began).toBeLessThan(limit)
      if (job.status !== 'success') throw new Error(job.log.slice(-4000))
      expect(await tags()).toContain(workspace.head())
      expect(job.annotations.length).toBeLessThanOrEqual(1)
    } finally {
      await own.stop()
    }
  }
})
