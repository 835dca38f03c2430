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

/** Starts a server; `answer` gets each request with its whole body read. */
export async function startServer(answer: Answer): Promise<TestServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.once('end', () => {
      const form = method === 'POST' && pieces.length > 0 ? { form: Buffer.concat(pieces).toString() } : {}
      seen.push({ method, path: url, authorization: request.headers.authorization, ...form })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
