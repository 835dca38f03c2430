import { type HeldTags, lostPlatforms } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions, type Version } from '../domain/version.ts'
import {
  highestOf,
  inLine,
  type Line,
  lineOf,
  nameOf,
  type Release,
  stableReleases,
  versionOf,
  withdrawnReleases,
} from './lines.ts'
import type { TagPlan } from './tags.ts'

/** One tag, whether it is written, and why. */
export interface Move {
  readonly tag: Tag
  readonly move: boolean
  readonly reason: string
}

/** What moves depend on beside the plan and the registry's list. */
export interface MoveRules {
  /** `true` forces `latest` to any version that is no pre-release, and every tag to fewer platforms; `false` keeps it. */
  readonly latest: 'auto' | boolean
  /** What is published. */
  readonly platforms: readonly Platform[]
  /** What the tags hold now. */
  readonly held: HeldTags
}

/**
 * The forward rule: a moving tag goes to the highest stable version of its line, by the registry's tags and this one, leaving out
 * versions that were withdrawn. `X.Y.Z` and `vX.Y.Z` are the same version. Fewer platforms never replace more. In write order: the
 * version first, so that no moving tag ever names a version that does not exist; the commit last.
 */
export function planMoves(tags: TagPlan, listing: Listing, rules: MoveRules): readonly Move[] {
  const releases = stableReleases(listing, tags.suffix)
  const always = (tag: Tag | undefined, reason: string) =>
    tag === undefined ? [] : [{ tag, move: true, reason }]
  const passed = withdrawnReleases(listing, tags.suffix)
  const moving = (tag: Tag, line: Line) => {
    const move = planMove(tag, line, tags.version, releases, rules)
    return passingOver(move, line, tags.version, passed)
  }
  const extra = (tag: Tag): Move => {
    const line = lineOf(tag, tags.suffix)
    if (tags.pullRequest !== undefined) return keep(tag, 'a pull request writes its own tag only')
    return line === undefined ? { tag, move: true, reason: 'extra-tags' } : moving(tag, line)
  }
  const wide = (move: Move) => keepPlatforms(move, rules)
  const moves: readonly Move[] = [
    ...tags.fixed.flatMap((tag) => always(tag, tags.version === undefined ? 'this git tag' : 'this version')),
    ...tags.moving.map(({ tag, line }) => wide(moving(tag, line))),
    ...tags.extra.map((tag) => wide(extra(tag))),
    ...(rules.latest === true ? inVain(tags) : []),
    ...always(tags.branch, 'this branch').map(wide),
    ...always(tags.pullRequest, 'this pull request'),
    ...always(tags.commit, 'this commit').map(wide),
  ]
  // An extra tag may repeat a planned one; the first row decides.
  const first = moves.filter(({ tag }, at) => moves.findIndex((other) => other.tag === tag) === at)
  return Object.freeze(first.map((move) => Object.freeze(move)))
}

/**
 * Fewer platforms never replace more, whatever else moves a tag that was there: a run by hand for one platform must not take the others
 * from everybody. `latest: true` is how somebody says that a platform is given up.
 */
export function keepPlatforms(move: Move, { latest, platforms, held }: MoveRules): Move {
  const lost = move.move ? lostPlatforms(held.get(move.tag), platforms) : []
  if (lost.length === 0) return move
  const names = lost.map(formatPlatform).join(', ')
  if (latest === true)
    return { ...move, reason: `${move.reason}; with fewer platforms, without ${names}, by latest: true` }
  return keep(
    move.tag,
    `it holds an image for ${names} too, and this one is not; latest: true moves it all the same`,
  )
}

/** A sentence where the package so far writes its versions the other way; undefined where nothing changes. */
export function schemeNotice(tags: TagPlan, registryTags: readonly string[]): string | undefined {
  const [own, other] = tags.fixed
  const known = registryTags.filter((tag) => versionOf(tag, tags.suffix) !== undefined)
  if (tags.version === undefined || own === undefined || other !== undefined || known.length === 0) {
    return undefined
  }
  const prefixed = own.startsWith('v')
  if (known.some((tag) => tag.startsWith('v') === prefixed)) return undefined
  const [before, now] = prefixed ? ['without a v', 'with a v'] : ['with a v', 'without a v']
  return `The versions of this package were written ${before} so far, this one is written ${now}. Both count as the same line; v-prefix: chooses how they are written.`
}

/**
 * A tag of a line. What is no version of the line, such as a branch with `extra-tags: latest`, gets it only while the
 * line has no version at all.
 */
function planMove(
  tag: Tag,
  line: Line,
  version: Version | undefined,
  releases: readonly Release[],
  { latest }: MoveRules,
): Move {
  if (version?.prerelease) return keep(tag, 'a pre-release moves no other tag')
  if (line.kind === 'latest' && latest !== 'auto') return { tag, move: latest, reason: `latest: ${latest}` }
  // In a tag `+` is `-`, so later runs take such a version for a pre-release and would take the line back.
  if (version?.build !== undefined) {
    return keep(tag, 'a version with build metadata cannot be told from a pre-release by its tag')
  }
  const highest = highestOf(line, releases)[0]?.version
  if (version === undefined || !inLine(version, line)) {
    if (highest === undefined)
      return { tag, move: true, reason: `extra-tags, and no version of ${nameOf(line)}` }
    return keep(tag, `belongs to ${highest.text}, the highest of ${nameOf(line)}`)
  }
  if (highest === undefined || compareVersions(highest, version) <= 0)
    return { tag, move: true, reason: `highest of ${nameOf(line)}` }
  return keep(tag, `${highest.text} is higher`)
}

/** Says of a tag that moves which higher versions it passes over, because they are withdrawn. */
function passingOver(move: Move, line: Line, version: Version | undefined, passed: readonly Release[]): Move {
  if (!move.move || version === undefined || !inLine(version, line)) return move
  const names = passed
    .filter((one) => inLine(one.version, line) && compareVersions(one.version, version) > 0)
    .map((one) => one.tag)
  if (names.length === 0) return move
  return { ...move, reason: `${move.reason}; passes over ${names.join(', ')}, withdrawn` }
}

function keep(tag: Tag, reason: string): Move {
  return { tag, move: false, reason }
}

/** Says that `latest: true` has no effect, where no version is published that could take it. */
function inVain(tags: TagPlan): readonly Move[] {
  const tag = parseTag(`latest${tags.suffix}`)
  if (tag === undefined) return []
  if (tags.version !== undefined) return [keep(tag, 'a pre-release moves no other tag')]
  return [keep(tag, 'latest: true is for versions; extra-tags: latest is for the rest')]
}
