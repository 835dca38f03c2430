import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import type { Descriptor } from '../../src/domain/manifest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import { client, digestOf, plain, serve, waits, withTokens } from './registry-client.ts'
import { type Before, createStore } from './registry-store.ts'
import type { Answer } from './server.ts'

const layer = Buffer.alloc(300_000, 'layer ')
const describeBlob = (content: Buffer): Descriptor => ({
  mediaType: 'x',
  digest: digestOf(content),
  size: content.length,
  annotations: {},
})
const blob = describeBlob(layer)

/** A source that answers as told, and a store to copy to. */
async function pair(source: Answer, before?: Before) {
  const store = createStore(before)
  const [from, to] = [await serve(plain(source)), await serve(store.answer, { unread: true })]
  const image = (registry: string, repository: string): ImageName => ({ registry, repository })
  const copy = (descriptor = blob) =>
    client().copyBlob(image(from.host, 'o/from'), image(to.host, 'o/to'), descriptor)
  return { from, to, store, copy }
}
const send = (content: Buffer) => (response: ServerResponse) => void response.writeHead(200).end(content)
const sends =
  (content: Buffer): Answer =>
  (_, response) =>
    send(content)(response)

describe('copying a blob', () => {
  test('streams it in one PUT of known length, to the address that the registry gave', async () => {
    let headers: Record<string, unknown> = {}
    const { store, copy } = await pair(sends(layer), (request) => {
      if (request.method === 'PUT') headers = request.headers
      return false
    })
    expect(await copy()).toBe('copied')
    expect(store.asked).toEqual([
      'GET /v2/',
      `HEAD /v2/o/to/blobs/${blob.digest}`,
      'POST /v2/o/to/blobs/uploads/',
      `PUT /v2/o/to/blobs/uploads/7?_state=a%20b&digest=${encodeURIComponent(blob.digest)}`,
    ])
    expect(store.sizes.get(blob.digest)).toBe(layer.length)
    expect(store.came).toEqual([blob.digest])
    expect(headers).toMatchObject({
      'content-length': String(layer.length),
      'content-type': 'application/octet-stream',
    })
    expect(headers['transfer-encoding']).toBeUndefined()
  })

  test('follows to the storage host, which gets no credentials', async () => {
    const storage = await serve(sends(layer))
    const store = createStore()
    const to = await serve(store.answer, { unread: true })
    const from = await serve(
      withTokens(
        (_, response) => void response.writeHead(307, { location: `http://${storage.host}/b?s=1` }).end(),
      ),
    )
    const names = [from, to].map(({ host }) => ({ registry: host, repository: 'o/to' })) as [
      ImageName,
      ImageName,
    ]
    expect(await client().copyBlob(...names, blob)).toBe('copied')
    expect(storage.seen).toEqual([{ method: 'GET', path: '/b?s=1', authorization: undefined }])
  })

  test('leaves a blob alone that is there', async () => {
    const { from, store, copy } = await pair(sends(layer))
    store.sizes.set(blob.digest, layer.length)
    expect(await copy()).toBe('present')
    expect(from.seen).toEqual([])
  })

  test('mounts it where both are on one registry', async () => {
    const store = createStore((request, response) => {
      const mounts = request.method === 'POST' && request.url?.includes('mount=')
      if (mounts) response.writeHead(201).end()
      return mounts === true
    })
    const { host: registry } = await serve(store.answer, { unread: true })
    const from = { registry, repository: 'o/from' }
    expect(await client().copyBlob(from, { registry, repository: 'o/to' }, blob)).toBe('mounted')
    expect(store.asked).toHaveLength(2)
  })

  test.each([202, 403, 404, 405])('streams it where the mount is answered with %d', async (status) => {
    const store = createStore((request, response) => {
      const isSource = request.url?.startsWith('/v2/o/from/') === true
      const isMount = request.url?.includes('mount=') === true && status !== 202
      if (isSource) send(layer)(response)
      else if (isMount) response.writeHead(status).end()
      return isSource || isMount
    })
    const { host: registry } = await serve(store.answer, { unread: true })
    const from = { registry, repository: 'o/from' }
    expect(await client().copyBlob(from, { registry, repository: 'o/to' }, blob)).toBe('copied')
    expect(store.came).toEqual([blob.digest])
  })

  test('takes an empty blob', async () => {
    const { store, copy } = await pair(sends(Buffer.alloc(0)))
    expect(await copy(describeBlob(Buffer.alloc(0)))).toBe('copied')
    expect([...store.sizes.values()]).toEqual([0])
  })

  test('of 256 MiB takes little memory', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const big = { ...blob, size: 256 * piece.length }
    const hash = createHash('sha256')
    for (let count = 0; count < 256; count++) hash.update(piece)
    const descriptor = { ...big, digest: `sha256:${hash.digest('hex')}` as Descriptor['digest'] }
    const { store, copy } = await pair((_, response) => {
      let left = 256
      const more = () => {
        if (left-- > 0) response.write(piece, more)
        else response.end()
      }
      more()
    })
    const before = process.memoryUsage.rss()
    let most = before
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 5)
    expect(await copy(descriptor)).toBe('copied')
    clearInterval(timer)
    expect(store.sizes.get(descriptor.digest)).toBe(big.size)
    expect((most - before) / 1024 / 1024).toBeLessThan(150)
  }, 30_000)
})

describe('copying a blob that is not what it should be', () => {
  const other = Buffer.from(layer)
  other[layer.length - 1] = 0

  test.each([
    ['has another digest', other],
    ['has more than 300000 bytes', Buffer.concat([layer, layer])],
    ['has 299999 bytes, not 300000', layer.subarray(1)],
    ['has 0 bytes, not 300000', Buffer.alloc(0)],
  ])('refuses one that %s, and the receiver never has it whole', async (what, content) => {
    const { store, copy } = await pair(sends(content))
    await expect(copy()).rejects.toMatchObject({
      kind: 'invalid-answer',
      message: expect.stringContaining(what),
    })
    expect(store.came).toEqual([])
    expect(store.asked.at(-1)).toMatch(/^DELETE /)
    expect(waits).toEqual([])
  })

  test('refuses one without end', async () => {
    const { store, copy } = await pair((_, response) => {
      response.writeHead(200)
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), more)
      }
      more()
    })
    await expect(copy()).rejects.toThrow('has more than 300000 bytes')
    expect(store.came).toEqual([])
  })
})

describe('copying a blob, where a registry is in trouble', () => {
  test('begins again with a new upload where the source broke off', async () => {
    let breaks = 1
    const { store, copy } = await pair((_, response) => {
      if (breaks-- <= 0) return send(layer)(response)
      response.writeHead(200, { 'content-length': layer.length })
      response.write(layer.subarray(0, 100_000), () => response.destroy())
    })
    expect(await copy()).toBe('copied')
    expect(store.asked.filter((one) => one.startsWith('POST '))).toHaveLength(2)
    expect(store.came).toEqual([blob.digest])
    expect(waits).toEqual([500])
  })

  test.each(['503', 'reset'])('begins again where the receiver has trouble: %s', async (trouble) => {
    let times = 1
    const { store, copy } = await pair(sends(layer), (request, response) => {
      if (request.method !== 'PUT' || times-- <= 0) return false
      if (trouble === 'reset') request.socket.destroy()
      else request.resume().once('end', () => response.writeHead(503).end())
      return true
    })
    expect(await copy()).toBe('copied')
    expect(store.came).toEqual([blob.digest])
  })

  test('reads nothing where the upload is refused', async () => {
    const { from, copy } = await pair(sends(layer), (request, response) => {
      if (request.method === 'POST') response.writeHead(403).end()
      return request.method === 'POST'
    })
    await expect(copy()).rejects.toMatchObject({ kind: 'denied' })
    expect(from.seen).toEqual([])
  })

  test('says what the receiver says of the whole blob, once', async () => {
    const { copy, store } = await pair(sends(layer), (request, response) => {
      if (request.method === 'PUT') request.resume().once('end', () => response.writeHead(400).end())
      return request.method === 'PUT'
    })
    await expect(copy()).rejects.toMatchObject({ kind: 'rejected', status: 400 })
    expect(store.asked.filter((one) => one.startsWith('PUT '))).toHaveLength(1)
  })

  test('sends nothing to an upload at another host', async () => {
    const elsewhere = await serve((_, response) => void response.writeHead(201).end())
    const { copy } = await pair(sends(layer), (request, response) => {
      if (request.method === 'POST') response.writeHead(202, { location: `http://${elsewhere.host}/u` }).end()
      return request.method === 'POST'
    })
    await expect(copy()).rejects.toThrow('sends uploads to no address of its own')
    expect(elsewhere.seen).toEqual([])
  })

  test('names the source where it has no such blob', async () => {
    const { from, copy } = await pair((_, response) => void response.writeHead(404).end())
    await expect(copy()).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining(from.host),
    })
  })
})
