import type { Held, HeldTags } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions, type Version } from '../domain/version.ts'
import { inLine, type Line, markedVersion, type Release, stableReleases, versionOf } from './lines.ts'

/** Versions of a line that are looked at: the highest may be listed still, and be deleted. */
export const DEEP = 3

/** As which versions an image is published. */
export interface PublishedAs {
  /** The highest of them, else the one that the image says of itself; undefined where it says none either. */
  readonly version: Version | undefined
  /** The tags of all of them, the highest first; empty where nobody knows one. */
  readonly tags: readonly Tag[]
}

/**
 * As which versions of a line an image is published: by the tags of versions that hold it, because a promotion gives an image another
 * version than the image says of itself. `app:v2.0.0-rc.1` becomes v2.0.0 and is labelled 2.0.0-rc.1 for good.
 * @param line undefined for all versions
 * @param known what tags hold; only those of versions count
 */
export function publishedAs(
  held: Held,
  line: Line | undefined,
  suffix: string,
  known: HeldTags,
): PublishedAs {
  const found = [...known].flatMap(([tag, { digest }]) => {
    const version = digest === held.digest ? versionOf(tag, suffix) : undefined
    return version !== undefined && (line === undefined || inLine(version, line)) ? [{ tag, version }] : []
  })
  const sorted = found.toSorted((a, b) => compareVersions(b.version, a.version))
  return { version: sorted[0]?.version ?? markedVersion(held), tags: sorted.map(({ tag }) => tag) }
}

/** The tags of the highest versions of a line: what it takes to find out as which of them an image is published. */
export function namingTags(line: Line, suffix: string, listing: Listing): readonly Tag[] {
  return highestFew(stableReleases(listing, suffix).filter(({ version }) => inLine(version, line)))
}

/** The tags of the highest few of some releases, under all of their spellings. */
export function highestFew(releases: readonly Release[]): readonly Tag[] {
  const sorted = releases.toSorted((a, b) => compareVersions(b.version, a.version))
  const versions = [...new Set(sorted.map(({ version }) => version.text))].slice(0, DEEP)
  return sorted.flatMap(({ tag, version }) => (versions.includes(version.text) ? (parseTag(tag) ?? []) : []))
}
