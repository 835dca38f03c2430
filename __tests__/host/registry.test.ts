import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { ImageName, Tag } from '../../src/domain/reference.ts'
import type { Identity, Login } from '../../src/host/credentials.ts'
import { createRegistry, type Registry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'
import { type Answer, startServer, type TestServer } from './server.ts'

const OPEN: TestServer[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((server) => server.close()))
})

const waits: number[] = []
const login: Login = { username: 'me', password: 'secret-word' }
const basic = `Basic ${Buffer.from('me:secret-word').toString('base64')}`

async function serve(answer: Answer): Promise<TestServer> {
  const server = await startServer(answer)
  OPEN.push(server)
  return server
}

function client(who: Identity | undefined = login): Registry {
  waits.length = 0
  const send = createSend(async (ms) => void waits.push(ms))
  return createRegistry(send, async () => who)
}

const name = ({ host }: TestServer): ImageName => ({ registry: host, repository: 'o/app' })
const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const body = JSON.stringify({
  schemaVersion: 2,
  config: { mediaType: 'x', digest: `sha256:${'a'.repeat(64)}`, size: 2 },
  layers: [],
})
const digest = `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest

/** GHCR's way of asking for a token, in front of another answer. */
function withTokens(inner: Answer, realm?: (host: string) => string): Answer {
  return (request, response) => {
    const host = request.headers.host ?? ''
    if (request.url?.startsWith('/token')) return json(response, 200, { token: 'tok' })
    if (request.headers.authorization === 'Bearer tok') return inner(request, response)
    const where = realm?.(host) ?? `http://${host}/token`
    return json(response, 401, {}, { 'www-authenticate': `Bearer realm="${where}",service="s",scope="x"` })
  }
}

const plain =
  (inner: Answer): Answer =>
  (request, response) =>
    request.url === '/v2/' ? json(response, 200, {}) : inner(request, response)

const manifestAnswer: Answer = (_, response) =>
  void response.writeHead(200, { 'content-type': MANIFEST, 'docker-content-digest': digest }).end(body)

describe('logging in', () => {
  test('asks for a token once, with the password, and sends only the token to the registry', async () => {
    const server = await serve(withTokens(manifestAnswer))
    const registry = client()
    await Promise.all([registry.manifest(name(server), digest), registry.manifest(name(server), digest)])
    const tokens = server.seen.filter(({ path }) => path.startsWith('/token'))
    expect(tokens).toEqual([
      { method: 'GET', path: '/token?service=s&scope=repository%3Ao%2Fapp%3Apull', authorization: basic },
    ])
    const rest = server.seen.filter(({ path }) => path.startsWith('/v2/o'))
    expect(rest.map(({ authorization }) => authorization)).toEqual(['Bearer tok', 'Bearer tok'])
  })

  test('is done again once when a token is too old', async () => {
    let answers = 0
    const server = await serve(
      withTokens((request, response) =>
        ++answers === 1 ? json(response, 401, {}) : manifestAnswer(request, response),
      ),
    )
    expect((await client().manifest(name(server), digest))?.descriptor.digest).toBe(digest)
  })

  test('without credentials stays anonymous', async () => {
    const server = await serve(withTokens(manifestAnswer))
    const registry = client()
    registry.stayAnonymous()
    await registry.manifest(name(server), digest)
    expect(server.seen.map(({ authorization }) => authorization)).not.toContain(basic)
  })

  test('sends no password to a realm that is neither https nor on this machine', async () => {
    const server = await serve(withTokens(manifestAnswer, () => 'http://169.254.169.254/token'))
    await expect(client().manifest(name(server), digest)).rejects.toThrow(
      'sends logins to an address that is not safe',
    )
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([undefined])
  })

  test('says so when user name and password are wrong, in the words of the registry', async () => {
    const server = await serve((request, response) =>
      request.url?.startsWith('/token')
        ? json(response, 403, { errors: [{ code: 'DENIED', message: 'denied' }] })
        : withTokens(manifestAnswer)(request, response),
    )
    const failed = client().manifest(name(server), digest)
    await expect(failed).rejects.toMatchObject({ kind: 'unauthorized', answer: 'DENIED: denied' })
    await expect(client().canPush(name(server))).resolves.toMatchObject({
      ok: false,
      kind: 'wrong-credentials',
    })
  })
})

describe('logging in, where it is unusual', () => {
  test('buys a token with an identity token, which goes to the realm only', async () => {
    const server = await serve(withTokens(manifestAnswer))
    await client({ identityToken: 'long-lived' }).manifest(name(server), digest)
    const [desk, ...others] = server.seen.filter(({ form }) => form !== undefined)
    expect(others).toEqual([])
    expect(desk).toMatchObject({ method: 'POST', path: '/token', authorization: undefined })
    expect(Object.fromEntries(new URLSearchParams(desk?.form))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'ghcr-publish',
      service: 's',
      scope: 'repository:o/app:pull',
      refresh_token: 'long-lived',
    })
    expect(server.seen.at(-1)?.authorization).toBe('Bearer tok')
  })

  test('works at a registry that is open at its root and closed at its repositories', async () => {
    const inner = withTokens(manifestAnswer)
    const server = await serve((request, response) =>
      request.url === '/v2/' ? json(response, 200, {}) : inner(request, response),
    )
    expect((await client().manifest(name(server), digest))?.descriptor.digest).toBe(digest)
  })

  test('at such a registry, too, sends no password to an address that is not safe', async () => {
    const inner = withTokens(manifestAnswer, () => 'http://169.254.169.254/token')
    const server = await serve((request, response) =>
      request.url === '/v2/' ? json(response, 200, {}) : inner(request, response),
    )
    await expect(client().manifest(name(server), digest)).rejects.toThrow('is not safe')
    expect(server.seen.every(({ authorization }) => authorization === undefined)).toBe(true)
  })

  test.each(['/v2/', '/token'])('a failure of %s is not remembered', async (path) => {
    let down = true
    const inner = withTokens(manifestAnswer)
    const server = await serve((request, response) =>
      down && request.url?.startsWith(path) && (path !== '/v2/' || request.url === path)
        ? request.socket.destroy()
        : inner(request, response),
    )
    const registry = client()
    await expect(registry.manifest(name(server), digest)).rejects.toMatchObject({ kind: 'unreachable' })
    down = false
    expect((await registry.manifest(name(server), digest))?.descriptor.digest).toBe(digest)
  })
})

describe('reading a manifest', () => {
  test('gives nothing where there is none', async () => {
    const server = await serve(plain((_, response) => json(response, 404, {})))
    expect(await client().manifest(name(server), 'v1' as Tag)).toBeUndefined()
    expect(await client().head(name(server), 'v1' as Tag)).toBeUndefined()
  })

  test('refuses content that is not what its digest says', async () => {
    const server = await serve(plain(manifestAnswer))
    const other = `sha256:${'b'.repeat(64)}` as Digest
    await expect(client().manifest(name(server), other)).rejects.toMatchObject({ kind: 'invalid-answer' })
  })

  test('refuses a body without end', async () => {
    const server = await serve(
      plain((_, response) => {
        response.writeHead(200, { 'content-type': MANIFEST })
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(65_536), more)
        }
        more()
      }),
    )
    await expect(client().manifest(name(server), digest)).rejects.toThrow(
      'answered with more than 4194304 bytes',
    )
  })

  test.each([
    ['a page of HTML', 'text/html', '<html>'],
    ['no JSON', MANIFEST, '{"schemaVersion":'],
    ['a manifest without a config', MANIFEST, '{"schemaVersion":2,"layers":[]}'],
  ])('refuses %s', async (_, type, text) => {
    const server = await serve(
      plain((_request, response) => void response.writeHead(200, { 'content-type': type }).end(text)),
    )
    await expect(client().manifest(name(server), 'v1' as Tag)).rejects.toThrow('is no image')
  })
})

describe('reading a blob', () => {
  const descriptor = { mediaType: 'x', digest, size: body.length, annotations: {} }

  test('follows to the storage host, which gets no credentials', async () => {
    const storage = await serve((_, response) => void response.writeHead(200).end(body))
    const server = await serve(
      withTokens(
        (_, response) =>
          void response.writeHead(307, { location: `http://${storage.host}/blob?sig=x` }).end(),
      ),
    )
    expect((await client().blob(name(server), descriptor)).toString()).toBe(body)
    expect(storage.seen).toEqual([{ method: 'GET', path: '/blob?sig=x', authorization: undefined }])
  })

  test('does not follow to a plain address elsewhere', async () => {
    const server = await serve(
      plain(
        (_, response) => void response.writeHead(307, { location: 'http://192.0.2.1/blob?sig=secret' }).end(),
      ),
    )
    const failed = client().blob(name(server), descriptor)
    await expect(failed).rejects.toThrow('redirects to 192.0.2.1/blob, which is not safe')
  })
})

describe('listing tags', () => {
  test('reads every page, and only from the same registry', async () => {
    const server = await serve(
      plain((request: IncomingMessage, response) => {
        const last = new URL(request.url ?? '', 'http://x').searchParams.get('last')
        const next = last === null ? 'b' : last === 'b' ? 'c' : undefined
        const link = next && {
          link: `<http://elsewhere.example/v2/o/app/tags/list?last=${next}&n=1>; rel="next"`,
        }
        json(response, 200, { tags: [last ?? 'a'] }, link || {})
      }),
    )
    expect(await client().tags(name(server))).toEqual(['a', 'b', 'c'])
  })

  test('gives none where the repository does not exist', async () => {
    const server = await serve(
      plain((_, response) => json(response, 404, { errors: [{ code: 'NAME_UNKNOWN' }] })),
    )
    expect(await client().tags(name(server))).toEqual([])
  })
})

describe('a registry in trouble', () => {
  const failing = (status: number, times: number, headers = {}, text: unknown = {}) => {
    let left = times
    return plain((request, response) =>
      left-- > 0 ? json(response, status, text, headers) : manifestAnswer(request, response),
    )
  }

  test.each([408, 429, 500, 502, 503, 504])('is asked again after status %d', async (status) => {
    const server = await serve(failing(status, 2))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    expect(waits).toEqual([500, 1500])
  })

  test('is given the time that it asks for, within bounds', async () => {
    const server = await serve(failing(429, 2, { 'retry-after': '7' }))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    expect(waits).toEqual([7000, 7000])
    const greedy = await serve(failing(503, 1, { 'retry-after': '86400' }))
    await client().manifest(name(greedy), digest)
    expect(waits).toEqual([20_000])
  })

  test('may name the time as a date', async () => {
    const server = await serve(
      failing(429, 1, { 'retry-after': new Date(Date.now() + 10_000).toUTCString() }),
    )
    await client().manifest(name(server), digest)
    expect(waits[0]).toBeGreaterThan(7_000)
    expect(waits[0]).toBeLessThanOrEqual(10_000)
  })

  test('is asked again after the 403 of a rate limit, and not after any other', async () => {
    const limit = { errors: [{ code: 'DENIED', message: 'You have exceeded a secondary rate limit' }] }
    const server = await serve(failing(403, 1, {}, limit))
    expect(await client().manifest(name(server), digest)).toBeDefined()
    const denied = await serve(failing(403, 1))
    await expect(client().manifest(name(denied), digest)).rejects.toMatchObject({
      kind: 'denied',
      status: 403,
    })
    expect(waits).toEqual([])
  })

  test('fails after three tries, and says that it may pass', async () => {
    const server = await serve(failing(503, 9))
    const failed = client().manifest(name(server), digest)
    await expect(failed).rejects.toMatchObject({ kind: 'temporary', status: 503 })
    expect(waits).toHaveLength(2)
  })

  test('that resets connections is asked again', async () => {
    let left = 1
    const server = await serve(
      plain((request, response) =>
        left-- > 0 ? request.socket.destroy() : manifestAnswer(request, response),
      ),
    )
    expect(await client().manifest(name(server), digest)).toBeDefined()
  })

  test('that is down is named', async () => {
    const server = await serve(plain(manifestAnswer))
    await server.close()
    const failed = client().tags(name(server))
    await expect(failed).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(server.host),
    })
  })
})

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
    expect(await client().canPush(name(server))).toMatchObject({ ok: false, kind: 'unreachable' })
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
