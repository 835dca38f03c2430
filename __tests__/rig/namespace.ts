import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A network namespace that sees one address of this machine, and nothing else: no loopback, no other network. */
export interface Namespace {
  /** The machine's end of the cable: an address that is not loopback, for servers of the test. */
  readonly address: string
  /** Runs a program inside, with these variables and PATH only; resolves to what it wrote to stdout. */
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** Removes the namespace and the cable; may be called again. */
  stop(): void
}

/**
 * Lays a cable (veth) into a namespace of its own. Each process has its own four addresses of 198.51.100.0/24, which is for
 * documentation (RFC 5737). Needs iproute2 and root, as the rig does; throws with the words of `ip` otherwise.
 */
export async function startNamespace(): Promise<Namespace> {
  const name = `gp-tls-${process.pid}`
  const [outer, inner] = [`gpo${process.pid}`, `gpi${process.pid}`]
  const first = (process.pid % 64) * 4
  const [address, peer] = [`198.51.100.${first + 1}`, `198.51.100.${first + 2}`]
  const stop = () => {
    process.off('exit', stop)
    // What is not there any more cannot be removed, so the answers do not matter.
    spawnSync('ip', ['link', 'delete', outer], { stdio: 'ignore' })
    spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
  }
  process.once('exit', stop)
  try {
    for (const line of [
      `netns add ${name}`,
      `link add ${outer} type veth peer name ${inner} netns ${name}`,
      `address add ${address}/30 dev ${outer}`,
      `link set ${outer} up`,
      `-n ${name} address add ${peer}/30 dev ${inner}`,
      `-n ${name} link set ${inner} up`,
    ])
      await run('ip', line.split(' '))
  } catch (error) {
    stop()
    throw error
  }
  return {
    address,
    stop,
    async run(program, args, env = {}) {
      const variables = Object.entries({ PATH: process.env.PATH ?? '', ...env }).map(
        ([key, value]) => `${key}=${value}`,
      )
      const inside = ['netns', 'exec', name, 'env', '-i', ...variables, program, ...args]
      return (await run('ip', inside, { timeout: 60_000 })).stdout
    },
  }
}
