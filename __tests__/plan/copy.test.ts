import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Descriptor } from '../../src/domain/manifest.ts'
import { type Attached, blobsOf, cosignTags, judgeTagged, planCopy, type Read } from '../../src/plan/copy.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
/** Digests are made of one letter or digit each. */
const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const point = (letter: string, mediaType = 'x'): Descriptor => ({
  ...{ mediaType, digest: digest(letter), size: 1, annotations: {} },
})
const image = (name: string, blobs: string): Read => {
  const [config = '', ...layers] = blobs
  const content = { config: point(config), layers: layers.map((one) => point(one)), annotations: {} }
  return { descriptor: point(name, MANIFEST), content: { kind: 'manifest', mediaType: MANIFEST, ...content } }
}
const list = (name: string, entries: string): Read => ({
  descriptor: point(name, INDEX),
  content: {
    ...{ kind: 'index', mediaType: INDEX, annotations: {} },
    manifests: [...entries].map((one) => point(one)),
  },
})
const letter = (text: string) => text.slice(-1)

/** `name(blobs)` of each step, for what hangs on what, as in `a: 's'`. */
function order(
  root: string,
  manifests: readonly Read[],
  hanging: Readonly<Record<string, string>> = {},
): string {
  const attached = Object.entries(hanging).map(([subject, names]): [Digest, Attached] => [
    digest(subject),
    { referrers: [...names].map((one) => point(one)), tagged: [] },
  ])
  const steps = planCopy({
    root: digest(root),
    manifests: new Map(manifests.map((one) => [one.descriptor.digest, one])),
    attached: new Map(attached),
  })
  return steps
    .map(({ manifest, blobs }) => {
      const own = blobs.map((blob) => letter(blob.digest)).join('')
      return `${letter(manifest.descriptor.digest)}(${own})`
    })
    .join(' ')
}

describe('the order of a copy', () => {
  test.each<[what: string, steps: string, expected: string]>([
    ['a manifest alone', order('a', [image('a', '12')]), 'a(12)'],
    [
      'children before the index',
      order('c', [list('c', 'ab'), image('a', '12'), image('b', '34')]),
      'a(12) b(34) c()',
    ],
    [
      'a blob that two share once',
      order('c', [list('c', 'ab'), image('a', '12'), image('b', '31')]),
      'a(12) b(3) c()',
    ],
    ['a layer that repeats once', order('a', [image('a', '122')]), 'a(12)'],
    [
      'an index in an index, and a child of both once',
      order('d', [list('d', 'ca'), list('c', 'ab'), image('a', '1'), image('b', '2')]),
      'a(1) b(2) c() d()',
    ],
    [
      'what refers to it after the whole, the deepest last',
      order('c', [list('c', 'a'), image('a', '1'), image('5', '5'), image('6', '6'), image('7', '7')], {
        a: '5',
        c: '6',
        5: '7',
      }),
      'a(1) c() 5(5) 6(6) 7(7)',
    ],
    [
      'a referrer of two things once',
      order('c', [list('c', 'a'), image('a', '1'), image('5', '5')], { a: '5', c: '5' }),
      'a(1) c() 5(5)',
    ],
    [
      'referrers that go round in a circle once',
      order('a', [image('a', '1'), image('5', '5')], { a: '5', 5: 'a' }),
      'a(1) 5(5)',
    ],
    ['what is not there is left out', order('a', [image('a', '1')], { a: '9' }), 'a(1)'],
  ])('%s', (_, steps, expected) => {
    expect(steps).toBe(expected)
  })

  test.each([
    'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
  ])('without layers of %s', (mediaType) => {
    const { descriptor } = image('a', '1')
    const content = { config: point('1'), layers: [point('2', mediaType), point('3')], annotations: {} }
    const blobs = blobsOf({ descriptor, content: { kind: 'manifest', mediaType: MANIFEST, ...content } })
    expect(blobs.map((blob) => letter(blob.digest)).join('')).toBe('13')
  })
})

describe('a tag of cosign', () => {
  test('is made of the digest', () => {
    expect(cosignTags(digest('a'))).toEqual(
      ['.sig', '.att', '.sbom'].map((end) => `sha256-${'a'.repeat(64)}${end}`),
    )
  })

  test.each<[what: string, source: Read, target: Read | undefined, verdict: string]>([
    ['that is not there is written', image('a', '12'), undefined, 'write'],
    ['that is the same is left alone', image('a', '12'), image('a', '12'), 'same'],
    ['with more signatures is written', image('a', '123'), image('b', '42'), 'write'],
    ['stays where the target has others', image('a', '12'), image('b', '43'), 'keep'],
    ['stays where it is something else', image('a', '12'), list('b', 'c'), 'keep'],
    ['of something else stays', list('a', 'c'), image('b', '12'), 'keep'],
  ])('%s', (_, source, target, verdict) => {
    expect(judgeTagged(source, target)).toBe(verdict)
  })
})
