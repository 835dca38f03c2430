import { describe, expect, test } from '@jest/globals'
import type { AttestationKind } from '../../src/domain/attestation.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { VerificationError } from '../../src/domain/errors.ts'
import { requireKinds } from '../../src/plan/attestations.ts'
import { askedKinds } from '../../src/plan/build.ts'
import { inputs } from './given.ts'

const digest = `sha256:${'f'.repeat(64)}` as Digest
const one = (architecture: string, ...kinds: readonly AttestationKind[]) => ({
  platform: { os: 'linux', architecture },
  attached: kinds.length === 0 ? undefined : { digest, kinds, packages: undefined },
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
})
