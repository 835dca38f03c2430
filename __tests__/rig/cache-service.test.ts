import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  type CacheService,
  type Fault,
  type Method,
  startCacheService,
} from '../../scripts/sandbox/cache-service.js'
import { type Grant, makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'

const CLIENT = join(import.meta.dirname, 'fixtures/cache-client.js')
const MAIN: Grant = { scope: 'refs/heads/main', permission: 'read-write' }
const PULL: Grant = { scope: 'refs/pull/7/merge', permission: 'read-write' }
const MAIN_READ: Grant = { ...MAIN, permission: 'read' }
const onMain = makeRuntimeToken([MAIN])
const onPull = makeRuntimeToken([PULL, MAIN_READ])
const VERSION = 'a'.repeat(64)

let cache: CacheService
let root: string
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'rig-cache-'))
  cache = await startCacheService()
})
afterEach(async () => {
  await cache.stop()
  rmSync(root, { recursive: true, force: true })
})

/** A call of the service as its clients make it. */
async function ask(method: Method, body: object, token = onMain) {
  const answer = await fetch(`${cache.url}twirp/github.actions.results.api.v1.CacheService/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: VERSION, ...body }),
  })
  const retryAfter = answer.headers.get('retry-after')
  return { status: answer.status, retryAfter, body: (await answer.json()) as Record<string, unknown> }
}

const put = (address: string, body: string | Buffer, query = '') =>
  fetch(`${address}${query}`, {
    method: 'PUT',
    headers: { 'x-ms-blob-type': 'BlockBlob' },
    body: new Uint8Array(Buffer.from(body)),
  })

/** Saves a text under a key. */
async function save(key: string, text: string, token = onMain, version = VERSION): Promise<void> {
  const { body } = await ask('CreateCacheEntry', { key, version }, token)
  expect((await put(String(body.signed_upload_url), text)).status).toBe(201)
  const size = { size_bytes: String(text.length) }
  const done = await ask('FinalizeCacheEntryUpload', { key, version, ...size }, token)
  expect(done.body).toMatchObject({ ok: true, entry_id: expect.stringMatching(/^\d+$/) })
}

/** What a look-up finds; undefined for nothing. */
async function find(key: string, restoreKeys: readonly string[] = [], token = onMain, version = VERSION) {
  const { body } = await ask('GetCacheEntryDownloadURL', { key, restore_keys: restoreKeys, version }, token)
  if (body.ok !== true) return undefined
  const text = await (await fetch(String(body.signed_download_url))).text()
  return { key: body.matched_key, text }
}

const addressOf = async (key: string) =>
  String((await ask('GetCacheEntryDownloadURL', { key })).body.signed_download_url)

describe('scopes', () => {
  test('a scope reads its own entries, then those of the scopes behind it, and never a sibling', async () => {
    await save('k', 'of main')
    expect(await find('k', [], onPull)).toEqual({ key: 'k', text: 'of main' })
    await save('k', 'of the pull request', onPull)
    expect(await find('k', [], onPull)).toEqual({ key: 'k', text: 'of the pull request' })
    expect(await find('k')).toEqual({ key: 'k', text: 'of main' })
    const sibling = makeRuntimeToken([{ ...PULL, scope: 'refs/heads/other' }])
    expect(await find('k', [], sibling)).toBeUndefined()
    expect(cache.entries().map(({ scope }) => scope)).toEqual(['refs/heads/main', 'refs/pull/7/merge'])
  })

  test('a prefix in the own scope wins over the exact key in another', async () => {
    await save('k-1', 'of main')
    await save('k-1-old', 'of the pull request', onPull)
    expect(await find('k-1', [], onPull)).toEqual({ key: 'k-1-old', text: 'of the pull request' })
  })

  test('a token that may only read is refused with the words of GitHub, and reads', async () => {
    await save('k', 'of main')
    const token = makeRuntimeToken([MAIN_READ])
    expect(await ask('CreateCacheEntry', { key: 'new' }, token)).toMatchObject({
      status: 200,
      body: { ok: false, message: 'cache write denied: token has no writable scopes' },
    })
    expect((await ask('FinalizeCacheEntryUpload', { key: 'k', size_bytes: 7 }, token)).body.ok).toBe(false)
    expect(await find('k', [], token)).toEqual({ key: 'k', text: 'of main' })
  })

  test('a token that may only write, or nothing, reads nothing', async () => {
    const writer = makeRuntimeToken([{ ...MAIN, permission: 'write' }])
    await save('k', 'text', writer)
    for (const token of [writer, makeRuntimeToken([])])
      expect(await ask('GetCacheEntryDownloadURL', { key: 'k' }, token)).toMatchObject({
        status: 403,
        body: { code: 'permission_denied', msg: expect.stringMatching(/^cache read denied:/) },
      })
  })

  test.each([
    ['of no shape', 'nonsense'],
    ['that has expired', makeRuntimeToken([MAIN], { lifetimeSeconds: -1 })],
    ['that is not valid yet', makeRuntimeToken([MAIN], { startsInSeconds: 60 })],
  ])('a token %s is refused', async (_, token) => {
    expect(await ask('CreateCacheEntry', { key: 'k' }, token)).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    })
  })
})

describe('keys', () => {
  test('exact first, then the newest of a prefix, in the order of the restore keys', async () => {
    for (const key of ['a', 'b-1', 'a-1', 'a-2']) await save(key, `text of ${key}`)
    expect((await find('a'))?.key).toBe('a')
    expect((await find('a-'))?.key).toBe('a-2')
    expect((await find('x', ['y', 'b-', 'a-']))?.key).toBe('b-1')
    expect(await find('x', ['y'])).toBeUndefined()
  })

  test('another version is another cache', async () => {
    const other = 'b'.repeat(64)
    await save('k', 'one')
    await save('k', 'two', onMain, other)
    expect((await find('k', [], onMain, other))?.text).toBe('two')
    expect(await find('k', [], onMain, 'c'.repeat(64))).toBeUndefined()
  })

  test('a key is taken from its reservation on, and found from its end on', async () => {
    const { body } = await ask('CreateCacheEntry', { key: 'k' })
    const taken = { status: 409, body: { code: 'already_exists' } }
    expect(await ask('CreateCacheEntry', { key: 'k' })).toMatchObject(taken)
    expect((await ask('FinalizeCacheEntryUpload', { key: 'k', size_bytes: 1 })).status).toBe(404)
    await put(String(body.signed_upload_url), 'text')
    expect(await find('k')).toBeUndefined()
    const wrong = await ask('FinalizeCacheEntryUpload', { key: 'k', size_bytes: 3 })
    expect(wrong.body).toMatchObject({ ok: false, message: 'the upload has 4 bytes, not 3' })
    await ask('FinalizeCacheEntryUpload', { key: 'k', size_bytes: 4 })
    expect((await find('k'))?.text).toBe('text')
    expect(await ask('CreateCacheEntry', { key: 'k' })).toMatchObject(taken)
  })

  test.each(['', 'a,b', 'k'.repeat(513)])('%j is no key', async (key) => {
    expect(await ask('CreateCacheEntry', { key })).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument' },
    })
  })
})

describe('blobs', () => {
  const content = randomBytes(1000)

  /** An entry of two blocks, uploaded in the other order; the address of its download. */
  async function inBlocks(): Promise<string> {
    const { body } = await ask('CreateCacheEntry', { key: 'blocks' })
    const upload = String(body.signed_upload_url)
    const [one, two] = ['QQ==', 'Qg==']
    await put(upload, content.subarray(600), `&comp=block&blockid=${encodeURIComponent(two)}`)
    await put(upload, content.subarray(0, 600), `&comp=block&blockid=${encodeURIComponent(one)}`)
    const list = (ids: readonly string[]) =>
      `<?xml version="1.0"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`
    const bad = await put(upload, list([one, 'Qw==']), '&comp=blocklist')
    expect([bad.status, bad.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidBlockList'])
    expect((await put(upload, list([one, two]), '&comp=blocklist')).status).toBe(201)
    await ask('FinalizeCacheEntryUpload', { key: 'blocks', size_bytes: 1000 })
    return addressOf('blocks')
  }

  test('blocks are put together as their list says, and read whole or in ranges', async () => {
    const address = await inBlocks()
    const read = async (headers: Record<string, string>) => {
      const answer = await fetch(address, { headers })
      return {
        status: answer.status,
        range: answer.headers.get('content-range'),
        body: Buffer.from(await answer.arrayBuffer()),
      }
    }
    expect(await read({})).toEqual({ status: 200, range: null, body: content })
    const part = { status: 206, range: 'bytes 590-609/1000', body: content.subarray(590, 610) }
    expect(await read({ range: 'bytes=590-609' })).toEqual(part)
    expect(await read({ 'x-ms-range': 'bytes=590-609', range: 'bytes=0-0' })).toEqual(part)
    expect(await read({ range: 'bytes=990-' })).toEqual({
      ...{ status: 206, range: 'bytes 990-999/1000', body: content.subarray(990) },
    })
    expect((await read({ range: 'bytes=1000-' })).status).toBe(416)
    const head = await fetch(address, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000'])
    const etag = head.headers.get('etag') ?? ''
    expect((await read({ 'if-match': etag })).status).toBe(200)
    expect((await read({ 'if-match': '"other"' })).status).toBe(412)
  })

  test('every answer has a request id, the errors too', async () => {
    const address = await inBlocks()
    cache.set({ faults: [{ on: 'download', kind: 'status', status: 503, times: 1 }] })
    const answers = [
      await fetch(address),
      await fetch(address),
      await fetch(address, { method: 'HEAD' }),
      await fetch(address, { headers: { range: 'bytes=5000-' } }),
      await fetch(address, { method: 'DELETE' }),
      await fetch(address.replace(/\d+\?/, '999?')),
      await put(address, 'text'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 200, 416, 405, 404, 403])
    for (const { headers } of answers) expect(headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('an address opens what it was signed for: an upload reads nothing, a download writes nothing', async () => {
    const { body } = await ask('CreateCacheEntry', { key: 'k' })
    const upload = String(body.signed_upload_url)
    await put(upload, 'text')
    await ask('FinalizeCacheEntryUpload', { key: 'k', size_bytes: 4 })
    expect((await fetch(upload)).status).toBe(403)
    expect((await put(await addressOf('k'), 'other')).status).toBe(403)
    expect((await find('k'))?.text).toBe('text')
  })

  test('dropped entries are gone, the longest unused first where there are too many bytes', async () => {
    for (const key of ['a', 'b', 'c']) await save(key, '12345')
    await find('a')
    cache.set({ limitBytes: 12 })
    await save('d', '1')
    expect(cache.entries().map(({ key, size }) => [key, size])).toEqual([
      ['a', 5],
      ['c', 5],
      ['d', 1],
    ])
    const address = await addressOf('a')
    expect(cache.evict(({ key }) => key !== 'd')).toBe(2)
    expect(await find('a')).toBeUndefined()
    expect((await fetch(address)).status).toBe(404)
  })
})

describe('faults', () => {
  test.each([
    ['CreateCacheEntry', 409, 'already_exists'],
    ['CreateCacheEntry', 429, 'resource_exhausted'],
    ['FinalizeCacheEntryUpload', 500, 'internal'],
    ['GetCacheEntryDownloadURL', 503, 'unavailable'],
  ] as const)('%s answers %i', async (on, status, code) => {
    cache.set({ faults: [{ on, kind: 'status', status, retryAfterSeconds: 7, message: 'too much' }] })
    const answer = await ask(on, { key: 'k' })
    expect(answer).toEqual({ status, retryAfter: '7', body: { code, msg: 'too much' } })
  })

  test('they hit what they name, so often', async () => {
    await save('k', 'text')
    await save('other', 'text')
    cache.set({ faults: [{ on: 'blob', key: /^k$/, kind: 'status', status: 500, times: 1 }] })
    expect((await find('other'))?.text).toBe('text')
    expect((await find('k'))?.text).toContain('InternalError')
    expect((await find('k'))?.text).toBe('text')
  })

  test.each<[string, Fault]>([
    ['cut', { on: 'download', kind: 'truncate', bytes: 3 }],
    ['destroyed', { on: 'download', kind: 'destroy' }],
  ])('a download that is %s breaks off', async (_, fault) => {
    await save('k', 'text')
    cache.set({ faults: [fault] })
    await expect(find('k')).rejects.toThrow()
    expect(cache.requests().at(-1)).toMatchObject({ call: 'download', key: 'k', status: 0 })
  })

  test('a delay delays', async () => {
    cache.set({ faults: [{ on: 'GetCacheEntryDownloadURL', kind: 'delay', ms: 300 }] })
    const start = performance.now()
    expect(await find('k')).toBeUndefined()
    expect(performance.now() - start).toBeGreaterThan(290)
  })

  test('what hangs is ended by the end of the stand-in', async () => {
    await save('k', 'text')
    cache.set({ faults: [{ on: 'download', kind: 'hang', bytes: 2 }] })
    let ended = false
    const answer = await fetch(await addressOf('k'))
    const rest = answer.text().catch(() => {
      ended = true
    })
    await sleep(300)
    expect([answer.status, ended]).toEqual([200, false])
    await cache.stop()
    await rest
    expect(ended).toBe(true)
    cache = await startCacheService()
  })

  test('the log tells calls, keys, scopes, what was found and how it ended', async () => {
    await save('k-1', 'text')
    cache.set({ faults: [{ on: 'GetCacheEntryDownloadURL', kind: 'status', status: 500, times: 1 }] })
    await find('k-', [], onPull)
    await find('k-', [], onPull)
    const main = 'refs/heads/main'
    expect(cache.requests().map(({ at: _, bytes: __, ...one }) => Object.values(one))).toEqual([
      ['CreateCacheEntry', 'k-1', main, undefined, 200],
      ['upload', 'k-1', main, undefined, 201],
      ['FinalizeCacheEntryUpload', 'k-1', main, undefined, 200],
      ['GetCacheEntryDownloadURL', 'k-', undefined, undefined, 500],
      ['GetCacheEntryDownloadURL', 'k-', main, 'k-1', 200],
      ['download', 'k-1', main, undefined, 200],
    ])
    cache.clearRequests()
    expect(cache.requests()).toEqual([])
  })
})

describe('@actions/cache', () => {
  const file = () => join(root, 'data/file.bin')
  const content = randomBytes(300_000)
  beforeEach(() => {
    mkdirSync(join(root, 'data'))
    writeFileSync(file(), content)
  })

  /** Runs the client as a step of a job with a token does; what it gave, and its log. */
  function client(token: string, ...args: readonly string[]): Promise<{ result: unknown; log: string }> {
    const env = {
      ...{ PATH: process.env.PATH, HOME: root, RUNNER_TEMP: root },
      ...cache.env(token),
    }
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [CLIENT, ...args], { cwd: root, env }, (error, stdout, stderr) => {
        if (error) return reject(new Error(`${stdout}${stderr}`))
        resolve({ ...JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''), log: stdout })
      })
    })
  }

  test('saves and restores, exactly and by a restore key', async () => {
    expect(await client(onMain, 'save', 'key-1')).toMatchObject({ result: 1 })
    rmSync(file())
    expect(await client(onMain, 'restore', 'key-1')).toMatchObject({ result: 'key-1' })
    expect(readFileSync(file()).equals(content)).toBe(true)
    rmSync(file())
    expect(await client(onPull, 'restore', 'key-2', 'none-', 'key-')).toMatchObject({ result: 'key-1' })
    expect(readFileSync(file()).equals(content)).toBe(true)
    expect(await client(onMain, 'restore', 'absent')).toMatchObject({ result: null })
    const again = await client(onMain, 'save', 'key-1')
    expect(again).toMatchObject({ result: -1, log: expect.stringContaining('another job may be creating') })
  })

  test('is refused where its token may only read, and told why', async () => {
    const { result, log } = await client(makeRuntimeToken([MAIN_READ]), 'save', 'key-1')
    expect(result).toBe(-1)
    expect(log).toContain('::warning::Failed to save: Unable to reserve cache with key key-1')
    expect(log).toContain('cache write denied: token has no writable scopes')
    const none = await client(makeRuntimeToken([]), 'restore', 'key-1')
    expect(none).toMatchObject({ result: null, log: expect.stringContaining('cache read denied:') })
  })

  test('restores nothing of a download that was cut', async () => {
    await client(onMain, 'save', 'key-1')
    rmSync(file())
    cache.set({ faults: [{ on: 'download', kind: 'truncate', bytes: 1000 }] })
    const { result, log } = await client(onMain, 'restore', 'key-1')
    expect([result, log]).toEqual([null, expect.stringContaining('::warning::Failed to restore: ')])
    expect(existsSync(file())).toBe(false)
  })

  test('does without where it is throttled, and tries an error again', async () => {
    cache.set({
      faults: [
        { on: 'CreateCacheEntry', kind: 'status', status: 429, retryAfterSeconds: 9, times: 1 },
        { on: 'CreateCacheEntry', kind: 'status', status: 500, times: 1 },
      ],
    })
    const throttled = await client(onMain, 'save', 'key-1')
    expect(throttled).toMatchObject({ result: -1, log: expect.stringContaining('reset in 9 seconds') })
    const tried = await client(onMain, 'save', 'key-1')
    expect(tried).toMatchObject({ result: 1, log: expect.stringContaining('(500) Internal Server Error') })
  }, 20_000)

  test('waits on a service that hangs, and does without when the connection ends', async () => {
    cache.set({ faults: [{ on: 'GetCacheEntryDownloadURL', kind: 'hang' }] })
    const restored = client(onMain, 'restore', 'key-1')
    await sleep(1500)
    expect(cache.requests()).toMatchObject([{ call: 'GetCacheEntryDownloadURL', status: 0 }])
    await cache.stop()
    const { result, log } = await restored
    expect([result, log]).toEqual([null, expect.stringContaining('Failed to restore')])
    expect(existsSync(file())).toBe(true)
    cache = await startCacheService()
  }, 20_000)
})
