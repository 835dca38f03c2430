import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type Fault, type Service, type Switches, startSigstore } from '../../scripts/sandbox/sigstore.js'
import { refused, type Signing, startSigning, UNSIGNED } from './signing.ts'

// What cosign makes of everything that is no token, also of an error of GitHub's.
const NO_TOKEN = 'authenticating caller: go-jose/go-jose: compact JWS format must have three parts'

// cosign waits and tries again, up to three seconds, on top of a slow machine.
jest.setTimeout(60_000)

let signing: Signing

beforeAll(async () => {
  signing = await startSigning()
})
beforeEach(() => signing.reset())
afterAll(() => signing.stop())

describe('a fault of a service', () => {
  const once = { times: 1 } as const
  const status = (on: Service, code: number, body?: string) =>
    ({ on, kind: 'status', status: code, ...(body !== undefined && { body }) }) as const

  test.each<['v1' | 'v2', Fault]>([
    ['v2', { on: 'oidc', kind: 'destroy', ...once }],
    ['v2', { ...status('fulcio', 503), ...once }],
    ['v2', { ...status('tsa', 429), ...once }],
    ['v1', { ...status('rekor', 500), ...once }],
    ['v1', { on: 'rekor', kind: 'destroy', ...once }],
  ])('that passes is tried again once: Rekor %s, %j', async (version, fault) => {
    signing.sigstore.set({ faults: [fault] })
    const image = await signing.newImage()
    expect(await signing.sign(image, version)).toMatchObject({ code: 0 })
    const tries = signing.sigstore.requests().filter(({ service }) => service === fault.on)
    expect(tries).toHaveLength(2)
    expect((await signing.verify(image)).code).toBe(0)
  })

  test.each<['v1' | 'v2', Fault, string]>([
    ['v2', status('oidc', 401), NO_TOKEN],
    ['v2', status('oidc', 500), NO_TOKEN],
    ['v2', status('oidc', 200, '<html>'), "invalid character '<' looking for beginning of value"],
    ['v2', status('fulcio', 403), 'Fulcio returned 403: {"code":403'],
    ['v2', status('fulcio', 429), 'http: read on closed response body'],
    ['v2', { on: 'fulcio', kind: 'destroy', ...once }, 'signingCert": EOF'],
    ['v2', status('tsa', 403), 'timestamp authority returned 403'],
    ['v2', status('tsa', 500), 'http: read on closed response body'],
    ['v2', { on: 'tsa', kind: 'destroy', ...once }, 'timestamp": EOF'],
    [
      'v2',
      { ...status('rekor', 429), ...once },
      'adding rekor v2 entry: unexpected response: 429 {"code":429',
    ],
    [
      'v2',
      { ...status('rekor', 500), ...once },
      'adding rekor v2 entry: unexpected response: 500 {"code":500',
    ],
    ['v2', { on: 'rekor', kind: 'destroy', ...once }, 'adding rekor v2 entry: getting response'],
    ['v1', status('rekor', 409), '[POST /api/v1/log/entries][409] createLogEntryConflict'],
    ['v1', status('rekor', 503), 'giving up after 2 attempt(s): status 503: {"code":503'],
  ])('that stays is told, and nothing is pushed: Rekor %s, %j', async (version, fault, words) => {
    signing.sigstore.set({ faults: [fault] })
    const image = await signing.newImage()
    expect(await signing.sign(image, version)).toEqual(refused(words))
    expect(await signing.verify(image)).toMatchObject(UNSIGNED)
  })

  test('a service that hangs is waited for', async () => {
    signing.sigstore.set({ faults: [{ on: 'fulcio', kind: 'hang' }] })
    const image = await signing.newImage()
    const args = ['sign', ...signing.trust('v2'), signing.nameOf(image)]
    const started = execFile('cosign', args, { env: signing.env(signing.sigstore.env) })
    const ended = new Promise((resolve) => started.once('exit', (_, signal) => resolve(signal)))
    while (signing.asked().length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(signing.asked()).toEqual(['oidc 200', 'fulcio 0'])
    started.kill('SIGTERM')
    expect(await ended).toBe('SIGTERM')
  })

  test('without a token, cosign asks nobody', async () => {
    expect(await signing.sign(await signing.newImage(), 'v2', {})).toEqual(refused(NO_TOKEN))
    expect(signing.asked()).toEqual([])
  })
})

describe('a dishonest service', () => {
  test.each<[string, Partial<Switches>, string]>([
    ['another root', { strangers: ['fulcio'] }, 'leaf certificate verification failed'],
    ['an expired certificate', { clock: { fulcio: -3600 } }, 'leaf certificate verification failed'],
    ['a later time', { clock: { tsa: 3600 } }, 'leaf certificate verification failed'],
    [
      'an unknown timestamp service',
      { strangers: ['tsa'] },
      'threshold not met for verified signed timestamps',
    ],
    [
      'an unknown log',
      { strangers: ['rekor'] },
      'not enough verified log entries from transparency log: 0 < 1',
    ],
    ['no proof of the log', { proof: 'none' }, 'inclusion proof missing in bundle'],
    ['a wrong proof of the log', { proof: 'wrong' }, 'wrong proof size'],
    [
      'a token for somebody else',
      { audience: 'other' },
      'expected audience \\"sigstore\\" got [\\"other\\"]',
    ],
    ['an old token', { clock: { oidc: -3600 } }, 'Fulcio returned 401'],
  ])('that gives %s is found out while signing', async (_, switches, words) => {
    signing.sigstore.set(switches)
    const image = await signing.newImage()
    expect(await signing.sign(image)).toEqual(refused(words))
    expect((await signing.verify(image)).code).toBe(10)
  })

  test('that is the first Rekor without a proof makes cosign crash', async () => {
    signing.sigstore.set({ proof: 'none' })
    const { code, stderr } = await signing.sign(await signing.newImage(), 'v1')
    expect([code, stderr]).toEqual([2, expect.stringContaining('panic: runtime error')])
  })

  test('that keeps certificates out of their log is found out by verifying only', async () => {
    signing.sigstore.set({ unlogged: true })
    const image = await signing.signedImage()
    expect(await signing.verify(image)).toEqual(refused('failed to verify signed certificate timestamp'))
  })
})

test('a service that was stopped refuses connections, the others answer', async () => {
  const folder = join(signing.root, 'partly')
  mkdirSync(folder)
  const partly = await startSigstore({ folder })
  try {
    await partly.stopService('tsa')
    await expect(fetch(partly.urls.tsa)).rejects.toThrow()
    expect((await fetch(partly.urls.rekor)).status).toBe(404)
    expect((await fetch(`${partly.urls.oidc}/token`)).status).toBe(401)
    expect(partly.requests().map(({ service, path, status }) => [service, path, status])).toEqual([
      ['rekor', '/', 404],
      ['oidc', '/token', 401],
    ])
  } finally {
    await partly.stop()
  }
  await expect(fetch(partly.urls.rekor)).rejects.toThrow()
})
