// What the benchmarks have in common: jobs of the action, commands that are typed, and commits to publish.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ACTOR, prepareJob } from './sandbox/start-job.js'
import { openWorkspace } from './sandbox/start-workspace.js'

const execute = promisify(execFile)
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ghcr-publish')
export const PASSWORD = 'bench-password'
export const PLATFORMS = ['linux/amd64', 'linux/arm64']

/** Each run publishes a version of its own, as releases do: one that is there already would not be built again. @param {number} run */
export const versionOf = (run) => `v1.2.${run}`

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`

/**
 * A shell that is logged in nowhere.
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} place
 */
export function openShell({ cwd, env }) {
  const config = mkdtempSync(join(tmpdir(), 'bench-docker-'))
  const own = { BUILDX_CONFIG: join(homedir(), '.docker', 'buildx'), ...env, DOCKER_CONFIG: config }
  return {
    /** Runs lines until one fails. Throws with what they said then. @param {...string} lines */
    async type(...lines) {
      const started = performance.now()
      // Not in step with us: the registry's front runs in this process.
      const options = { cwd, env: own, maxBuffer: 1 << 26 }
      const { stdout, stderr } = await execute('bash', ['-ec', lines.join('\n')], options)
      return { time: performance.now() - started, stdout, stderr }
    },
    close: () => rmSync(config, { recursive: true, force: true }),
  }
}

/** @param {string} host */
export const loginLine = (host) => `echo ${PASSWORD} | docker login ${host} -u ${ACTOR} --password-stdin`

/**
 * What a maintainer types to publish the example: five tags, both platforms.
 * @param {{ image: string, sha: string, inputs: Readonly<Record<string, string>> }} what
 * @param {number} run Makes the image differ from the last one's, so that every run really pushes.
 * @param {readonly string[]} more Further options.
 */
export function buildLine({ image, sha, inputs }, run, more) {
  const lines = (/** @type {string | undefined} */ text) => (text ?? '').split('\n').filter(Boolean)
  return [
    'docker buildx build --progress=plain',
    `--platform ${PLATFORMS.join(',')} --file Dockerfile.example --label run=${run} --provenance=false --sbom=false`,
    ...lines(inputs['build-contexts']).map((entry) => `--build-context '${entry}'`),
    ...lines(inputs['secret-files']).map((entry) => entry.replace(/^(.*?)=(.*)$/, "--secret 'id=$1,src=$2'")),
    ...(inputs.network ? [`--network ${inputs.network}`] : []),
    ...[versionOf(run), 'v1.2', 'v1', 'latest', sha].map((tag) => `--tag ${image}:${tag}`),
    ...more,
    '--push .',
  ].join(' ')
}

/**
 * A clone of this repository that gets a commit for each run, as releases have: where the commit's tag is there already, nothing that
 * is new in the list of tags proves that it is up to date, and post waits until it must be.
 * @param {AbortSignal} signal
 */
export async function openReleases(signal) {
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
 * Main and post of the committed bundle. Throws with the log where one of them failed.
 * @param {import('./sandbox/start-job.js').Job} job
 * @returns {Promise<{ main: number, post: number, outcome: any }>} Milliseconds, and the output `json`.
 */
export async function runAction(job) {
  /** @type {string[]} */
  const log = []
  const show = (/** @type {string} */ line) => {
    log.push(line)
    job.show(line)
  }
  const runner = prepareJob({ ...job, show })
  const started = performance.now()
  const main = await runner.stage('main')
  const between = performance.now()
  const post = await runner.stage('post')
  const ended = performance.now()
  const outcome = JSON.parse(runner.outputs.json ?? '{"timings":[]}')
  runner.dispose()
  if (main?.result !== 'success' || post?.result !== 'success')
    throw new Error(`the action failed:\n${log.join('\n')}`)
  return { main: between - started, post: ended - between, outcome }
}

/** How long a phase of main took, in milliseconds. @param {any} outcome The output `json`. @param {string} name */
export const phaseOf = ({ timings }, name) =>
  timings.find((/** @type {{ phase: string }} */ one) => one.phase === name)?.milliseconds ?? 0
