import type { Digest } from '../domain/digest.ts'
import { type Held, type HeldTags, lostPlatforms } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions } from '../domain/version.ts'
import { namingTags, publishedAs } from './current.ts'
import type { Journal } from './journal.ts'
import {
  highestOf,
  inLine,
  type Line,
  lineOf,
  type MovingTag,
  markedVersion,
  nameOf,
  type Release,
  spellings,
  stableReleases,
} from './lines.ts'
import type { Question } from './records.ts'

/** A moving tag that does not hold the highest version of its line, and what it should hold. */
export interface Repair {
  readonly tag: Tag
  /** Undefined where the tag does not exist. */
  readonly before: Digest | undefined
  /** The tag of the highest version, and its digest. */
  readonly release: Tag
  readonly digest: Digest
  /** What was wrong: the tag did not exist, held a withdrawn image, or was behind. */
  readonly kind: 'absent' | 'withdrawn' | 'behind'
  readonly reason: string
}

/** Which version is the highest of each line that is not withdrawn. */
export function repairQuestion(lines: readonly MovingTag[], suffix: string): Question {
  return { suffix, versions: [], walks: lines.map(({ line }) => ({ line, depth: 1 })) }
}

/** Whether what the moving tags hold is withdrawn: a lower version than the highest may be, too. */
export function heldQuestion(lines: readonly MovingTag[], suffix: string, held: HeldTags): Question {
  const versions = lines.flatMap(({ tag, line }) => {
    const now = held.get(tag)
    if (now === undefined) return []
    const version = markedVersion(now)
    const marked = version === undefined ? [] : spellings(version, suffix)
    return [...marked, ...publishedAs(now, line, suffix, held).tags]
  })
  return { suffix, versions, walks: [] }
}

/** The tags of the highest version of each line: what has to be read before repairs can be planned. */
export function highestTags(lines: readonly MovingTag[], suffix: string, listing: Listing): readonly Tag[] {
  const releases = stableReleases(listing, suffix)
  return lines.flatMap(({ line }) => highestOf(line, releases).flatMap(({ tag }) => parseTag(tag) ?? []))
}

/**
 * The tags that have to be read, too, where what a moving tag holds does not say that it is a version of the line: it may be published
 * as one all the same.
 */
export function unclearTags(
  lines: readonly MovingTag[],
  suffix: string,
  listing: Listing,
  held: HeldTags,
): readonly Tag[] {
  const releases = stableReleases(listing, suffix)
  return lines.flatMap(({ tag, line }) => {
    const now = held.get(tag)
    const spellings = highestOf(line, releases).flatMap((release) => existing(release, held))
    const [highest] = spellings
    if (now === undefined || highest === undefined) return []
    if (spellings.some(({ next }) => next.digest === now.digest)) return []
    return isLower(now, line, suffix, highest.release, held) ? [] : namingTags(line, suffix, listing)
  })
}

/**
 * What it takes to bring moving tags to the highest version of their line. Two runs at once, or one that died, can leave a tag at a
 * lower version, or at one that is withdrawn. A tag that holds anything else was put there by somebody, and stays.
 * @param held what the moving tags and the tags of `highestTags` and `unclearTags` hold
 * @param takenBack images that are not published any more, whether their version is recorded as withdrawn, is gone, or was taken by
 *   another run
 */
export function planRepairs(
  lines: readonly MovingTag[],
  suffix: string,
  listing: Listing,
  held: HeldTags,
  takenBack: readonly Digest[] = [],
): readonly Repair[] {
  const releases = stableReleases(listing, suffix)
  const bad = new Set([...listing.withdrawn.values(), ...takenBack])
  return lines.flatMap(({ tag, line }): readonly Repair[] => {
    const now = held.get(tag)
    const spellings = highestOf(line, releases).flatMap((release) => existing(release, held))
    const [highest] = spellings
    // What was just taken back is nothing to go to, also where its version could not be recorded as withdrawn.
    if (highest === undefined || takenBack.includes(highest.next.digest)) return []
    if (spellings.some(({ next }) => next.digest === now?.digest)) return []
    const { name, next } = highest
    const repair = { tag, before: now?.digest, release: name, digest: next.digest }
    const reason = `${name} is the highest of ${nameOf(line)}`
    // The lines of a version have their tags: a run that died, or whose image was taken back, may have left none.
    if (now === undefined) return [{ ...repair, kind: 'absent', reason: `did not exist; ${reason}` }]
    if (bad.has(now.digest))
      return [{ ...repair, kind: 'withdrawn', reason: `held a withdrawn image; ${reason}` }]
    if (!isLower(now, line, suffix, highest.release, held) || lostPlatforms(now, next.platforms).length > 0)
      return []
    return [{ ...repair, kind: 'behind', reason }]
  })
}

/**
 * What people have to know of a repair of `latest` that goes to another run's version: that run, or one before it, may have been told
 * where `latest` belongs, and nothing in the registry says so. Undefined where no choice can have been overridden.
 * @param own digests that this run has written
 */
export function overriddenChoice(
  { tag, release, digest, kind }: Repair,
  suffix: string,
  own: ReadonlySet<Digest>,
): string | undefined {
  if (lineOf(tag, suffix)?.kind !== 'latest' || kind === 'withdrawn' || own.has(digest)) return undefined
  return `${tag} was moved on to ${release}, the highest version. This run did not publish it, and the run that did left ${tag} elsewhere. If that was a choice (latest: true or false), nothing in the registry says so. To choose by hand, write latest: false in every publish, and latest: true where it is to move.`
}

/**
 * Whether a run wrote a moving tag although a higher version is there. What the tag seems to hold is then no answer: where the higher
 * version was written before this run's, an old answer looks as if all were well.
 */
export function isOutrun(
  lines: readonly MovingTag[],
  suffix: string,
  listing: Listing,
  held: HeldTags,
  journal: Journal,
): boolean {
  const releases = stableReleases(listing, suffix)
  return lines.some(({ tag, line }) => {
    const own = journal.findLast((entry) => entry.tag === tag)?.after
    const spellings = highestOf(line, releases).flatMap((release) => existing(release, held))
    return own !== undefined && spellings.length > 0 && spellings.every(({ next }) => next.digest !== own)
  })
}

/** A release as it is held; none where its tag was deleted meanwhile. */
function existing(release: Release, held: HeldTags) {
  const name = parseTag(release.tag)
  const next = name && held.get(name)
  return name === undefined || next === undefined ? [] : [{ release, name, next }]
}

/** Whether what a moving tag holds is a version of the line, and not a higher one. */
function isLower(now: Held, line: Line, suffix: string, highest: Release, held: HeldTags): boolean {
  const { version } = publishedAs(now, line, suffix, held)
  if (version === undefined || version.prerelease || !inLine(version, line)) return false
  return compareVersions(version, highest.version) <= 0
}
