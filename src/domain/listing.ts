import type { Digest } from './digest.ts'
import type { HeldTags } from './held.ts'
import { parseTag, type Tag } from './reference.ts'

/** The versions of an image, as its registry tells. */
export interface Listing {
  /** Every tag, in any order; foreign ones have no weight. */
  readonly tags: readonly string[]
  /** Version tags whose record was read, if they have one: whether any other one is withdrawn is not known. */
  readonly asked: ReadonlySet<string>
  /** Those among them whose image was withdrawn, with its digest. */
  readonly withdrawn: ReadonlyMap<string, Digest>
}

/**
 * Says which version tags' records have to be read before something can be decided; empty once it can be. It is asked again with what
 * they say. Only tags that have a record and were not asked for yet are of use.
 */
export type Needs = (listing: Listing) => readonly string[]

/** What the registry has of the image; nothing where there is none yet, or where it may not be asked. */
export interface RegistryFacts {
  readonly listing: Listing
  /** What the tags hold that may be written. */
  readonly held: HeldTags
  /** Why a dry run knows nothing of it, although there may be something. */
  readonly unread?: string
}

export const EMPTY_LISTING: Listing = { tags: [], asked: new Set(), withdrawn: new Map() }

/** The record that a version's image was bad: a tag on that image (design: "Withdrawn"). Undefined where it would be too long. */
export function recordTag(tag: string): Tag | undefined {
  return parseTag(`withdrawn-${tag}`)
}

/** Whether a tag is such a record. */
export function isRecordTag(tag: string): boolean {
  return tag.startsWith('withdrawn-')
}

/** Version tags that have a record beside them; whether it is about what they hold now, only their digests say. */
export function recordedVersions(tags: readonly string[]): readonly string[] {
  const all = new Set(tags)
  return tags.filter((tag) => all.has(recordTag(tag) ?? ''))
}
