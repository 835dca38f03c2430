// Where `npm run bench:cache` measures: an engine that nobody else uses, since it is emptied again and again.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildLine,
  CACHE,
  loginLine,
  openReleases,
  openShell,
  PASSWORD,
  PLATFORMS,
  ROOT,
  runAction,
  versionOf,
} from './bench-runs.js'
import { prepareTools } from './rig/tools.js'
import { startCacheService } from './sandbox/cache-service.js'
import { makeRuntimeToken } from './sandbox/cache-service-token.js'
import { mountBinfmt } from './sandbox/engine.js'
import { startRegistry } from './sandbox/registry.js'
import { must } from './sandbox/start-child.js'
import { startDaemon } from './sandbox/start-daemon.js'
import { ACTOR } from './sandbox/start-job.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { haveRegistry, supplies } from './sandbox/start-supplies.js'

/**
 * @typedef {'docker' | 'docker-container'} Driver
 *
 * @typedef {object} Typed What came of a call by hand.
 * @property {number} all Milliseconds of login, builder and build.
 * @property {number} build Of the build alone.
 * @property {number} ran Steps that came from no cache.
 *
 * @typedef {object} Place
 * @property {import('./sandbox/registry.js').Registry} registry
 * @property {Hub} hub
 * @property {Readonly<Record<string, string>>} service What the runner gives to a job for a cache service that works.
 * @property {{ file: string, reference: string }} buildkit The image for builders of the driver docker-container.
 * @property {NodeJS.ProcessEnv} env Of the engine.
 * @property {(...args: readonly string[]) => Promise<string>} docker
 * @property {(driver: Driver) => Promise<void>} empty Takes from the engine everything that a build could find there.
 * @property {(image: string, inputs: Readonly<Record<string, string>>, more?: { variables?: Readonly<Record<string, string>>, show?: (line: string) => void }) => ReturnType<typeof runAction>} publish
 *   The next version of the example, by the action.
 * @property {(image: string, driver: Driver, caches: readonly string[]) => Promise<Typed>} type The same by hand.
 * @property {() => Promise<void>} close
 */

const signal = new AbortController().signal

/** @param {(line: string) => void} say @returns {Promise<Place>} */
export async function openPlace(say) {
  /** @type {(() => unknown)[]} */
  const undo = []
  const close = async () => {
    for (const step of undo.reverse()) await step()
  }
  try {
    return { ...(await build(say, undo)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @param {(line: string) => void} say @param {(() => unknown)[]} undo @returns {Promise<Omit<Place, 'close'>>} */
async function build(say, undo) {
  const { buildkit, path: PATH } = await prepareTools({ say })
  await haveRegistry(say, signal)
  const folder = mkdtempSync(join(tmpdir(), 'bench-cache-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  const storage = join(folder, 'registry')
  mkdirSync(storage)
  const hub = await startHub()
  undo.push(hub.stop)
  undo.push(await mountBinfmt())
  const engine = await startDaemon({ containerdStore: true, mirror: hub.url })
  undo.push(engine.stop)
  const engineEnv = { DOCKER_HOST: engine.host }
  const env = { ...process.env, PATH, ...engineEnv, BUILDX_CONFIG: join(folder, 'buildx') }
  const users = { [ACTOR]: { password: PASSWORD, access: /** @type {const} */ ('write') } }
  const registry = await startRegistry({ storage, users, env })
  undo.push(registry.stop)
  const service = await startCacheService()
  undo.push(service.stop)
  const releases = await openReleases(signal)
  undo.push(releases.remove)
  const stands = await supplies({ env, cache: CACHE, platforms: PLATFORMS.join(','), log: say, signal })
  const variables = service.env(makeRuntimeToken([{ scope: 'refs/heads/main', permission: 'read-write' }]))
  const own = { username: ACTOR, password: PASSWORD, smoke: 'off', ...secretInputs(), ...stands }
  const inputs = { ...own, file: 'Dockerfile.example', sbom: 'false' }
  const docker = (/** @type {readonly string[]} */ ...args) => must('docker', args, { env })
  const typist = { registry, env: { ...env, ...variables }, path: releases.path, buildkit }
  let count = 0
  return {
    ...{ registry, hub, buildkit, env, docker, service: variables },
    empty: (driver) => empty(docker, driver, buildkit.file),
    publish: async (image, given, { variables: more = variables, show = () => undefined } = {}) => {
      const workspace = { path: releases.path, sha: await releases.next(), remove: () => undefined }
      const number = ++count
      const wanted = { ...inputs, image, labels: `run=${number}`, ...given }
      // What a job on a tag writes into the cache of GitHub nobody else can read, so the action writes nothing there.
      const job = { root: ROOT, workspace, tag: versionOf(number), branch: 'main', env: engineEnv }
      return runAction({ ...job, password: PASSWORD, inputs: wanted, variables: more, show })
    },
    type: async (image, driver, caches) =>
      type(typist, driver, caches, [{ image, sha: await releases.next(), inputs }, ++count]),
  }
}

/**
 * A fresh builder has nothing of its own; the engine's builder is emptied, and the engine with it: an image that it holds is layers that
 * need not be fetched. Throws where something stays.
 * @param {Place['docker']} docker @param {Driver} driver @param {string} buildkit
 */
async function empty(docker, driver, buildkit) {
  await docker('system', 'prune', '--all', '--force', '--volumes')
  await docker('buildx', '--builder', 'default', 'prune', '--all', '--force')
  const left = await docker('buildx', '--builder', 'default', 'du')
  if (!/^Total:\s+0B$/m.test(left)) throw new Error(`The builder is not empty after its prune:\n${left}`)
  if (driver === 'docker-container') await docker('load', '--quiet', '--input', buildkit)
}

/**
 * @param {{ registry: Place['registry'], env: NodeJS.ProcessEnv, path: string, buildkit: Place['buildkit'] }} place
 * @param {Driver} driver @param {readonly string[]} caches @param {[Parameters<typeof buildLine>[0], number]} what
 * @returns {Promise<Typed>}
 */
async function type({ registry, env, path, buildkit }, driver, caches, [what, run]) {
  const shell = openShell({ cwd: path, env })
  const name = 'bench-by-hand'
  const builder = driver === 'docker' ? 'default' : name
  const create = `docker buildx create --name ${name} --driver docker-container --driver-opt image=${buildkit.reference},network=host --bootstrap`
  try {
    const before = await shell.type(loginLine(registry.host), ...(driver === 'docker' ? [] : [create]))
    const build = await shell.type(buildLine(what, run, [`--builder ${builder}`, ...caches]))
    return { all: before.time + build.time, build: build.time, ran: ranIn(build.stderr) }
  } finally {
    if (driver !== 'docker') await shell.type(`docker buildx rm --force ${name}`)
    shell.close()
  }
}

/** Steps of Dockerfiles in `--progress=plain` that were not cached; `FROM` is none. @param {string} progress */
function ranIn(progress) {
  const steps = [...progress.matchAll(/^#(\d+) \[[^\]]*\d+\/\d+\] (?!FROM )/gm)].map(([, step]) => step)
  const cached = new Set([...progress.matchAll(/^#(\d+) CACHED$/gm)].map(([, step]) => step))
  return new Set(steps.filter((step) => !cached.has(step))).size
}

/**
 * @typedef {object} Hub Asked before Docker Hub; it counts, and holds nothing.
 * @property {string} url
 * @property {() => number} requests Since it was last cleared.
 * @property {() => void} clear
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Hub>} */
async function startHub() {
  let requests = 0
  const server = http.createServer((_, response) => {
    requests++
    response.writeHead(404).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const bound = server.address()
  return {
    url: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    requests: () => requests,
    clear: () => {
      requests = 0
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
