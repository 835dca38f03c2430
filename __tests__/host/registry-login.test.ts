import { describe, expect, test } from '@jest/globals'
import { basic, client, digest, json, manifestAnswer, name, serve, withTokens } from './registry-client.ts'

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
