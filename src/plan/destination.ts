import type { Digest } from '../domain/digest.ts'
import type { InputFault } from '../domain/errors.ts'
import type { Held } from '../domain/held.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions, type Version } from '../domain/version.ts'
import { type PublishedAs, publishedAs } from './current.ts'
import type { RollbackTag } from './inputs/rollback.ts'
import { inLine, type Line, nameOf, spellings, stableReleases, versionOf } from './lines.ts'
import { openRecords } from './records.ts'
import { isWithdrawn, type RollbackFacts, type RollbackRequest, releasesBefore } from './rollback-facts.ts'

/** Where a tag goes. */
export interface Choice {
  readonly now: Held
  /** The versions of the tag's line that it leaves. */
  readonly left: PublishedAs
  readonly next: Held
  /** The version that it goes to; undefined where nobody knows. */
  readonly version: Version | undefined
  /** The name of where it goes, as `to` takes it. */
  readonly words: string
  readonly reason: string
}

/** A tag of a line that has nothing before what the tag holds. */
export interface DeadEnd {
  readonly now: Held
  readonly line: Line
  /** Why, in words without the tag's name. */
  readonly deadEnd: string
}

const SHOWN = 8

/** Chooses where one tag goes; or says why there is no such place. */
export function choose(
  one: RollbackTag,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | DeadEnd | InputFault {
  const now = facts.held.get(one.tag)
  if (now === undefined) return fault('tag', `${one.tag} does not exist.`, 'Name a tag that the image has.')
  const { suffix } = request
  const left = publishedAs(now, one.line, suffix, facts.held)
  if (request.to === undefined) return before(one, { now, left }, request, facts)
  if (request.to.kind === 'version') return named(one, { now, left }, request.to.version, request, facts)
  const { digest } = request.to
  const next = facts.digest
  if (next === undefined) return fault('to', `the image has no ${digest}.`, exist(request, facts))
  const { version } = publishedAs(next, one.line, suffix, facts.held)
  return { now, left, next, version, words: digest, reason: 'to: names this digest' }
}

/** A version that somebody wrote. */
function named(
  { tag, line }: RollbackTag,
  from: Pick<Choice, 'now' | 'left'>,
  version: Version,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | InputFault {
  const names = spellings(version, request.suffix)
  const name = names.find((one) => facts.held.has(one))
  const next = name && facts.held.get(name)
  if (name === undefined || next === undefined)
    return fault('to', `the image has no version ${names.join(' or ')}.`, exist(request, facts))
  const bare = versionOf(name, request.suffix)
  if (line !== undefined && bare?.prerelease)
    return fault('to', `${name} is a pre-release, which moves no tag such as ${tag}.`, exist(request, facts))
  if (line !== undefined && bare !== undefined && !inLine(bare, line)) {
    const remedy = `Name in tag: only tags that ${name} belongs to.`
    return fault('to', `${tag} is for versions of ${nameOf(line)}, and ${name} is none.`, remedy)
  }
  return { ...from, next, version: bare, words: name, reason: `to: names ${name}` }
}

/** The version before what the tag holds. */
function before(
  one: RollbackTag,
  { now, left }: Pick<Choice, 'now' | 'left'>,
  request: RollbackRequest,
  facts: RollbackFacts,
): Choice | DeadEnd | InputFault {
  const { tag, line } = one
  if (line === undefined)
    return fault('tag', `${tag} follows no line of versions, so none is before it.`, 'Write to: as well.')
  const bad = isWithdrawn(now.digest, facts.listing)
  // Of a rollback that was not finished, what is done stays: one more step back would leave a good version.
  if (!bad && isRepair(request, facts)) {
    const reason = 'it holds no withdrawn image, as another of the tags does'
    return { now, left, next: now, version: left.version, words: tag, reason }
  }
  const releases = releasesBefore(one, now, request, facts)
  if (releases === undefined)
    return fault('to', `${tag} holds an image that does not say which version it is.`, 'Write to: as well.')
  const below = `below ${left.version?.text}`
  for (const { tag: name, version } of releases) {
    const next = facts.held.get(name as Tag)
    if (next === undefined || next.digest === now.digest || isLeft(next.digest, request, facts)) continue
    const reason = `${name} is the highest of ${nameOf(line)} ${bad ? 'that is not withdrawn' : below}`
    return { now, left, next, version, words: name, reason }
  }
  const which = bad ? 'that is not withdrawn' : `${below} that is not withdrawn`
  return { now, line, deadEnd: `there is no stable version of ${nameOf(line)} ${which}` }
}

/**
 * Whether one of the tags holds a withdrawn image and has a place to go: a rollback that was not finished left it there. Where there is
 * no place, it is as finished as it can be.
 */
function isRepair(request: RollbackRequest, facts: RollbackFacts): boolean {
  const { held, listing } = facts
  return request.tags.some((one) => {
    const now = held.get(one.tag)
    if (now === undefined || !isWithdrawn(now.digest, listing)) return false
    return releasesBefore(one, now, request, facts)?.some(({ tag }) => {
      const next = held.get(tag as Tag)
      return next !== undefined && !isWithdrawn(next.digest, listing)
    })
  })
}

/** Whether an image must not be gone to: it is withdrawn, or is about to be. */
function isLeft(digest: Digest, request: RollbackRequest, facts: RollbackFacts): boolean {
  if (isWithdrawn(digest, facts.listing)) return true
  if (!request.withdraw || isRepair(request, facts)) return false
  return request.tags.some(({ tag }) => facts.held.get(tag)?.digest === digest)
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
