// npm run bench: the action against the same commands typed in a shell, in pairs, as ratios. See docs/benchmark.md.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { median } from './bench-figures.js'
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
  seconds,
  versionOf,
} from './bench-runs.js'
import { startEngine } from './sandbox/engine.js'
import { startRegistry } from './sandbox/registry.js'
import { ACTOR, REPOSITORY } from './sandbox/start-job.js'
import { secretInputs } from './sandbox/start-secrets.js'
import { haveRegistry, supplies } from './sandbox/start-supplies.js'

const PAIRS = Number(process.argv[2] ?? 7)
const signal = new AbortController().signal

/**
 * What a maintainer types: login, one build with every tag, inspect, a smoke run for each platform.
 * @param {{ host: string, sha: string, path: string, env: NodeJS.ProcessEnv, inputs: Record<string, string> }} setup
 * @param {number} run
 */
async function typed({ host, sha, path, env, inputs }, run) {
  const image = `${host}/${REPOSITORY}`
  const cache = `type=registry,ref=${image}:buildcache`
  const shell = openShell({ cwd: path, env })
  try {
    const { time } = await shell.type(
      loginLine(host),
      buildLine({ image, sha, inputs }, run, [`--cache-from ${cache} --cache-to ${cache},mode=max`]),
      `docker buildx imagetools inspect ${image}:latest`,
      ...PLATFORMS.map((platform) => `docker run --rm --platform ${platform} ${image}:latest --help`),
    )
    return time
  } finally {
    shell.close()
  }
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
  const releases = await openReleases(signal)
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
    const theirs = async () =>
      typed({ host: registry.host, sha: await releases.next(), path, env, inputs }, ++run)
    const ours = async (/** @type {'true' | 'false'} */ gate) => {
      const workspace = { path, sha: await releases.next(), remove: () => undefined }
      const own = { tag: versionOf(++run), inputs: { ...inputs, gate, labels: `run=${run}` } }
      const { main, post, outcome } = await runAction({ ...base, workspace, ...own })
      return { time: main + post, post, timings: outcome.timings }
    }
    await ours('true')
    await theirs()
    console.log(`\n| registry | gate | shell | action | ratio | of which post |\n|---|---|---|---|---|---|`)
    /** @type {{ phase: string, milliseconds: number }[][]} */
    const phases = []
    for (const delayMs of [0, 100]) {
      registry.set({ delayMs })
      for (const gate of /** @type {const} */ (['true', 'false'])) {
        const pairs = []
        for (let pair = 0; pair < PAIRS; pair++) {
          // The order changes from pair to pair, so that neither always runs on what the other left warm.
          const first = pair % 2 === 0 ? await ours(gate) : await theirs()
          const second = pair % 2 === 0 ? await theirs() : await ours(gate)
          const [mine, shell] = typeof first === 'number' ? [second, first] : [first, second]
          if (typeof mine === 'number' || typeof shell !== 'number') throw new Error('unreachable')
          pairs.push({ mine, shell })
          if (delayMs === 0 && gate === 'true') phases.push(mine.timings)
        }
        const ratio = median(pairs.map(({ mine, shell }) => mine.time / shell))
        const cells = [
          delayMs === 0 ? 'loopback' : `+${delayMs} ms a request`,
          gate,
          seconds(median(pairs.map(({ shell }) => shell))),
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
