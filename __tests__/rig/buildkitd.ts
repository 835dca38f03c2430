import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Authority } from './authority.ts'
import type { Leg } from './legs.ts'

const run = promisify(execFile)

/** A real buildkitd that listens on loopback, and answers only to certificates of an authority. */
export interface Buildkitd {
  /** `tcp://127.0.0.1:PORT`. */
  readonly endpoint: string
  /** What it has in its cache, in words of buildctl: the steps that it ran. */
  readonly cache: () => Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * Starts one in a container of the leg's engine, with a state of its own, and waits until it answers.
 * @param folder where the authority's files lie; its server's certificate serves the client too
 */
export async function startBuildkitd(leg: Leg, folder: string, authority: Authority): Promise<Buildkitd> {
  const env = { ...process.env, ...leg.env }
  const name = `rig-buildkitd-${process.pid}-${count++}`
  const endpoint = `tcp://127.0.0.1:${await freePort()}`
  const docker = async (...args: readonly string[]) => (await run('docker', args, { env })).stdout
  const tls = [
    '--tlscacert',
    authority.file,
    '--tlscert',
    `${folder}/server.pem`,
    '--tlskey',
    `${folder}/server.key`,
  ]
  const buildctl = (...args: readonly string[]) =>
    docker('exec', name, 'buildctl', '--addr', endpoint, ...tls, ...args)
  const stop = async () => void (await docker('rm', '--force', '--volumes', name))
  await docker(
    ...['run', '--detach', '--privileged', '--network=host', `--name=${name}`],
    ...[`--volume=${folder}:${folder}:ro`, leg.tools.buildkit.reference, '--addr', endpoint, ...tls],
  )
  const end = Date.now() + 20_000
  while (!(await buildctl('debug', 'workers').catch(() => ''))) {
    if (Date.now() > end) {
      const { stderr } = await run('docker', ['logs', '--tail', '5', name], { env })
      await stop()
      throw new Error(`buildkitd did not come up: ${stderr}`)
    }
    await sleep(100)
  }
  return { endpoint, cache: () => buildctl('du', '--verbose'), stop }
}

let count = 0

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
