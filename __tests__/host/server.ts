import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that a server got. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  /** What was sent in the body of a POST. */
  readonly form?: string
}

/** A server on loopback that answers as a test says, and remembers what it was asked. */
export interface TestServer {
  readonly host: string
  readonly seen: Seen[]
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Where a server listens, 127.0.0.1 unless told, and whether `answer` reads the bodies of requests itself. */
export interface ServerOptions {
  readonly address?: string
  readonly unread?: boolean
}

/** Starts a server; `answer` gets each request with its whole body read, unless told otherwise. */
export async function startServer(answer: Answer, options: ServerOptions = {}): Promise<TestServer> {
  const { address = '127.0.0.1', unread = false } = options
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request
    if (unread) {
      seen.push({ method, path: url, authorization: request.headers.authorization })
      return answer(request, response)
    }
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.once('end', () => {
      const form = method === 'POST' && pieces.length > 0 ? { form: Buffer.concat(pieces).toString() } : {}
      seen.push({ method, path: url, authorization: request.headers.authorization, ...form })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
