import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type CacheService, type Fault, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { type Registry, type Fault as RegistryFault, startRegistry } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, startLeg, WRITER } from '../rig/legs.ts'
import type { JobResult } from '../rig/publish.ts'
import { buildOf, type Cached, cachedImage, countsOf, steps } from './cached.ts'
import { failedInMain } from './trouble.ts'

// A builder of its own in every job: what is cached comes from a cache, and from nowhere else.
const kind = LEGS.find(({ name }) => name === 'containerd-container')
let leg: Leg
let image: Cached
let service: CacheService
/** A registry for caches alone: the image's own is never in trouble. */
let other: Registry
let ref: string
beforeAll(async () => {
  if (kind === undefined) throw new Error('there is no such leg')
  ;[leg, service] = [await startLeg(kind), await startCacheService()]
  const storage = join(leg.root, 'caches')
  mkdirSync(storage)
  const users = { [WRITER.name]: { password: WRITER.password, access: 'write' } } as const
  other = await startRegistry({ storage, users, env: { ...process.env, PATH: leg.tools.path } })
  const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
  const config = JSON.stringify({ auths: { [other.host]: { auth } } })
  writeFileSync(join(leg.root, 'home/.docker/config.json'), config)
  ref = `${other.host}/octocat/caches:one`
  image = cachedImage(leg, () => service)
  steps(await image.run({ cache: 'registry,gha', 'cache-ref': ref }))
}, 120_000)
afterAll(async () => {
  await Promise.all([service?.stop(), other?.stop()])
  await leg?.stop()
})

type Inputs = Readonly<Record<string, string>>

let changes = 0
/** Publishes a change of one file that hardly anything is built on, in time, and with one warning and nothing else. */
async function published(one: Cached, inputs: Inputs, warning: RegExp, limit: number): Promise<JobResult> {
  one.workspace.commit('Change', { app: `new ${++changes}\n` })
  const began = Date.now()
  const job = await one.run(inputs)
  const took = Date.now() - began
  if (job.status !== 'success') throw new Error(job.log.slice(-4000))
  expect(job.annotations).toEqual([expect.stringMatching(warning)])
  expect(took).toBeLessThan(limit)
  expect(await one.tags()).toContain(one.workspace.head())
  return job
}

const OUT = 'The gha cache is left out of this build: the cache service is out of order: '
const lost = (words: string) => new RegExp(`^A cache layer was lost: ${words}.* The publish goes on\\.$`)
const stopped = (what: string) =>
  new RegExp(`^The build was stopped, for it only waited for a cache \\(${what}`)
const BLOB = /^buildkit-blob-/

describe('a cache service that', () => {
  type Case = readonly [what: string, fault: Fault, warning: RegExp]
  const QUICK: readonly Case[] = [
    [
      'is throttled where it is asked',
      { on: 'any', kind: 'status', status: 429, retryAfterSeconds: 60 },
      new RegExp(`^${OUT}it answers with status 429`),
    ],
    ['fails where it is asked', { on: 'any', kind: 'status', status: 500 }, new RegExp(`^${OUT}it answers`)],
    [
      'fails where it is read',
      { on: 'download', kind: 'status', status: 500 },
      new RegExp(`^${OUT}its storage`),
    ],
    [
      'conflicts where it is asked',
      { on: 'GetCacheEntryDownloadURL', kind: 'status', status: 409 },
      new RegExp(`^${OUT}`),
    ],
    ['hangs where it is asked', { on: 'any', kind: 'hang' }, new RegExp(`^${OUT}no answer in 2.5 s`)],
    ['hangs where it is read', { on: 'download', kind: 'hang' }, new RegExp(`^${OUT}no answer`)],
    ['cuts what is read', { on: 'download', kind: 'truncate', bytes: 10 }, lost('gha .* of 2 failed: ')],
    [
      'is throttled where it is written',
      { on: 'CreateCacheEntry', kind: 'status', status: 429 },
      lost('gha .* could not be written'),
    ],
    [
      'fails where an entry is made',
      { on: 'CreateCacheEntry', kind: 'status', status: 500 },
      lost('gha .* could not be written'),
    ],
    [
      'has no layers any more',
      { on: 'blob', key: BLOB, kind: 'status', status: 404 },
      /^The build failed by what a cache gave .* It is built again without caches\.$/,
    ],
    [
      'cuts its layers',
      { on: 'download', key: BLOB, kind: 'truncate', bytes: 10 },
      /^The build failed by what a cache gave/,
    ],
  ]
  test.each(QUICK)(
    '%s',
    async (_, fault, warning) => {
      service.set({ faults: [fault] })
      try {
        await published(image, { cache: 'gha' }, warning, 25_000)
      } finally {
        service.set({ faults: [] })
      }
    },
    60_000,
  )
})

describe('a registry of caches that', () => {
  type Case = readonly [what: string, fault: RegistryFault, warning: RegExp]
  const MANIFEST = /\/caches\/manifests\//
  const OUT_OF = '^The registry cache is left out of this build: 127\\.0\\.0\\.1:\\d+ '
  const QUICK: readonly Case[] = [
    [
      'hangs where it is asked',
      { method: 'HEAD', path: MANIFEST, afterMs: 20_000 },
      new RegExp(`${OUT_OF}did not answer in 2\\.5 s`),
    ],
    [
      'fails where it is asked',
      { method: 'HEAD', path: MANIFEST, status: 503 },
      new RegExp(`${OUT_OF}answers with status 503`),
    ],
    [
      'is throttled where it is asked',
      { method: 'HEAD', path: MANIFEST, status: 429, headers: { 'Retry-After': '60' } },
      new RegExp(`${OUT_OF}did not answer in 2\\.5 s`),
    ],
    [
      'is throttled where its storage is asked',
      { method: 'GET', path: /\/caches\/blobs\//, status: 429, headers: { 'Retry-After': '60' } },
      new RegExp(`${OUT_OF}did not give it in 2\\.5 s`),
    ],
    [
      'hangs where its storage is asked',
      { method: 'GET', path: /\/caches\/blobs\//, afterMs: 20_000 },
      new RegExp(`${OUT_OF}did not give it in 2\\.5 s`),
    ],
    [
      'does not take the manifest',
      { method: 'PUT', path: MANIFEST, status: 403, code: 'DENIED' },
      lost('registry .* could not be written'),
    ],
    [
      'fails where the manifest is written',
      { method: 'PUT', path: MANIFEST, status: 503 },
      lost('registry .* could not be written'),
    ],
    [
      'is throttled where the manifest is written',
      { method: 'PUT', path: MANIFEST, status: 429, headers: { 'Retry-After': '60' } },
      lost('registry .* could not be written'),
    ],
    [
      'cuts its layers',
      // What it begins with is shorter.
      { method: 'GET', path: /\/caches\/blobs\//, cutAfter: 50_000 },
      /^The build failed by what a cache gave .* It is built again without caches\.$/,
    ],
    [
      'cuts an upload',
      { method: 'PUT', path: /\/caches\/blobs\/uploads\//, destroy: true },
      lost('registry .* could not be written'),
    ],
  ]
  test.each(QUICK)(
    '%s',
    async (_, fault, warning) => {
      other.set({ faults: [fault] })
      try {
        await published(image, { cache: 'registry', 'cache-ref': ref }, warning, 25_000)
      } finally {
        other.set({ faults: [] })
      }
    },
    60_000,
  )

  // That is how somebody else's cache is, and no trouble to be warned of.
  test.each(['HEAD', 'GET'])(
    'does not let this job read it, which the report says alone: %s',
    async (method) => {
      other.set({ faults: [{ method, path: MANIFEST, status: 403, code: 'DENIED' }] })
      try {
        image.workspace.commit('Change', { app: `new ${++changes}\n` })
        const job = await image.run({ cache: 'registry', 'cache-ref': ref })
        expect(steps(job)).toEqual([5, 0])
        expect(job.annotations).toEqual([])
        expect(job.summary).toMatch(/127\.0\.0\.1:\d+ does not show it to this job/)
      } finally {
        other.set({ faults: [] })
      }
    },
    60_000,
  )

  test('is not there', async () => {
    const inputs = { cache: 'registry', 'cache-ref': '127.0.0.1:1/octocat/caches:one' }
    await published(image, inputs, new RegExp(`${OUT_OF}cannot be reached`), 25_000)
  }, 60_000)
})

// They mostly wait, up to a minute each, so they do it together, each on caches of its own.
describe('the silence', () => {
  const WRITE = stopped('exporting ')
  const LAYERS = stopped('fetching layers of ')
  const SERVICE: Readonly<Record<string, readonly [fault: Fault, warning: RegExp]>> = {
    'a cache service that conflicts where it is written': [
      { on: 'CreateCacheEntry', kind: 'status', status: 409 },
      WRITE,
    ],
    'a cache service that fails where it is written': [{ on: 'upload', kind: 'status', status: 500 }, WRITE],
    'a cache service that hangs where it is written': [{ on: 'upload', kind: 'hang' }, WRITE],
    'a cache service that cuts what is written': [{ on: 'upload', kind: 'destroy' }, WRITE],
    'a cache service whose layers hang': [{ on: 'download', key: BLOB, kind: 'hang' }, LAYERS],
  }
  const HANGS = 100_000
  const REGISTRY: Readonly<
    Record<string, readonly [faults: (name: string) => RegistryFault[], warning: RegExp]>
  > = {
    'a registry of caches that hangs where it is written': [
      (name) => [{ method: 'POST', path: new RegExp(`/${name}/blobs/uploads/`), afterMs: HANGS }],
      WRITE,
    ],
    'a registry of caches that hangs once it was looked at': [
      (name) => {
        const place = { method: 'GET', path: new RegExp(`/${name}/blobs/${configs.get(name)}`) }
        return [
          { ...place, afterMs: 1, times: 1 },
          { ...place, afterMs: HANGS },
        ]
      },
      stopped('importing '),
    ],
    'a registry of caches whose layers hang': [
      (name) => [
        { method: 'GET', path: new RegExp(`/${name}/blobs/(?!${configs.get(name)})`), afterMs: HANGS },
      ],
      LAYERS,
    ],
  }
  const configs = new Map<string, string>()
  const jobs = new Map<string, Promise<void>>()
  beforeAll(async () => {
    for (const [what, [fault, warning]] of Object.entries(SERVICE))
      jobs.set(what, withService(fault, warning))
    const registry = withRegistry()
    for (const what of Object.keys(REGISTRY)) jobs.set(what, registry)
    await Promise.allSettled(jobs.values())
  }, 300_000)

  test.each([...Object.keys(SERVICE), ...Object.keys(REGISTRY)])('of %s is found out', (what) =>
    jobs.get(what),
  )

  async function withService(fault: Fault, warning: RegExp): Promise<void> {
    const own = await startCacheService()
    try {
      const one = cachedImage(leg, () => own)
      countsOf(await one.run({ cache: 'gha' }))
      own.set({ faults: [fault] })
      await silent(one, { cache: 'gha' }, warning)
    } finally {
      await own.stop()
    }
  }

  /** Faults of one registry are told apart by its repositories. */
  async function withRegistry(): Promise<void> {
    const all = Object.values(REGISTRY).map(([faults, warning], at) => {
      const name = `silent-${at}`
      const inputs = { cache: 'registry', 'cache-ref': `${other.host}/octocat/${name}:one` }
      return { name, faults, warning, inputs, one: cachedImage(leg, () => service) }
    })
    await Promise.all(all.map(async ({ one, inputs }) => countsOf(await one.run(inputs))))
    for (const { name } of all) configs.set(name, await configOf(name))
    other.set({ faults: all.flatMap(({ faults, name }) => faults(name)) })
    await Promise.all(all.map(({ one, inputs, warning }) => silent(one, inputs, warning)))
    other.set({ faults: [] })
  }

  async function configOf(name: string): Promise<string> {
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' }
    const answer = await fetch(`${other.storeUrl}/v2/octocat/${name}/manifests/one`, { headers })
    return ((await answer.json()) as { config: { digest: string } }).config.digest
  }

  async function silent(one: Cached, inputs: Inputs, warning: RegExp): Promise<void> {
    const job = await published(one, inputs, warning, 110_000)
    const { caches } = buildOf(job)
    const use = warning === WRITE ? 'write' : 'read'
    expect(caches.filter(({ state }) => state === 'failed')).toMatchObject([{ use }])
    // What hangs at its end has built all: the report is that of the first build.
    if (use === 'write') expect(countsOf(job)).toEqual([1, 4])
  }
})

test('a push that fails is no fault of a cache: nothing is built again', async () => {
  leg.registry.set({ faults: [{ method: 'PUT', path: /\/blobs\/uploads\//, destroy: true }] })
  try {
    image.workspace.commit('Change', { app: `new ${++changes}\n` })
    const job = await image.run({ cache: 'registry,gha', 'cache-ref': ref })
    expect(failedInMain(job)).toMatch(/pushing it failed\.|cannot be reached/)
    expect(job.annotations).toHaveLength(1)
    expect(job.log).not.toContain('It is built again')
  } finally {
    leg.registry.set({ faults: [] })
  }
}, 120_000)

test('a push that is refused while a cache is written into its repository is built again without it', async () => {
  // As docker-registry answers where a layer of the manifest is being uploaded once more, for the cache.
  const refused = {
    status: 400,
    code: 'DIGEST_INVALID',
    message: 'provided digest did not match uploaded content',
  }
  leg.registry.set({ faults: [{ method: 'PUT', path: /\/manifests\/(?!buildcache)/, ...refused, times: 1 }] })
  try {
    const warning =
      /^The build failed as a cache was written beside its push .*It is built again without caches\.$/
    const job = await published(image, { cache: 'registry' }, warning, 110_000)
    expect(buildOf(job).caches.filter(({ state }) => state === 'failed')).toMatchObject([{ use: 'write' }])
  } finally {
    leg.registry.set({ faults: [] })
  }
}, 120_000)
