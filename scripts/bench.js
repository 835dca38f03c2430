// npm run bench: the action against the same commands typed in a shell, in pairs, as ratios. See docs/benchmark.md.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './bench-figures.js'
import { startEngine } from './sandbox/engine.js'
import { startRegistry } from './sandbox/registry.js'
import { ACTOR, prepareJob, REPOSITORY } from './sandbox/start-job.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { haveRegistry, supplies } from './sandbox/start-supplies.js'
import { openWorkspace } from './sandbox/start-workspace.js'

const execute = promisify(execFile)
const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ghcr-publish')
const PAIRS = Number(process.argv[2] ?? 7)
/** Each run publishes a version of its own, as releases do: one that is there already would not be built again. @param {number} run */
const versionOf = (run) => `v1.2.${run}`
const PLATFORMS = ['linux/amd64', 'linux/arm64']
const PASSWORD = 'bench-password'
const signal = new AbortController().signal

/** @param {number} milliseconds */
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`

/**
 * What a maintainer types: login, one build with every tag, inspect, a smoke run for each platform.
 * @param {{ host: string, sha: string, path: string, env: NodeJS.ProcessEnv, inputs: Record<string, string> }} setup
 * @param {number} run Makes the image differ from the last one's, so that every run really pushes.
 */
async function shell({ host, sha, path, env, inputs }, run) {
  const image = `${host}/${REPOSITORY}`
  const config = mkdtempSync(join(tmpdir(), 'bench-docker-'))
  const lines = (/** @type {string | undefined} */ text) => (text ?? '').split('\n').filter(Boolean)
  const build = [
    'docker buildx build --progress=plain',
    `--platform ${PLATFORMS.join(',')} --file Dockerfile.example --label run=${run} --provenance=false --sbom=false`,
    ...lines(inputs['build-contexts']).map((entry) => `--build-context '${entry}'`),
    ...lines(inputs['secret-files']).map((entry) => entry.replace(/^(.*?)=(.*)$/, "--secret 'id=$1,src=$2'")),
    ...(inputs.network ? [`--network ${inputs.network}`] : []),
    ...[versionOf(run), 'v1.2', 'v1', 'latest', sha].map((tag) => `--tag ${image}:${tag}`),
    `--cache-from type=registry,ref=${image}:buildcache --cache-to type=registry,ref=${image}:buildcache,mode=max`,
    '--push .',
  ]
  const script = [
    `echo ${PASSWORD} | docker login ${host} -u ${ACTOR} --password-stdin`,
    build.join(' '),
    `docker buildx imagetools inspect ${image}:latest`,
    ...PLATFORMS.map((platform) => `docker run --rm --platform ${platform} ${image}:latest --help`),
  ]
  const started = performance.now()
  try {
    // Not in step with us: the registry's front runs in this process.
    await execute('bash', ['-ec', script.join('\n')], {
      cwd: path,
      env: { ...env, DOCKER_CONFIG: config, BUILDX_CONFIG: join(homedir(), '.docker', 'buildx') },
    })
    return performance.now() - started
  } finally {
    rmSync(config, { recursive: true, force: true })
  }
}

/**
 * A clone of this repository that gets a commit for each run, as releases have: where the commit's tag is there already, nothing that
 * is new in the list of tags proves that it is up to date, and post waits until it must be.
 */
async function openReleases() {
  const { path: source, remove: removeSource } = await openWorkspace(ROOT, signal)
  const path = mkdtempSync(join(tmpdir(), 'bench-workspace-'))
  const git = async (/** @type {string[]} */ ...args) =>
    (
      await execute('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
        cwd: path,
      })
    ).stdout
  await git('clone', '--quiet', source, '.')
  return {
    path,
    async next() {
      await git('commit', '--quiet', '--allow-empty', '--message', 'The next release')
      return (await git('rev-parse', 'HEAD')).trim()
    },
    remove() {
      rmSync(path, { recursive: true, force: true })
      removeSource()
    },
  }
}

/**
 * Main and post of the committed bundle.
 * @param {import('./sandbox/start-job.js').Job} job
 * @returns {Promise<{ time: number, post: number, timings: { phase: string, milliseconds: number }[] }>}
 */
async function action(job) {
  /** @type {string[]} */
  const log = []
  const runner = prepareJob({ ...job, show: (line) => log.push(line) })
  const started = performance.now()
  const main = await runner.stage('main')
  const between = performance.now()
  const post = await runner.stage('post')
  const ended = performance.now()
  const { timings } = JSON.parse(runner.outputs.json ?? '{"timings":[]}')
  runner.dispose()
  if (main?.result !== 'success' || post?.result !== 'success')
    throw new Error(`the action failed:\n${log.join('\n')}`)
  return { time: ended - started, post: ended - between, timings }
}

/** @param {string} file @param {NodeJS.ProcessEnv} env */
function startUp(file, env) {
  const started = performance.now()
  spawnSync(process.execPath, file === '' ? ['-e', '0'] : [join(ROOT, file)], { env })
  return performance.now() - started
}

function benchStartUp() {
  const temp = mkdtempSync(join(tmpdir(), 'bench-'))
  const env = {
    PATH: process.env.PATH,
    RUNNER_TEMP: temp,
    INPUT_PLATFORMS: 'nonsense',
    GITHUB_REPOSITORY: REPOSITORY,
  }
  const rows = ['', 'dist/publish.js', 'dist/post.js'].map((file) => {
    const times = Array.from({ length: 21 }, () => startUp(file, env))
    return [file === '' ? 'node -e 0' : file, median(times)]
  })
  rmSync(temp, { recursive: true, force: true })
  console.log('\n| start-up | median of 21 |\n|---|---|')
  for (const [name, time] of rows) console.log(`| ${name} | ${Number(time).toFixed(0)} ms |`)
}

async function benchPublish() {
  mkdirSync(CACHE, { recursive: true })
  const say = () => undefined
  const engine = await startEngine({ log: say, cache: CACHE, signal })
  const storage = mkdtempSync(join(tmpdir(), 'bench-registry-'))
  const releases = await openReleases()
  await haveRegistry(say, signal)
  const env = { ...process.env, ...engine.env }
  const registry = await startRegistry({
    storage,
    users: { [ACTOR]: { password: PASSWORD, access: 'write' } },
    env,
  })
  try {
    const stands = await supplies({ env, cache: CACHE, platforms: PLATFORMS.join(','), log: say, signal })
    const inputs = {
      image: `${registry.host}/${REPOSITORY}`,
      username: ACTOR,
      password: PASSWORD,
      cache: 'registry',
      smoke: '--help',
      ...secretInputs(),
      ...stands,
    }
    const { path } = releases
    const base = { root: ROOT, env: engine.env, password: PASSWORD, show: say }
    let run = 0
    const typed = async () =>
      shell({ host: registry.host, sha: await releases.next(), path, env, inputs }, ++run)
    const ours = async (/** @type {'true' | 'false'} */ gate) => {
      const workspace = { path, sha: await releases.next(), remove: () => undefined }
      const own = { tag: versionOf(++run), inputs: { ...inputs, gate, labels: `run=${run}` } }
      return action({ ...base, workspace, ...own })
    }
    await ours('true')
    await typed()
    console.log(`\n| registry | gate | shell | action | ratio | of which post |\n|---|---|---|---|---|---|`)
    /** @type {{ phase: string, milliseconds: number }[][]} */
    const phases = []
    for (const delayMs of [0, 100]) {
      registry.set({ delayMs })
      for (const gate of /** @type {const} */ (['true', 'false'])) {
        const pairs = []
        for (let pair = 0; pair < PAIRS; pair++) {
          // The order changes from pair to pair, so that neither always runs on what the other left warm.
          const first = pair % 2 === 0 ? await ours(gate) : await typed()
          const second = pair % 2 === 0 ? await typed() : await ours(gate)
          const [mine, theirs] = typeof first === 'number' ? [second, first] : [first, second]
          if (typeof mine === 'number' || typeof theirs !== 'number') throw new Error('unreachable')
          pairs.push({ mine, theirs })
          if (delayMs === 0 && gate === 'true') phases.push(mine.timings)
        }
        const ratio = median(pairs.map(({ mine, theirs }) => mine.time / theirs))
        const cells = [
          delayMs === 0 ? 'loopback' : `+${delayMs} ms a request`,
          gate,
          seconds(median(pairs.map(({ theirs }) => theirs))),
          seconds(median(pairs.map(({ mine }) => mine.time))),
          ratio.toFixed(2),
          seconds(median(pairs.map(({ mine }) => mine.post))),
        ]
        console.log(`| ${cells.join(' | ')} |`)
      }
    }
    const names = [...new Set(phases.flatMap((one) => one.map(({ phase }) => phase)))]
    console.log('\n| phase of main, loopback, with the gate | median |\n|---|---|')
    for (const name of names) {
      const times = phases.map((one) => one.find(({ phase }) => phase === name)?.milliseconds ?? 0)
      console.log(`| ${name} | ${seconds(median(times))} |`)
    }
  } finally {
    await registry.stop()
    releases.remove()
    rmSync(storage, { recursive: true, force: true })
    await engine.stop()
  }
}

benchStartUp()
await benchPublish()
