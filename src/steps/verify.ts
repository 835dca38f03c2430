import type { Digest } from '../domain/digest.ts'
import { VerificationError } from '../domain/errors.ts'
import { digestReference, type ImageName, type Tag, taggedReference } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { Published } from '../plan/state.ts'

/** What the published tags hold now: each tag is asked for in the registry, never in the engine. */
export async function resolvePublished(
  host: Host,
  published: Published,
): Promise<{ readonly digest: Digest; readonly strays: readonly string[] }> {
  const { image, digest, tags } = published
  const found = await Promise.all(tags.map((tag) => resolve(host, image, tag)))
  const strays = tags.flatMap((tag, at) =>
    found[at] === digest ? [] : [`${taggedReference(image, tag)} is ${found[at] ?? 'absent'}`],
  )
  return { digest, strays }
}

async function resolve(host: Host, image: ImageName, tag: Tag): Promise<Digest | undefined> {
  return (await host.registry.head(image, tag))?.digest
}

/**
 * The inspection of record, `docker buildx imagetools inspect`, of the first published tag.
 * @throws VerificationError where buildx sees another digest than the registry told us
 */
export async function inspectOfRecord(host: Host, published: Published): Promise<void> {
  const { image, digest, tags } = published
  const [first] = tags
  const reference = first === undefined ? digestReference(image, digest) : taggedReference(image, first)
  const inspected = await host.buildx.inspectImage(reference)
  for (const { platform, digest: entry } of inspected.manifests) {
    const name = platform === undefined ? 'unknown' : `${platform.os}/${platform.architecture}`
    host.log.info(`${name.padEnd(16)} ${entry}`)
  }
  if (inspected.descriptor.digest === digest) return
  throw new VerificationError({
    found: `docker buildx imagetools inspect sees ${inspected.descriptor.digest} under ${reference}.`,
    allowed: digest,
    remedy: 'Something else moved the tag. Run the job again, and give publishing jobs a concurrency group.',
  })
}
