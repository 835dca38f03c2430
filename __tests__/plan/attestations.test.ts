import { describe, expect, test } from '@jest/globals'
import type { AttestationKind, Refused } from '../../src/domain/attestation.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { VerificationError } from '../../src/domain/errors.ts'
import { requireKinds } from '../../src/plan/attestations.ts'
import { askedKinds } from '../../src/plan/build.ts'
import { inputs } from './given.ts'

const digest = `sha256:${'f'.repeat(64)}` as Digest
const one = (architecture: string, ...kinds: readonly AttestationKind[]) => ({
  platform: { os: 'linux', architecture },
  attached: kinds.length === 0 ? undefined : { digest, kinds, refused: [], packages: undefined },
})

test.each([
  [{}, ['sbom']],
  [{ sbom: 'false' }, []],
  [{ sbom: 'generator=x:1', provenance: 'min' }, ['sbom', 'provenance']],
  [{ sbom: 'false', provenance: 'max' }, ['provenance']],
])('%j asks for %j', (written: Readonly<Record<string, string>>, kinds) => {
  expect(askedKinds(inputs(written).build)).toEqual(kinds)
})

describe('attestations that were asked for', () => {
  test('are there', () => {
    requireKinds(['sbom'], [one('amd64', 'sbom'), one('arm64', 'provenance', 'sbom')])
    requireKinds([], [one('amd64')])
  })

  test.each<[asked: readonly AttestationKind[], message: RegExp]>([
    [
      ['sbom'],
      /^The pushed image has no SBOM for linux\/arm64, linux\/s390x\. Allowed: SBOM for every platform\. .*sbom: false\.$/,
    ],
    [
      ['provenance'],
      /^The pushed image has no provenance for linux\/amd64, linux\/s390x\. .*provenance: false\.$/,
    ],
    [
      ['sbom', 'provenance'],
      /no SBOM for linux\/arm64, linux\/s390x and no provenance for linux\/amd64, linux\/s390x\..*sbom: false and provenance: false/,
    ],
  ])('are not: %j', (asked, message) => {
    const image = [one('amd64', 'sbom'), one('arm64', 'provenance'), one('s390x')]
    expect(() => requireKinds(asked, image)).toThrow(VerificationError)
    expect(() => requireKinds(asked, image)).toThrow(message)
  })

  test.each<[refused: readonly Refused[], message: RegExp]>([
    [
      [{ kind: 'sbom', why: 'names no image' }],
      /^The pushed image has no SBOM for linux\/arm64 \(what is attached as one names no image\), linux\/s390x\. .* whoever else writes to this image .*sbom: false\.$/,
    ],
    [
      ['a', 'b', 'a', 'c', 'd'].map((why) => ({ kind: 'sbom', why })),
      /no SBOM for linux\/arm64 \(what is attached as one a; b; c\), linux\/s390x\./,
    ],
    [
      [{ kind: 'provenance', why: 'names no image' }],
      /no SBOM for linux\/arm64, linux\/s390x\. .* left it out: /,
    ],
  ])('are called so, and are something else: %j', (refused, message) => {
    const called = { ...one('arm64'), attached: { digest, kinds: [], refused, packages: undefined } }
    expect(() => requireKinds(['sbom'], [one('amd64', 'sbom'), called, one('s390x')])).toThrow(message)
    // Beside a good one it does no harm.
    requireKinds([], [called])
    requireKinds(['sbom'], [{ ...called, attached: { ...called.attached, kinds: ['sbom'] } }])
  })
})
