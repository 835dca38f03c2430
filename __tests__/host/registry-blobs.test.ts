import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import { basic, client, digestOf, json, name, plain, serve, withTokens } from './registry-client.ts'
import type { TestServer } from './server.ts'

const content = 'some layer'
const digest = digestOf(content)
const at = ({ host }: TestServer, repository: string): ImageName => ({ registry: host, repository })

describe('whether a blob is there', () => {
  test.each([
    [200, true],
    [404, false],
  ])('is told by status %d of a HEAD', async (status, there) => {
    const server = await serve(plain((_, response) => void response.writeHead(status).end()))
    expect(await client().hasBlob(name(server), digest)).toBe(there)
    expect(server.seen.at(-1)).toMatchObject({ method: 'HEAD', path: `/v2/o/app/blobs/${digest}` })
  })

  test('is told by the storage host, where the registry redirects to it', async () => {
    const storage = await serve((_, response) => void response.writeHead(200).end())
    const server = await serve(
      withTokens(
        (_, response) => void response.writeHead(307, { location: `http://${storage.host}/b` }).end(),
      ),
    )
    expect(await client().hasBlob(name(server), digest)).toBe(true)
    expect(storage.seen).toEqual([{ method: 'HEAD', path: '/b', authorization: undefined }])
  })

  test.each([
    [403, 'denied'],
    [503, 'temporary'],
    [400, 'rejected'],
  ])('is not told by status %d', async (status, kind) => {
    const server = await serve(plain((_, response) => void response.writeHead(status).end()))
    await expect(client().hasBlob(name(server), digest)).rejects.toMatchObject({ kind })
  })
})

describe('mounting a blob', () => {
  const uploads = `/v2/o/to/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=o%2Ffrom`

  test('takes it over, with one token for both repositories', async () => {
    const server = await serve(withTokens((_, response) => void response.writeHead(201).end()))
    expect(await client().mountBlob(at(server, 'o/from'), at(server, 'o/to'), digest)).toBe(true)
    expect(server.seen.slice(1)).toEqual([
      {
        method: 'GET',
        path: '/token?service=s&scope=repository%3Ao%2Fto%3Apull%2Cpush&scope=repository%3Ao%2Ffrom%3Apull',
        authorization: basic,
      },
      { method: 'POST', path: uploads, authorization: 'Bearer tok' },
    ])
  })

  test('asks with an identity token for both in one scope, divided by a space', async () => {
    const server = await serve(withTokens((_, response) => void response.writeHead(201).end()))
    const registry = client({ identityToken: 'long-lived' })
    await registry.mountBlob(at(server, 'o/from'), at(server, 'o/to'), digest)
    const { form } = server.seen.find(({ path }) => path === '/token') ?? {}
    expect(new URLSearchParams(form).get('scope')).toBe('repository:o/to:pull,push repository:o/from:pull')
  })

  test('is no, and cancels the upload, where the registry wants to be sent the blob', async () => {
    const server = await serve(
      plain((request, response) =>
        request.method === 'POST'
          ? void response.writeHead(202, { location: '/v2/o/to/blobs/uploads/1' }).end()
          : void response.writeHead(204).end(),
      ),
    )
    expect(await client().mountBlob(at(server, 'o/from'), at(server, 'o/to'), digest)).toBe(false)
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v2/',
      `POST ${uploads}`,
      'DELETE /v2/o/to/blobs/uploads/1',
    ])
  })

  test('is no between registries, and nothing is asked', async () => {
    const server = await serve(plain((_, response) => void response.writeHead(201).end()))
    const from = { registry: 'ghcr.io', repository: 'o/from' }
    expect(await client().mountBlob(from, name(server), digest)).toBe(false)
    expect(server.seen).toEqual([])
  })

  test('fails without the right to push', async () => {
    const server = await serve(
      plain((_, response) => json(response, 403, { errors: [{ code: 'DENIED', message: 'no' }] })),
    )
    const failed = client().mountBlob(at(server, 'o/from'), at(server, 'o/to'), digest)
    await expect(failed).rejects.toMatchObject({ kind: 'denied', answer: 'DENIED: no' })
  })

  test('cancels nothing at another host', async () => {
    const elsewhere = await serve((_, response) => void response.writeHead(204).end())
    const server = await serve(
      withTokens(
        (_, response) => void response.writeHead(202, { location: `http://${elsewhere.host}/u/1` }).end(),
      ),
    )
    expect(await client().mountBlob(at(server, 'o/from'), at(server, 'o/to'), digest as Digest)).toBe(false)
    expect(elsewhere.seen).toEqual([])
  })
})

describe('a blob in pieces', () => {
  const large = Buffer.alloc(5 * 1024 * 1024, 'piece of a large blob ')
  const descriptor = { mediaType: 'x', digest: digestOf(large), size: large.length, annotations: {} }

  /** What was taken, by try. */
  async function taken(server: TestServer, of = descriptor): Promise<readonly number[]> {
    const tries: number[] = []
    await client().pieces(name(server), of, () => {
      const at = tries.push(0) - 1
      return (piece) => {
        tries[at] = (tries[at] ?? 0) + piece.length
      }
    })
    return tries
  }

  test('may be larger than what is read as a whole, and come from the storage host', async () => {
    const storage = await serve((_, response) => void response.writeHead(200).end(large))
    const server = await serve(
      withTokens(
        (_, response) => void response.writeHead(307, { location: `http://${storage.host}/b` }).end(),
      ),
    )
    expect(await taken(server)).toEqual([large.length])
    expect(storage.seen).toEqual([{ method: 'GET', path: '/b', authorization: undefined }])
  })

  test('is taken from its start again where it broke off', async () => {
    let breaks = 1
    const server = await serve(
      plain((_, response) => {
        response.writeHead(200, { 'content-length': large.length })
        if (breaks-- <= 0) return void response.end(large)
        response.write(large.subarray(0, 2_000_000), () => response.destroy())
      }),
    )
    const tries = await taken(server)
    expect(tries).toHaveLength(2)
    expect(tries[0]).toBeLessThan(large.length)
    expect(tries[1]).toBe(large.length)
  })

  test.each([
    ['another digest', Buffer.alloc(large.length)],
    ['more', Buffer.concat([large, large])],
    ['less', large.subarray(1)],
  ])('is refused where it is %s', async (_, content) => {
    const server = await serve(plain((_, response) => void response.writeHead(200).end(content)))
    await expect(taken(server)).rejects.toMatchObject({ kind: 'invalid-answer' })
  })

  test('that is not there says so', async () => {
    const server = await serve(plain((_, response) => void response.writeHead(404).end()))
    await expect(taken(server)).rejects.toMatchObject({ kind: 'not-found' })
  })
})
