import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Fault } from '../../scripts/sandbox/registry.js'
import { startSigstore } from '../../scripts/sandbox/sigstore.js'
import { parseDigest } from '../../src/domain/digest.ts'
import { type ImageName, parseImageName } from '../../src/domain/reference.ts'
import type { Signer } from '../../src/domain/signature.ts'
import { createCosign } from '../../src/host/cosign/cosign.ts'
import { createCredentials } from '../../src/host/credentials.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import { createProcesses } from '../../src/host/process.ts'
import { createRegistry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'
import type { Verdict } from '../../src/plan/verdict.ts'
import { check, checkExpected } from '../../src/steps/sign/check.ts'
import { stampAgain } from '../rig/signatures.ts'
import { COMMIT, IDENTITY, type Signing, startSigning } from '../rig/signing.ts'
import type { Pointer } from '../rig/store.ts'

jest.setTimeout(120_000)

const RELEASE = {
  kind: 'keyless',
  identity: { exact: IDENTITY },
  issuer: 'https://token.actions.githubusercontent.com',
  ...{ repository: 'acme/app', commit: COMMIT },
} as const

let signing: Signing
let host: Host
let image: ImageName

/** A job of its own, logged in, whose waits take no time. */
beforeAll(async () => {
  signing = await startSigning()
  const name = parseImageName(`${signing.registry.host}/acme/app`)
  if ('fault' in name) throw new Error(name.fault)
  image = name
  const folder = mkdtempSync(join(signing.root, 'session-'))
  const processes = createProcesses({ PATH: process.env.PATH ?? '' })
  const files = createFiles()
  const user = { HOME: signing.root, DOCKER_CONFIG: join(signing.root, 'docker') }
  const credentials = createCredentials(processes, files, user)
  await credentials.create(folder, [])
  let now = 0
  const sleep = async (milliseconds: number) => {
    now += milliseconds
  }
  const toolCache = join(signing.root, 'tools')
  const cosign = createCosign({ processes, files, sleep, toolCache, pinned: undefined })
  await cosign.prepare(folder)
  const registry = createRegistry(createSend(sleep), (at) => credentials.lookup(at))
  host = { cosign, registry, clock: { now: () => now, sleep } } as unknown as Host
})
beforeEach(() => signing.reset())
afterAll(() => signing.stop())

async function verdictOf({ digest }: Pointer, signer: Signer = RELEASE, expected = false): Promise<Verdict> {
  const parsed = parseDigest(digest)
  if (parsed === undefined) throw new Error(digest)
  const { trustedRoot } = signing.sigstore.files
  const look = expected ? checkExpected : check
  return (await look(host, image, parsed, { signer, unlogged: false, trustedRoot })).verdict
}

async function bundleOf(one: Pointer) {
  const [bundle] = await signing.signatures.of(one)
  if (bundle === undefined) throw new Error('the image has no signature')
  return bundle
}

describe('what is signed', () => {
  test.each(['404', 'api', '303', 'empty'] as const)('is found: referrers %s', async (referrers) => {
    signing.registry.set({ referrers: referrers === 'api' ? 'api' : '404' })
    const one = await signing.signedImage()
    signing.registry.set({ referrers })
    // cosign itself takes an empty answer of the API for the whole truth.
    const cosignSees = referrers !== 'empty'
    expect((await verdictOf(one)).kind).toBe(cosignSees ? 'signed' : 'unknown')
  })

  test('in the older format too', async () => {
    const one = await signing.newImage()
    const services = [
      '--fulcio-url',
      signing.sigstore.urls.fulcio,
      '--rekor-url',
      signing.sigstore.urls.rekor,
    ]
    const old = ['--new-bundle-format=false', '--use-signing-config=false', ...services]
    const flags = [
      '--yes',
      '--fulcio-auth-flow',
      'token',
      '--trusted-root',
      signing.sigstore.files.trustedRoot,
    ]
    const made = await signing.cosign(['sign', ...flags, ...old, signing.nameOf(one)], signing.sigstore.env)
    expect(made).toMatchObject({ code: 0 })
    expect(await verdictOf(one)).toEqual({ kind: 'signed' })
  })

  test('beside what others have attached', async () => {
    const one = await signing.signedImage()
    const bundles = await signing.signatures.of(one)
    await signing.signatures.replace(one, 'rubbish', '{}', ...bundles)
    expect(await verdictOf(one)).toEqual({ kind: 'signed' })
  })
})

describe('what was tampered with', () => {
  const other = (change: object): Signer => ({ ...RELEASE, ...change })
  test.each<[what: string, signer: Signer]>([
    ['identity', other({ identity: { exact: `${IDENTITY}x` } })],
    ['issuer', other({ issuer: 'https://accounts.google.com' })],
    ['repository', other({ repository: 'acme/other' })],
    ['commit', other({ commit: 'f'.repeat(40) })],
  ])('another %s is wrong', async (_, signer) => {
    expect(await verdictOf(await signing.signedOnce(), signer)).toMatchObject({ kind: 'wrong' })
  })

  test('a changed signature is wrong', async () => {
    const one = await signing.signedImage()
    const bundle = await bundleOf(one)
    const signatures = bundle.dsseEnvelope.signatures.map(({ sig }) => ({ sig: `AAAA${sig.slice(4)}` }))
    await signing.signatures.replace(one, { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures } })
    expect(await verdictOf(one)).toMatchObject({ kind: 'wrong' })
  })

  test('a signature of another image is none, and wrong with a changed statement', async () => {
    const bundle = await bundleOf(await signing.signedOnce())
    const one = await signing.newImage()
    await signing.signatures.replace(one, bundle)
    expect(await verdictOf(one)).toMatchObject({
      kind: 'unsigned',
      why: expect.stringContaining('other things'),
    })
    const { digest } = await signing.signedOnce()
    const statement = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()
    const payload = Buffer.from(statement.replace(digest.slice(7), one.digest.slice(7))).toString('base64')
    await signing.signatures.replace(one, { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload } })
    expect(await verdictOf(one)).toMatchObject({ kind: 'wrong' })
  })

  test('a certificate that has run out is wrong', async () => {
    const one = await signing.newImage()
    signing.sigstore.set({ clock: { fulcio: -3600, tsa: -3300 } })
    expect(await signing.sign(one)).toMatchObject({ code: 0 })
    signing.sigstore.set({ clock: {} })
    await signing.signatures.replace(one, await stampAgain(await bundleOf(one), signing.sigstore.urls.tsa))
    expect(await verdictOf(one)).toMatchObject({ kind: 'wrong' })
  })

  test('a certificate that no log knows is wrong', async () => {
    signing.sigstore.set({ unlogged: true })
    expect(await verdictOf(await signing.signedImage())).toMatchObject({ kind: 'wrong' })
  })

  test('a signature of another Sigstore is wrong', async () => {
    const folder = join(signing.root, 'theirs')
    mkdirSync(folder)
    const theirs = await startSigstore({ folder })
    const one = await signing.newImage()
    const made = await signing.cosign(
      ['sign', ...signing.trust('v2', theirs), signing.nameOf(one)],
      theirs.env,
    )
    await theirs.stop()
    expect(made).toMatchObject({ code: 0 })
    expect(await verdictOf(one)).toMatchObject({ kind: 'wrong' })
  })

  test('an attestation alone is no signature', async () => {
    const one = await signing.newImage()
    const predicate = join(signing.root, 'predicate.json')
    writeFileSync(predicate, '{}')
    const args = [
      'attest',
      ...signing.trust('v2'),
      '--type',
      'https://example.com/x',
      '--predicate',
      predicate,
    ]
    expect(await signing.cosign([...args, signing.nameOf(one)], signing.sigstore.env)).toMatchObject({
      code: 0,
    })
    expect(await signing.verify(one)).toMatchObject({ code: 0 })
    expect(await verdictOf(one)).toMatchObject({
      kind: 'unsigned',
      why: expect.stringContaining('other things'),
    })
  })

  test('a deleted signature is none', async () => {
    const one = await signing.signedImage()
    await signing.signatures.replace(one)
    expect(await verdictOf(one)).toEqual({ kind: 'unsigned', why: 'it has no signature' })
  })
})

describe('a registry in trouble proves nothing', () => {
  const broken = (path: RegExp, status: number, times?: number): Fault => ({
    ...{ path, status },
    ...(times !== undefined && { times }),
  })
  test.each<[string, Fault]>([
    ['a list that fails', broken(/\/manifests\/sha256-/, 503)],
    ['a signature that fails', broken(/\/blobs\//, 503)],
  ])('%s is unknown', async (_, fault) => {
    const one = await signing.signedOnce()
    signing.registry.set({ faults: [fault] })
    expect((await verdictOf(one)).kind).toBe('unknown')
  })

  test.each<[string, Fault]>([
    ['an old list', broken(/\/manifests\/sha256-/, 404, 1)],
    ['a list that is refused once', broken(/\/manifests\/sha256-/, 429, 2)],
  ])('%s is looked at again where a signature is expected', async (_, fault) => {
    const one = await signing.signedOnce()
    signing.registry.set({ faults: [fault] })
    expect(await verdictOf(one, RELEASE, true)).toEqual({ kind: 'signed' })
  })
})
