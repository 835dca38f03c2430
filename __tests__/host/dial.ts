import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProcesses, type Processes } from '../../src/host/process.ts'

/** A request that the engine got. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** An engine's API on a Unix socket, and a `docker` that knows `system dial-stdio` and nothing else. */
export interface Dial {
  /** The folder of its `docker`, and the home of who uses it. */
  readonly home: string
  readonly asked: Asked[]
  readonly processes: Processes
  /** The process ids of every `docker` that was started. */
  pids(): readonly number[]
  /** Ends all connections, as an engine that starts anew does. */
  hangUp(): void
  stop(): Promise<void>
}

/** Like the real one, it ends when either side ends. */
const DOCKER = `#!${process.execPath}
require('node:fs').appendFileSync(process.env.HOME + '/pids', process.pid + '\\n')
if (process.argv.slice(2).join(' ') !== 'system dial-stdio') process.exit(64)
const socket = require('node:net').connect(process.env.DOCKER_HOST.replace('unix://', ''))
socket.on('error', () => { console.error('Cannot connect to the Docker daemon at ' + process.env.DOCKER_HOST + '.'); process.exit(1) })
socket.on('close', () => process.exit(0))
process.stdin.pipe(socket).pipe(process.stdout)
`

/** Starts one. `answer` gets every request but the ping; `ping` is what the engine says of its API. */
export async function startDial(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  ping: Readonly<Record<string, string>> = { 'Api-Version': '1.43' },
): Promise<Dial> {
  const home = mkdtempSync(join(tmpdir(), 'dial-'))
  writeFileSync(join(home, 'docker'), DOCKER)
  chmodSync(join(home, 'docker'), 0o755)
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
    const { method = '', url: path = '' } = request
    asked.push({ method, path, body: Buffer.concat(pieces).toString() })
    if (path === '/_ping') return response.writeHead(200, ping).end('OK')
    return answer(request, response)
  })
  const socket = join(home, 'docker.sock')
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const pids = join(home, 'pids')
  return {
    ...{ home, asked },
    processes: createProcesses({ PATH: home, HOME: home, DOCKER_HOST: `unix://${socket}` }),
    pids: () => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []),
    hangUp: () => server.closeAllConnections(),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Waits until none of the processes is there; a zombie is gone. Fails after 5 s. */
export async function gone(pids: readonly number[]): Promise<void> {
  for (let waited = 0; pids.some(isAlive); waited += 20) {
    if (waited > 5_000) throw new Error(`still there: ${pids.filter(isAlive).join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
