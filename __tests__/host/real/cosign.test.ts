import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { CosignBuild } from '../../../src/domain/cosign.ts'
import { parseBundle, SIGNATURE_TYPES, type Signer } from '../../../src/domain/signature.ts'
import { type Cosign, createCosign, type PrivateKey } from '../../../src/host/cosign/cosign.ts'
import { createCredentials } from '../../../src/host/credentials.ts'
import { createFiles } from '../../../src/host/files.ts'
import { createProcesses, type Processes } from '../../../src/host/process.ts'
import { COMMIT, IDENTITY, type Signing, startSigning, UNSIGNED } from '../../rig/signing.ts'
import type { Pointer } from '../../rig/store.ts'

// cosign waits and tries again, up to three seconds, on top of a slow machine.
jest.setTimeout(60_000)

const ISSUER = 'https://token.actions.githubusercontent.com'
const RELEASE = {
  kind: 'keyless',
  identity: { exact: IDENTITY },
  issuer: ISSUER,
  ...{ repository: 'acme/app', commit: COMMIT },
} as const
/** What would lead a cosign that saw it to other roots of trust, to another repository, or to another program's login. */
const POISON = {
  ...{ COSIGN_REPOSITORY: '127.0.0.1:1/evil/x', SIGSTORE_ROOT_FILE: '/dev/null', TUF_ROOT: '/dev/null' },
  ...{ SIGSTORE_REKOR_PUBLIC_KEY: '/dev/null', SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: '/dev/null' },
  ...{ TUF_MIRROR: 'http://127.0.0.1:1', DOCKER_CONFIG: '/dev/null', SIGSTORE_ID_TOKEN: 'poison' },
  ...{ COSIGN_KEY: '/dev/null', COSIGN_PASSWORD: 'poison', HOME: '/dev/null' },
}

let signing: Signing
let cosign: Cosign
let processes: Processes
let session: string
let key: PrivateKey

/** A step's cosign, logged in to the registry, on a machine where an earlier step has set what it likes. */
async function start(path = process.env.PATH ?? '', pinned?: CosignBuild): Promise<Cosign> {
  session = mkdtempSync(join(signing.root, 'session-'))
  processes = createProcesses({ ...POISON, PATH: path })
  const files = createFiles()
  const user = { HOME: signing.root, DOCKER_CONFIG: join(signing.root, 'docker') }
  await createCredentials(processes, files, user).create(session, [])
  const toolCache = join(signing.root, 'tools')
  return createCosign({ processes, files, sleep: async () => undefined, toolCache, pinned })
}

beforeAll(async () => {
  signing = await startSigning()
  cosign = await start()
  expect(await cosign.prepare(session)).toEqual({ version: '3.1.3', origin: 'path', passedOver: undefined })
  const pair = join(signing.root, 'pair')
  const password = 'the-password-of-the-key'
  await signing.cosign(['generate-key-pair', '--output-key-prefix', pair], { COSIGN_PASSWORD: password })
  key = { pem: readFileSync(`${pair}.key`, 'utf8'), password }
})
beforeEach(() => signing.reset())
afterAll(() => signing.stop())

/** As the action fetches it, for one signature. */
async function token(): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: request } = signing.sigstore.env
  const answer = await fetch(`${url}&audience=sigstore`, { headers: { authorization: `Bearer ${request}` } })
  return ((await answer.json()) as { value: string }).value
}

const services = (version: 'v1' | 'v2' = 'v2') => {
  const { signingConfig, trustedRoot } = signing.sigstore.files
  return { signingConfig: signingConfig[version], trustedRoot }
}
const signAs = async (image: Pointer, more = {}) => {
  const common = { reference: signing.nameOf(image), files: services(), timeoutMs: 30_000 }
  return cosign.sign({ ...common, by: { token: await token() }, ...more })
}
const check = (image: Pointer, signer: Signer = RELEASE, more = {}) =>
  cosign.verify({ reference: signing.nameOf(image), signer, files: services(), timeoutMs: 30_000, ...more })
const found = (stdout: string) =>
  JSON.parse(stdout).map(({ critical }: { critical: { type: string; image: unknown } }) => critical)

describe('a signature by a token', () => {
  test.each(['v1', 'v2'] as const)('is made and checked, with Rekor %s', async (version) => {
    const image = await signing.newImage()
    const files = services(version)
    expect(await signAs(image, { files })).toMatchObject({ code: 0, stdout: '' })
    const { code, stdout } = await check(image, RELEASE, { files })
    expect(code).toBe(0)
    expect(found(stdout)).toMatchObject([
      { type: SIGNATURE_TYPES[0], image: { 'docker-manifest-digest': image.digest } },
    ])
    const [bundle] = await signing.signatures.of(image)
    expect(parseBundle(JSON.stringify(bundle))).toEqual({
      ...{ predicateType: SIGNATURE_TYPES[0], subjects: [image.digest], by: 'certificate' },
    })
  })

  test('is checked by a pattern, and without repository and commit, too', async () => {
    const image = await signing.signedOnce()
    const identity = { regexp: '^https://github.com/acme/app/.*@refs/heads/main$' }
    expect((await check(image, { kind: 'keyless', identity, issuer: ISSUER })).code).toBe(0)
    const loose = { regexp: 'acme' }
    expect((await check(image, { kind: 'keyless', identity: loose, issuer: ISSUER })).code).toBe(0)
    const other = { regexp: '^https://github.com/other/' }
    expect((await check(image, { kind: 'keyless', identity: other, issuer: ISSUER })).code).toBe(1)
  })

  test.each([
    ['identity', { identity: { exact: `${IDENTITY}x` } }, 'expected SAN value'],
    ['issuer', { issuer: 'https://accounts.google.com' }, 'expected issuer value'],
    ['repository', { repository: 'acme/other' }, 'expected GithubWorkflowRepository'],
    ['commit', { commit: 'f'.repeat(40) }, 'expected GithubWorkflowSHA'],
  ])('is refused where another %s is expected', async (_, more, words) => {
    const { code, stdout, stderr } = await check(await signing.signedOnce(), { ...RELEASE, ...more })
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(words) })
  })

  test('is not there where nobody signed', async () => {
    expect(await check(await signing.newImage())).toMatchObject(UNSIGNED)
  })

  test('is not made by a token that is none, which is never shown', async () => {
    const image = await signing.newImage()
    const forged = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ0aGUtZm9yZ2VyIn0.dGhlLXNpZ25hdHVyZQ'
    const { code, stderr } = await signAs(image, { by: { token: forged } })
    expect(code).toBe(1)
    for (const part of [forged, ...forged.split('.')]) expect(stderr).not.toContain(part)
    expect(await check(image)).toMatchObject(UNSIGNED)
  })

  test('is given up in time where Fulcio hangs, and nothing runs on', async () => {
    signing.sigstore.set({ faults: [{ on: 'fulcio', kind: 'hang' }] })
    const image = await signing.newImage()
    const started = Date.now()
    expect(await signAs(image, { timeoutMs: 2_000 })).toMatchObject({ code: undefined })
    expect(Date.now() - started).toBeLessThan(8_000)
    expect(signing.asked()).toEqual(['oidc 200', 'fulcio 0'])
    expect(await processes.endOrphans(session)).toBe(0)
    expect(await check(image)).toMatchObject(UNSIGNED)
  })
})

describe('a signature by a key', () => {
  const publicKey = async () => (await cosign.publicKey(key)).stdout

  test('is made without any service, and checked by the public half', async () => {
    const image = await signing.newImage()
    expect(await signAs(image, { by: { key }, files: {} })).toMatchObject({ code: 0, stdout: '' })
    const pem = await publicKey()
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
    expect(pem).toBe(readFileSync(join(signing.root, 'pair.pub'), 'utf8'))
    signing.sigstore.clearRequests()
    const result = await check(image, { kind: 'key', publicKey: pem }, { files: {}, unlogged: true })
    expect([result.code, found(result.stdout)]).toMatchObject([0, [{ type: SIGNATURE_TYPES[0] }]])
    expect(signing.asked()).toEqual([])
    const [bundle] = await signing.signatures.of(image)
    expect(parseBundle(JSON.stringify(bundle))).toMatchObject({ by: 'key', subjects: [image.digest] })
  })

  test('is in no log and checked with a trusted root alone, too', async () => {
    const image = await signing.newImage()
    const files = { trustedRoot: services().trustedRoot }
    signing.sigstore.clearRequests()
    expect(await signAs(image, { by: { key }, files })).toMatchObject({ code: 0 })
    const signer = { kind: 'key', publicKey: await publicKey() } as const
    const { code, stdout } = await check(image, signer, { files, unlogged: true })
    expect([code, found(stdout)]).toMatchObject([0, [{ type: SIGNATURE_TYPES[0] }]])
    expect(signing.asked()).toEqual(['oidc 200'])
  })

  test('is in the log where services are given, and missed there where none were', async () => {
    const [image, unlogged] = [await signing.newImage(), await signing.newImage()]
    expect(await signAs(image, { by: { key } })).toMatchObject({ code: 0 })
    expect(signing.asked()).toEqual(expect.arrayContaining(['rekor 201']))
    const signer = { kind: 'key', publicKey: await publicKey() } as const
    expect((await check(image, signer)).code).toBe(0)
    await signAs(unlogged, { by: { key }, files: {} })
    const missed = await check(unlogged, signer)
    expect([missed.code, missed.stderr]).toEqual([1, expect.stringContaining('log')])
  })

  test('of somebody else is refused', async () => {
    const image = await signing.newImage()
    await signAs(image, { by: { key }, files: {} })
    const other = join(signing.root, 'other')
    await signing.cosign(['generate-key-pair', '--output-key-prefix', other], { COSIGN_PASSWORD: '' })
    const signer = { kind: 'key', publicKey: readFileSync(`${other}.pub`, 'utf8') } as const
    expect((await check(image, signer, { files: {}, unlogged: true })).code).toBe(1)
    // A key without a password is a key too.
    const pem = readFileSync(`${other}.key`, 'utf8')
    const own = await cosign.publicKey({ pem, password: '' })
    expect([own.code, own.stdout]).toEqual([0, signer.publicKey])
  })

  test('is not made with a wrong password, or by what is no key; neither is shown', async () => {
    const image = await signing.newImage()
    const wrong = await signAs(image, { by: { key: { ...key, password: 'wrong-password' } }, files: {} })
    expect(wrong).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('decryption failed') })
    const none = await cosign.publicKey({ pem: 'this-is-no-key', password: 'the-password' })
    expect(none.code).toBe(1)
    expect(wrong.stderr + none.stderr).not.toMatch(/wrong-password|this-is-no-key|the-password/)
  })
})

describe('the pinned program', () => {
  test('is taken from the tool cache where PATH has none, and signs from the private folder', async () => {
    const all = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'cosign'))
    const program = all.find((file) => existsSync(file)) ?? ''
    const sha256 = createHash('sha256').update(readFileSync(program)).digest('hex')
    const kept = join(signing.root, 'tools/ghcr-publish/cosign', sha256, 'cosign')
    mkdirSync(dirname(kept), { recursive: true })
    copyFileSync(program, kept)
    const url = 'https://github.com/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64'
    const pinned = await start('/none', { version: '3.1.3', url, sha256, sizeLimit: 300_000_000 })
    expect(await pinned.prepare(session)).toMatchObject({ origin: 'pinned', passedOver: undefined })
    rmSync(kept)
    const image = await signing.newImage()
    const request = { reference: signing.nameOf(image), files: services(), timeoutMs: 30_000 }
    expect((await pinned.sign({ ...request, by: { token: await token() } })).code).toBe(0)
    expect((await pinned.verify({ ...request, signer: RELEASE })).code).toBe(0)
  })
})
