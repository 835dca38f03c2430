import { describe, expect, test } from '@jest/globals'
import type { Tag } from '../../src/domain/reference.ts'
import {
  body,
  client,
  digest,
  digestOf,
  json,
  MANIFEST,
  name,
  plain,
  serve,
  withTokens,
} from './registry-client.ts'
import type { Answer } from './server.ts'

const tag = (text: string) => text as Tag
const answers = (status: number, code?: string): Answer =>
  plain((_, response) =>
    json(response, status, code === undefined ? {} : { errors: [{ code, message: 'm' }] }),
  )

describe('deleting a tag', () => {
  test.each([200, 202, 204, 404])('is done with status %d', async (status) => {
    const server = await serve(answers(status))
    expect(await client().deleteTag(name(server), tag('v1'))).toBe('deleted')
    expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', path: '/v2/o/app/manifests/v1' })
  })

  test.each([
    [405, 'UNSUPPORTED'],
    [405, undefined],
    [501, undefined],
    [400, 'UNSUPPORTED'],
    [400, 'DIGEST_INVALID'],
  ])('is not supported with status %d %s', async (status, code) => {
    const server = await serve(answers(status, code))
    expect(await client().deleteTag(name(server), tag('v1'))).toBe('unsupported')
  })

  test.each([
    [400, 'TAG_INVALID', 'rejected'],
    [401, 'UNAUTHORIZED', 'unauthorized'],
    [403, 'DENIED', 'denied'],
    [409, undefined, 'rejected'],
    [429, 'TOOMANYREQUESTS', 'temporary'],
    [503, undefined, 'temporary'],
  ])('fails with status %d %s as %s', async (status, code, kind) => {
    const server = await serve(answers(status, code))
    await expect(client().deleteTag(name(server), tag('v1'))).rejects.toMatchObject({ kind, status })
  })

  test.each([digest, '', 'a/b', '../x', 'v1?x=1', 'v1 '])('never asks for %j', async (reference) => {
    const server = await serve(answers(202))
    await expect(client().deleteTag(name(server), tag(reference))).rejects.toThrow(
      'nothing else is ever deleted',
    )
    expect(server.seen).toEqual([])
  })

  const scopes = (paths: readonly { path: string }[]) =>
    paths
      .filter(({ path }) => path.startsWith('/token'))
      .map(({ path }) => new URLSearchParams(path.split('?')[1]).getAll('scope'))

  test('asks for the right to pull and push', async () => {
    const server = await serve(withTokens((_, response) => void response.writeHead(202).end()))
    await client().deleteTag(name(server), tag('v1'))
    expect(scopes(server.seen)).toEqual([['repository:o/app:pull,push']])
  })

  test('asks for the right to delete where the registry has such a right', async () => {
    const server = await serve((request, response) => {
      const { url = '', headers } = request
      if (url.startsWith('/token'))
        return json(response, 200, { token: url.includes('delete') ? 'may-delete' : 'may-push' })
      if (headers.authorization === 'Bearer may-delete') return void response.writeHead(202).end()
      const realm = `Bearer realm="http://${headers.host}/token",service="s"`
      return json(response, 401, {}, { 'www-authenticate': realm })
    })
    expect(await client().deleteTag(name(server), tag('v1'))).toBe('deleted')
    expect(scopes(server.seen).at(-1)).toEqual(['repository:o/app:pull,push', 'repository:o/app:delete'])
  })
})

describe('writing a manifest', () => {
  const bytes = Buffer.from(body)
  const stores = (headers = {}): Answer => plain((_, response) => void response.writeHead(201, headers).end())

  test.each([tag('v1'), digest])('puts it under %s, as its type', async (reference) => {
    let type: string | undefined
    const server = await serve(
      plain((request, response) => {
        type = request.headers['content-type']
        response.writeHead(201, { 'docker-content-digest': digest }).end()
      }),
    )
    await client().putManifest(name(server), reference, MANIFEST, bytes)
    expect(server.seen.at(-1)).toMatchObject({ method: 'PUT', path: `/v2/o/app/manifests/${reference}` })
    expect(type).toBe(MANIFEST)
  })

  test('under a digest that is not its own is not even tried', async () => {
    const server = await serve(stores())
    const put = client().putManifest(name(server), digestOf('other'), MANIFEST, bytes)
    await expect(put).rejects.toMatchObject({ kind: 'invalid-answer' })
    expect(server.seen).toEqual([])
  })

  test('fails where the registry stored something else', async () => {
    const server = await serve(stores({ 'docker-content-digest': digestOf('other') }))
    const put = client().putManifest(name(server), tag('v1'), MANIFEST, bytes)
    await expect(put).rejects.toThrow(`stored ${digestOf('other')} instead of ${digest}`)
  })

  test('is classified where the registry refuses it', async () => {
    const server = await serve(answers(400, 'MANIFEST_BLOB_UNKNOWN'))
    const put = client().putManifest(name(server), tag('v1'), MANIFEST, bytes)
    await expect(put).rejects.toMatchObject({ kind: 'rejected', answer: 'MANIFEST_BLOB_UNKNOWN: m' })
  })
})
