import { VerificationError } from '../../domain/errors.ts'
import { type Listing, recordedVersions, recordTag } from '../../domain/listing.ts'
import { formatImageName, type ImageName, parseTag, type Tag } from '../../domain/reference.ts'
import { type Clock, eventually } from '../clock.ts'
import type { Registry } from './registry.ts'

/** What a listing needs. */
interface Place {
  readonly registry: Registry
  readonly clock: Clock
}

/** Tag lists lag behind writes, on GHCR by some seconds. */
const LISTED_WITHIN = 60_000

/**
 * Lists the tags of an image and finds out which versions are withdrawn. A list is trusted only when it holds what this run wrote
 * before: then it shows everything that others wrote before that, too.
 * @param holds tags that were written already
 * @throws VerificationError where the registry does not list them in time, RegistryError where it does not list at all
 */
export async function readListing(
  host: Place,
  image: ImageName,
  holds: readonly Tag[] = [],
): Promise<Listing> {
  const tags = await eventually(host.clock, LISTED_WITHIN, async () => {
    const listed = await host.registry.tags(image)
    return holds.every((tag) => listed.includes(tag)) ? listed : undefined
  })
  if (tags !== undefined) return { tags, withdrawn: await readWithdrawn(host, image, tags) }
  throw new VerificationError({
    found: `${formatImageName(image)}: the registry took ${holds.join(', ')} and does not list it after ${LISTED_WITHIN / 1000} s.`,
    remedy:
      'Without a list nobody knows which version is the highest, so no tag was moved on. Run the job again; if it stays so, the registry does not list tags.',
  })
}

/** The versions whose record is about what they hold now; one that was published again holds something else. */
async function readWithdrawn(
  host: Place,
  image: ImageName,
  tags: readonly string[],
): Promise<Listing['withdrawn']> {
  const look = async (name: string) => {
    const [tag, record] = [parseTag(name), recordTag(name)]
    if (tag === undefined || record === undefined) return []
    const [held, recorded] = await Promise.all([
      host.registry.head(image, tag),
      host.registry.head(image, record),
    ])
    return held !== undefined && held.digest === recorded?.digest ? [[name, held.digest] as const] : []
  }
  return new Map((await Promise.all(recordedVersions(tags).map(look))).flat())
}
