import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { EMPTY_LISTING, type Listing, type Needs, recordTag } from '../../domain/listing.ts'
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
 * Lists the tags of an image and finds out which versions are withdrawn, as far as that matters. A list is trusted only when it holds what this run wrote
 * before: then it shows everything that others wrote before that, too.
 * @param needs which records matter
 * @param holds tags that were written already
 * @throws RegistryError where the registry does not list them in time, or does not list at all
 */
export async function readListing(
  host: Place,
  image: ImageName,
  needs: Needs,
  holds: readonly Tag[] = [],
): Promise<Listing> {
  const tags = await eventually(host.clock, LISTED_WITHIN, async () => {
    const listed = await host.registry.tags(image)
    return holds.every((tag) => listed.includes(tag)) ? listed : undefined
  })
  if (tags !== undefined) return readRecords(host, image, { ...EMPTY_LISTING, tags }, needs)
  throw new RegistryError('temporary', {
    found: `${formatImageName(image)}: the registry took ${holds.join(', ')} and does not list it after ${LISTED_WITHIN / 1000} s.`,
    remedy:
      'Without a list nobody knows which version is the highest. Run the job again; if it stays so, this registry does not list tags: publish to one that does.',
  })
}

/**
 * Reads records until nothing more has to be known: those that are needed at the same time, and then what these make necessary. Each
 * costs two requests, and a package may have hundreds.
 */
export async function readRecords(
  host: Pick<Place, 'registry'>,
  image: ImageName,
  listing: Listing,
  needs: Needs,
): Promise<Listing> {
  let known = listing
  for (;;) {
    const open = needs(known).filter((tag) => !known.asked.has(tag))
    if (open.length === 0) return known
    const found = await Promise.all(open.map((tag) => readRecord(host, image, tag)))
    known = {
      tags: known.tags,
      asked: new Set([...known.asked, ...open]),
      withdrawn: new Map([...known.withdrawn, ...found.flat()]),
    }
  }
}

/** A record counts where it is about what the version holds now; one that was published again holds something else. */
async function readRecord(
  { registry }: Pick<Place, 'registry'>,
  image: ImageName,
  name: string,
): Promise<readonly (readonly [string, Digest])[]> {
  const [tag, record] = [parseTag(name), recordTag(name)]
  if (tag === undefined || record === undefined) return []
  const [held, recorded] = await Promise.all([registry.head(image, tag), registry.head(image, record)])
  return held !== undefined && held.digest === recorded?.digest ? [[name, held.digest]] : []
}
