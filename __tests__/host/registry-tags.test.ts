import { describe, expect, test } from '@jest/globals'
import { client, json, name, plain, serve } from './registry-client.ts'
import type { Answer } from './server.ts'

/** A list in pages of a size, each of which names the next. */
const paged = (tags: readonly string[], size: number): Answer =>
  plain((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x')
    const start = Number(searchParams.get('last') ?? 0)
    const end = start + size
    const link = end < tags.length ? { link: `</v2/o/app/tags/list?n=0&last=${end}>; rel="next"` } : {}
    json(response, 200, { tags: tags.slice(start, end) }, link)
  })

describe('a long list of tags', () => {
  test('of 10,000 in a hundred pages takes less than two seconds and little memory', async () => {
    const all = Array.from({ length: 10_000 }, (_, number) => `v1.0.${number}`)
    const server = await serve(paged(all, 100))
    const registry = client()
    const memory = process.memoryUsage.rss()
    const started = performance.now()
    expect(await registry.tags(name(server))).toEqual(all)
    expect(performance.now() - started).toBeLessThan(2000)
    expect((process.memoryUsage.rss() - memory) / 1024 / 1024).toBeLessThan(150)
    expect(server.seen).toHaveLength(101)
  })
})

describe('a list of tags without end', () => {
  test('is left after a thousand pages', async () => {
    let page = 0
    const server = await serve(
      plain((_, response) =>
        json(response, 200, { tags: ['a'] }, { link: `</v2/o/app/tags/list?last=${page++}>; rel="next"` }),
      ),
    )
    await expect(client().tags(name(server))).rejects.toMatchObject({
      kind: 'invalid-answer',
      message: expect.stringContaining("list 'tags/list' has no end. Allowed: 1000 pages and 64 MiB"),
    })
    expect(page).toBe(1000)
  }, 20_000)

  test('is left where a page comes again', async () => {
    const server = await serve(
      plain((_, response) =>
        json(response, 200, { tags: ['a'] }, { link: '</v2/o/app/tags/list?last=a>; rel="next"' }),
      ),
    )
    await expect(client().tags(name(server))).rejects.toThrow('has no end')
    expect(server.seen).toHaveLength(3)
  })

  test('is left after 64 MiB', async () => {
    let page = 0
    const tags = Array.from({ length: 30_000 }, () => 'a'.repeat(128))
    const server = await serve(
      plain((_, response) =>
        json(response, 200, { tags }, { link: `</v2/o/app/tags/list?last=${page++}>; rel="next"` }),
      ),
    )
    await expect(client().tags(name(server))).rejects.toThrow('has no end')
    expect(page).toBeLessThan(20)
  }, 20_000)
})

describe('a list of tags that breaks off', () => {
  test('is no list', async () => {
    const server = await serve(
      plain((request, response) =>
        request.url?.includes('last')
          ? json(response, 404, {})
          : json(response, 200, { tags: ['a'] }, { link: '</v2/o/app/tags/list?last=a>; rel="next"' }),
      ),
    )
    await expect(client().tags(name(server))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test.each(['null', '[]', '7', '"x"', '{}', '{"tags":{"a":1}}', '<html>', '{"tags":["a"'])(
    'nor is %s',
    async (text) => {
      const server = await serve(plain((_, response) => void response.writeHead(200).end(text)))
      await expect(client().tags(name(server))).rejects.toThrow('list of tags is none')
    },
  )

  test.each(['{"tags":null}', '{"tags":[]}', '{"tags":[7,{}]}'])('but %s is an empty one', async (text) => {
    const server = await serve(plain((_, response) => void response.writeHead(200).end(text)))
    expect(await client().tags(name(server))).toEqual([])
  })
})

describe('a registry that lists no tags', () => {
  test.each([405, 501])('says so with %d, and what helps is told', async (status) => {
    const errors = [{ code: 'UNSUPPORTED', message: 'no list' }]
    const server = await serve(plain((_, response) => json(response, status, { errors })))
    await expect(client().tags(name(server))).rejects.toMatchObject({
      ...{ kind: 'rejected', status, answer: 'UNSUPPORTED: no list' },
      message: expect.stringMatching(
        /the registry answered (?:405|501) \(UNSUPPORTED: no list\): it does not list tags.*Publish to a registry that lists tags/,
      ),
    })
  })

  test('is an empty one with 404: there is no such repository yet', async () => {
    const server = await serve(plain((_, response) => json(response, 404, {})))
    expect(await client().tags(name(server))).toEqual([])
  })
})
