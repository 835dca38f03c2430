import type { Context } from '../domain/context.ts'
import type { Digest } from '../domain/digest.ts'
import { InputError, type InputFault, PolicyError } from '../domain/errors.ts'
import { lostPlatforms } from '../domain/held.ts'
import { recordTag } from '../domain/listing.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions, type Version } from '../domain/version.ts'
import { type Choice, choose, type DeadEnd } from './destination.ts'
import type { RollbackInputs, RollbackTag } from './inputs/rollback.ts'
import type { Line } from './lines.ts'
import { isWithdrawn, type RollbackFacts, type RollbackRequest } from './rollback-facts.ts'
import { higherWords, lostWords, stillHeld, stuckWords } from './rollback-warnings.ts'
import { planTarget, type Target } from './target.ts'

/** What becomes of one tag. */
export interface Return {
  readonly tag: Tag
  readonly before: Digest
  /** What it holds afterwards, and for which platforms that is. */
  readonly digest: Digest
  readonly platforms: readonly Platform[]
  /** Whether it has to be written at all. */
  readonly move: boolean
  readonly reason: string
  /** The line that the tag follows; undefined for an extra tag. */
  readonly line: Line | undefined
  /** The higher one of the versions that it leaves and goes to: a publish of more than this one wins. Undefined where nobody knows. */
  readonly from: Version | undefined
}

/** A version's tag, and the image that it holds. */
export interface VersionImage {
  readonly tag: Tag
  readonly digest: Digest
}

/** A whole rollback. */
export interface RollbackPlan {
  readonly returns: readonly Return[]
  /** Versions to record as withdrawn. */
  readonly withdraw: readonly VersionImage[]
  /** Withdrawn versions that count again, because somebody wrote that a tag goes there. */
  readonly lift: readonly VersionImage[]
  readonly warnings: readonly string[]
  /** The suffix of its tags; '' where there is none. */
  readonly suffix: string
}

/**
 * Plans whose tags are moved, and whether that may be. Other than a publish, a rollback is never a dry run by itself: somebody who
 * rolls back must not take a green job for one that did.
 * @throws PolicyError where the event may not move tags, InputError where no image name can be made
 */
export function planRollbackTarget({ rollback, registry }: RollbackInputs, context: Context): Target {
  const identity = { image: rollback.image, tagPrefix: undefined }
  const dryRun = rollback.dryRun ? true : 'auto'
  const target = planTarget({ identity, behaviour: { dryRun }, registry }, context)
  if (target.policy.kind === 'publish' || rollback.dryRun) return target
  throw new PolicyError({
    found: `No tag may be moved here: ${target.policy.reason}.`,
    remedy: 'Run the rollback on: workflow_dispatch, or write dry-run: true to see what it would do.',
  })
}

/**
 * Plans a rollback by what the registry holds. Fewer platforms replace more only where somebody wrote where to go.
 * @throws InputError with every reason why a tag cannot go back
 */
export function planRollback(request: RollbackRequest, facts: RollbackFacts): RollbackPlan {
  const choices = request.tags.map((one) => ({ one, choice: choose(one, request, facts) }))
  const good = choices.flatMap(({ one, choice }) => ('next' in choice ? [{ one, choice }] : []))
  const stuck = choices.flatMap(({ one, choice }) => ('deadEnd' in choice ? [{ one, choice }] : []))
  const faults = choices.flatMap(({ one, choice }) => {
    if ('found' in choice) return [choice]
    if ('next' in choice) return unfit(one, choice, request)
    // The first version of a line must not keep the other tags at it.
    return good.length > 0 ? [] : [nowhere(one, choice)]
  })
  if (faults.length > 0) throw new InputError(onceEach(faults))
  const returns = choices.flatMap(({ one, choice }) => ('found' in choice ? [] : [toReturn(one, choice)]))
  const left = good.filter(({ choice }) => choice.next.digest !== choice.now.digest)
  const withdrawals = left.map(({ one, choice }) => withdrawal(one, choice, request, facts))
  const withdraw = unique(withdrawals.flatMap(({ versions }) => versions))
  const targets = new Set(good.map(({ choice }) => choice.next.digest))
  const lift = [...facts.listing.withdrawn].flatMap(([name, digest]) =>
    targets.has(digest) ? [{ tag: name as Tag, digest }] : [],
  )
  const warnings = [
    ...left.flatMap(({ one, choice }) => lostWords(one, choice)),
    ...withdrawals.flatMap(({ why }) => why ?? []),
    ...stuck.map(({ one, choice }) => stuckWords(one, choice)),
    ...lift.map(({ tag }) => `${tag} was recorded as withdrawn, and counts again, because to: names it.`),
    ...left.flatMap(({ one, choice }) => higherWords(one, choice, request, facts, withdraw)),
    ...stillHeld(request, facts, withdraw),
  ]
  return Object.freeze({ returns, withdraw, lift, warnings: [...new Set(warnings)], suffix: request.suffix })
}

function nowhere({ tag }: RollbackTag, { deadEnd }: DeadEnd): InputFault {
  const found = `${tag}: ${deadEnd}, so there is nothing to go back to.`
  return { input: 'to', found, remedy: 'Publish a fixed version.' }
}

/** Why a tag must not go there. */
function unfit({ tag }: RollbackTag, { next, now, words }: Choice, request: RollbackRequest) {
  const faults: InputFault[] = []
  const lost = lostPlatforms(now, next.platforms)
  if (next.platforms.length === 0)
    faults.push({
      input: 'to',
      found: `${words} is no image, so ${tag} cannot go there.`,
      remedy: 'Write to: with the version or the digest of an image.',
    })
  else if (lost.length > 0 && request.to === undefined) {
    faults.push({
      input: 'to',
      found: `${tag} holds an image for ${lost.map(formatPlatform).join(', ')} too, and ${words} is not.`,
      remedy: `Publish a fixed version; or, to go there all the same, write to: ${words}.`,
    })
  }
  return faults
}

function toReturn({ tag, line }: RollbackTag, choice: Choice | DeadEnd): Return {
  if ('next' in choice) return sentTo({ tag, line }, choice)
  const { now, deadEnd } = choice
  const { digest, platforms } = now
  return { tag, before: digest, digest, platforms, move: false, reason: deadEnd, line, from: undefined }
}

function sentTo({ tag, line }: RollbackTag, { now, left, next, version, reason }: Choice): Return {
  const move = next.digest !== now.digest
  const { digest, platforms } = next
  const why = move ? reason : `is there already: ${reason}`
  const [from] = [left.version, version].flatMap((one) => one ?? []).toSorted((a, b) => compareVersions(b, a))
  return { tag, before: now.digest, digest, platforms, move, reason: why, line, from }
}

/** The versions that are left, by their tags, which hold what the tag held; otherwise why nothing is recorded. */
function withdrawal(
  { tag }: RollbackTag,
  { now, left, version: target }: Choice,
  { withdraw }: RollbackRequest,
  { listing }: RollbackFacts,
): { readonly versions: readonly VersionImage[]; readonly why?: string } {
  if (!withdraw || isWithdrawn(now.digest, listing)) return { versions: [] }
  const { version, tags } = left
  if (version === undefined)
    return { versions: [], why: `What ${tag} held does not say which version it is, so none is withdrawn.` }
  if (target !== undefined && compareVersions(target, version) >= 0)
    return {
      versions: [],
      why: `${tag} moves on from ${version.text} to ${target.text}, so none is withdrawn.`,
    }
  // A lower version of the same image is as bad, and would be the next one to go to.
  const versions = tags.filter((name) => recordTag(name) !== undefined)
  if (versions.length > 0) return { versions: versions.map((name) => ({ tag: name, digest: now.digest })) }
  return { versions: [], why: `No tag of ${version.text} holds what ${tag} held, so none is withdrawn.` }
}

/** A version that does not exist is missed by every tag. */
function onceEach(faults: readonly InputFault[]): readonly InputFault[] {
  return [...new Map(faults.map((one) => [`${one.input} ${one.found}`, one])).values()]
}

function unique(versions: readonly VersionImage[]): readonly VersionImage[] {
  return [...new Map(versions.map((one) => [one.tag, one])).values()]
}
