import { binfmtImage } from './binfmt-image.js'
import { dockerHubReachable, pythonBase } from './python-base.js'
import { find, must } from './start-child.js'
import { canInstall, installPackages } from './start-debian.js'

const BASE = 'python:3.13-slim'

/**
 * @typedef {object} SuppliesOptions
 * @property {boolean} [hub] Whether Docker Hub answers from here; it is asked where absent.
 * @property {NodeJS.ProcessEnv} env Of the engine.
 * @property {string} cache
 * @property {string | undefined} platforms
 * @property {(line: string) => void} log
 * @property {AbortSignal} signal
 */

/**
 * The inputs that stand in for what this machine cannot get from Docker Hub; none where it can.
 * @param {SuppliesOptions} options
 * @returns {Promise<Record<string, string>>}
 */
export async function supplies({ hub, env, cache, platforms, log, signal }) {
  const store = await driverInputs(env, signal)
  if (hub ?? (await dockerHubReachable())) return store
  log(
    'Docker Hub is out of reach: the scanner that lists the contents of the image is not to be had, so sbom: false.',
  )
  const [base, emulators] = await Promise.all([
    baseInputs({ cache, log, signal }),
    emulatorInputs(env, platforms, log, signal),
  ])
  return { ...store, ...emulators, ...base, sbom: 'false' }
}

/**
 * The input that puts the stand-in for the base image of Dockerfile.example in its place.
 * @param {import('./python-base.js').PythonBaseOptions} options
 * @returns {Promise<Record<string, string>>}
 */
export async function baseInputs(options) {
  const { context } = await pythonBase(options)
  return { 'build-contexts': `${BASE}=${context}` }
}

/**
 * The real registry behind the stand-in for GHCR: the program, where the image cannot be pulled.
 * @param {(line: string) => void} log @param {AbortSignal} signal @param {boolean} [hub]
 */
export async function haveRegistry(log, signal, hub) {
  if (find('docker-registry') || !canInstall() || (hub ?? (await dockerHubReachable()))) return
  await installPackages(['docker-registry'], { log, signal })
}

/** A builder in a container of its own sees our loopback only in the host's network. @param {NodeJS.ProcessEnv} env @param {AbortSignal} signal */
async function driverInputs(env, signal) {
  const asked = ['info', '--format', '{{json .DriverStatus}}']
  const status = await must('docker', asked, { env: { ...process.env, ...env }, signal })
  return status.includes('io.containerd.snapshotter') ? {} : { 'driver-opts': 'network=host' }
}

/**
 * @param {NodeJS.ProcessEnv} env @param {string | undefined} platforms @param {(line: string) => void} log @param {AbortSignal} signal
 * @returns {Promise<Record<string, string>>}
 */
async function emulatorInputs(env, platforms, log, signal) {
  const child = { env: { ...process.env, ...env }, signal }
  const builder = await must('docker', ['buildx', 'inspect', 'default'], child)
  const has = (/^Platforms:(.*)$/m.exec(builder)?.[1] ?? '')
    .split(',')
    .map((name) => name.trim().replace('*', ''))
  const wanted = (platforms ?? 'linux/amd64,linux/arm64').split(/[,\s]+/).filter(Boolean)
  const missing = wanted.some((name) => !has.includes(name.includes('/') ? name : `linux/${name}`))
  return missing ? { 'binfmt-image': await binfmtImage({ env, log, signal }) } : {}
}
