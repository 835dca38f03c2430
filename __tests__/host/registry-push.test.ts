import { describe, expect, test } from '@jest/globals'
import {
  basic,
  client,
  digest,
  json,
  manifestAnswer,
  name,
  plain,
  serve,
  withTokens,
} from './registry-client.ts'

describe('asking whether a push would be taken', () => {
  test('opens an upload and cancels it', async () => {
    const server = await serve(
      plain((request, response) =>
        request.method === 'POST'
          ? void response.writeHead(202, { location: '/v2/o/app/blobs/uploads/1?state=x' }).end()
          : void response.writeHead(204).end(),
      ),
    )
    expect(await client().canPush(name(server))).toEqual({ ok: true })
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v2/',
      'POST /v2/o/app/blobs/uploads/',
      'DELETE /v2/o/app/blobs/uploads/1?state=x',
    ])
  })

  test.each([
    [403, 'permission_denied: write_package', 'not-linked'],
    [403, 'installation not allowed to Create organization package', 'cannot-create'],
    [403, 'installation not allowed to Write organization package', 'missing-scope'],
    [403, 'The token provided does not match expected scopes.', 'missing-scope'],
    [403, 'something new', 'denied'],
    [401, 'authentication required', 'no-credentials'],
  ])('tells %d "%s" as %s', async (status, message, kind) => {
    const server = await serve(
      plain((_, response) => json(response, status, { errors: [{ code: 'DENIED', message }] })),
    )
    expect(await client().canPush(name(server))).toMatchObject({
      ok: false,
      kind,
      answer: `DENIED: ${message}`,
    })
  })
})

describe('asking whether a push would be taken, where the token desk answers', () => {
  const desk = (status: number, message: string) =>
    serve((request, response) =>
      request.url?.startsWith('/token')
        ? json(response, status, { errors: [{ code: 'DENIED', message }] })
        : withTokens(manifestAnswer)(request, response),
    )

  test.each([
    [403, 'denied', 'wrong-credentials'],
    [401, 'authentication required', 'wrong-credentials'],
    [403, 'The token provided does not match expected scopes.', 'missing-scope'],
    [403, 'permission_denied: write_package', 'not-linked'],
  ])('tells %d "%s" as %s', async (status, message, kind) => {
    const server = await desk(status, message)
    expect(await client().canPush(name(server))).toMatchObject({ ok: false, kind })
  })

  test('a desk in trouble says nothing about the credentials', async () => {
    const server = await desk(503, 'come back later')
    expect(await client().canPush(name(server))).toMatchObject({ ok: false, kind: 'unavailable' })
  })
})

describe('asking whether anybody can pull', () => {
  test('uses no credentials, even where there are some', async () => {
    const server = await serve(withTokens(manifestAnswer))
    const registry = client()
    expect(await registry.anonymous(name(server), digest)).toBe(true)
    expect(server.seen.every(({ authorization }) => authorization !== basic)).toBe(true)
  })

  test('says no where a private package gives no token', async () => {
    const server = await serve((request, response) =>
      request.url?.startsWith('/token')
        ? json(response, 401, {})
        : withTokens(manifestAnswer)(request, response),
    )
    expect(await client().anonymous(name(server), digest)).toBe(false)
  })

  test.each(['/v2/o', '/token'])('does not say no where %s is in trouble', async (path) => {
    const server = await serve((request, response) =>
      request.url?.startsWith(path) ? json(response, 503, {}) : withTokens(manifestAnswer)(request, response),
    )
    await expect(client().anonymous(name(server), digest)).rejects.toMatchObject({ kind: 'temporary' })
  })
})
