import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Descriptor } from '../../src/domain/manifest.ts'
import { fallbackTag, withReferrers } from '../../src/domain/referrers.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
/** Digests are made of one letter or digit each. */
const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const point = (letter: string, mediaType = 'x'): Descriptor => ({
  ...{ mediaType, digest: digest(letter), size: 1, annotations: {} },
})
const letter = (text: string) => text.slice(-1)

test('the tag of the list is made of the digest', () => {
  expect(fallbackTag(digest('a'))).toBe(`sha256-${'a'.repeat(64)}`)
})

describe('the list of a fallback tag', () => {
  const entry = (name: string): Descriptor => ({
    ...point(name, MANIFEST),
    artifactType: 'application/test',
    annotations: { made: 'here' },
  })
  const listed = (now: string, more: string) => {
    const next = withReferrers([...now].map(entry), [...more].map(entry))
    const manifests = next && (JSON.parse(next.text) as { manifests: readonly Descriptor[] }).manifests
    return manifests?.map((one) => letter(one.digest)).join('')
  }

  test.each([
    ['', 'ab', 'ab'],
    ['a', 'b', 'ab'],
    ['ab', 'bc', 'abc'],
    ['ab', 'b', undefined],
    ['', '', undefined],
    ['aa', 'a', undefined],
  ])('of %j with %j is %j', (now, more, expected) => {
    expect(listed(now, more)).toBe(expected)
  })

  test('says of each what it is', () => {
    expect(JSON.parse(withReferrers([], [entry('a'), point('b')])?.text ?? '')).toEqual({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [
        {
          mediaType: MANIFEST,
          digest: digest('a'),
          size: 1,
          artifactType: 'application/test',
          annotations: { made: 'here' },
        },
        { mediaType: 'x', digest: digest('b'), size: 1 },
      ],
    })
  })
})
