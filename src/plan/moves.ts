import type { Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../domain/version.ts'
import type { MovingTag, TagPlan } from './tags.ts'

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
 * @param latest `true` forces `latest`, `false` keeps it
 */
export function planMoves(
  tags: TagPlan,
  registryTags: readonly string[],
  latest: 'auto' | boolean,
): readonly Move[] {
  const versions = stableVersions(registryTags, tags.suffix)
  const always = (tag: Tag, reason: string): Move => ({ tag, move: true, reason })
  const moves = [
    ...tags.fixed.map((tag) => always(tag, tags.version === undefined ? 'this git tag' : 'this version')),
    ...tags.moving.map((moving) => planMove(moving, tags.version, versions, latest)),
    ...tags.extra.map((tag) => always(tag, 'extra-tags')),
    ...(tags.branch === undefined ? [] : [always(tags.branch, 'this branch')]),
    ...(tags.pullRequest === undefined ? [] : [always(tags.pullRequest, 'this pull request')]),
    always(tags.commit, 'this commit'),
  ]
  // An extra tag may repeat a planned one; the first row decides.
  return moves.filter(({ tag }, at) => moves.findIndex((other) => other.tag === tag) === at)
}

/** A sentence where the package so far writes its versions the other way; undefined where nothing changes. */
export function schemeNotice(tags: TagPlan, registryTags: readonly string[]): string | undefined {
  const own = tags.fixed.map((tag) => tag.startsWith('v'))
  const known = registryTags.filter((tag) => versionOf(tag, tags.suffix) !== undefined)
  if (tags.version === undefined || own.length !== 1 || known.length === 0) return undefined
  const prefixed = own[0] === true
  if (known.some((tag) => tag.startsWith('v') === prefixed)) return undefined
  const [before, now] = prefixed ? ['without a v', 'with a v'] : ['with a v', 'without a v']
  return `The versions of this package were written ${before} so far, this one is written ${now}. Both count as the same line; v-prefix: chooses how they are written.`
}

function planMove(
  { tag, line }: MovingTag,
  version: Version | undefined,
  versions: readonly Version[],
  latest: 'auto' | boolean,
): Move {
  if (version === undefined) return { tag, move: false, reason: 'no version' }
  if (line === 'latest' && latest !== 'auto') {
    return { tag, move: latest, reason: `latest: ${latest}` }
  }
  const higher = versions.filter(
    (other) => inLine(line, other, version) && compareVersions(other, version) > 0,
  )
  const highest = higher.toSorted(compareVersions).at(-1)
  if (highest === undefined) return { tag, move: true, reason: `the highest ${WORDS[line](version)}` }
  return { tag, move: false, reason: `stays at ${highest.text}, the highest ${WORDS[line](version)}` }
}

const WORDS: Readonly<Record<MovingTag['line'], (version: Version) => string>> = {
  minor: ({ major, minor }) => `${major}.${minor}`,
  major: ({ major }) => `${major}`,
  latest: () => 'version',
}

function inLine(line: MovingTag['line'], other: Version, version: Version): boolean {
  if (line === 'latest') return true
  return other.major === version.major && (line === 'major' || other.minor === version.minor)
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
