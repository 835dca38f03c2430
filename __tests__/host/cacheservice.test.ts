import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createCacheService } from '../../src/host/cacheservice.ts'
import { type Answer, startServer, type TestServer } from './server.ts'

const OPEN: TestServer[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((server) => server.close()))
})
beforeAll(() => {
  process.env.no_proxy = '*'
})

async function serve(answer: Answer): Promise<TestServer> {
  const server = await startServer(answer)
  OPEN.push(server)
  return server
}

const probe = (url: string | undefined, limit = 2_000) => {
  const variables: Record<string, string | undefined> = {
    ACTIONS_RESULTS_URL: url,
    ACTIONS_RUNTIME_TOKEN: 'a.b.c',
  }
  return createCacheService(
    (name) => variables[name],
    { hear: () => undefined, mask: () => undefined },
    limit,
  ).probe(['acme/app', 'acme/app.key-1'])
}

describe('a look at the cache service', () => {
  test('asks for an entry that nobody has, with the token of the job', async () => {
    const server = await serve((_, response) => void response.end('{"ok":false}'))
    expect(await probe(`http://${server.host}/`)).toEqual({ kind: 'absent' })
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        path: '/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL',
        authorization: 'Bearer a.b.c',
      },
    ])
  })

  test.each([
    [401, 'closed', /refuses this job's token \(status 401\)/],
    [403, 'closed', /refuses/],
    [404, 'broken', /answers with status 404/],
    [429, 'broken', /answers with status 429/],
    [500, 'broken', /answers with status 500/],
  ])('an answer of status %i', async (status, kind, reason) => {
    const server = await serve((_, response) => void response.writeHead(status).end('{"msg":"##[error]"}'))
    expect(await probe(`http://${server.host}/`)).toEqual({ kind, reason: expect.stringMatching(reason) })
    expect(server.seen).toHaveLength(1)
  })

  test.each([
    [206, { kind: 'present' }],
    [
      404,
      { kind: 'broken', reason: 'the cache service is out of order: its storage answers with status 404' },
    ],
    [
      403,
      { kind: 'broken', reason: 'the cache service is out of order: its storage answers with status 403' },
    ],
    [
      503,
      { kind: 'broken', reason: 'the cache service is out of order: its storage answers with status 503' },
    ],
  ])('storage that answers with %i', async (status, state) => {
    const server = await serve((request, response) => {
      const found = { ok: true, signed_download_url: `http://${request.headers.host}/blob?sig=x` }
      if (request.method === 'POST') response.end(JSON.stringify(found))
      else response.writeHead(status).end('x')
    })
    expect(await probe(`http://${server.host}/`)).toEqual(state)
    expect(server.seen).toMatchObject([{ method: 'POST' }, { path: '/blob?sig=x', authorization: undefined }])
  })

  test('storage that hangs', async () => {
    const server = await serve((request, response) => {
      const found = { ok: true, signed_download_url: `http://${request.headers.host}/blob` }
      if (request.method === 'POST') response.end(JSON.stringify(found))
    })
    expect(await probe(`http://${server.host}/`, 200)).toMatchObject({ kind: 'broken' })
  })

  test('no answer', async () => {
    const server = await serve(() => undefined)
    const began = Date.now()
    expect(await probe(`http://${server.host}/`, 200)).toEqual({
      kind: 'broken',
      reason: 'the cache service is out of order: no answer in 0.2 s',
    })
    expect(Date.now() - began).toBeLessThan(1_500)
  })

  test('nobody there', async () => {
    const server = await serve(() => undefined)
    await server.close()
    expect(await probe(`http://${server.host}/`)).toMatchObject({ kind: 'broken' })
  })

  test('a job without a service', async () => {
    expect(await probe(undefined)).toBeUndefined()
  })
})
