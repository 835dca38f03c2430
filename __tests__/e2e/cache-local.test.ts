import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type CacheService, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Cached, cachedImage, steps, token } from './cached.ts'

const kind = LEGS.find(({ name }) => name === 'containerd-container')
const BUILDER = `rig-local-${process.pid}`
let leg: Leg
let service: CacheService
let image: Cached
beforeAll(async () => {
  if (kind === undefined) throw new Error('there is no such leg')
  ;[leg, service] = [await startLeg(kind), await startCacheService()]
  image = cachedImage(leg, () => service)
  // One for all jobs: what it knows is forgotten where a test has to be sure of its cache.
  const options = [
    '--driver',
    'docker-container',
    '--driver-opt',
    `network=host,image=${leg.inputs['buildkit-image']}`,
  ]
  await docker('buildx', 'create', '--name', BUILDER, '--bootstrap', ...options)
}, 120_000)
afterAll(async () => {
  await docker('buildx', 'rm', '--force', BUILDER).finally(() => service.stop())
  await leg.stop()
}, 60_000)

const docker = (...args: readonly string[]) =>
  promisify(execFile)('docker', args, { env: { ...process.env, ...leg.env } })
const forget = () => docker('buildx', 'prune', '--builder', BUILDER, '--all', '--force')
const LOCAL = { cache: 'local', builder: BUILDER, 'buildkit-image': '', 'driver-opts': '' }

/** A publish of a changed first layer, which hardly anything of the one before can be used for. */
function publish(
  tools: string,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
) {
  image.workspace.commit('Change', files)
  const env = { ...service.env(token()), RUNNER_TOOL_CACHE: tools, ...more }
  return image.run(LOCAL, env)
}

/** Bytes of a folder and of all below it. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

const HOSTED = { RUNNER_ENVIRONMENT: 'github-hosted' }

test('the local cache does not grow over 20 publishes on a runner that stays, and 8 on those that are thrown away', async () => {
  const tools = mkdtempSync(join(leg.root, 'tools-'))
  const sizes: number[] = []
  for (let build = 1; build <= 20; build++) {
    const job = await publish(tools, { docs: `${build}\n` })
    expect(job.annotations).toEqual([])
    expect(steps(job)).toEqual(build === 1 ? [5, 0] : [3, 2])
    sizes.push(sizeOf(tools))
  }
  const [one = 0] = sizes
  // The newest, and the one before.
  for (const size of sizes) expect(size).toBeLessThan(2.1 * one)
  expect(service.entries()).toEqual([])

  // Every hosted runner has its tools at the same place, and a folder's place is part of what its entry is found by.
  const runner = join(leg.root, 'hosted')
  for (let build = 1; build <= 8; build++) {
    mkdirSync(runner)
    await forget()
    const job = await publish(runner, { docs: `hosted ${build}\n` }, HOSTED)
    expect(job.annotations).toEqual([])
    // The first has nothing; each of the others has all of the one before, by the real client of the Actions cache alone.
    expect(steps(job)).toEqual(build === 1 ? [5, 0] : [3, 2])
    expect(sizeOf(runner)).toBeLessThan(1.1 * one)
    rmSync(runner, { recursive: true })
  }
  const saved = service.entries().filter(({ key, finalized }) => /^ghcr-publish\//.test(key) && finalized)
  expect(saved).toHaveLength(8)
  for (const { size } of saved) expect(size).toBeLessThan(1.1 * one)
}, 300_000)

test('a folder that cannot be made, and a service that hangs, cost one warning each, and no publish', async () => {
  const blocked = mkdtempSync(join(leg.root, 'tools-'))
  writeFileSync(join(blocked, 'ghcr-publish'), 'in the way')
  const first = await publish(blocked, { docs: 'blocked\n' })
  expect(first.annotations).toEqual([
    expect.stringMatching(/^The local cache is not written by this build: ENOTDIR.* The publish goes on\.$/),
  ])
  steps(first)

  const runner = mkdtempSync(join(leg.root, 'tools-'))
  service.set({ faults: [{ on: 'any', kind: 'hang' }] })
  const began = Date.now()
  const second = await publish(runner, { docs: 'hangs\n' }, HOSTED)
  service.set({ faults: [] })
  expect(Date.now() - began).toBeLessThan(25_000)
  expect(second.annotations).toEqual([
    'The local cache was not brought back. The cache service is out of order: no answer in 2.5 s.',
  ])
  steps(second)
}, 120_000)
