import { describe, expect, test } from '@jest/globals'
import { serve, waits } from './registry-client.ts'
import { blob, layer, pair, send, sends } from './registry-store.ts'

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
