import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { ImageName } from '../../src/domain/reference.ts'
import { client, serve, withTokens } from './registry-client.ts'
import { blob, createStore, describeBlob, layer, pair, send, sends } from './registry-store.ts'

const run = promisify(execFile)

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
    // In a process of its own: what other tests have left and take is nothing to this one.
    const env = { ...process.env, no_proxy: '*', NO_PROXY: '*' }
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'large-copy.ts')], { env })
    const { outcome, arrived, grown } = JSON.parse(stdout) as Record<string, unknown>
    expect({ outcome, arrived }).toEqual({ outcome: 'copied', arrived: 256 * 1024 * 1024 })
    expect(grown).toBeLessThan(150)
  }, 30_000)
})
