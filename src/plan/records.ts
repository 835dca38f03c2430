import { type Listing, type Needs, recordedVersions } from '../domain/listing.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions, type Version } from '../domain/version.ts'
import { inLine, type Line, lineOf, otherSpellings, type Release, stableReleases } from './lines.ts'
import type { TagPlan } from './tags.ts'

/** A line that is walked down from its highest version, until so many are known that are not withdrawn. */
export interface Walk {
  readonly line: Line
  readonly depth: number
  /** Only lower versions count. */
  readonly below?: Version | undefined
  /** Only higher versions count. */
  readonly above?: Version | undefined
}

/** What a decision has to know of withdrawals. */
export interface Question {
  readonly suffix: string
  /** Version tags whose own record matters. */
  readonly versions: readonly Tag[]
  readonly walks: readonly Walk[]
}

/** As many records are asked for at first; later three times as many as were read already, so that few rounds do. */
const FIRST = 4
const MOST = 100

/**
 * The records that can change a decision: those of named versions, and in each line those of the versions that would win it. With
 * hundreds of records, most of them are of versions far below the highest, and are never asked for.
 */
export function needsOf({ suffix, versions, walks }: Question): Needs {
  return (listing) => {
    const isOpen = openRecords(listing)
    if (!listing.tags.some(isOpen)) return []
    const most = Math.min(MOST, Math.max(FIRST, 3 * listing.asked.size))
    const groups = byVersion(stableReleases(listing, suffix))
    const walked = walks.flatMap((walk) => walkDown(groups, walk, isOpen, most))
    return [...new Set([...versions.filter(isOpen), ...walked])]
  }
}

/** Tells which tags have a record that was not read yet. */
export function openRecords({ tags, asked }: Listing): (tag: string) => boolean {
  const recorded = new Set(recordedVersions(tags))
  return (tag) => recorded.has(tag) && !asked.has(tag)
}

/** The question before a publish or a promotion: whether its version is free, and which of its lines have a higher one. */
export function publishQuestion({ fixed, moving, extra, version, suffix }: TagPlan): Question {
  const more = extra.flatMap((tag) => lineOf(tag, suffix) ?? [])
  const walks = [...moving.map(({ line }) => line), ...more].map((line): Walk => {
    const above = version !== undefined && inLine(version, line) ? version : undefined
    return { line, depth: 1, above }
  })
  return { suffix, versions: [...fixed, ...otherSpellings(fixed)], walks }
}

/** Each version with all of its spellings, the highest first. */
function byVersion(releases: readonly Release[]): readonly (readonly Release[])[] {
  const groups: Release[][] = []
  for (const release of releases.toSorted((a, b) => compareVersions(b.version, a.version))) {
    const last = groups.at(-1)
    const [same] = last ?? []
    if (same !== undefined && compareVersions(same.version, release.version) === 0) last?.push(release)
    else groups.push([release])
  }
  return groups
}

function walkDown(
  groups: readonly (readonly Release[])[],
  { line, depth, below, above }: Walk,
  isOpen: (tag: string) => boolean,
  most: number,
): readonly string[] {
  const found: string[] = []
  let good = 0
  for (const group of groups) {
    const [first] = group
    if (first === undefined || !inLine(first.version, line)) continue
    if (below !== undefined && compareVersions(first.version, below) >= 0) continue
    if (above !== undefined && compareVersions(first.version, above) <= 0) break
    found.push(...group.flatMap(({ tag }) => (isOpen(tag) ? [tag] : [])))
    // One spelling that is known to be good is enough to win, but all of the same version win with it.
    if (group.some(({ tag }) => !isOpen(tag))) good++
    if (good === depth || found.length >= most) break
  }
  return found
}
