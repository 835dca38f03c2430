import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type CacheService, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { type Grant, makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'

const run = promisify(execFile)
// An engine of the machine may have the caches of others; a builder of our own can be emptied.
const KIND = LEGS.find(({ name }) => name === 'containerd-container') as (typeof LEGS)[number]
const BUILDER = `rig-cache-${process.pid}`
const MAIN: Grant = { scope: 'refs/heads/main', permission: 'read-write' }
const READ: Grant = { ...MAIN, permission: 'read' }
const TO = 'type=gha,scope=app,mode=max'
const FROM = 'type=gha,scope=app'

/** The last layer is of several blocks of an upload. */
const DOCKERFILE = `FROM scratch
COPY bin/amd64/busybox /bin/busybox
RUN ["/bin/busybox", "mkdir", "/made"]
COPY big /big
RUN ["/bin/busybox", "cp", "/big", "/made/big"]
`
const STEPS = 4

let leg: Leg
let cache: CacheService
let context: string
const big = randomBytes(3_000_000)
const docker = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run('docker', args, { env: { ...process.env, ...leg.env, ...env } })

beforeAll(async () => {
  leg = await startLeg(KIND)
  const options = [
    '--driver',
    KIND.driver,
    '--driver-opt',
    `network=host,image=${leg.inputs['buildkit-image']}`,
  ]
  await docker(['buildx', 'create', '--name', BUILDER, '--bootstrap', ...options])
  context = leg.workspace({ Dockerfile: DOCKERFILE }).path
  writeFileSync(join(context, 'big'), big)
}, 60_000)
afterAll(async () => {
  await docker(['buildx', 'rm', '--force', BUILDER]).finally(() => leg.stop())
}, 30_000)
beforeEach(async () => {
  cache = await startCacheService()
})
afterEach(() => cache.stop())

interface Build {
  /** The names of the Dockerfile's steps that ran, and of those that the cache had. */
  readonly ran: readonly string[]
  readonly cached: readonly string[]
  /** The file that the last step makes. */
  readonly made: Buffer
}

/** Builds in a job with a token, after all that the builder knows was forgotten. */
async function build(grants: readonly Grant[], ...options: readonly string[]): Promise<Build> {
  await docker(['buildx', 'prune', '--builder', BUILDER, '--all', '--force'])
  const files = mkdtempSync(join(leg.root, 'files-'))
  const output = ['--progress', 'rawjson', '--output', `type=local,dest=${files}`]
  const { stderr } = await docker(
    ['buildx', 'build', '--builder', BUILDER, '--provenance=false', ...output, ...options, context],
    cache.env(makeRuntimeToken(grants)),
  )
  return { ...stepsOf(stderr), made: readFileSync(join(files, 'made/big')) }
}

/** A step was in the cache where any of its events says so: those of the download that follows do not. */
function stepsOf(progress: string): Pick<Build, 'ran' | 'cached'> {
  const lines = progress.split('\n').filter((text) => text.startsWith('{'))
  const events = lines
    .flatMap(
      (line) => (JSON.parse(line) as { vertexes?: { name: string; cached?: boolean }[] }).vertexes ?? [],
    )
    .filter(({ name }) => /^\[\d+\/\d+\] /.test(name))
  const cached = new Set(events.filter((event) => event.cached).map(({ name }) => name))
  const all = new Set(events.map(({ name }) => name))
  return { ran: [...all].filter((name) => !cached.has(name)), cached: [...cached] }
}

const callsOf = () => cache.requests().map(({ call }) => call)

test('a builder that knows nothing has all steps from the cache, also a pull request from the default branch', async () => {
  expect(await build([MAIN], '--cache-to', TO)).toMatchObject({ cached: [], ran: { length: STEPS } })
  expect(cache.entries().every(({ scope, finalized }) => scope === MAIN.scope && finalized)).toBe(true)
  expect(cache.entries().at(-1)?.key).toMatch(/^index-app-/)
  expect(callsOf().filter((call) => call === 'upload').length).toBeGreaterThan(cache.entries().length)

  cache.clearRequests()
  const pull: Grant = { scope: 'refs/pull/7/merge', permission: 'read-write' }
  const again = await build([pull, READ], '--cache-from', FROM)
  expect(again).toMatchObject({ ran: [], cached: { length: STEPS } })
  expect(again.made.equals(big)).toBe(true)
  expect(callsOf()).toContain('download')
  const other: Grant = { scope: 'refs/heads/other', permission: 'read-write' }
  expect((await build([other], '--cache-from', FROM)).cached).toEqual([])
}, 40_000)

test('a token that may only read ends a build that writes, unless errors of the cache are ignored', async () => {
  await expect(build([READ], '--cache-to', TO)).rejects.toThrow(
    /cache write denied: token has no writable scopes/,
  )
  expect((await build([READ], '--cache-to', `${TO},ignore-error=true`)).made.equals(big)).toBe(true)
  expect(cache.entries()).toEqual([])
}, 40_000)

test('a cache that fails to be read costs the hits, and not the build', async () => {
  await build([MAIN], '--cache-to', TO)
  cache.set({ faults: [{ on: 'GetCacheEntryDownloadURL', kind: 'status', status: 500 }] })
  expect(await build([MAIN], '--cache-from', FROM)).toMatchObject({ cached: [], ran: { length: STEPS } })
}, 40_000)
