import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import type { Duplex } from 'node:stream'
import { CommandError } from '../domain/errors.ts'
import type { Processes } from './process.ts'

/** A question to the engine. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the version of the API, with its query. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** How much of the answer's body is read, in bytes; the rest is dropped. */
  readonly limit: number
  readonly timeoutMs: number
}

/** An answer, of whatever status. */
export interface EngineAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The engine's HTTP API: many short questions without a process for each. */
export interface EngineApi {
  /** @throws CommandError where no answer comes in time */
  ask(request: EngineRequest): Promise<EngineAnswer>
  close(): void
}

const PING = { method: 'GET', path: '/_ping', limit: 1024, timeoutMs: 30_000 } as const

/**
 * Talks to the engine that the docker CLI of this job talks to, by whatever context, host or certificate: over the CLI's own
 * connection, `docker system dial-stdio`. One question after the other; who is done closes it, or the process would not end.
 */
export function connectToEngine(processes: Processes): EngineApi {
  const agent = new RelayAgent(() =>
    processes.connect({ tool: 'docker', file: 'docker', args: ['system', 'dial-stdio'] }),
  )
  const exchange = (request: EngineRequest) => exchangeOver(agent, request)
  let base: Promise<string> | undefined
  return {
    async ask(request) {
      base ??= exchange(PING).then(versionPath)
      return exchange({ ...request, path: `${await base}${request.path}` })
    },
    close: () => agent.destroy(),
  }
}

/** To read so much of an answer for nothing, in bytes, costs less than another connection. */
const DROPPED = 1024 * 1024

/** The engine's own version: each engine has other oldest and newest ones, and what is asked here is the same in all of them. */
function versionPath({ headers }: EngineAnswer): string {
  const version = String(headers['api-version'])
  if (/^\d+\.\d+$/.test(version)) return `/v${version}`
  throw new CommandError({
    found: 'What answers as the Docker engine does not say the version of its API.',
    allowed: 'Docker 24.0.0 or later',
  })
}

/** One connection, kept for the next question. Node's own keeping is for sockets of the system. */
class RelayAgent extends Agent {
  readonly #connect: () => Duplex

  constructor(connect: () => Duplex) {
    super({ keepAlive: true, maxSockets: 1 })
    this.#connect = connect
  }

  override createConnection(
    _: unknown,
    done: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    try {
      return this.#connect()
    } catch (error) {
      // Thrown, it would be nobody's where a request waited for its turn.
      done(error as Error, undefined as never)
      return undefined
    }
  }

  override keepSocketAlive(): boolean {
    return true
  }

  override reuseSocket(): void {}
}

async function exchangeOver(agent: Agent, { method, path, body, limit, timeoutMs }: EngineRequest) {
  const signal = AbortSignal.timeout(timeoutMs)
  const text = body === undefined ? undefined : JSON.stringify(body)
  const type = text === undefined ? {} : { 'Content-Type': 'application/json' }
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { Host: 'docker', ...type }
      send({ agent, method, path, headers, signal }, resolve).once('error', reject).end(text)
    })
    const { statusCode: status = 0, headers } = message
    return { status, headers, body: await firstBytes(message, limit) }
  } catch (error) {
    throw asCommandError(error, signal.aborted, `${method} ${path.replace(/\?.*/, '')}`)
  }
}

/** Where much is left of the body, the connection is ended: the next question opens another one. */
async function firstBytes(message: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of message as AsyncIterable<Buffer>) {
    if (size < limit) pieces.push(piece)
    size += piece.length
    if (size > limit + DROPPED) break
  }
  return Buffer.concat(pieces).subarray(0, limit)
}

function asCommandError(error: unknown, late: boolean, what: string): CommandError {
  if (error instanceof CommandError) return error
  const words = (error as Error | undefined)?.message ?? String(error)
  const found = late
    ? `The engine did not answer in time (${what}).`
    : `The engine cannot be asked (${what}): ${words}.`
  return new CommandError({ found }, { cause: error })
}
