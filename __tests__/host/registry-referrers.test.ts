import type { ServerResponse } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { body, client, digest, digestOf, json, MANIFEST, name, plain, serve } from './registry-client.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const API = `/v2/o/app/referrers/${digest}`
const TAG = `/v2/o/app/manifests/${digest.replace(':', '-')}`

const entry = (text: string) => ({
  mediaType: MANIFEST,
  digest: digestOf(text),
  size: 7,
  artifactType: `application/${text}`,
  annotations: { made: text },
})
const sendIndex = (response: ServerResponse, manifests: readonly unknown[], headers = {}) =>
  json(
    response,
    200,
    { schemaVersion: 2, mediaType: INDEX, manifests },
    { 'content-type': INDEX, ...headers },
  )
const refuse = (status: number) => (response: ServerResponse) => void json(response, status, {})
const unknown = refuse(404)

/** A registry whose API and whose fallback tag answer as told. */
const referrersAt = (
  api: (response: ServerResponse, path: string) => void,
  tag: (response: ServerResponse) => void,
) =>
  serve(
    plain((request, response) => {
      const { url = '' } = request
      if (url.startsWith(API)) return api(response, url)
      return url === TAG ? tag(response) : unknown(response)
    }),
  )
const texts = async (server: Awaited<ReturnType<typeof referrersAt>>) =>
  (await client().referrers(name(server), digest)).map(({ annotations }) => annotations.made)

describe('what refers to a manifest', () => {
  test('is what the API lists, with its type, and the tag is not asked', async () => {
    const server = await referrersAt((response) => sendIndex(response, [entry('a')]), unknown)
    const [found] = await client().referrers(name(server), digest)
    expect(found).toMatchObject({ digest: digestOf('a'), artifactType: 'application/a' })
    expect(server.seen.map(({ path }) => path)).toEqual(['/v2/', API])
  })

  test('may come in pages, which may overlap', async () => {
    const server = await referrersAt(
      (response, path) =>
        path.endsWith('?last=b')
          ? sendIndex(response, [entry('b'), entry('c')])
          : sendIndex(response, [entry('a'), entry('b')], {
              link: '<http://elsewhere.example/v2/x?last=b>; rel="next"',
            }),
      unknown,
    )
    expect(await texts(server)).toEqual(['a', 'b', 'c'])
  })

  test.each([404, 400, 405, 303, 403])('is what the tag lists where the API answers %d', async (status) => {
    const server = await referrersAt(refuse(status), (response) =>
      sendIndex(response, [entry('a'), entry('a')]),
    )
    expect(await texts(server)).toEqual(['a'])
  })

  test('is what the tag lists where the API is a page for people', async () => {
    const server = await referrersAt(
      (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      (response) => sendIndex(response, [entry('a')]),
    )
    expect(await texts(server)).toEqual(['a'])
  })

  test('is what the tag lists where the API knows of nothing', async () => {
    const server = await referrersAt(
      (response) => sendIndex(response, []),
      (response) => sendIndex(response, [entry('a')]),
    )
    expect(await texts(server)).toEqual(['a'])
  })

  test.each([500, 503])('is what the tag lists where the API fails with %d', async (status) => {
    const server = await referrersAt(refuse(status), (response) => sendIndex(response, [entry('a')]))
    expect(await texts(server)).toEqual(['a'])
  })

  test.each([
    ['empty', (response: ServerResponse) => sendIndex(response, [])],
    ['not there', unknown],
  ])('is nothing where the API is %s and there is no tag', async (_, api) => {
    expect(await texts(await referrersAt(api, unknown))).toEqual([])
  })
})

describe('what refers to a manifest is not told', () => {
  test('where the API failed and there is no tag', async () => {
    const server = await referrersAt(refuse(503), unknown)
    await expect(texts(server)).rejects.toMatchObject({ kind: 'temporary' })
  })

  test('where a later page is missing and there is no tag', async () => {
    const server = await referrersAt(
      (response, path) =>
        path.includes('?')
          ? unknown(response)
          : sendIndex(response, [entry('a')], { link: `<${API}?last=a>; rel="next"` }),
      unknown,
    )
    await expect(texts(server)).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('where the pages have no end', async () => {
    let page = 0
    const server = await referrersAt(
      (response) => sendIndex(response, [entry('a')], { link: `<${API}?last=${page++}>; rel="next"` }),
      unknown,
    )
    await expect(texts(server)).rejects.toThrow('has no end')
    expect(page).toBe(1000)
  })

  test.each([
    ['no list', { schemaVersion: 2 }],
    ['a list of no descriptors', { manifests: [{ digest: 'sha256:1', size: -1 }] }],
  ])('where the API answers with %s', async (_, index) => {
    const server = await referrersAt(
      (response) => json(response, 200, index, { 'content-type': INDEX }),
      unknown,
    )
    await expect(texts(server)).rejects.toThrow('list of referrers is none')
  })

  test('where the tag is an image', async () => {
    const server = await referrersAt(
      unknown,
      (response) => void response.writeHead(200, { 'content-type': MANIFEST }).end(body),
    )
    await expect(texts(server)).rejects.toThrow('is no list of referrers')
  })

  test('where nobody may read it', async () => {
    const server = await referrersAt(refuse(403), refuse(403))
    await expect(texts(server)).rejects.toMatchObject({ kind: 'denied' })
  })
})
