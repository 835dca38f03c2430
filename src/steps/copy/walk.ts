import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import { digestReference, formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { atOnce } from '../../host/registry/at-once.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import {
  type Attached,
  childrenOf,
  cosignTags,
  DEPTH,
  MOST_BYTES,
  MOST_MANIFESTS,
  type Tagged,
  type Tree,
} from '../../plan/copy.ts'

/** What was read so far. */
interface Found {
  readonly manifests: Map<Digest, StoredManifest>
  bytes: number
}

/**
 * Reads every manifest of an image: those of its index, and what refers to them, such as signatures. What a list of referrers names and
 * the repository has no more is left out with a notice.
 * @throws VerificationError where a part of an index is missing, or where it is more than can be copied
 */
export async function readTree(
  host: Host,
  image: ImageName,
  root: StoredManifest,
): Promise<Tree<StoredManifest>> {
  const found: Found = { manifests: new Map(), bytes: 0 }
  const attached = new Map<Digest, Attached>()
  let news = await readDown(host, image, [root], found)
  for (let depth = 0; depth < DEPTH && news.length > 0; depth++) {
    const level = await atOnce(
      news,
      async (digest) => [digest, await readAttached(host, image, digest)] as const,
    )
    const tops: StoredManifest[] = []
    for (const [digest, hanging] of level) {
      const kept = await readTops(host, image, hanging, found, tops)
      if (kept.referrers.length + kept.tagged.length > 0) attached.set(digest, kept)
    }
    news = await readDown(host, image, tops, found)
  }
  return { root: root.descriptor.digest, manifests: found.manifests, attached }
}

/** Takes manifests in, and those of their indexes. @returns the digests that are new */
async function readDown(
  host: Host,
  image: ImageName,
  tops: readonly StoredManifest[],
  found: Found,
): Promise<readonly Digest[]> {
  const news: Digest[] = []
  let level = tops
  while (level.length > 0) {
    const fresh = level.filter((one) => takeIn(image, one, found))
    news.push(...fresh.map(({ descriptor }) => descriptor.digest))
    const below = new Set(fresh.flatMap((one) => childrenOf(one).map(({ digest }) => digest)))
    const missing = [...below].filter((digest) => !found.manifests.has(digest))
    if (found.manifests.size + missing.length > MOST_MANIFESTS) throw tooMuch(image)
    level = await atOnce(missing, (digest) => readPart(host, image, digest))
  }
  return news
}

/** Whether it was not known before. */
function takeIn(image: ImageName, one: StoredManifest, found: Found): boolean {
  const { digest } = one.descriptor
  if (found.manifests.has(digest)) return false
  found.manifests.set(digest, one)
  found.bytes += one.body.length
  if (found.manifests.size > MOST_MANIFESTS || found.bytes > MOST_BYTES) throw tooMuch(image)
  return true
}

async function readPart(host: Host, image: ImageName, digest: Digest): Promise<StoredManifest> {
  const part = await host.registry.manifest(image, digest)
  if (part !== undefined) return part
  throw new VerificationError({
    found: `${formatImageName(image)}: ${digest} is missing, which an index of the image lists.`,
    remedy: 'The image is not whole, so it cannot be promoted: publish it again.',
  })
}

async function readAttached(host: Host, image: ImageName, digest: Digest): Promise<Attached> {
  const [referrers, tagged] = await Promise.all([
    host.registry.referrers(image, digest),
    Promise.all(
      cosignTags(digest).map(async (tag): Promise<readonly Tagged[]> => {
        const descriptor = await host.registry.head(image, tag)
        return descriptor === undefined ? [] : [{ tag, digest: descriptor.digest }]
      }),
    ),
  ])
  return { referrers, tagged: tagged.flat() }
}

/** What hangs on a manifest and is there; its manifests are added to `tops`. */
async function readTops(
  host: Host,
  image: ImageName,
  { referrers, tagged }: Attached,
  { manifests }: Found,
  tops: StoredManifest[],
): Promise<Attached> {
  const names = [...new Set([...referrers, ...tagged].map(({ digest }) => digest))]
  const unknown = names.filter((digest) => !manifests.has(digest))
  if (manifests.size + tops.length + unknown.length > MOST_MANIFESTS) throw tooMuch(image)
  const read = await atOnce(unknown, (digest) => host.registry.manifest(image, digest))
  tops.push(...read.filter((one) => one !== undefined))
  const gone = new Set(unknown.filter((_, at) => read[at] === undefined))
  for (const digest of gone)
    host.log.notice(`${digestReference(image, digest)} is listed as a referrer and is not there any more.`)
  const isThere = ({ digest }: { readonly digest: Digest }) => !gone.has(digest)
  return { referrers: referrers.filter(isThere), tagged: tagged.filter(isThere) }
}

function tooMuch(image: ImageName): VerificationError {
  return new VerificationError({
    found: `${formatImageName(image)}: the image and what refers to it are more than can be copied.`,
    allowed: `${MOST_MANIFESTS} manifests of ${MOST_BYTES / 1024 / 1024} MiB together`,
    remedy: 'Remove signatures and attestations that nobody needs.',
  })
}
