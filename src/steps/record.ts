import { VerificationError } from '../domain/errors.ts'
import { digestReference, taggedReference } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { Pushed } from '../plan/published.ts'

/**
 * The inspection of record, `docker buildx imagetools inspect`, of the version's own tag.
 * @throws VerificationError where buildx sees another digest than the registry told us
 */
export async function inspectOfRecord(host: Host, published: Pushed): Promise<void> {
  const { image, digest, fixed } = published
  // Of the tags only those of the version itself: another run may move the others on.
  const [first] = fixed
  const reference = first === undefined ? digestReference(image, digest) : taggedReference(image, first)
  const inspected = await host.buildx.inspectImage(reference)
  for (const { platform, digest: entry } of inspected.manifests) {
    const name = platform === undefined ? 'unknown' : `${platform.os}/${platform.architecture}`
    host.log.info(`${name.padEnd(16)} ${entry}`)
  }
  if (inspected.descriptor.digest === digest) return
  const found = `docker buildx imagetools inspect sees ${inspected.descriptor.digest} under ${reference}.`
  const remedy =
    'Something else moved the tag. Run the job again, and give publishing jobs a concurrency group.'
  throw new VerificationError({ found, allowed: digest, remedy }, { proves: 'tags' })
}
