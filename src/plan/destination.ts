import type { Digest } from '../domain/digest.ts'
import type { InputFault } from '../domain/errors.ts'
import type { Held, HeldTags } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../domain/version.ts'
import type { Destination, RollbackTag } from './inputs/rollback.ts'
import { inLine, markedVersion, nameOf, type Release, spellings, stableReleases } from './lines.ts'
import { openRecords, type Question, type Walk } from './records.ts'

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

/** Where a tag goes. */
export interface Choice {
  readonly now: Held
  readonly next: Held
  /** The name of where it goes, as `to` takes it. */
  readonly words: string
  readonly reason: string
}

/** Versions of a line that are looked at: the highest may be listed still, and be deleted. */
const DEEP = 3
const SHOWN = 8

/**
 * What a rollback has to know of withdrawals: of what the tags hold and where they are sent, of the versions below, and of the highest
 * ones.
 */
export function rollbackQuestion(
  { tags, to, suffix }: RollbackRequest,
  held: HeldTags,
  digest: Held | undefined,
): Question {
  const said = [...tags.map(({ tag }) => held.get(tag)), digest].map(markedVersion)
  const named = to?.kind === 'version' ? [to.version] : []
  const versions = [...said, ...named].flatMap((one) => (one === undefined ? [] : spellings(one, suffix)))
  const walks = tags.flatMap(({ tag, line }): readonly Walk[] => {
    if (line === undefined) return []
    const walk = { line, depth: DEEP }
    return [walk, { ...walk, below: markedVersion(held.get(tag)) }]
  })
  return { suffix, versions, walks }
}

/** The tags that `choose` has to know, once it is known what the tags to move hold. */
export function destinationTags(request: RollbackRequest, facts: RollbackFacts): readonly Tag[] {
  const { to, suffix } = request
  if (to?.kind === 'digest') return []
  if (to?.kind === 'version') return spellings(to.version, suffix)
  return request.tags.flatMap((one) => {
    const now = facts.held.get(one.tag)
    if (now === undefined) return []
    const releases = releasesBefore(one, now, request, facts) ?? []
    const versions = [...new Set(releases.map(({ version }) => version.text))].slice(0, DEEP)
    return releases.flatMap(({ tag, version }) => (versions.includes(version.text) ? [tag as Tag] : []))
  })
}

/** Chooses where one tag goes; or says why there is no such place. */
export function choose(
  one: RollbackTag,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | InputFault {
  const now = facts.held.get(one.tag)
  if (now === undefined) return fault('tag', `${one.tag} does not exist.`, 'Name a tag that the image has.')
  if (request.to === undefined) return before(one, now, request, facts)
  if (request.to.kind === 'version') return named(one, now, request.to.version, request, facts)
  const { digest } = request.to
  if (facts.digest === undefined) return fault('to', `the image has no ${digest}.`, exist(request, facts))
  return { now, next: facts.digest, words: digest, reason: 'to: names this digest' }
}

/** Whether an image is recorded as withdrawn, under any of its versions. */
export function isWithdrawn(digest: Digest, { withdrawn }: Listing): boolean {
  return [...withdrawn.values()].includes(digest)
}

/** A version that somebody wrote. */
function named(
  { tag, line }: RollbackTag,
  now: Held,
  version: Version,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | InputFault {
  const names = spellings(version, request.suffix)
  const name = names.find((one) => facts.held.has(one))
  const next = name && facts.held.get(name)
  if (name === undefined || next === undefined)
    return fault('to', `the image has no version ${names.join(' or ')}.`, exist(request, facts))
  const bare = versionOfName(name, request.suffix)
  if (line !== undefined && bare?.prerelease)
    return fault('to', `${name} is a pre-release, which moves no tag such as ${tag}.`, exist(request, facts))
  if (line !== undefined && bare !== undefined && !inLine(bare, line)) {
    const remedy = `Name in tag: only tags that ${name} belongs to.`
    return fault('to', `${tag} is for versions of ${nameOf(line)}, and ${name} is none.`, remedy)
  }
  return { now, next, words: name, reason: `to: names ${name}` }
}

function versionOfName(name: Tag, suffix: string): Version | undefined {
  return parseVersion(suffix === '' ? name : name.slice(0, -suffix.length))
}

/** The version before what the tag holds. */
function before(
  one: RollbackTag,
  now: Held,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | InputFault {
  const { tag, line } = one
  const { listing, held } = facts
  if (line === undefined)
    return fault('tag', `${tag} follows no line of versions, so none is before it.`, 'Write to: as well.')
  const bad = isWithdrawn(now.digest, listing)
  // Of a rollback that was not finished, what is done stays: one more step back would leave a good version.
  if (!bad && isRepair(request, facts))
    return { now, next: now, words: tag, reason: 'it holds no withdrawn image, as another of the tags does' }
  const releases = releasesBefore(one, now, request, facts)
  if (releases === undefined)
    return fault('to', `${tag} holds an image that does not say which version it is.`, 'Write to: as well.')
  for (const release of releases) {
    const next = held.get(release.tag as Tag)
    if (next === undefined || next.digest === now.digest || isLeft(next.digest, request, facts)) continue
    const reason = `${release.tag} is the highest of ${nameOf(line)} ${bad ? 'that is not withdrawn' : `below ${now.version}`}`
    return { now, next, words: release.tag, reason }
  }
  const below = bad ? 'that is not withdrawn' : `below ${now.version} that is not withdrawn`
  return fault(
    'to',
    `${tag}: there is no stable version of ${nameOf(line)} ${below}, so there is nothing to go back to.`,
    'Publish a fixed version.',
  )
}

/** Whether one of the tags holds a withdrawn image: a rollback that was not finished left it there. */
function isRepair({ tags }: RollbackRequest, { held, listing }: RollbackFacts): boolean {
  return tags.some(({ tag }) => {
    const now = held.get(tag)
    return now !== undefined && isWithdrawn(now.digest, listing)
  })
}

/** Whether an image must not be gone to: it is withdrawn, or is about to be. */
function isLeft(digest: Digest, request: RollbackRequest, facts: RollbackFacts): boolean {
  if (isWithdrawn(digest, facts.listing)) return true
  if (!request.withdraw || isRepair(request, facts)) return false
  return request.tags.some(({ tag }) => facts.held.get(tag)?.digest === digest)
}

/** Stable versions that a tag may go to, the highest first; undefined where nobody knows which are before it. */
function releasesBefore(
  { line }: RollbackTag,
  now: Held,
  { suffix }: RollbackRequest,
  { listing }: RollbackFacts,
): readonly Release[] | undefined {
  const current = markedVersion(now)
  const bad = isWithdrawn(now.digest, listing)
  if (line === undefined || (current === undefined && !bad)) return undefined
  return stableReleases(listing, suffix)
    .filter(({ version }) => inLine(version, line))
    .filter(({ version }) => bad || current === undefined || compareVersions(version, current) < 0)
    .toSorted((a, b) => compareVersions(b.version, a.version))
}

/** The versions that there are, for a remedy; without those that may be withdrawn for all that was asked. */
function exist({ suffix }: RollbackRequest, { listing }: RollbackFacts): string {
  const isOpen = openRecords(listing)
  const sorted = stableReleases(listing, suffix)
    .filter(({ tag }) => !isOpen(tag))
    .toSorted((a, b) => compareVersions(b.version, a.version))
  if (sorted.length === 0) return 'The image has no stable version.'
  const names = sorted.slice(0, SHOWN).map(({ tag }) => tag)
  return `It has ${names.join(', ')}${sorted.length > SHOWN ? ' and older ones' : ''}.`
}

function fault(input: string, found: string, remedy: string): InputFault {
  return { input, found, remedy }
}
