import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { addBridge } from './start-bridge.js'
import { run } from './start-child.js'

const READY_MS = 60_000
const STOP_MS = 30_000

/**
 * @typedef {object} DaemonOptions
 * @property {string} [data] The folder of images and layers, which stays. Where absent, one in the run folder, which goes with it.
 * @property {boolean} containerdStore Which of the two image stores.
 * @property {string} [socket] In the run folder where absent.
 * @property {string} [mirror] The address of a registry that is asked before Docker Hub.
 * @property {AbortSignal | undefined} [signal]
 *
 * @typedef {{ host: string, stop: () => Promise<void> }} Daemon
 */

/**
 * Starts dockerd with everything of its own and waits until it answers. Its bridge goes with it, and the folder of its sockets, its
 * pid and its log. Throws with the last lines of its log where it does not come up.
 *
 * @param {DaemonOptions} options
 * @returns {Promise<Daemon>}
 */
export async function startDaemon({ data: kept, containerdStore, socket, mirror, signal }) {
  signal?.throwIfAborted()
  const bridge = await addBridge()
  // Short: the path of a Unix socket has 107 characters at most, and containerd's are far below this folder.
  const folder = mkdtempSync(join(tmpdir(), 'ghcr-dockerd-'))
  const data = kept ?? join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const host = `unix://${socket ?? join(folder, 'docker.sock')}`
  const config = join(folder, 'daemon.json')
  writeFileSync(config, JSON.stringify(configurationOf(containerdStore, mirror)))
  const daemon = new DaemonProcess(argumentsOf(folder, config, data, host, bridge.name), folder)
  const stop = async () => {
    await daemon.stop()
    await unmountBelow([folder, data])
    if (socket) rmSync(socket, { force: true })
    rmSync(folder, { recursive: true, force: true })
    await bridge.remove()
  }
  try {
    await ready(daemon, host, signal)
    return { host, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @param {boolean} store @param {string | undefined} mirror */
function configurationOf(store, mirror) {
  const mirrors = mirror === undefined ? {} : { 'registry-mirrors': [mirror] }
  return { features: { 'containerd-snapshotter': store }, ...mirrors }
}

/** @param {string} folder @param {string} config @param {string} data @param {string} host @param {string} bridge */
function argumentsOf(folder, config, data, host, bridge) {
  return [
    ...['--config-file', config, '--data-root', data, '--exec-root', join(folder, 'exec')],
    ...['--pidfile', pidFile(data), '-H', host],
    ...['--bridge', bridge, '--iptables=false', '--ip6tables=false'],
  ]
}

/** Below the data, so that an engine on the same data can be seen. @param {string} data */
const pidFile = (data) => join(data, 'dockerd.pid')

/** Whether an engine runs on a folder of images and layers; a second one would wait for the first one's lock. @param {string} data */
export const isInUse = (data) => isProcess(pidIn(pidFile(data)), 'dockerd')

/** Whether nobody listens on a Unix socket. @param {string} path @returns {Promise<boolean>} */
export function isFree(path) {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', () => resolve(true))
  })
}

class DaemonProcess {
  /** @param {readonly string[]} args @param {string} folder */
  constructor(args, folder) {
    this.log = join(folder, 'log')
    this.containerdPid = join(folder, 'exec', 'containerd', 'containerd.pid')
    const file = openSync(this.log, 'a')
    // A process group of its own: Ctrl-C in the terminal must not end it before the containers that run on it are removed.
    // setpriv ends it with this process, also when that is killed and can end nothing any more.
    const command = ['--pdeathsig', 'TERM', 'dockerd', ...args]
    this.child = spawn('setpriv', command, { stdio: ['ignore', file, file], detached: true })
    closeSync(file)
    this.ended = false
    this.exited = new Promise((resolve) => {
      for (const event of ['error', 'exit'])
        this.child.once(event, () => {
          this.ended = true
          resolve(undefined)
        })
    })
  }

  lastWords() {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-8).join('\n')
  }

  /** Ends it and its containerd, and waits until both are gone. */
  async stop() {
    const containerd = pidIn(this.containerdPid)
    this.child.kill('SIGTERM')
    const late = new AbortController()
    await Promise.race([
      this.exited,
      sleep(STOP_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ])
    late.abort()
    if (!this.ended) {
      this.child.kill('SIGKILL')
      await this.exited
    }
    if (containerd !== undefined) await endProcess(containerd)
  }
}

/** @param {DaemonProcess} daemon @param {string} host @param {AbortSignal | undefined} signal */
async function ready(daemon, host, signal) {
  const end = Date.now() + READY_MS
  const env = { ...process.env, DOCKER_HOST: host }
  while (Date.now() < end && !daemon.ended) {
    const { code } = await run('docker', ['version'], { env, signal, timeoutMs: 10_000 })
    if (code === 0) return
    await sleep(50, undefined, { signal })
  }
  throw new Error(`The Docker engine did not start. The last lines of its log:\n${daemon.lastWords()}`)
}

/** @param {string} path */
function pidIn(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** dockerd ends its containerd itself, unless it was killed. @param {number} pid */
async function endProcess(pid) {
  for (let waited = 0; isProcess(pid, 'containerd'); waited += 50) {
    if (waited === 5000) process.kill(pid, 'SIGTERM')
    if (waited === 10_000) process.kill(pid, 'SIGKILL')
    await sleep(50)
  }
}

/**
 * Whether a process runs. The name is compared, so that a pid that was given to somebody else meanwhile is left alone.
 *
 * @param {number | undefined} pid @param {string} name
 */
function isProcess(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name
  } catch {
    return false
  }
}

/** A killed daemon leaves mounts in its folders, and a mount point cannot be removed. @param {readonly string[]} folders */
async function unmountBelow(folders) {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)))
  for (const point of points.reverse()) await run('umount', ['--lazy', point])
}
