import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { find, must, run } from './start-child.js'
import { isFree, isInUse, startDaemon } from './start-daemon.js'
import { canInstall, installPackages } from './start-debian.js'

const SOCKET = '/var/run/docker.sock'
const BINFMT = '/proc/sys/fs/binfmt_misc'

/** What an engine needs, with the Debian package that brings it. */
const PROGRAMS = Object.freeze({
  docker: 'docker-cli/forky',
  dockerd: 'docker.io/forky',
  containerd: 'containerd/forky',
  runc: 'runc',
  iptables: 'iptables',
  ip: 'iproute2',
})
const BUILDX = 'docker-buildx/forky'

/**
 * @typedef {object} Engine
 * @property {{ DOCKER_HOST?: string }} env What docker needs beside the environment of this process.
 * @property {boolean} started Whether we started it.
 * @property {() => Promise<void>} stop Ends what we started, and waits until it is gone.
 *
 * @typedef {object} EngineOptions
 * @property {(line: string) => void} log
 * @property {string} cache The folder for what the next run needs again.
 * @property {AbortSignal} [signal]
 * @property {string} [socket] Where an engine of our own listens.
 */

/**
 * The engine that answers here, or one that is started: as root on Debian, from Debian's packages. Throws with what to install
 * where neither is possible.
 *
 * @param {EngineOptions} options
 * @returns {Promise<Engine>}
 */
export async function startEngine({ log, cache, signal, socket = SOCKET }) {
  const running = await answers(signal)
  if (running && (await hasBuildx(signal))) return { env: {}, started: false, stop: async () => undefined }
  const missing = await missingPackages(running, signal)
  if (missing.length > 0 && canInstall()) await installPackages(missing, { log, signal })
  else if (missing.length > 0 || (!running && process.getuid?.() !== 0)) throw new Error(advice(running))
  if (running) return { env: {}, started: false, stop: async () => undefined }
  const unmount = await mountBinfmt()
  try {
    log('Starting a Docker engine.')
    const data = join(cache, 'engine')
    const own = { ...((await isFree(socket)) ? { socket } : {}), ...(isInUse(data) ? {} : { data }) }
    const daemon = await startDaemon({ containerdStore: true, ...own, signal })
    const stop = async () => {
      await daemon.stop()
      await unmount()
    }
    return { env: { DOCKER_HOST: daemon.host }, started: true, stop }
  } catch (error) {
    await unmount()
    throw error
  }
}

/** @param {AbortSignal | undefined} signal */
async function answers(signal) {
  // `docker info` exits with 0 without an engine when it is asked for nothing of it.
  const { code, stdout } = await run('docker', ['info', '--format', '{{.ServerVersion}}'], {
    signal,
    timeoutMs: 20_000,
  })
  return code === 0 && stdout.trim() !== ''
}

/** @param {AbortSignal | undefined} signal */
async function hasBuildx(signal) {
  return (await run('docker', ['buildx', 'version'], { signal })).code === 0
}

/** @param {boolean} running @param {AbortSignal | undefined} signal */
async function missingPackages(running, signal) {
  const packages = Object.entries(PROGRAMS)
    .filter(([program]) => !running && !find(program, { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }))
    .map(([, name]) => name)
  return (await hasBuildx(signal)) ? packages : [...packages, BUILDX]
}

/** @param {boolean} running */
function advice(running) {
  if (running)
    return 'The Docker engine answers, but the docker CLI has no buildx. Install it: https://docs.docker.com/go/buildx/ (Debian: apt-get install docker-buildx; Ubuntu: apt-get install docker-buildx; Fedora: dnf install docker-buildx).'
  return [
    'No Docker engine answers `docker info`, and one can be set up only as root on Debian.',
    'Install and start one, with buildx:',
    '  macOS, Windows   Docker Desktop: https://docs.docker.com/get-docker/',
    '  Debian           run this again as root, or: sudo apt-get install docker.io docker-buildx',
    '  Ubuntu           sudo apt-get install docker.io docker-buildx',
    '  Fedora           sudo dnf install moby-engine docker-buildx && sudo systemctl start docker',
    'Where one is installed: start it (sudo systemctl start docker), join its group (sudo usermod -aG docker $USER), or name it in DOCKER_HOST.',
  ].join('\n')
}

/**
 * Emulators are registered there, and only there seen; a fresh machine may not have it. Returns what undoes it.
 * @returns {Promise<() => Promise<void>>}
 */
export async function mountBinfmt() {
  const mounted = readFileSync('/proc/self/mounts', 'utf8').includes(` ${BINFMT} binfmt_misc `)
  if (mounted || !existsSync(BINFMT)) return async () => undefined
  await must('mount', ['-t', 'binfmt_misc', 'binfmt_misc', BINFMT])
  return async () => void (await run('umount', [BINFMT]))
}
