import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDigest, shortDigest } from '../../src/domain/digest.ts'
import { INDEX_TYPES, isAttestation, MANIFEST_TYPES, parseManifest } from '../../src/domain/manifest.ts'

const DIGEST = `sha256:${'a1'.repeat(32)}`
const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const LAYER = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: DIGEST, size: 7 }

describe('a digest', () => {
  test('is sha256 and 64 lower-case hex digits', () => {
    expect(parseDigest(DIGEST)).toBe(DIGEST)
    const digest = parseDigest(DIGEST)
    expect(digest && shortDigest(digest)).toBe('a1a1a1a1a1a1')
  })

  test.each<[unknown]>([
    [undefined],
    [null],
    [7],
    [[DIGEST]],
    [''],
    ['sha256:'],
    [DIGEST.toUpperCase()],
    [DIGEST.slice(0, -1)],
    [`${DIGEST}a`],
    [`${DIGEST}\n`],
    [` ${DIGEST}`],
    [DIGEST.replace('256', '512')],
    ['a'.repeat(64)],
  ])('is not %j', (given) => {
    expect(parseDigest(given)).toBeUndefined()
  })
})

describe('a manifest', () => {
  test.each(MANIFEST_TYPES)('of type %s has a configuration and layers', (mediaType) => {
    const json = { config: LAYER, layers: [LAYER, LAYER], annotations: { a: 'b', number: 7 } }
    expect(parseManifest(mediaType, json)).toEqual({
      kind: 'manifest',
      mediaType,
      config: { ...LAYER, platform: undefined, annotations: {} },
      layers: [
        { ...LAYER, platform: undefined, annotations: {} },
        { ...LAYER, platform: undefined, annotations: {} },
      ],
      annotations: { a: 'b' },
    })
  })

  test.each(INDEX_TYPES)('of type %s is a list with normal platforms', (mediaType) => {
    const platform = { os: 'linux', architecture: 'arm64', variant: 'v8' }
    expect(parseManifest(mediaType, { manifests: [{ ...LAYER, platform }] })).toMatchObject({
      kind: 'index',
      manifests: [{ digest: DIGEST, platform: { os: 'linux', architecture: 'arm64' } }],
    })
    expect(parseManifest(mediaType, { manifests: [] })).toMatchObject({ kind: 'index', manifests: [] })
  })

  test.each<[string, string, unknown]>([
    ['no JSON object', INDEX, 'x'],
    ['null', INDEX, null],
    ['a list', INDEX, [{ manifests: [] }]],
    ['another type', 'application/json', { manifests: [] }],
    ['an index of the old kind, version 1', 'application/vnd.docker.distribution.manifest.v1+json', {}],
    ['an index without its list', INDEX, {}],
    ['an index whose list is none', INDEX, { manifests: { 0: LAYER } }],
    ['an index with one bad entry', INDEX, { manifests: [LAYER, { ...LAYER, digest: 'sha256:x' }] }],
    ['an entry without a type', INDEX, { manifests: [{ digest: DIGEST, size: 1 }] }],
    ['a size that is a text', INDEX, { manifests: [{ ...LAYER, size: '1' }] }],
    ['a size below nothing', INDEX, { manifests: [{ ...LAYER, size: -1 }] }],
    ['a size with a fraction', INDEX, { manifests: [{ ...LAYER, size: 1.5 }] }],
    ['a size that no file has', INDEX, { manifests: [{ ...LAYER, size: 1e300 }] }],
    ['too many entries', INDEX, { manifests: Array.from({ length: 1001 }, () => LAYER) }],
    ['a manifest without a configuration', MANIFEST, { layers: [LAYER] }],
    ['a manifest without layers', MANIFEST, { config: LAYER }],
    ['a manifest whose configuration is a list', MANIFEST, { config: [LAYER], layers: [] }],
    ['an index that calls itself a manifest', MANIFEST, { manifests: [LAYER] }],
  ])('is not %s', (_, mediaType, json) => {
    expect(parseManifest(mediaType, json)).toBeUndefined()
  })

  test('an entry whose platform is no platform has none', () => {
    const of = (platform: unknown) => parseManifest(INDEX, { manifests: [{ ...LAYER, platform }] })
    for (const platform of [null, 'linux/amd64', {}, { os: 'linux' }, { os: 1, architecture: 'amd64' }]) {
      expect(of(platform)).toMatchObject({ manifests: [{ platform: undefined }] })
    }
  })

  test('an attestation is told by its annotation', () => {
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' }
    const index = parseManifest(INDEX, { manifests: [{ ...LAYER, annotations }, LAYER] })
    if (index?.kind !== 'index') throw new Error('no index')
    expect(index.manifests.map(isAttestation)).toEqual([true, false])
  })

  test('no JSON makes it throw', () => {
    const type = fc.constantFrom(...INDEX_TYPES, ...MANIFEST_TYPES, 'x')
    const entry = fc.record({
      mediaType: fc.jsonValue(),
      digest: fc.constantFrom(DIGEST, 'x'),
      size: fc.jsonValue(),
    })
    const json = fc.oneof(
      fc.jsonValue(),
      fc.record({
        manifests: fc.array(entry),
        config: entry,
        layers: fc.array(entry),
        annotations: fc.jsonValue(),
      }),
    )
    fc.assert(
      fc.property(type, json, (mediaType, given) => {
        const parsed = parseManifest(mediaType, given)
        if (parsed === undefined) return
        const all = parsed.kind === 'index' ? parsed.manifests : [parsed.config, ...parsed.layers]
        for (const { digest, size } of all) {
          expect(parseDigest(digest)).toBe(digest)
          expect(size).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
