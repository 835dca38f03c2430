import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../domain/version.ts'
import type { Line, TagPlan } from './tags.ts'

/** One tag, whether it is written, and why. */
export interface Move {
  readonly tag: Tag
  readonly move: boolean
  readonly reason: string
}

/**
 * The forward rule in its plain form: a moving tag goes to the highest stable version of its line, by the registry's tags
 * and this one. `X.Y.Z` and `vX.Y.Z` are the same version. In write order: the version first, so that no moving tag ever
 * names a version that does not exist; the commit last.
 * @param registryTags every tag of the image, in any order; foreign ones have no weight
 * @param latest `true` forces `latest` to any version that is no pre-release, `false` keeps it
 */
export function planMoves(
  tags: TagPlan,
  registryTags: readonly string[],
  latest: 'auto' | boolean,
): readonly Move[] {
  const versions = stableVersions(registryTags, tags.suffix)
  const always = (tag: Tag | undefined, reason: string) =>
    tag === undefined ? [] : [{ tag, move: true, reason }]
  const extra = (tag: Tag): Move => {
    const line = lineOf(tag, tags.suffix)
    if (tags.pullRequest !== undefined) return keep(tag, 'a pull request writes its own tag only')
    if (line !== undefined) return planMove(tag, line, tags.version, versions, latest)
    return { tag, move: true, reason: 'extra-tags' }
  }
  const moves: readonly Move[] = [
    ...tags.fixed.flatMap((tag) => always(tag, tags.version === undefined ? 'this git tag' : 'this version')),
    ...tags.moving.map(({ tag, line }) => planMove(tag, line, tags.version, versions, latest)),
    ...tags.extra.map(extra),
    ...(latest === true ? inVain(tags) : []),
    ...always(tags.branch, 'this branch'),
    ...always(tags.pullRequest, 'this pull request'),
    ...always(tags.commit, 'this commit'),
  ]
  // An extra tag may repeat a planned one; the first row decides.
  const first = moves.filter(({ tag }, at) => moves.findIndex((other) => other.tag === tag) === at)
  return Object.freeze(first.map((move) => Object.freeze(move)))
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
  versions: readonly Version[],
  latest: 'auto' | boolean,
): Move {
  if (version?.prerelease) return keep(tag, 'a pre-release moves no other tag')
  if (line.kind === 'latest' && latest !== 'auto') return { tag, move: latest, reason: `latest: ${latest}` }
  // In a tag `+` is `-`, so later runs take such a version for a pre-release and would take the line back.
  if (version?.build !== undefined) {
    return keep(tag, 'a version with build metadata cannot be told from a pre-release by its tag')
  }
  const highest = versions
    .filter((other) => inLine(other, line))
    .toSorted(compareVersions)
    .at(-1)
  if (version === undefined || !inLine(version, line)) {
    if (highest === undefined)
      return { tag, move: true, reason: `extra-tags, and no version of ${words(line)}` }
    return keep(tag, `belongs to ${highest.text}, the highest of ${words(line)}`)
  }
  if (highest === undefined || compareVersions(highest, version) <= 0) {
    return { tag, move: true, reason: `highest of ${words(line)}` }
  }
  return keep(tag, `${highest.text} is higher`)
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

/** The line that a tag of the user's own is named like. */
function lineOf(tag: Tag, suffix: string): Line | undefined {
  const name = tag.slice(0, tag.length - suffix.length)
  if (name === 'latest') return { kind: 'latest' }
  const [, major, minor] = /^v?(\d{1,15})(?:\.(\d{1,15}))?$/.exec(name) ?? []
  if (major === undefined) return undefined
  if (minor === undefined) return { kind: 'major', major: Number(major) }
  return { kind: 'minor', major: Number(major), minor: Number(minor) }
}

function words(line: Line): string {
  if (line.kind === 'latest') return 'all versions'
  return line.kind === 'major' ? `${line.major}` : `${line.major}.${line.minor}`
}

function inLine(version: Version, line: Line): boolean {
  if (line.kind === 'latest') return true
  if (version.major !== line.major) return false
  return line.kind === 'major' || version.minor === line.minor
}

function stableVersions(registryTags: readonly string[], suffix: string): readonly Version[] {
  return registryTags.flatMap((tag) => {
    const version = versionOf(tag, suffix)
    return version === undefined || version.prerelease ? [] : [version]
  })
}

/** The version that a tag names in the line of a suffix: `1.2.3-alpine` is 1.2.3 of `-alpine`, and elsewhere a pre-release. */
function versionOf(tag: string, suffix: string): Version | undefined {
  if (suffix === '') return parseVersion(tag)
  return tag.endsWith(suffix) ? parseVersion(tag.slice(0, -suffix.length)) : undefined
}
