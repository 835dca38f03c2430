import { describe, expect, test } from '@jest/globals'
import type { Tag } from '../../src/domain/reference.ts'
import { follow } from '../../src/host/registry/redirect.ts'
import type { HttpAnswer, HttpRequest } from '../../src/host/registry/transport.ts'
import {
  body,
  client,
  digest,
  digestOf,
  json,
  MANIFEST,
  manifestAnswer,
  name,
  plain,
  serve,
  withTokens,
} from './registry-client.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const tag = 'v1' as Tag
const descriptor = { mediaType: 'x', digest, size: body.length, annotations: {} }

describe('a redirect', () => {
  const hop = (left: number, host: string | undefined) => ({ location: `http://${host}/hop/${left}` })
  const hops = (count: number) =>
    serve(
      withTokens((request, response) => {
        const left = Number(/^\/hop\/(\d+)/.exec(request.url ?? '')?.[1] ?? count)
        if (left === 0) return void response.writeHead(200).end(body)
        return void response.writeHead(307, hop(left - 1, request.headers.host)).end()
      }),
    )

  // The server asks for a token on each hop: that it gets none back shows in how this ends.
  test('to the registry itself gets no credentials either', async () => {
    const server = await hops(1)
    await expect(client().blob(name(server), descriptor)).rejects.toMatchObject({ kind: 'unauthorized' })
    expect(server.seen.at(-1)).toEqual({ method: 'GET', path: '/hop/0', authorization: undefined })
  })

  const chain = (count: number) =>
    serve(
      plain((request, response) => {
        const left = Number(/^\/hop\/(\d+)/.exec(request.url ?? '')?.[1] ?? count)
        if (left === 0) return void response.writeHead(200).end(body)
        return void response.writeHead(302, hop(left - 1, request.headers.host)).end()
      }),
    )

  test.each([1, 5])('is followed %d times', async (count) => {
    expect((await client().blob(name(await chain(count)), descriptor)).toString()).toBe(body)
  })

  test.each([6, 1_000_000])('is not followed %d times', async (count) => {
    const server = await chain(count)
    await expect(client().blob(name(server), descriptor)).rejects.toThrow('redirects more than 5 times')
    expect(server.seen).toHaveLength(7)
  })

  test('may name a path only', async () => {
    const server = await serve(
      plain((request, response) =>
        request.url === '/v2/o/app/b'
          ? void response.writeHead(200).end(body)
          : void response.writeHead(302, { location: '../b' }).end(),
      ),
    )
    expect((await client().blob(name(server), descriptor)).toString()).toBe(body)
  })

  test('without an address is a refusal', async () => {
    const server = await serve(plain((_, response) => void response.writeHead(307).end()))
    await expect(client().blob(name(server), descriptor)).rejects.toMatchObject({
      kind: 'rejected',
      status: 307,
    })
  })

  const from = async (url: string, location: string) => {
    const asked: string[] = []
    const answer = (status: number, headers = {}): HttpAnswer => ({ status, headers, body: Buffer.alloc(0) })
    const send = async (request: HttpRequest) => {
      asked.push(request.url)
      return answer(200)
    }
    await follow(send, { method: 'GET', url, limit: 1 }, answer(307, { location }))
    return asked
  }

  test.each([
    ['https://ghcr.io/v2/x', 'https://storage.example/b'],
    ['http://127.0.0.1:5000/v2/x', 'http://localhost:9/b'],
    ['http://127.0.0.1:5000/v2/x', 'https://storage.example/b'],
    ['http://[::1]:5000/v2/x', 'http://[::1]:9/b'],
  ])('from %s to %s is followed', async (url, location) => {
    expect(await from(url, location)).toEqual([location])
  })

  test.each([
    ['https://ghcr.io/v2/x', 'http://storage.example/b'],
    ['https://ghcr.io/v2/x', 'http://127.0.0.1:9/b'],
    ['https://ghcr.io/v2/x', 'https://127.0.0.1:9/b'],
    ['https://ghcr.io/v2/x', 'https://localhost/b'],
    ['https://ghcr.io/v2/x', 'https://[::1]/b'],
    ['https://ghcr.io/v2/x', 'https://user:word@storage.example/b'],
    ['https://ghcr.io/v2/x', 'file:///etc/passwd'],
    ['https://ghcr.io/v2/x', 'data:text/plain,x'],
    ['https://ghcr.io/v2/x', 'https://'],
    ['http://127.0.0.1:5000/v2/x', 'http://192.0.2.1/b'],
  ])('from %s to %s is not followed', async (url, location) => {
    await expect(from(url, location)).rejects.toThrow('is not safe')
  })
})

describe('a manifest that means two things', () => {
  const read = async (type: string, content: object) => {
    const text = JSON.stringify({ schemaVersion: 2, ...content })
    const server = await serve(
      plain((_, response) => void response.writeHead(200, { 'content-type': type }).end(text)),
    )
    return client().manifest(name(server), tag)
  }
  const image = JSON.parse(body) as object

  test('has the same type in header and body', async () => {
    expect(await read(MANIFEST, { ...image, mediaType: MANIFEST })).toBeDefined()
    expect(await read(`${MANIFEST}; charset=utf-8`, { ...image, mediaType: MANIFEST })).toBeDefined()
  })

  test.each([
    ['a manifest that calls itself an index', MANIFEST, { ...image, mediaType: INDEX }],
    ['an index that calls itself a manifest', INDEX, { manifests: [], mediaType: MANIFEST }],
    ['a type that is no text', MANIFEST, { ...image, mediaType: 7 }],
    ['a manifest with manifests', MANIFEST, { ...image, manifests: [] }],
    ['an index with layers', INDEX, { ...image, manifests: [] }],
  ])('is refused: %s', async (_, type, content) => {
    await expect(read(type, content)).rejects.toMatchObject({ kind: 'invalid-answer' })
  })
})

describe('an answer that is too much', () => {
  const nested = (depth: number, quoted = '') =>
    `{"schemaVersion":2,"annotations":{"x":${JSON.stringify(quoted)}},"manifests":[],"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
  const read = async (text: string) => {
    const server = await serve(
      plain((_, response) => void response.writeHead(200, { 'content-type': INDEX }).end(text)),
    )
    return client().manifest(name(server), tag)
  }

  test('is nested deeper than 32 levels', async () => {
    expect(await read(nested(32))).toBeDefined()
    await expect(read(nested(33))).rejects.toThrow('is no image')
    await expect(read(nested(1_000_000))).rejects.toThrow('is no image')
  })

  test('is not nested by brackets in texts', async () => {
    expect(await read(nested(32, `\\"${'[{'.repeat(100)}"`))).toBeDefined()
  })

  test('has another digest in its header than in its body, or than was asked for', async () => {
    const headers = { 'content-type': MANIFEST, 'docker-content-digest': digestOf('other') }
    const server = await serve(plain((_, response) => void response.writeHead(200, headers).end(body)))
    await expect(client().manifest(name(server), tag)).rejects.toMatchObject({ kind: 'invalid-answer' })
    await expect(client().manifest(name(server), digest)).rejects.toMatchObject({ kind: 'invalid-answer' })
    await expect(client().head(name(server), digest)).rejects.toMatchObject({ kind: 'invalid-answer' })
    expect((await client().head(name(server), tag))?.digest).toBe(digestOf('other'))
  })

  test('is a blob of more than 4 MiB', async () => {
    const server = await serve(
      plain((_, response) => void response.writeHead(200).end(Buffer.alloc(4_194_305))),
    )
    await expect(client().blob(name(server), descriptor)).rejects.toThrow('more than 4194304 bytes')
  })
})

describe('a token desk elsewhere', () => {
  test.each(['https://evil.example/token', 'https://127.0.0.1.evil.example/token'])(
    '%s gets nothing, and the registry no answer',
    async (realm) => {
      const server = await serve(withTokens(manifestAnswer, () => realm))
      await expect(client().manifest(name(server), digest)).rejects.toThrow("which is another's host")
      expect(server.seen).toEqual([{ method: 'GET', path: '/v2/', authorization: undefined }])
    },
  )

  test('that redirects is not followed with the password', async () => {
    const elsewhere = await serve((_, response) => json(response, 200, { token: 'tok' }))
    const server = await serve((request, response) =>
      request.url?.startsWith('/token')
        ? void response.writeHead(307, { location: `http://${elsewhere.host}/token` }).end()
        : withTokens(manifestAnswer)(request, response),
    )
    await expect(client().manifest(name(server), digest)).rejects.toThrow('gave no token: status 307')
    expect(elsewhere.seen).toEqual([])
  })
})
