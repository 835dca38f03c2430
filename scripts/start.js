// npm start: publishes this repository's example into a throw-away registry, as a GitHub runner would. Nothing has to be installed.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEngine } from './sandbox/engine.js'
import { dockerHubReachable } from './sandbox/python-base.js'
import { startRegistry } from './sandbox/registry.js'
import { ACTOR, prepareJob, REPOSITORY } from './sandbox/start-job.js'
import { parseOptions, USAGE } from './sandbox/start-options.js'
import { foretell } from './sandbox/start-plan.js'
import { describeRun, readRegistry } from './sandbox/start-report.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { haveRegistry, supplies } from './sandbox/start-supplies.js'
import { openWorkspace } from './sandbox/start-workspace.js'

/** @typedef {import('./sandbox/start-options.js').Options} Options */

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ghcr-publish')
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 }

/** The user, or whoever runs us, wants an end. */
class Stopped extends Error {
  /** @param {keyof typeof EXIT_CODES} signal */
  constructor(signal) {
    super(`Stopped by ${signal}.`)
    this.exitCode = EXIT_CODES[signal]
  }
}

/** @param {string} line */
const say = (line) => console.log(line)

/** What has to be undone, last first, whatever happened. */
class Undo {
  constructor() {
    /** @type {(() => unknown)[]} */
    this.steps = []
  }

  async all() {
    for (const step of this.steps.reverse()) {
      try {
        await step()
      } catch (error) {
        say(`Could not clean up: ${error instanceof Error ? error.message : error}`)
        process.exitCode = 1
      }
    }
  }
}

/** How long things took. */
class Watch {
  constructor() {
    /** @type {[string, number][]} */
    this.times = []
    this.start = Date.now()
  }

  /** @template T @param {string} what @param {() => Promise<T>} act @returns {Promise<T>} */
  async time(what, act) {
    const start = Date.now()
    const result = await act()
    this.times.push([what, Date.now() - start])
    return result
  }
}

/** @param {Options} options @param {Undo} undo @param {AbortController} stop */
async function start(options, undo, stop) {
  const { signal } = stop
  const watch = new Watch()
  for (const line of foretell(options)) say(line)
  say('')
  mkdirSync(CACHE, { recursive: true })
  const asked = dockerHubReachable()
  const engine = await watch.time('engine', () => startEngine({ log: say, cache: CACHE, signal }))
  undo.steps.push(engine.stop)
  const workspace = await openWorkspace(ROOT, signal)
  undo.steps.push(workspace.remove)
  const env = { ...process.env, ...engine.env }
  const password = randomBytes(16).toString('hex')
  const hub = await asked
  const registry = await watch.time('registry', () => throwAwayRegistry({ hub, password, env, undo, signal }))
  const { platforms } = options
  const stands = await watch.time('base image', () =>
    supplies({ hub, env, cache: CACHE, platforms, log: say, signal }),
  )
  const inputs = { ...inputsOf(options, registry.host, password), ...stands }
  const job = { root: ROOT, workspace, tag: options.tag, env: engine.env, password, inputs, show: say }
  const outcome = await runJob(job, watch, undo, stop)
  const image = await readRegistry(registry.url, REPOSITORY, ACTOR, password)
  watch.times.push(['all', Date.now() - watch.start])
  say('')
  for (const line of describeRun(outcome, image, watch.times)) say(line)
  if (options.keep) await keep(registry, image, engine, signal)
}

/** @param {{ hub: boolean, password: string, env: NodeJS.ProcessEnv, undo: Undo, signal: AbortSignal }} options */
async function throwAwayRegistry({ hub, password, env, undo, signal }) {
  await haveRegistry(say, signal, hub)
  const storage = mkdtempSync(join(tmpdir(), 'ghcr-publish-registry-'))
  undo.steps.push(() => rmSync(storage, { recursive: true, force: true }))
  const registry = await startRegistry({ storage, users: { [ACTOR]: { password, access: 'write' } }, env })
  undo.steps.push(registry.stop)
  signal.throwIfAborted()
  return registry
}

/** @param {Options} options @param {string} host @param {string} password @returns {Record<string, string>} */
function inputsOf({ dryRun, platforms }, host, password) {
  return {
    image: `${host}/${REPOSITORY}`,
    username: ACTOR,
    password,
    // The registry is thrown away with all that is cached in it; the engine keeps layers of its own.
    cache: 'off',
    ...secretInputs(),
    ...(platforms === undefined ? {} : { platforms }),
    ...(dryRun ? { 'dry-run': 'true' } : {}),
  }
}

/**
 * Main and post, as the runner does it. Throws where one of them failed.
 * @param {import('./sandbox/start-job.js').Job} job @param {Watch} watch @param {Undo} undo @param {AbortController} stop
 * @returns {Promise<import('./sandbox/start-report.js').Outcome>}
 */
async function runJob(job, watch, undo, { signal }) {
  const runner = prepareJob(job)
  undo.steps.push(() => runner.dispose())
  say('\nMain')
  const cancel = () => runner.process?.cancel(runner.grace)
  signal.addEventListener('abort', cancel)
  const main = await watch.time('main', () => runner.stage('main'))
  signal.removeEventListener('abort', cancel)
  // Post always runs and is never cancelled: it is what cleans up, and it has a deadline of its own.
  say('\nPost')
  const post = await watch.time('post', () => runner.stage('post'))
  signal.throwIfAborted()
  if (main?.result !== 'success') throw new Error('Main failed; the reason is above.')
  if (post?.result !== 'success') throw new Error('Post failed; the reason is above.')
  return JSON.parse(runner.outputs.json ?? 'null')
}

/**
 * Waits until it is told to stop, and says what can be looked at meanwhile.
 * @param {import('./sandbox/registry.js').Registry} registry @param {import('./sandbox/start-report.js').Image} image
 * @param {import('./sandbox/engine.js').Engine} engine @param {AbortSignal} signal
 */
async function keep(registry, image, engine, signal) {
  registry.set({ anonymousPull: true })
  const reference = `${registry.host}/${REPOSITORY}:${image.tags.find(([name]) => /^v?\d/.test(name))?.[0] ?? 'latest'}`
  const at = engine.started ? `DOCKER_HOST=${engine.env.DOCKER_HOST} ` : ''
  say(`\nThe registry runs on at ${registry.url}, and anybody on this machine can read it:`)
  say(`  ${at}docker buildx imagetools inspect ${reference}`)
  say(`  ${at}docker run --rm -p 127.0.0.1:8000:8000 ${reference}     # then http://127.0.0.1:8000/docs`)
  say('Ctrl-C stops it and removes everything.')
  // The registry keeps the process alive.
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', resolve)
  })
  process.exitCode = 0
}

async function main() {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) return say(USAGE)
  const stop = new AbortController()
  const undo = new Undo()
  /** @param {keyof typeof EXIT_CODES} name */
  const end = (name) => {
    say(stop.signal.aborted ? 'Still cleaning up …' : `\nStopping (${name}): cleaning up …`)
    process.exitCode = EXIT_CODES[name]
    stop.abort(new Stopped(name))
  }
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => end(name))
  // Whoever read our lines is gone, as in `npm start | head`.
  process.stdout.on('error', () => stop.signal.aborted || end('SIGPIPE'))
  try {
    await start(options, undo, stop)
  } finally {
    await undo.all()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Stopped)) console.error(`\n${error instanceof Error ? error.message : error}`)
  process.exitCode = error instanceof Stopped ? error.exitCode : 1
}
