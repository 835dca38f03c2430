import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as core from '@actions/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { parseCommand } from '../../scripts/sandbox/commands.js'
import { type Fault, type Sigstore, startSigstore } from '../../scripts/sandbox/sigstore.js'
import { readClaims } from '../../src/domain/claims.ts'
import { askForToken } from '../../src/host/idtoken.ts'
import { createRunner } from '../../src/host/runner.ts'

const VARIABLES = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] as const
const folder = mkdtempSync(join(tmpdir(), 'idtoken-'))
let sigstore: Sigstore
let waits: number[]

beforeAll(async () => {
  sigstore = await startSigstore({ folder })
})
afterAll(async () => {
  await sigstore.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  waits = []
  sigstore.clearRequests()
  sigstore.set({ faults: [] })
  Object.assign(process.env, sigstore.env)
  // Commands of @actions/core are for the runner, not for whoever runs the tests.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  jest.restoreAllMocks()
  for (const name of VARIABLES) delete process.env[name]
})

const ask = (tryLimitMs = 5_000) =>
  askForToken({
    ask: () => core.getIDToken('sigstore'),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    tryLimitMs,
  })
const tries = () => sigstore.requests().length

describe('a token of this job', () => {
  test('is the one that GitHub gives, for the audience that was asked for', async () => {
    expect(readClaims(await ask())).toMatchObject({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sigstore',
      repository: 'acme/app',
    })
    expect([tries(), waits]).toEqual([1, []])
  })

  test.each(VARIABLES)('is not to be had without %s', async (name) => {
    delete process.env[name]
    await expect(ask()).rejects.toMatchObject({ name: 'PolicyError' })
    await expect(ask()).rejects.toThrow(/`id-token: write` is missing.*packages: write, id-token: write/)
    expect([tries(), waits]).toEqual([0, []])
  })

  test.each([401, 403])('that is refused with status %d is not asked for again', async (status) => {
    sigstore.set({ faults: [{ on: 'oidc', kind: 'status', status }] })
    const refused = ask()
    await expect(refused).rejects.toMatchObject({ name: 'PolicyError' })
    await expect(refused).rejects.toThrow(new RegExp(`status ${status}.*id-token: write`))
    expect([tries(), waits]).toEqual([1, []])
  })

  test.each<[what: string, fault: Fault]>([
    ['status 500', { on: 'oidc', kind: 'status', status: 500, times: 2 }],
    ['status 429', { on: 'oidc', kind: 'status', status: 429, times: 2 }],
    ['a connection that breaks off', { on: 'oidc', kind: 'destroy', times: 2 }],
  ])('is asked for again after %s', async (_, fault) => {
    sigstore.set({ faults: [fault] })
    expect(readClaims(await ask())).toMatchObject({ aud: 'sigstore' })
    expect([tries(), waits]).toEqual([3, [1_000, 3_000]])
  })

  test('is asked for again where no answer comes in time', async () => {
    sigstore.set({ faults: [{ on: 'oidc', kind: 'hang', times: 1 }] })
    expect(readClaims(await ask(300))).toMatchObject({ aud: 'sigstore' })
    expect([tries(), waits]).toEqual([2, [1_000]])
  })

  test.each<[what: string, fault: Fault, words: string]>([
    ['answers with status 500', { on: 'oidc', kind: 'status', status: 500 }, 'status 500'],
    ['breaks connections off', { on: 'oidc', kind: 'destroy' }, 'socket hang up'],
    ['does not answer', { on: 'oidc', kind: 'hang' }, 'no answer in 0.3 s'],
  ])('is given up where GitHub always %s, with the reason', async (_, fault, words) => {
    sigstore.set({ faults: [fault] })
    const failed = ask(300)
    await expect(failed).rejects.toMatchObject({ name: 'CommandError' })
    await expect(failed).rejects.toThrow(words)
    await expect(failed).rejects.toThrow('Run the job again')
    expect([tries(), waits]).toEqual([3, [1_000, 3_000]])
  })

  test.each<[what: string, body: string, words: string | RegExp]>([
    ['a page', '<html>', 'GitHub gives no token'],
    ['no value', '{"count":1}', 'GitHub gives no token'],
    ['no token', '{"value":"hello"}', 'is no token (JWT)'],
    ['a token and more', '{"value":"a.b.c\\nx"}', 'is no token (JWT)'],
    ['a number', '{"value":17}', /no token/],
  ])('is not taken from an answer that holds %s', async (_, body, words) => {
    sigstore.set({ faults: [{ on: 'oidc', kind: 'status', status: 200, body }] })
    const failed = ask()
    await expect(failed).rejects.toMatchObject({ name: 'CommandError' })
    await expect(failed).rejects.toThrow(words)
    expect([tries(), waits]).toEqual([1, []])
  })

  test('is refused in words that start no command', async () => {
    const body = '{"message":"\\n::set-output name=a::b\\n##[add-mask]x"}'
    sigstore.set({ faults: [{ on: 'oidc', kind: 'status', status: 400, body }] })
    const message = await ask().catch((error: Error) => error.message)
    expect(message).toMatch(/status 400.*set-output/)
    expect(message).not.toMatch(/##\[|\n/)
  })
})

describe('the runner', () => {
  test.each([
    [{}, false],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }, false],
    [{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' }, false],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' }, true],
  ])('says for %j whether there are tokens', (env, expected) => {
    expect(createRunner(env).context.idToken).toBe(expected)
  })

  test('hides a token and its parts before anything can print them', async () => {
    const script = `
      const { createRunner } = await import(${JSON.stringify(resolve('src/host/runner.ts'))})
      console.log('token ' + (await createRunner().idToken('sigstore')))`
    const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', script]
    const env = { PATH: process.env.PATH, ...sigstore.env }
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    const lines = stdout.trimEnd().split('\n')
    const token = lines.at(-1)?.replace('token ', '') ?? ''
    const masks = lines.slice(0, -1).map((line) => parseCommand(line))
    expect(masks.filter((one) => one?.name === 'add-mask').map((one) => one?.data)).toEqual([
      ...[token, ...token.split('.')],
    ])
  })
})
