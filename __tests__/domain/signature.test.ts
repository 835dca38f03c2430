import { describe, expect, test } from '@jest/globals'
import { parseBundle, SIGNATURE_TYPES } from '../../src/domain/signature.ts'

const HEX = 'a'.repeat(64)
const DIGEST = `sha256:${HEX}`
const STATEMENT = {
  _type: 'https://in-toto.io/Statement/v1',
  predicateType: 'https://sigstore.dev/cosign/sign/v1',
  subject: [{ digest: { sha256: HEX }, annotations: {} }],
}
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
/** A bundle as cosign 3 writes it. */
const bundle = (more: object = {}, statement: unknown = STATEMENT) => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: { certificate: { rawBytes: 'MII=' }, tlogEntries: [] },
  dsseEnvelope: {
    payload: base64(statement),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ sig: 'x' }],
  },
  ...more,
})
const parse = (value: unknown) => parseBundle(JSON.stringify(value))

describe('a bundle', () => {
  test('states what is said of what, and how that is proved', () => {
    expect(parse(bundle())).toEqual({
      predicateType: SIGNATURE_TYPES[0],
      subjects: [DIGEST],
      by: 'certificate',
    })
    const key = { verificationMaterial: { publicKey: { hint: 'x' } } }
    expect(parse(bundle(key))?.by).toBe('key')
    const chain = { verificationMaterial: { x509CertificateChain: { certificates: [] } } }
    expect(parse(bundle(chain))?.by).toBe('certificate')
  })

  test.each([
    'application/vnd.dev.sigstore.bundle+json;version=0.3',
    'application/vnd.dev.sigstore.bundle.v1.0+json',
  ])('of media type %s is one too', (mediaType) => expect(parse(bundle({ mediaType }))).toBeDefined())

  test('of an attestation is no signature', () => {
    const said = { ...STATEMENT, predicateType: 'https://slsa.dev/provenance/v1' }
    expect(SIGNATURE_TYPES).not.toContain(parse(bundle({}, said))?.predicateType)
  })

  test.each<[what: string, subject: unknown, subjects: readonly string[]]>([
    [
      'several',
      [{ digest: { sha256: HEX } }, { digest: { sha256: 'b'.repeat(64) } }],
      [DIGEST, `sha256:${'b'.repeat(64)}`],
    ],
    ['none', undefined, []],
    ['no list', { digest: { sha256: HEX } }, []],
    [
      'no digests',
      [null, 3, {}, { digest: null }, { digest: { sha256: 'x' } }, { digest: { sha512: HEX } }],
      [],
    ],
    ['too many', Array(2000).fill({ digest: { sha256: HEX } }), Array(1000).fill(DIGEST)],
  ])('with %s as subjects', (_, subject, subjects) => {
    expect(parse(bundle({}, { ...STATEMENT, subject }))?.subjects).toEqual(subjects)
  })

  test.each<[what: string, value: unknown]>([
    ['null', null],
    ['a list', [bundle()]],
    ['another media type', bundle({ mediaType: 'application/json' })],
    ['no material', bundle({ verificationMaterial: undefined })],
    ['empty material', bundle({ verificationMaterial: {} })],
    ['material of another form', bundle({ verificationMaterial: [] })],
    ['no envelope', bundle({ dsseEnvelope: undefined })],
    ['a signature of plain bytes', bundle({ dsseEnvelope: undefined, messageSignature: { signature: 'x' } })],
    [
      'an envelope of something else',
      bundle({ dsseEnvelope: { payload: base64(STATEMENT), payloadType: 'x' } }),
    ],
    [
      'a payload that is no base64',
      bundle({ dsseEnvelope: { payload: '###', payloadType: 'application/vnd.in-toto+json' } }),
    ],
    [
      'a payload that is no text',
      bundle({ dsseEnvelope: { payload: 3, payloadType: 'application/vnd.in-toto+json' } }),
    ],
    ['a payload that is no object', bundle({}, 'text')],
    ['no predicate type', bundle({}, { ...STATEMENT, predicateType: 3 })],
    ['too many bytes', bundle({ more: 'x'.repeat(2 * 1024 * 1024) })],
  ])('is none with %s', (_, value) => {
    expect(parse(value)).toBeUndefined()
  })

  test.each(['', '{', 'MII', 'undefined'])('is none in %j', (text) => {
    expect(parseBundle(text)).toBeUndefined()
  })
})
