import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createGitHub, type GitHub } from '../../src/host/github.ts'
import { type Answer, startServer, type TestServer } from './server.ts'

const TOKEN = 'ghs_secret-word'
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'
const OTHER = 'b'.repeat(40)
const [TAG, OUTER] = ['d'.repeat(40), 'e'.repeat(40)] as const

const OPEN: TestServer[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((server) => server.close()))
})
beforeAll(() => {
  // The tests' own server is not behind the proxy of the machine, and their event is not ours.
  process.env.no_proxy = '*'
  delete process.env.GITHUB_EVENT_PATH
})

async function serve(answer: Answer): Promise<TestServer> {
  const server = await startServer(answer)
  OPEN.push(server)
  return server
}

function client({ host }: TestServer, token: string | undefined = TOKEN, limit = 5_000): GitHub {
  const github = createGitHub({ apiUrl: `http://${host}/api/v3`, repository: 'Octo/hello' }, limit)
  github.use(token)
  return github
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const object = (type: string, sha: string) => ({ object: { type, sha } })
const ref = (name: string, type: string, sha: string) => ({ ref: `refs/${name}`, ...object(type, sha) })

/** A GitHub that has these answers, and 404 for all else. */
const api =
  (answers: Readonly<Record<string, unknown>>): Answer =>
  ({ url = '' }, response) => {
    const found = answers[url.replace('/api/v3/repos/Octo/hello/', '')]
    return found === undefined ? json(response, 404, { message: 'Not Found' }) : json(response, 200, found)
  }

describe('the head of a branch', () => {
  test('is the commit of the ref of exactly this name', async () => {
    const refs = [ref('heads/feature/x-2', 'commit', OTHER), ref('heads/feature/x', 'commit', SHA)]
    const server = await serve(api({ 'git/matching-refs/heads%2Ffeature%2Fx': refs }))
    expect(await client(server).branchHead('feature/x')).toEqual({ value: SHA })
    expect(server.seen).toEqual([
      {
        method: 'GET',
        path: '/api/v3/repos/Octo/hello/git/matching-refs/heads%2Ffeature%2Fx',
        authorization: `token ${TOKEN}`,
      },
    ])
  })

  test('is that of SHA-256 too', async () => {
    const long = 'a'.repeat(64)
    const server = await serve(api({ 'git/matching-refs/heads%2Fmain': [ref('heads/main', 'commit', long)] }))
    expect(await client(server).branchHead('main')).toEqual({ value: long })
  })

  test('does not exist where no ref has this name', async () => {
    const server = await serve(
      api({ 'git/matching-refs/heads%2Fmain': [ref('heads/main-2', 'commit', SHA)] }),
    )
    expect(await client(server).branchHead('main')).toEqual({ value: undefined })
  })

  test.each(['a#b?c', '50%', 'ä', '../../../user', 'a b{c}'])(
    'is asked for %j by that name',
    async (name) => {
      const path = `git/matching-refs/${encodeURIComponent(`heads/${name}`)}`
      const server = await serve(api({ [path]: [ref(`heads/${name}`, 'commit', SHA)] }))
      expect(await client(server).branchHead(name)).toEqual({ value: SHA })
    },
  )
})

describe('two commits', () => {
  const path = `compare/${OTHER}...${SHA}?per_page=1`

  test.each(['ahead', 'behind', 'identical', 'diverged'])('of which one is %s', async (status) => {
    const server = await serve(api({ [path]: { status, ahead_by: 1 } }))
    expect(await client(server).compare(OTHER, SHA)).toEqual({ value: status })
  })

  test('without a common ancestor are apart', async () => {
    const server = await serve((_, response) =>
      json(response, 404, { message: `No common ancestor between ${OTHER} and ${SHA}.` }),
    )
    expect(await client(server).compare(OTHER, SHA)).toEqual({ value: 'diverged' })
  })

  test('of which one is not there', async () => {
    expect(await client(await serve(api({}))).compare(OTHER, SHA)).toEqual({ unknown: 'it answered 404' })
  })

  test('in a relation that nobody knows', async () => {
    const server = await serve(api({ [path]: { status: 'sideways' } }))
    expect(await client(server).compare(OTHER, SHA)).toEqual({
      unknown: 'it sent an answer that cannot be read',
    })
  })
})

describe('the files between two commits', () => {
  const path = `compare/${OTHER}...${SHA}?per_page=1`
  const named = (count: number) => Array.from({ length: count }, (_, at) => ({ filename: `f${at}` }))

  test('are those that GitHub lists, with the old names of moved ones', async () => {
    const files = [{ filename: 'a' }, { filename: 'b', previous_filename: 'old' }, { filename: 7 }, 'x']
    const server = await serve(api({ [path]: { status: 'ahead', files } }))
    expect(await client(server).changedFiles(OTHER, SHA)).toEqual({ value: ['a', 'b', 'old'] })
  })

  test.each([
    ['have diverged', { status: 'diverged', files: [] }, 'the commits do not follow each other'],
    ['are in the other order', { status: 'behind', files: [] }, 'the commits do not follow each other'],
    ['are too many', { status: 'ahead', files: named(300) }, 'more than 299 files changed'],
    ['are not listed', { status: 'ahead' }, 'it sent an answer that cannot be read'],
  ])('are unknown where they %s', async (_, answer, unknown) => {
    const server = await serve(api({ [path]: answer }))
    expect(await client(server).changedFiles(OTHER, SHA)).toEqual({ unknown })
  })

  test('are unknown where a commit is not there', async () => {
    expect(await client(await serve(api({}))).changedFiles(OTHER, SHA)).toEqual({
      unknown: 'it answered 404',
    })
  })
})

describe('a git tag', () => {
  const path = 'git/matching-refs/tags%2Fv1.2.3'
  const annotated = [ref('tags/v1.2.3', 'tag', TAG), ref('tags/v1.2.3-rc.1', 'commit', OTHER)]

  test.each<[what: string, answers: Readonly<Record<string, unknown>>, answer: unknown]>([
    ['a lightweight one', { [path]: [ref('tags/v1.2.3', 'commit', SHA)] }, { value: SHA }],
    ['an annotated one', { [path]: annotated, [`git/tags/${TAG}`]: object('commit', SHA) }, { value: SHA }],
    [
      'one of a tag',
      {
        [path]: [ref('tags/v1.2.3', 'tag', OUTER)],
        [`git/tags/${OUTER}`]: object('tag', TAG),
        [`git/tags/${TAG}`]: object('commit', SHA),
      },
      { value: SHA },
    ],
    ['an absent one', { [path]: [] }, { value: undefined }],
    [
      'one of a folder',
      { [path]: [ref('tags/v1.2.3', 'tree', SHA)] },
      { unknown: 'the git tag points at no commit' },
    ],
    [
      'one of itself',
      { [path]: annotated, [`git/tags/${TAG}`]: object('tag', TAG) },
      { unknown: 'the git tag points at no commit' },
    ],
    ['one whose object is gone', { [path]: annotated }, { unknown: 'it answered 404' }],
    [
      'one of no id',
      { [path]: [ref('tags/v1.2.3', 'commit', 'main')] },
      { unknown: 'it sent an answer that cannot be read' },
    ],
    [
      'one of nothing',
      { [path]: [null, 7, { ref: 'refs/tags/v1.2.3' }] },
      { unknown: 'it sent an answer that cannot be read' },
    ],
  ])('that is %s', async (_, answers, answer) => {
    expect(await client(await serve(api(answers))).gitTag('v1.2.3')).toEqual(answer)
  })
})

describe('without an answer', () => {
  /** Every question, so that none of them throws. */
  const all = (github: GitHub) =>
    Promise.all([github.branchHead('main'), github.compare(OTHER, SHA), github.gitTag('v1')])
  const three = (unknown: unknown) => [{ unknown }, { unknown }, { unknown }]

  test.each([401, 403, 404, 429, 500, 503])('because it is %d, nobody knows', async (status) => {
    const server = await serve((_, response) => json(response, status, { message: `::error::${TOKEN}` }))
    expect(await all(client(server))).toEqual(three(`it answered ${status}`))
  })

  test('because there is no token, nothing is asked', async () => {
    const server = await serve((_, response) => json(response, 200, []))
    const github = createGitHub({ apiUrl: `http://${server.host}`, repository: 'Octo/hello' })
    expect(await all(github)).toEqual(three('there is no token of the job'))
    github.use(TOKEN)
    github.use(undefined)
    expect(await all(github)).toEqual(three('there is no token of the job'))
    expect(server.seen).toEqual([])
  })

  test.each<[what: string, Answer]>([
    ['at all', () => {}],
    [
      'whose body ends',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write('[')
      },
    ],
  ])('%s in time, nobody knows', async (_, answer) => {
    expect(await all(client(await serve(answer), TOKEN, 200))).toEqual(three('no answer in 0.2 s'))
  })

  test('to the second of two questions in time, nobody knows', async () => {
    const server = await serve(({ url = '' }, response) => {
      if (url.includes('matching-refs')) json(response, 200, [ref('tags/v1', 'tag', TAG)])
    })
    expect(await client(server, TOKEN, 300).gitTag('v1')).toEqual({ unknown: 'no answer in 0.3 s' })
    expect(server.seen).toHaveLength(2)
  })

  test.each<[what: string, type: string, body: string]>([
    ['garbage', 'application/json', '{"status": "ahead'],
    ['nothing', 'application/json', ''],
    ['null', 'application/json', 'null'],
    ['a page', 'text/html', '<html>'],
    ['bytes', 'application/octet-stream', '[]'],
    ['a text', 'application/json', '"ahead"'],
    ['an empty object', 'application/json', '{}'],
  ])('that can be read, because it is %s, nobody knows', async (_, type, body) => {
    const server = await serve(
      (_, response) => void response.writeHead(200, { 'content-type': type }).end(body),
    )
    expect(await all(client(server))).toEqual(three('it sent an answer that cannot be read'))
  })

  test('because the connection breaks or nothing listens, nobody knows', async () => {
    const server = await serve((request) => void request.socket.destroy())
    expect(await all(client(server))).toEqual(three(expect.stringMatching(/^it cannot be asked: /)))
    const gone = await startServer(() => {})
    await gone.close()
    expect(await all(client(gone))).toEqual(three(expect.stringMatching(/^it cannot be asked: .*REFUSED/)))
  })

  test('because there is no such address, nobody knows', async () => {
    const github = createGitHub({ apiUrl: 'not a url', repository: '' })
    github.use(TOKEN)
    expect(await all(github)).toEqual(three(expect.stringMatching(/^it cannot be asked: /)))
  })
})

describe('the token', () => {
  test.each([301, 302, 307, 308])('does not follow a redirect %d to another server', async (status) => {
    const elsewhere = await serve((_, response) => json(response, 200, [ref('heads/main', 'commit', SHA)]))
    const server = await serve(
      (_, response) => void response.writeHead(status, { location: `http://${elsewhere.host}/x` }).end(),
    )
    expect(await client(server).branchHead('main')).toEqual({ unknown: 'it sends to another server' })
    expect(elsewhere.seen).toEqual([{ method: 'GET', path: '/x', authorization: undefined }])
  })

  test('follows the redirect of a repository that was renamed', async () => {
    const server = await serve(({ url = '' }, response) =>
      url.startsWith('/repositories/7/')
        ? json(response, 200, [ref('heads/main', 'commit', SHA)])
        : void response.writeHead(301, { location: '/repositories/7/git/matching-refs/heads/main' }).end(),
    )
    expect(await client(server).branchHead('main')).toEqual({ value: SHA })
    expect(server.seen.map(({ authorization }) => authorization)).toEqual(Array(2).fill(`token ${TOKEN}`))
  })

  test('stands in no reason, and nothing is written to the console', async () => {
    const written: unknown[] = []
    const original = { ...console }
    Object.assign(console, { warn: (...all: unknown[]) => written.push(all), error: console.warn })
    try {
      const server = await serve((_, response) => {
        const link = '<::add-mask::x>; rel="deprecation"'
        response.writeHead(401, { deprecation: 'true', sunset: '::x', link }).end(TOKEN)
      })
      expect(JSON.stringify(await client(server).branchHead('main'))).not.toContain('ghs_')
    } finally {
      Object.assign(console, original)
    }
    expect(written).toEqual([])
  })
})

test('octokit is loaded with the first question, not at the start', () => {
  const text = readFileSync('src/host/github.ts', 'utf8')
  expect(text).not.toMatch(/from '@actions\/github'/)
  expect(text).toMatch(/await import\('@actions\/github'\)/)
})
