import type { Digest } from './digest.ts'
import type { Platform } from './platform.ts'
import { missingPlatforms } from './platform.ts'
import type { Tag } from './reference.ts'

/** What the registry holds under a tag, as far as decisions need it. */
export interface Held {
  readonly digest: Digest
  readonly platforms: readonly Platform[]
  /** What it says of itself: annotations, and where those name no commit, labels. Foreign text. */
  readonly marks: Readonly<Record<string, string>>
  /** The commit that it was built from, by its annotation or label; undefined where it does not say. */
  readonly revision: string | undefined
  /** The version that it says of itself. */
  readonly version: string | undefined
  /** Whether every platform has attestations beside it. */
  readonly attested: boolean
}

/** By tag; a tag that does not exist is absent. */
export type HeldTags = ReadonlyMap<Tag, Held>

/** Platforms of `old` that `next` lacks: who pulls one of them would get nothing any more. */
export function lostPlatforms(
  old: Pick<Held, 'platforms'> | undefined,
  next: readonly Platform[],
): readonly Platform[] {
  // What is no image, such as a chart, has no platform that anybody could miss.
  const known = (old?.platforms ?? []).filter(({ os }) => os !== 'unknown')
  return missingPlatforms(known, next)
}
