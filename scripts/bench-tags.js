// npm run bench:tags: what moving tags costs, a rollback and a promotion, against the same by hand. See docs/benchmark.md.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { median } from './bench-figures.js'
import { openReleases } from './bench-runs.js'
import { startEngine } from './sandbox/engine.js'
import { startRegistry } from './sandbox/registry.js'
import { Runner } from './sandbox/runner.js'
import { ACTOR, prepareJob, REPOSITORY } from './sandbox/start-job.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { haveRegistry, supplies } from './sandbox/start-supplies.js'

const execute = promisify(execFile)
const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ghcr-publish')
const PASSWORD = 'bench-password'
const RUNS = Number(process.argv[2] ?? 7)
const FIRST = 'v1.0.1'
const signal = new AbortController().signal

/** @typedef {Awaited<ReturnType<typeof startRegistry>>} Registry */
/** @typedef {{ registry: Registry, releases: Awaited<ReturnType<typeof openReleases>>, env: NodeJS.ProcessEnv, engineEnv: NodeJS.ProcessEnv, inputs: Record<string, string> }} Place */

/**
 * Publishes a version; tells the milliseconds of its tag phase and the requests in it.
 * @param {Place} place @param {string} version
 */
async function publish({ registry, releases, engineEnv, inputs }, version) {
  const workspace = { path: releases.path, sha: await releases.next(), remove: () => undefined }
  /** @type {string[]} */
  const log = []
  let from = 0
  const show = (/** @type {string} */ line) => {
    log.push(line)
    if (line === '▸ Move the tags') from = registry.requests().length
  }
  const job = { root: ROOT, workspace, env: engineEnv, password: PASSWORD, show }
  const runner = prepareJob({ ...job, tag: version, inputs: { ...inputs, labels: `run=${version}` } })
  const main = await runner.stage('main')
  const requests = registry.requests().length - from
  await runner.stage('post')
  const { timings } = JSON.parse(runner.outputs.json ?? '{"timings":[]}')
  const digest = runner.outputs.digest ?? ''
  runner.dispose()
  if (main?.result !== 'success') throw new Error(log.join('\n'))
  const { milliseconds } = timings.find(
    (/** @type {{ phase: string }} */ one) => one.phase === 'Move the tags',
  )
  return { milliseconds, requests, digest }
}

/**
 * Runs another action of this repository; tells the milliseconds of main, and those of main and post.
 * @param {Place} place @param {string} name @param {Record<string, string>} inputs
 */
async function act({ releases, engineEnv, inputs: { image, username, password } }, name, inputs) {
  const root = join(ROOT, name)
  const own = { username: username ?? '', password: password ?? '' }
  /** @type {string[]} */
  const log = []
  const runner = new Runner({
    action: parse(readFileSync(join(root, 'action.yml'), 'utf8')),
    root,
    workspace: releases.path,
    inputs: { ...(name === 'promote' ? {} : { image: image ?? '' }), ...own, ...inputs },
    github: {
      actor: ACTOR,
      repository: REPOSITORY,
      event_name: 'workflow_dispatch',
      ref: 'refs/heads/main',
      sha: await releases.next(),
      event: {},
    },
    env: { ...engineEnv, RUNNER_ENVIRONMENT: 'github-hosted' },
    onLine: (line) => void log.push(line),
  })
  const started = performance.now()
  const main = await runner.stage('main')
  const took = performance.now() - started
  await runner.stage('post')
  const whole = performance.now() - started
  runner.dispose()
  if (main?.result !== 'success') throw new Error(log.join('\n'))
  return { main: took, whole }
}

/** Types commands in a shell that has logged in; tells their milliseconds. @param {Place} place @param {readonly string[]} script */
async function type({ registry, env }, script) {
  const config = mkdtempSync(join(tmpdir(), 'bench-docker-'))
  const shell = {
    env: { ...env, DOCKER_CONFIG: config, BUILDX_CONFIG: join(homedir(), '.docker', 'buildx') },
  }
  const login = `echo ${PASSWORD} | docker login ${registry.host} -u ${ACTOR} --password-stdin`
  try {
    await execute('bash', ['-ec', login], shell)
    const [started, before] = [performance.now(), registry.requests().length]
    await execute('bash', ['-ec', script.join('\n')], { ...shell, maxBuffer: 1 << 26 })
    return { milliseconds: performance.now() - started, requests: registry.requests().length - before }
  } finally {
    rmSync(config, { recursive: true, force: true })
  }
}

/** @param {string} name @param {readonly (string | number)[]} cells */
const row = (name, ...cells) => console.log(`| ${[name, ...cells].join(' | ')} |`)
/** @param {readonly { main: number, whole: number }[]} runs */
const both = (runs) => `${ms(runs.map(({ main }) => main))}, with post ${ms(runs.map(({ whole }) => whole))}`
const ms = (/** @type {readonly number[]} */ values) => `${Math.round(median(values))} ms`

/** @param {Place} place */
async function bench(place) {
  const image = place.inputs.image ?? ''
  let run = 1
  await publish(place, FIRST)
  for (const delayMs of [0, 100]) {
    place.registry.set({ delayMs })
    const [tags, typed, typedRollback, typedPromote] = Array.from(
      { length: 4 },
      () => /** @type {number[]} */ ([]),
    )
    /** @type {{ main: number, whole: number }[]} */
    const rollback = []
    /** @type {{ main: number, whole: number }[]} */
    const promote = []
    let requests = 0
    let typedRequests = 0
    for (let at = 0; at < RUNS; at++) {
      const one = await publish(place, `v1.0.${++run}`)
      tags?.push(one.milliseconds)
      requests = one.requests
      const names = ['a', 'b', 'c', 'd', 'e'].map((tag) => `--tag ${image}:typed-${tag}`).join(' ')
      const hand = await type(place, [`docker buildx imagetools create ${names} ${image}@${one.digest}`])
      typed?.push(hand.milliseconds)
      typedRequests = hand.requests
      const target = `${place.registry.host}/example/prod-${delayMs}-${at}`
      promote.push(await act(place, 'promote', { from: `${image}:v1.0.${run}`, to: target }))
      const copies = ['v1', 'latest'].map(
        (tag) => `docker buildx imagetools create --tag ${target}-typed:${tag} ${image}@${one.digest}`,
      )
      typedPromote?.push((await type(place, copies)).milliseconds)
      // The version that it leaves is withdrawn: nobody promotes it any more, or goes back to it.
      const back = { tag: 'latest, v1, v1.0', to: FIRST, smoke: 'off' }
      rollback.push(await act(place, 'rollback', back))
      const pulled = ['latest', 'v1', 'v1.0'].flatMap((tag) => [
        `docker tag ${image}:${FIRST} ${image}:${tag}`,
        `docker push -q ${image}:${tag}`,
      ])
      typedRollback?.push((await type(place, [`docker pull -q ${image}:${FIRST}`, ...pulled])).milliseconds)
    }
    const where = delayMs === 0 ? 'loopback' : `+${delayMs} ms a request`
    row(
      `5 tags, ${where}`,
      `${ms(tags ?? [])}, ${requests} requests`,
      `${ms(typed ?? [])}, ${typedRequests} requests`,
    )
    row(`rollback of 3 tags, ${where}`, both(rollback), ms(typedRollback ?? []))
    row(`promote, ${where}`, both(promote), ms(typedPromote ?? []))
  }
}

const engine = await startEngine({ log: () => undefined, cache: CACHE, signal })
const storage = mkdtempSync(join(tmpdir(), 'bench-registry-'))
await haveRegistry(() => undefined, signal)
const env = { ...process.env, ...engine.env }
const users = { [ACTOR]: { password: PASSWORD, access: /** @type {const} */ ('write') } }
const registry = await startRegistry({ storage, users, env })
const releases = await openReleases(signal)
try {
  const platforms = 'linux/amd64,linux/arm64'
  const stands = await supplies({ env, cache: CACHE, platforms, log: () => undefined, signal })
  const own = { image: `${registry.host}/${REPOSITORY}`, username: ACTOR, password: PASSWORD, smoke: 'off' }
  console.log('| what | action | by hand |\n|---|---|---|')
  await bench({
    registry,
    releases,
    env,
    engineEnv: engine.env,
    inputs: { ...own, ...secretInputs(), ...stands },
  })
} finally {
  releases.remove()
  await registry.stop()
  rmSync(storage, { recursive: true, force: true })
  await engine.stop()
}
