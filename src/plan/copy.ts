import type { Digest } from '../domain/digest.ts'
import type { Descriptor, Index, Manifest } from '../domain/manifest.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { distinct, fallbackTag } from '../domain/referrers.ts'

/** Levels of what refers to what refers to an image: a signature of an attestation is on the second. */
export const DEPTH = 3
/** Manifests of one image with everything that belongs to it. */
export const MOST_MANIFESTS = 1000
/** Bytes of all of them together. */
export const MOST_BYTES = 64 * 1024 * 1024

/** A manifest that was read. */
export interface Read {
  readonly descriptor: Descriptor
  readonly content: Manifest | Index
}

/** What hangs on a manifest. */
export interface Attached {
  /** By the referrers API or the fallback tag. */
  readonly referrers: readonly Descriptor[]
  /** By tags of its own, as cosign writes them. */
  readonly tagged: readonly Tagged[]
}

/** A manifest under a tag that is made of the digest of another one. */
export interface Tagged {
  readonly tag: Tag
  readonly digest: Digest
}

/** An image with everything that belongs to it. */
export interface Tree<M extends Read = Read> {
  readonly root: Digest
  readonly manifests: ReadonlyMap<Digest, M>
  /** By the manifest that it hangs on. */
  readonly attached: ReadonlyMap<Digest, Attached>
}

/** One manifest to write, and the blobs that have to be there before. */
export interface CopyStep<M extends Read = Read> {
  readonly manifest: M
  readonly blobs: readonly Descriptor[]
}

/**
 * The order of a copy: the manifests of an index before the index, so that it never names what is not there; then what refers to
 * them, each after what it refers to. Every manifest and every blob stands in it once, a blob before the first that needs it.
 */
export function planCopy<M extends Read>({ root, manifests, attached }: Tree<M>): readonly CopyStep<M>[] {
  const steps: CopyStep<M>[] = []
  const [planned, blobs] = [new Set<Digest>(), new Set<Digest>()]
  const subjects: Digest[] = []
  const add = (digest: Digest): void => {
    const manifest = manifests.get(digest)
    if (manifest === undefined || planned.has(digest)) return
    planned.add(digest)
    for (const child of childrenOf(manifest)) add(child.digest)
    const own = blobsOf(manifest).filter((blob) => !blobs.has(blob.digest))
    for (const blob of own) blobs.add(blob.digest)
    steps.push({ manifest, blobs: own })
    subjects.push(digest)
  }
  add(root)
  // Grows while it is walked: what refers to a referrer comes after it.
  for (const subject of subjects) {
    const { referrers, tagged } = attached.get(subject) ?? NOTHING
    for (const { digest } of [...referrers, ...tagged]) add(digest)
  }
  return steps
}

const NOTHING: Attached = { referrers: [], tagged: [] }

/** The manifests that an index lists. */
export function childrenOf({ content }: Read): readonly Descriptor[] {
  return content.kind === 'index' ? content.manifests : []
}

/** Layers that no registry holds: whoever pulls gets them from elsewhere (image-spec, "Non-Distributable Layers"). */
const ELSEWHERE =
  /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.|oci\.image\.layer\.nondistributable\.)/

/** The configuration and the layers of a manifest, each once. */
export function blobsOf({ content }: Read): readonly Descriptor[] {
  if (content.kind === 'index') return []
  const all = [content.config, ...content.layers].filter(({ mediaType }) => !ELSEWHERE.test(mediaType))
  return distinct(all)
}

/** Tags under which cosign keeps what belongs to a manifest. */
export function cosignTags(digest: Digest): readonly Tag[] {
  return ['.sig', '.att', '.sbom'].flatMap((kind) => parseTag(`${fallbackTag(digest)}${kind}`) ?? [])
}

/** What becomes of a tag of the target that is made of a digest. */
export type TagVerdict = 'write' | 'same' | 'keep'

/** Signatures that the target has and the source has not are kept: each is a layer of what such a tag names. */
export function judgeTagged(source: Read, target: Read | undefined): TagVerdict {
  if (target === undefined) return 'write'
  if (target.descriptor.digest === source.descriptor.digest) return 'same'
  const known = new Set(blobsOf(source).map(({ digest }) => digest))
  const { content } = target
  if (content.kind === 'index' || source.content.kind === 'index') return 'keep'
  return content.layers.every(({ digest }) => known.has(digest)) ? 'write' : 'keep'
}
