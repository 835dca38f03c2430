import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { REPOSITORY } from '../rig/legs.ts'
import type { JobResult } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { NOTING, SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

jest.setTimeout(120_000)

const PASSWORD = 'the password of "a" $key'
/** A key needs no service, and no files of one. */
const ALONE = { 'sigstore-signing-config': '', 'sigstore-trusted-root': '' }

let jobs: SigningJobs

beforeAll(async () => {
  jobs = await SigningJobs.start()
})
afterEach(() => jobs.reset())
afterAll(() => jobs.stop())

/** The printed command, and the public key that lies in a file. */
async function verifies({ outputs }: JobResult, folder: string): Promise<void> {
  const command = outputs['verify-command'] ?? 'false'
  expect(await jobs.shell(command)).toMatchObject({ code: 0 })
  const log = command.includes('--insecure-ignore-tlog') ? '--insecure-ignore-tlog' : ''
  const root = /--trusted-root \S+/.exec(command)?.[0] ?? ''
  const key = `--key ${join(folder, 'cosign.pub')}`
  expect(await jobs.shell(`cosign verify ${key} ${log} ${root} ${outputs.reference}`)).toMatchObject({
    code: 0,
  })
}

describe('by a key', () => {
  test('with a password: no service is asked, and the secrets stand nowhere', async () => {
    const { pem, folder } = jobs.makeKey(PASSWORD)
    const shim = makeShim(jobs.leg, NOTING, 'cosign')
    const inputs = { ...ALONE, sign: 'key', 'cosign-key': pem }
    const env = { ...shim.env, COSIGN_PASSWORD: PASSWORD, COSIGN_REPOSITORY: 'elsewhere.example/x' }
    const job = await jobs.publish({ inputs, env })
    succeeded(job)
    expect(job.outputs).toMatchObject({ signed: 'true', 'certificate-identity': '' })
    await verifies(job, folder)
    expect(jobs.asked()).toEqual([])
    expect(shim.notes()).not.toMatch(/^(?:COSIGN_REPOSITORY|GITHUB_|INPUT_|ACTIONS_)/m)
    expect(shim.notes()).toMatch(/^--key=env:\/\/COSIGN_PRIVATE_KEY$/m)
    const { log, annotations, outputs, summary, state } = job
    const everything = JSON.stringify({ log, annotations, outputs, summary, state, args: shim.notes() })
    const hidden = [
      PASSWORD,
      JSON.stringify(PASSWORD).slice(1, -1),
      ...pem.split('\n').filter((line) => !line.startsWith('---') && line !== ''),
    ]
    expect(hidden.filter((secret) => everything.includes(secret))).toEqual([])
  })

  test('without a password, from the environment, by sign: auto', async () => {
    const { pem, folder } = jobs.makeKey('')
    const job = await jobs.publish({
      inputs: { ...ALONE, 'cosign-key': 'env://MY_KEY' },
      env: { MY_KEY: pem },
    })
    succeeded(job)
    await verifies(job, folder)
    expect(jobs.asked()).toEqual([])
  })

  test('with services of a Sigstore, it is in their log', async () => {
    const { pem, folder } = jobs.makeKey('')
    const version = jobs.next()
    const inputs = { sign: 'key', 'cosign-key': pem }
    const job = await jobs.publish({ version, inputs, token: false })
    succeeded(job)
    expect(jobs.asked()).toEqual(['tsa', 'rekor'])
    expect(job.outputs['verify-command']).not.toContain('--insecure-ignore-tlog')
    await verifies(job, folder)
    succeeded(await jobs.publish({ version, inputs, token: false }))
    expect(await jobs.count(job.outputs.digest ?? '')).toBe(1)
  })

  test('beside a signature without a key, which stays', async () => {
    const { pem, folder } = jobs.makeKey('')
    const version = jobs.next()
    const first = await jobs.publish({ version })
    const second = await jobs.publish({ version, inputs: { ...ALONE, overwrite: 'true', 'cosign-key': pem } })
    expect(second.outputs.digest).toBe(first.outputs.digest)
    await verifies(second, folder)
    expect(await jobs.shell(first.outputs['verify-command'] ?? '')).toMatchObject({ code: 0 })
    expect(await jobs.count(first.outputs.digest ?? '')).toBe(2)
  })
})

describe('a key that cannot be used ends the job before the build', () => {
  const publicKey = () => readFileSync(join(jobs.makeKey('').folder, 'cosign.pub'), 'utf8')
  test.each<[what: string, inputs: () => Record<string, string>, words: RegExp]>([
    ['none', () => ({ sign: 'key' }), /cosign-key: it is missing, and sign: key signs with it/],
    [
      'a variable that is not set',
      () => ({ 'cosign-key': 'env://NO_KEY' }),
      /the variable NO_KEY is not set/,
    ],
    ['a public one', () => ({ 'cosign-key': publicKey() }), /cosign-key: it is no private key of cosign/],
    [
      'a wrong password',
      () => ({ 'cosign-key': jobs.makeKey('another').pem }),
      /cosign cannot use it: .*decryption failed/,
    ],
    [
      'one beside sign: keyless',
      () => ({ sign: 'keyless', 'cosign-key': 'env://NO_KEY' }),
      /together with 'sign: keyless'/,
    ],
  ])('%s', async (_, inputs, words) => {
    const tags = await jobs.leg.reader.tags(REPOSITORY)
    const job = await jobs.publish({ token: false, inputs: { ...ALONE, ...inputs() } })
    expect(failedInMain(job, tags)).toMatch(words)
    expect(job.log).not.toContain('Build and push')
  })

  test('but none is asked for in a dry run: strangers have no secrets', async () => {
    const job = await jobs.publish({ token: false, inputs: { ...ALONE, sign: 'key', 'dry-run': 'true' } })
    succeeded(job)
    expect(job.outputs.signed).toBe('false')
  })
})
