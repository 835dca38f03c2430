import type { Digest } from '../domain/digest.ts'
import { type HeldTags, lostPlatforms } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions } from '../domain/version.ts'
import { highestFew } from './current.ts'
import { inLine, type Release, stableReleases } from './lines.ts'
import type { Return, RollbackPlan } from './rollback.ts'

/** What a rollback sees once it has written. */
export interface Aftermath {
  /** The list by which it was planned, and the one now. */
  readonly before: Pick<Listing, 'tags'>
  readonly listing: Listing
  /** What the tags hold that it has written; a tag that is gone is absent. */
  readonly now: ReadonlyMap<Tag, Digest>
  /** What the tags of `newTags` hold. */
  readonly held: HeldTags
}

/** The versions that came while a rollback was under way, and to which its tags belong then: what has to be read of them. */
export function newTags(
  { suffix }: Pick<RollbackPlan, 'suffix'>,
  sent: readonly Return[],
  { before, listing }: Pick<Aftermath, 'before' | 'listing'>,
): readonly Tag[] {
  return [...new Set(sent.flatMap((one) => highestFew(newReleases(one, suffix, before, listing))))]
}

/**
 * What a rollback writes once more because of a publish at the same time. It may have written over a higher version that came
 * meanwhile; a publish that did not see the record yet may have brought a tag back to the version that was left; and a version to which
 * a tag was let pass may have been taken back. What somebody else has put there stays.
 * @param sent where this rollback has sent each tag last
 * @param bad images to which no tag may be brought back
 */
export function planRewrites(
  { suffix, returns }: Pick<RollbackPlan, 'suffix' | 'returns'>,
  sent: readonly Return[],
  bad: ReadonlySet<Digest>,
  { before, listing, now, held }: Aftermath,
): readonly Return[] {
  return sent.flatMap((one): readonly Return[] => {
    const found = now.get(one.tag)
    if (found === undefined || (found !== one.digest && !bad.has(found))) return []
    const planned = returns.find(({ tag }) => tag === one.tag) ?? one
    const higher = newReleases(one, suffix, before, listing).flatMap(({ tag }): readonly Return[] => {
      const name = parseTag(tag)
      const next = name && held.get(name)
      if (!next || bad.has(next.digest) || lostPlatforms(one, next.platforms).length > 0) return []
      const { digest, platforms } = next
      return [{ ...one, digest, platforms, reason: `${tag} was published meanwhile, and is higher` }]
    })
    if (higher.some(({ digest }) => digest === found)) return []
    const [wanted = planned] = higher
    return wanted.digest === found ? [] : [{ ...wanted, before: found }]
  })
}

/** Good versions of a tag's line that were not listed before, and that are higher than what it left and where it went; the highest first. */
function newReleases(
  { line, from }: Return,
  suffix: string,
  before: Pick<Listing, 'tags'>,
  listing: Listing,
): readonly Release[] {
  if (line === undefined || from === undefined) return []
  const known = new Set(before.tags)
  return stableReleases(listing, suffix)
    .filter(
      ({ tag, version }) => !known.has(tag) && inLine(version, line) && compareVersions(version, from) > 0,
    )
    .toSorted((a, b) => compareVersions(b.version, a.version))
}
