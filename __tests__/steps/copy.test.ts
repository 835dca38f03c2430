import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import { fallbackTag } from '../../src/domain/referrers.ts'
import type { Host } from '../../src/host/host.ts'
import { atOnce } from '../../src/host/registry/at-once.ts'
import { copyImage } from '../../src/steps/copy/copy.ts'
import { readTree } from '../../src/steps/copy/walk.ts'
import { client, serve } from '../host/registry-client.ts'
import {
  createWholeRegistry,
  type Descriptor,
  INDEX,
  MANIFEST,
  type WholeRegistry,
} from '../host/whole-registry.ts'

const [FROM, TO] = ['o/from', 'o/to']

/** An image of one layer in the source. */
function image(registry: WholeRegistry, text: string, more: object = {}, tag?: string): Descriptor {
  const config = registry.blob(FROM, `{"of":"${text}"}`)
  const layer = registry.blob(FROM, `layer of ${text}`)
  const base = registry.blob(FROM, 'the base')
  return registry.manifest(FROM, MANIFEST, { config, layers: [base, layer], ...more }, tag)
}

/** Two platforms and attestations of one of them. */
function index(registry: WholeRegistry): Descriptor {
  const [amd64, arm64] = [image(registry, 'amd64'), image(registry, 'arm64')]
  const proof = {
    ...image(registry, 'proof'),
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': amd64.digest,
    },
  }
  return registry.manifest(FROM, INDEX, { manifests: [amd64, arm64, proof] }, 'v1')
}

/** Two ends, on one registry or on two, and a copy between them. */
async function ends(apart = false) {
  const source = createWholeRegistry()
  const target = apart ? createWholeRegistry() : source
  const [a, b] = [await serve(source.answer, { unread: true }), await serve(target.answer, { unread: true })]
  const from: ImageName = { registry: a.host, repository: FROM }
  const to: ImageName = { registry: apart ? b.host : a.host, repository: TO }
  const notices: string[] = []
  let now = 0
  const host = {
    registry: client(),
    log: { notice: (text: string) => notices.push(text) },
    clock: {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms
      },
    },
  } as unknown as Host
  const copyTo = (image: ImageName) => async (root: Descriptor) => {
    const stored = await host.registry.manifest(from, root.digest)
    if (stored === undefined) throw new Error('the test has no such manifest')
    source.writes.length = 0
    target.writes.length = 0
    return copyImage(host, await readTree(host, from, stored), from, image)
  }
  return {
    ...{ source, target, notices, kept: target.repository(TO) },
    ...{ copy: copyTo(to), stay: copyTo(from) },
  }
}

const uploads = ({ writes }: WholeRegistry) =>
  writes.filter((write) => /^(?:PUT|PATCH) .*\/blobs\//.test(write))
const puts = ({ writes }: WholeRegistry) => writes.filter((write) => write.startsWith('PUT '))

describe('an image is copied', () => {
  test('with all its platforms and attestations; on one registry blobs are mounted, none is sent', async () => {
    const { source, copy, kept } = await ends()
    const root = index(source)
    const { manifest, copied } = await copy(root)
    expect(manifest.descriptor.digest).toBe(root.digest)
    expect(copied).toEqual({ manifests: 4, mounted: 7, present: 0, copied: 0, bytes: 0 })
    expect(uploads(source)).toEqual([])
    expect(kept.manifests.size).toBe(4)
    expect([...kept.tags]).toEqual([])
  })

  test.each([true, false])(
    'to another registry, or where nothing is mounted, by streaming (%s)',
    async (apart) => {
      const { source, target, copy, kept } = await ends(apart)
      target.can.mount = false
      const { copied } = await copy(index(source))
      expect(copied).toMatchObject({ manifests: 4, mounted: 0, copied: 7 })
      expect(copied.bytes).toBe([...kept.blobs.values()].reduce((sum, { length }) => sum + length, 0))
      expect(kept.blobs).toEqual(source.repository(FROM).blobs)
    },
  )

  test('once: nothing is written again', async () => {
    const { source, target, copy } = await ends(true)
    const root = index(source)
    const signature = image(source, 'signature', { subject: root })
    source.manifest(FROM, INDEX, { manifests: [signature] }, fallbackTag(root.digest))
    image(source, 'cosign', {}, `${fallbackTag(root.digest)}.sig`)
    await copy(root)
    const { copied } = await copy(root)
    expect(copied).toMatchObject({ manifests: 0, copied: 0 })
    expect(target.writes).toEqual([])
  })

  test('to the repository where it is: nothing is written', async () => {
    const { source, stay } = await ends()
    const root = index(source)
    image(source, 'cosign', {}, `${fallbackTag(root.digest)}.sig`)
    const { manifest } = await stay(root)
    expect(manifest.descriptor.digest).toBe(root.digest)
    expect(source.writes).toEqual([])
  })

  test('a single manifest; layers that no registry has stay where they are', async () => {
    const { source, copy, kept } = await ends(true)
    const config = source.blob(FROM, '{}')
    const layer = {
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
      digest: `sha256:${'e'.repeat(64)}`,
      size: 9,
    }
    await copy(source.manifest(FROM, MANIFEST, { config, layers: [layer] }))
    expect([...kept.blobs.keys()]).toEqual([config.digest])
  })

  test('an index of indexes', async () => {
    const { source, copy, kept } = await ends(true)
    const root = source.manifest(FROM, INDEX, { manifests: [index(source)] })
    await copy(root)
    expect(kept.manifests.has(root.digest)).toBe(true)
  })

  test('not where a part of it is missing', async () => {
    const { source, target, copy } = await ends(true)
    const lost = { mediaType: MANIFEST, digest: `sha256:${'e'.repeat(64)}`, size: 9 }
    const root = source.manifest(FROM, INDEX, { manifests: [lost] })
    await expect(copy(root)).rejects.toThrow(/e{64} is missing, which an index of the image lists/)
    expect(target.writes).toEqual([])
  })

  test('not where it is more than can be copied', async () => {
    const { source, copy } = await ends(true)
    const many = (offset: number) =>
      source.manifest(FROM, INDEX, {
        manifests: Array.from({ length: 600 }, (_, at) => ({
          mediaType: MANIFEST,
          digest: `sha256:${String(offset + at).padStart(64, '0')}`,
          size: 9,
        })),
      })
    const root = source.manifest(FROM, INDEX, { manifests: [many(0), many(600)] })
    await expect(copy(root)).rejects.toThrow(/more than can be copied\. Allowed: 1000 manifests of 64 MiB/)
  })
})

describe('what refers to an image comes along', () => {
  /** A signature of the index, an SBOM of a platform, and a signature of that SBOM, as manifests with a subject. */
  function withReferrers(source: WholeRegistry, listed: boolean) {
    const root = index(source)
    const platform = { ...image(source, 'amd64') }
    const signature = image(source, 'signature', { subject: root })
    const sbom = image(source, 'sbom', { subject: platform })
    const deeper = image(source, 'signature of the sbom', { subject: sbom })
    const pairs = [
      [root, signature],
      [platform, sbom],
      [sbom, deeper],
    ] as const
    if (listed) {
      for (const [subject, one] of pairs) {
        const manifests = [{ ...one, artifactType: 'application/test', annotations: { made: 'here' } }]
        source.manifest(FROM, INDEX, { manifests }, fallbackTag(subject.digest))
      }
    }
    return { root, pairs }
  }
  const listOf = (target: WholeRegistry, digest: Digest) => {
    const repo = target.repository(TO)
    const kept = repo.manifests.get(repo.tags.get(fallbackTag(digest)) ?? '')
    return kept && (JSON.parse(kept.body.toString()) as { manifests: readonly Descriptor[] }).manifests
  }

  test('into the lists of fallback tags, with its type, where the target has no API', async () => {
    const { source, target, copy } = await ends(true)
    const { root, pairs } = withReferrers(source, true)
    await copy(root)
    for (const [subject, one] of pairs) {
      expect(listOf(target, subject.digest)).toEqual([
        { ...one, artifactType: 'application/test', annotations: { made: 'here' } },
      ])
    }
  })

  test('and by itself where it has one', async () => {
    const { source, target, copy, kept } = await ends(true)
    source.can.referrers = true
    target.can.referrers = true
    const { root, pairs } = withReferrers(source, false)
    await copy(root)
    for (const [, one] of pairs) expect(kept.manifests.has(one.digest)).toBe(true)
    expect([...kept.tags]).toEqual([])
  })

  test('beside what the list of the target has already', async () => {
    const { source, target, copy } = await ends(true)
    const root = index(source)
    const signature = image(source, 'signature', { subject: root })
    source.manifest(FROM, INDEX, { manifests: [signature] }, fallbackTag(root.digest))
    const theirs = target.manifest(TO, MANIFEST, { config: target.blob(TO, '{}'), layers: [] })
    target.manifest(TO, INDEX, { manifests: [theirs] }, fallbackTag(root.digest))
    await copy(root)
    expect(listOf(target, root.digest)).toEqual([theirs, signature])
  })

  test('after the image itself', async () => {
    const { source, target, copy } = await ends(true)
    const { root, pairs } = withReferrers(source, true)
    await copy(root)
    const order = puts(target).filter((write) => write.includes('/manifests/'))
    const at = (text: string) => order.findIndex((write) => write.endsWith(text))
    for (const [subject, one] of pairs) expect(at(one.digest)).toBeGreaterThan(at(subject.digest))
    expect(at(root.digest)).toBe(3)
    expect(at(fallbackTag(root.digest))).toBeGreaterThan(at(pairs[2][1].digest))
  })

  test('but for what a list names and nobody has any more', async () => {
    const { source, target, copy, notices } = await ends(true)
    const root = index(source)
    const gone = { mediaType: MANIFEST, digest: `sha256:${'e'.repeat(64)}`, size: 9 }
    source.manifest(FROM, INDEX, { manifests: [gone] }, fallbackTag(root.digest))
    await copy(root)
    expect(notices).toEqual([expect.stringContaining('is listed as a referrer and is not there any more')])
    expect(listOf(target, root.digest)).toBeUndefined()
  })

  test('under the tags of cosign', async () => {
    const { source, copy, kept } = await ends(true)
    const root = index(source)
    const [sig, att] = ['.sig', '.att'].map((end) =>
      image(source, end, {}, `${fallbackTag(root.digest)}${end}`),
    )
    await copy(root)
    expect(Object.fromEntries(kept.tags)).toEqual({
      [`${fallbackTag(root.digest)}.sig`]: sig?.digest,
      [`${fallbackTag(root.digest)}.att`]: att?.digest,
    })
  })

  test('but signatures of the target stay', async () => {
    const { source, target, copy, kept, notices } = await ends(true)
    const root = index(source)
    const tag = `${fallbackTag(root.digest)}.sig`
    image(source, 'ours', {}, tag)
    const layers = [target.blob(TO, 'their signature')]
    const theirs = target.manifest(TO, MANIFEST, { config: target.blob(TO, '{}'), layers }, tag)
    await copy(root)
    expect(kept.tags.get(tag)).toBe(theirs.digest)
    expect(notices).toEqual([expect.stringContaining('has signatures that the source has not')])
  })
})

describe('work for many items', () => {
  test('is done a few at a time, and gives results in order', async () => {
    let [running, most] = [0, 0]
    const results = await atOnce([5, 4, 3, 2, 1, 0], async (item) => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, item))
      running -= 1
      return [item]
    })
    expect(results).toEqual([[5], [4], [3], [2], [1], [0]])
    expect(most).toBe(4)
  })

  test('begins nothing new after a failure', async () => {
    const begun: number[] = []
    const work = atOnce([...Array(20).keys()], async (item) => {
      begun.push(item)
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (item === 0) throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(begun.length).toBeLessThan(10)
  })
})
