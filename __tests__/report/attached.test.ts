import { describe, expect, test } from '@jest/globals'
import { attachedWords, billCommands, packagesWords } from '../../src/report/attached.ts'
import { digest, PUBLISHED, platform } from './outcomes.ts'

const ATTACHED = {
  ...{ digest: digest('e'), kinds: ['sbom' as const, 'provenance' as const] },
  ...{ refused: [], packages: 1 },
}
const REFUSED = [{ kind: 'provenance' as const, why: 'names no image' }]

test.each([
  [ATTACHED, `linux/amd64  SBOM with 1 package, provenance, in ${digest('e')}`],
  [
    { ...ATTACHED, kinds: ['sbom' as const], refused: REFUSED },
    `linux/amd64  SBOM with 1 package, what is attached as provenance names no image, in ${digest('e')}`,
  ],
  [{ ...ATTACHED, kinds: [] }, `linux/amd64  attestations of other kinds, in ${digest('e')}`],
])('%j in the log', (attached, words) => {
  expect(attachedWords(platform('linux/amd64'), attached)).toBe(words)
})

test.each([
  [0, '0 packages'],
  [1, '1 package'],
  [126, '126 packages'],
  [undefined, 'too many packages to count'],
])('%s packages', (packages, words) => {
  expect(packagesWords(packages)).toBe(words)
})

describe('the commands that show an SBOM', () => {
  const { image, platforms } = PUBLISHED

  test('leave the platform out where there is one, as buildx does', () => {
    expect(billCommands(image, digest('a'), platforms.slice(0, 1))).toEqual([
      `docker buildx imagetools inspect ghcr.io/acme/app@${digest('a')} --format '{{ json .SBOM.SPDX }}'`,
    ])
  })

  test('are for platforms that have one', () => {
    const bare = platforms.map((one, at) => (at === 0 ? { ...one, attached: undefined } : one))
    expect(billCommands(image, digest('a'), bare)).toEqual([expect.stringContaining('"linux/arm64"')])
    expect(billCommands(image, undefined, platforms)).toEqual([])
  })
})
