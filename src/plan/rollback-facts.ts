import type { Digest } from '../domain/digest.ts'
import type { Held, HeldTags } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions } from '../domain/version.ts'
import { DEEP, highestFew, namingTags, publishedAs } from './current.ts'
import type { Destination, RollbackTag } from './inputs/rollback.ts'
import { inLine, lineOf, markedVersion, type Release, spellings, stableReleases } from './lines.ts'
import type { Question, Walk } from './records.ts'

/** What a rollback is asked for. */
export interface RollbackRequest {
  readonly tags: readonly RollbackTag[]
  /** Undefined: the version before, of each tag's line. */
  readonly to: Destination | undefined
  readonly suffix: string
  readonly withdraw: boolean
}

/** What the registry tells of it. */
export interface RollbackFacts {
  readonly listing: Listing
  /** What the tags to move hold, the versions that they may go to, and those that they leave. */
  readonly held: HeldTags
  /** What the digest that somebody wrote is; undefined where it does not exist, or none was written. */
  readonly digest: Held | undefined
}

/**
 * What a rollback has to know of withdrawals: of what the tags hold and where they are sent, of the versions below, and of the highest
 * ones.
 */
export function rollbackQuestion(request: RollbackRequest, facts: RollbackFacts): Question {
  const { tags, to, suffix } = request
  const { held, digest } = facts
  const now = tags.map(({ tag, line }) => ({ line, held: held.get(tag) }))
  const names = [...now, { line: undefined, held: digest }].flatMap((one) =>
    one.held === undefined ? [] : publishedAs(one.held, one.line, suffix, held).tags,
  )
  const said = [...now.map((one) => one.held), digest].map(markedVersion)
  const named = to?.kind === 'version' ? [to.version] : []
  const versions = [...said, ...named].flatMap((one) => (one === undefined ? [] : spellings(one, suffix)))
  const walks = now.flatMap((one): readonly Walk[] => {
    const { line } = one
    if (line === undefined) return []
    const walk = { line, depth: DEEP }
    const below = one.held && publishedAs(one.held, line, suffix, held).version
    return [walk, { ...walk, below }]
  })
  return { suffix, versions: [...names, ...versions], walks }
}

/**
 * The tags that have to be read beside the ones to move: those of the versions that these may be at, those that they may go to, and
 * other tags that follow them. It is asked again with what they hold, for as long as there are new ones among them.
 */
export function rollbackTagsToRead(request: RollbackRequest, facts: RollbackFacts): readonly Tag[] {
  const { tags, suffix } = request
  const { listing, held, digest } = facts
  const lines = tags.map(({ line }) => line ?? ({ kind: 'latest' } as const))
  const now = tags.flatMap(({ tag, line }) => {
    const one = held.get(tag)
    return one === undefined ? [] : [{ one, line }]
  })
  const marked = [...now.map(({ one }) => one), digest].flatMap((one) => markedVersion(one) ?? [])
  const versions = now.flatMap(({ one, line }) => publishedAs(one, line, suffix, held).version ?? [])
  const followers = listing.tags.filter((name) => {
    const line = lineOf(name, suffix)
    return name.endsWith(suffix) && line !== undefined && versions.some((version) => inLine(version, line))
  })
  return [
    ...marked.flatMap((version) => spellings(version, suffix)),
    ...lines.flatMap((line) => namingTags(line, suffix, listing)),
    ...destinationTags(request, facts),
    ...(followers as Tag[]),
  ]
}

/** The tags that the ones to move may go to. */
function destinationTags(request: RollbackRequest, facts: RollbackFacts): readonly Tag[] {
  const { to, suffix } = request
  if (to?.kind === 'digest') return []
  if (to?.kind === 'version') return spellings(to.version, suffix)
  return request.tags.flatMap((one) => {
    const now = facts.held.get(one.tag)
    return now === undefined ? [] : highestFew(releasesBefore(one, now, request, facts) ?? [])
  })
}

/** Whether an image is recorded as withdrawn, under any of its versions. */
export function isWithdrawn(digest: Digest, { withdrawn }: Listing): boolean {
  return [...withdrawn.values()].includes(digest)
}

/** Stable versions that a tag may go to, the highest first; undefined where nobody knows which are before it. */
export function releasesBefore(
  { line }: RollbackTag,
  now: Held,
  { suffix }: Pick<RollbackRequest, 'suffix'>,
  { listing, held }: RollbackFacts,
): readonly Release[] | undefined {
  const current = publishedAs(now, line, suffix, held).version
  const bad = isWithdrawn(now.digest, listing)
  if (line === undefined || (current === undefined && !bad)) return undefined
  return stableReleases(listing, suffix)
    .filter(({ version }) => inLine(version, line))
    .filter(({ version }) => bad || current === undefined || compareVersions(version, current) < 0)
    .toSorted((a, b) => compareVersions(b.version, a.version))
}
