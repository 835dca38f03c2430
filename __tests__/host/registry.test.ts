import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Tag } from '../../src/domain/reference.ts'
import {
  body,
  client,
  digest,
  json,
  MANIFEST,
  manifestAnswer,
  name,
  plain,
  serve,
  withTokens,
} from './registry-client.ts'

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
