import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Descriptor } from '../../src/domain/manifest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import { client, digestOf, plain, serve } from './registry-client.ts'
import type { Answer } from './server.ts'

/** A registry of blobs that has no real one's checks: what a test wants refused, the client has to refuse. */
export interface Store {
  /** Sizes of the blobs that were uploaded as a whole, by digest of the query. */
  readonly sizes: Map<string, number>
  /** Digests of what really came. */
  readonly came: string[]
  /** `METHOD path` of everything that was asked. */
  readonly asked: string[]
  readonly answer: Answer
}

/** What a store does with a request before it does what it would; true where it answered. */
export type Before = (request: IncomingMessage, response: ServerResponse) => boolean

/** Makes a store for a server that leaves bodies unread. */
export function createStore(before: Before = () => false): Store {
  const store = { sizes: new Map<string, number>(), came: [] as string[], asked: [] as string[] }
  const answer: Answer = (request, response) => {
    const { method = '', url = '' } = request
    store.asked.push(`${method} ${url}`)
    if (before(request, response)) return
    if (method === 'PUT') return void take(request, response)
    request.resume()
    if (url === '/v2/') return void response.writeHead(200).end('{}')
    if (method === 'POST')
      return void response.writeHead(202, { location: '/v2/o/to/blobs/uploads/7?_state=a%20b' }).end()
    if (method === 'DELETE') return void response.writeHead(204).end()
    const known = store.sizes.has(url.split('/').at(-1) ?? '')
    response.writeHead(known ? 200 : 404).end()
  }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const hash = createHash('sha256')
    let size = 0
    try {
      for await (const piece of request as AsyncIterable<Buffer>) {
        size += piece.length
        hash.update(piece)
      }
    } catch {
      return
    }
    store.came.push(`sha256:${hash.digest('hex')}`)
    store.sizes.set(new URL(request.url ?? '', 'http://x').searchParams.get('digest') ?? '', size)
    response.writeHead(201).end()
  }
  return { ...store, answer }
}

/** What is copied, and its descriptor. */
export const layer = Buffer.alloc(300_000, 'layer ')
export const describeBlob = (content: Buffer): Descriptor => ({
  mediaType: 'x',
  digest: digestOf(content),
  size: content.length,
  annotations: {},
})
export const blob = describeBlob(layer)

/** A source that answers as told, and a store to copy to. */
export async function pair(source: Answer, before?: Before) {
  const store = createStore(before)
  const [from, to] = [await serve(plain(source)), await serve(store.answer, { unread: true })]
  const image = (registry: string, repository: string): ImageName => ({ registry, repository })
  const copy = (descriptor = blob) =>
    client().copyBlob(image(from.host, 'o/from'), image(to.host, 'o/to'), descriptor)
  return { from, to, store, copy }
}
export const send = (content: Buffer) => (response: ServerResponse) =>
  void response.writeHead(200).end(content)
export const sends =
  (content: Buffer): Answer =>
  (_, response) =>
    send(content)(response)
