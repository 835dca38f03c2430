import { describe, expect, test } from '@jest/globals'
import { type Digest, parseDigest } from '../../src/domain/digest.ts'
import { VerificationError } from '../../src/domain/errors.ts'
import { type Descriptor, type Index, type Manifest, parseManifest } from '../../src/domain/manifest.ts'
import { formatPlatform, type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { checkPlatforms } from '../../src/plan/object.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

const digest = (letter: string): Digest => {
  const found = parseDigest(`sha256:${letter.repeat(64)}`)
  if (found === undefined) throw new Error(letter)
  return found
}
const platforms = (text: string): readonly Platform[] =>
  text.split(' ').flatMap((one) => parsePlatform(one) ?? [])

/** An entry of an index, as BuildKit writes it. */
const entry = (letter: string, name: string) => {
  const [os, architecture, variant] = name.split('/')
  return { mediaType: MANIFEST, digest: digest(letter), size: 480, platform: { os, architecture, variant } }
}
const attestation = (letter: string, of: string) => ({
  ...entry(letter, 'unknown/unknown'),
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digest(of),
  },
})

function index(...manifests: readonly unknown[]): Index {
  const parsed = parseManifest(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests })
  if (parsed?.kind !== 'index') throw new Error('no index')
  return parsed
}

const OBJECT: Descriptor = { mediaType: INDEX, digest: digest('0'), size: 900, annotations: {} }
const SINGLE: Manifest = {
  kind: 'manifest',
  mediaType: MANIFEST,
  config: { ...OBJECT, mediaType: 'application/vnd.oci.image.config.v1+json' },
  layers: [],
  annotations: {},
}
const AMD = entry('a', 'linux/amd64')
const ARM = entry('b', 'linux/arm64')

describe('the platforms of what was pushed', () => {
  test('are named with their digests and attestations, whatever their order', () => {
    const content = index(ARM, attestation('d', 'b'), AMD, attestation('c', 'a'))
    const found = checkPlatforms(content, OBJECT, platforms('amd64 arm64'), true)
    expect(found.map(({ platform, ...rest }) => ({ platform: formatPlatform(platform), ...rest }))).toEqual([
      { platform: 'linux/arm64', digest: digest('b'), manifestSize: 480, attestations: digest('d') },
      { platform: 'linux/amd64', digest: digest('a'), manifestSize: 480, attestations: digest('c') },
    ])
  })

  test('without attestations, where none were asked for', () => {
    const found = checkPlatforms(index(AMD), OBJECT, platforms('amd64'), false)
    expect(found.map((one) => one.attestations)).toEqual([undefined])
  })

  test('a single manifest is the one platform that was asked for', () => {
    expect(checkPlatforms(SINGLE, OBJECT, platforms('arm64'), false)).toEqual([
      {
        platform: { os: 'linux', architecture: 'arm64' },
        digest: digest('0'),
        manifestSize: 900,
        attestations: undefined,
      },
    ])
  })

  test('arm64/v8 is arm64, and arm is arm/v7', () => {
    const content = index(entry('a', 'linux/arm64/v8'), entry('b', 'linux/arm'))
    expect(checkPlatforms(content, OBJECT, platforms('arm/v7 arm64'), false)).toHaveLength(2)
  })

  test.each<[what: string, content: Index | Manifest, wanted: string, attested: boolean, message: RegExp]>([
    [
      'one is missing',
      index(AMD),
      'amd64 arm64',
      false,
      /has linux\/amd64; missing: linux\/arm64\. Allowed: linux\/amd64, linux\/arm64\. Look at the build log/,
    ],
    ['one is too many', index(AMD, ARM), 'amd64', false, /not asked for: linux\/arm64/],
    [
      'one is another',
      index(AMD, entry('c', 'linux/arm/v6')),
      'amd64 arm64',
      false,
      /missing: linux\/arm64; not asked for: linux\/arm\/v6/,
    ],
    ['there is none', index(), 'amd64', false, /has no platform; missing: linux\/amd64/],
    [
      'an entry has no platform',
      index({ ...AMD, platform: undefined }),
      'amd64',
      false,
      /has unknown\/unknown; missing: linux\/amd64/,
    ],
    ['a single manifest stands for two', SINGLE, 'amd64 arm64', false, /missing: linux\/arm64/],
    [
      'no attestation is there',
      index(AMD, ARM),
      'amd64 arm64',
      true,
      /has no attestations for linux\/amd64, linux\/arm64/,
    ],
    [
      'one attestation is missing',
      index(AMD, ARM, attestation('c', 'a')),
      'amd64 arm64',
      true,
      /no attestations for linux\/arm64\..*sbom: false/,
    ],
    [
      'an attestation is of something else',
      index(AMD, attestation('c', 'f')),
      'amd64',
      true,
      /no attestations for linux\/amd64/,
    ],
    ['a single manifest has none', SINGLE, 'amd64', true, /no attestations/],
  ])('%s', (_, content, wanted, attested, message) => {
    const check = () => checkPlatforms(content, OBJECT, platforms(wanted), attested)
    expect(check).toThrow(VerificationError)
    expect(check).toThrow(message)
  })

  test('one platform twice is a fault, for a pull takes either', () => {
    const twice = index(AMD, entry('c', 'linux/amd64'))
    const check = () => checkPlatforms(twice, OBJECT, platforms('amd64'), false)
    expect(check).toThrow(VerificationError)
    expect(check).toThrow(/more than once: linux\/amd64\./)
  })
})
