import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { startSigstore } from '../../scripts/sandbox/sigstore.js'
import { stampAgain } from './signatures.ts'
import {
  BY_RELEASE,
  refused,
  SIGNATURE_TYPE,
  type Signing,
  startSigning,
  typesIn,
  UNSIGNED,
} from './signing.ts'
import type { Pointer } from './store.ts'

// cosign waits and tries again, up to three seconds, on top of a slow machine.
jest.setTimeout(60_000)

let signing: Signing

beforeAll(async () => {
  signing = await startSigning()
})
beforeEach(() => signing.reset())
afterAll(() => signing.stop())

describe('somebody who may write to the registry', () => {
  /** A bundle of a signed image, and an image that nobody has signed. */
  async function spoils() {
    const [bundle] = await signing.signatures.of(await signing.signedOnce())
    if (!bundle) throw new Error('the image has no signature')
    return { bundle, other: await signing.newImage() }
  }

  test('cannot give one image the signature of another', async () => {
    const { bundle, other } = await spoils()
    await signing.signatures.replace(other, bundle)
    expect(await signing.verify(other)).toEqual(refused('provided artifact digest does not match any digest'))
  })

  test('cannot put another image into what is signed', async () => {
    const { bundle, other } = await spoils()
    const { digest } = await signing.signedOnce()
    const statement = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()
    const payload = Buffer.from(statement.replace(digest.slice(7), other.digest.slice(7))).toString('base64')
    await signing.signatures.replace(other, {
      ...bundle,
      dsseEnvelope: { ...bundle.dsseEnvelope, payload },
    })
    expect(await signing.verify(other)).toEqual(refused('failed to verify log inclusion'))
  })

  test('cannot change the signature', async () => {
    const image = await signing.signedImage()
    const [bundle] = await signing.signatures.of(image)
    if (!bundle) throw new Error('the image has no signature')
    const signatures = bundle.dsseEnvelope.signatures.map(({ sig }) => ({ sig: flipped(sig) }))
    await signing.signatures.replace(image, {
      ...bundle,
      dsseEnvelope: { ...bundle.dsseEnvelope, signatures },
    })
    expect(await signing.verify(image)).toEqual(refused('failed to verify log inclusion'))
  })

  test('cannot use a certificate that has run out', async () => {
    const image = await signing.newImage()
    signing.sigstore.set({ clock: { fulcio: -3600, tsa: -3300 } })
    expect(await signing.sign(image)).toMatchObject({ code: 0 })
    expect((await signing.verify(image)).code).toBe(0)
    signing.sigstore.set({ clock: {} })
    const [bundle] = await signing.signatures.of(image)
    if (bundle) await signing.signatures.replace(image, await stampAgain(bundle, signing.sigstore.urls.tsa))
    expect(await signing.verify(image)).toEqual(refused('leaf certificate verification failed'))
  })

  test('can take a signature away, or write rubbish: the image is unsigned then', async () => {
    const image = await signing.newImage()
    for (const left of [[], ['rubbish'], ['{}']]) {
      await signing.signatures.replace(image, ...left)
      expect(await signing.verify(image)).toMatchObject(UNSIGNED)
    }
  })

  test('cannot bring a root of their own', async () => {
    mkdirSync(join(signing.root, 'theirs'))
    const theirs = await startSigstore({ folder: join(signing.root, 'theirs') })
    const image = await signing.newImage()
    const signed = await signing.cosign(
      ['sign', ...signing.trust('v2', theirs), signing.nameOf(image)],
      theirs.env,
    )
    await theirs.stop()
    expect(signed.code).toBe(0)
    expect((await signing.verify(image, BY_RELEASE, theirs.files.trustedRoot)).code).toBe(0)
    expect(await signing.verify(image)).toEqual(refused('not enough verified log entries'))
  })
})

describe('where signatures are kept', () => {
  const tagOf = ({ digest }: Pointer) => digest.replace(':', '-')

  test('under a tag, where the registry has no referrers API', async () => {
    const image = await signing.signedImage()
    expect(Object.keys(await signing.registry.tags('acme/app'))).toContain(tagOf(image))
    expect(await signing.signatures.of(image)).toHaveLength(1)
  })

  test('in the registry itself, where it has one', async () => {
    signing.registry.set({ referrers: 'api' })
    const image = await signing.signedImage()
    expect(Object.keys(await signing.registry.tags('acme/app'))).not.toContain(tagOf(image))
    const result = await signing.verify(image)
    expect([result.code, typesIn(result)]).toEqual([0, [SIGNATURE_TYPE]])
    signing.registry.set({ referrers: '404' })
    expect((await signing.verify(image)).code).toBe(10)
  })

  test.each([
    ['refuses the list', { path: /\/referrers\//, status: 403, code: 'DENIED' }],
    ['shows an old list', { path: /\/manifests\/sha256-/, status: 404, code: 'MANIFEST_UNKNOWN', times: 1 }],
    ['loses a signature', { path: /\/blobs\//, status: 404, code: 'BLOB_UNKNOWN' }],
  ])('a registry that %s makes an image look unsigned', async (_, fault) => {
    const image = await signing.signedOnce()
    signing.registry.set({ faults: [fault] })
    expect(await signing.verify(image)).toMatchObject(UNSIGNED)
    signing.registry.set({ faults: [] })
    expect((await signing.verify(image)).code).toBe(0)
  })
})

/** A base64 text with its last byte changed. */
function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64')
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1)
  return bytes.toString('base64')
}
