import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Digest } from '../../src/domain/digest.ts'
import { failedService, isFinal, judgeAnswer, judgeSeen, lastWords } from '../../src/plan/verdict.ts'

const DIGEST = `sha256:${'a'.repeat(64)}` as Digest
const OTHER = `sha256:${'b'.repeat(64)}`
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1'

const verified = (...entries: readonly (readonly [type: string, digest: string])[]) =>
  `\n${JSON.stringify(entries.map(([type, digest]) => ({ critical: { type, image: { 'docker-manifest-digest': digest } } })))}`
const answer = (code: number | undefined, stderr = '', stdout = '') =>
  judgeAnswer({ code, stdout, stderr }, DIGEST)

describe('what our own read says', () => {
  test.each([
    [{ signatures: 0, others: 0, complete: true }, 'it has no signature'],
    [
      { signatures: 0, others: 2, complete: true },
      'it has no signature: what is attached to it says other things',
    ],
    [{ signatures: 1, others: 2, complete: true }, undefined],
    [{ signatures: 0, others: 100, complete: false }, undefined],
  ])('%j', (seen, why) => {
    expect(judgeSeen(seen)).toEqual(why && { kind: 'unsigned', why })
  })
})

describe('what the answer of cosign means', () => {
  test.each([
    [SIGNATURE, 'signed'],
    ['cosign container image signature', 'signed'],
    ['https://slsa.dev/provenance/v1', 'wrong'],
    ['https://sigstore.dev/cosign/sign/v1x', 'wrong'],
  ])('exit code 0 with the type %s', (type, kind) => {
    expect(answer(0, '', verified(['https://slsa.dev/provenance/v1', DIGEST], [type, DIGEST])).kind).toBe(
      kind,
    )
  })

  test.each(['', 'no JSON', '{}', '[]', '[null,1,"x",{"critical":null}]', verified([SIGNATURE, OTHER])])(
    'exit code 0 with %j proves nothing of this image',
    (stdout) => expect(answer(0, '', stdout).kind).toBe('wrong'),
  )

  test.each<[number | undefined, string, string]>([
    [10, 'Error: no signatures found', 'unknown'],
    [11, 'Error: image tag not found', 'unknown'],
    [12, 'Error: no matching signatures: invalid signature', 'wrong'],
    [13, 'Error: no certificate', 'wrong'],
    [1, 'Error: no matching attestations: expected SAN value', 'wrong'],
    [1, 'Error: expected key signature, not certificate', 'wrong'],
    [1, 'Error: GET https://ghcr.io/v2/: 503 Service Unavailable', 'unknown'],
    [1, 'Error: dial tcp: lookup tuf-repo-cdn.sigstore.dev: no such host', 'unknown'],
    [2, 'panic: runtime error', 'unknown'],
    [undefined, '', 'unknown'],
  ])('exit code %s with %j', (code, stderr, kind) => {
    expect(answer(code, stderr).kind).toBe(kind)
  })

  test('is never that an image is unsigned, and signed only where it says so of this digest', () => {
    const code = fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined })
    fc.assert(
      fc.property(code, fc.string(), fc.json(), (exit, stderr, stdout) => {
        const { kind } = answer(exit, stderr, stdout)
        expect(kind).not.toBe('unsigned')
        if (!stdout.includes(DIGEST)) expect(kind).not.toBe('signed')
      }),
    )
  })
})

test.each([
  ['WARNING: x\nError: signing [a]: b\nerror during command execution: c', 'b'],
  ['Error: signing [a]: signing digest: b', 'b'],
  ['one\n\u001b[31mtwo\u001b[0m\n\n', 'two'],
  ['::error::x', ':\\:error::x'],
  ['', 'cosign said nothing'],
  ['x'.repeat(1000), 'x'.repeat(400)],
])('the last words of %j', (stderr, words) => expect(lastWords(stderr)).toBe(words))

test.each([
  ['Fulcio returned 403: no', true],
  ['Fulcio returned 401: token is expired', false],
  ['reading key: decrypt: encrypted: decryption failed', true],
  ['PUT https://ghcr.io/v2/x: DENIED: permission_denied', true],
  ['http: read on closed response body', false],
  ['[POST /api/v1/log/entries][409] createLogEntryConflict', false],
  ['HEAD https://ghcr.io: unexpected status code 404', false],
])('whether another try cannot help after %j', (stderr, final) => {
  expect(isFinal({ code: 1, stdout: '', stderr })).toBe(final)
})

test.each([
  ['Post "http://127.0.0.1:1/api/v2/signingCert": EOF', 'the certificate authority (Fulcio)'],
  ['adding rekor v2 entry: unexpected response: 500', 'the transparency log (Rekor)'],
  ['Post "http://127.0.0.1:1/api/v1/timestamp": EOF', 'the timestamp service'],
  ['error getting signing config from TUF', 'the trust roots of Sigstore (TUF)'],
  ['http: read on closed response body', 'the certificate authority (Fulcio) or the timestamp service'],
  ['UNAUTHORIZED', undefined],
])('the service of %j', (words, service) => expect(failedService(words)).toBe(service))
