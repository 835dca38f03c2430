import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** The image of the real registry, for machines that have an engine but not the program. */
export const REGISTRY_IMAGE = 'registry:3'

/**
 * The real registry that the front stands before.
 * @typedef {{ port: number, stop: () => Promise<void> }} Backend
 */

/**
 * Starts the real registry on a free loopback port, with its files in `storage`. The program `docker-registry` (Debian's
 * package of that name) is taken where it is installed: it starts in a tenth of a second and needs no pull. Otherwise a
 * container of `registry:3` runs on the engine. Throws where there is neither.
 *
 * @param {string} storage @param {NodeJS.ProcessEnv} env
 * @param {string} [image] An image to run instead of either.
 * @returns {Promise<Backend>}
 */
export async function startBackend(storage, env = process.env, image = undefined) {
  const data = join(storage, 'data')
  mkdirSync(data, { recursive: true })
  const port = await freePort()
  const program = image === undefined ? find('docker-registry', env) : undefined
  const started = program
    ? startProgram(program, storage, data, port, env)
    : startContainer(image ?? REGISTRY_IMAGE, storage, data, port, env)
  try {
    await ready(port, started.dead)
    return { port, stop: started.stop }
  } catch (error) {
    await started.stop()
    throw error
  }
}

/** @typedef {{ dead: () => string | undefined, stop: () => Promise<void> }} Started `dead` is the reason why it ended by itself. */

/**
 * @param {string} program @param {string} storage @param {string} data @param {number} port @param {NodeJS.ProcessEnv} env
 * @returns {Started}
 */
function startProgram(program, storage, data, port, env) {
  const config = join(storage, 'registry.yml')
  writeFileSync(config, configOf(data, `127.0.0.1:${port}`))
  // A process group of its own: Ctrl-C in the terminal is for whoever started us, and the registry must outlive the cleanup.
  const child = spawn(program, ['serve', config], {
    env: { PATH: env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-2000)
  })
  /** @type {string | undefined} */
  let ended
  const exited = new Promise((resolve) => {
    /** @param {string} reason */
    const end = (reason) => {
      ended = reason
      resolve(undefined)
    }
    child.once('error', (error) => end(String(error)))
    child.once('exit', (code, signal) => end(`it ended with ${signal ?? code}: ${errors}`))
  })
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const stop = async () => {
    process.off('exit', killAtExit)
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
    await exited
    clearTimeout(timer)
  }
  return { dead: () => ended, stop }
}

/** @param {string} data @param {string} address */
function configOf(data, address) {
  // JSON is YAML. Relative URLs make the upload locations that the registry names lead through the front.
  return JSON.stringify({
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
    http: { addr: address, relativeurls: true, secret: randomBytes(16).toString('hex') },
  })
}

/**
 * @param {string} image @param {string} storage @param {string} data @param {number} port @param {NodeJS.ProcessEnv} env
 * @returns {Started}
 */
function startContainer(image, storage, data, port, env) {
  const docker = find('docker', env)
  if (!docker) {
    throw new Error(
      'There is nothing to run a registry with: neither the program docker-registry (apt-get install docker-registry) nor docker was found.',
    )
  }
  const config = join(storage, 'registry.yml')
  writeFileSync(config, configOf('/var/lib/registry', ':5000'))
  const name = `ghcr-publish-registry-${process.pid}-${port}`
  // The files stay the caller's, who wants to delete them.
  const owner = process.getuid && process.getgid ? ['--user', `${process.getuid()}:${process.getgid()}`] : []
  const mounts = ['-v', `${data}:/var/lib/registry`, '-v', `${config}:/etc/distribution/config.yml:ro`]
  const args = [
    'run',
    '-d',
    '--rm',
    '--name',
    name,
    ...owner,
    ...mounts,
    '-p',
    `127.0.0.1:${port}:5000`,
    image,
  ]
  const { status, stderr, error } = spawnSync(docker, args, { env, encoding: 'utf8' })
  const failure = status === 0 ? undefined : `docker run ${image} failed: ${error ?? stderr}`
  const remove = () => void spawnSync(docker, ['rm', '-f', name], { env, stdio: 'ignore', timeout: 20_000 })
  process.once('exit', remove)
  const stop = async () => {
    process.off('exit', remove)
    remove()
  }
  return { dead: () => failure, stop }
}

/** @param {number} port @param {() => string | undefined} dead */
async function ready(port, dead) {
  const end = Date.now() + 20_000
  while (Date.now() < end) {
    const reason = dead()
    if (reason) throw new Error(`The local registry did not start: ${reason}`)
    if (await answers(port)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The local registry did not answer within 20 s.')
}

/** @param {number} port @returns {Promise<boolean>} */
function answers(port) {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/v2/', timeout: 1000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** @param {string} program @param {NodeJS.ProcessEnv} env */
function find(program, env) {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return join(folder, program)
    } catch {
      // not in this folder
    }
  }
  return undefined
}
