import type { Digest } from '../domain/digest.ts'
import { InputError, type InputFault } from '../domain/errors.ts'
import type { Held, HeldTags } from '../domain/held.ts'
import type { Listing, RegistryFacts } from '../domain/listing.ts'
import { formatPlatform, missingPlatforms, type Platform } from '../domain/platform.ts'
import type { Tag } from '../domain/reference.ts'
import { otherSpellings } from './lines.ts'

/** What a version's own tags, as they are before the run, mean for it. */
export type Existing =
  /** Nothing of this version is there, or what is there may be replaced. */
  | { readonly kind: 'build'; readonly reason: string | undefined }
  /** This commit was published already: nothing is built, and what is missing is done. */
  | {
      readonly kind: 'reuse'
      readonly digest: Digest
      /** All of its platforms, which may be more than are asked for. */
      readonly platforms: readonly Platform[]
      readonly reason: string
    }
  /** The version is there from another commit. */
  | { readonly kind: 'refuse'; readonly fault: InputFault }

/** What is about to be published. */
export interface Publishing {
  /** Tags that name it for good. */
  readonly fixed: readonly Tag[]
  readonly commit: string
  readonly platforms: readonly Platform[]
  readonly attested: boolean
  readonly overwrite: boolean
  /** The very image, where it is known and no other of the same commit will do, as in a promotion. */
  readonly digest?: Digest | undefined
  /**
   * Images of this commit that `overwrite: true` builds again: what the tags held when the run looked around. Any other is of a run at the
   * same time, and is adopted.
   */
  readonly replaces?: readonly Digest[]
}

/**
 * A version is immutable, and a job may be run again (design: "Immutable versions"): the same commit finds its own image and finishes
 * what is missing, a wider set of platforms completes it, another commit is refused unless `overwrite: true`, or unless the version
 * was withdrawn.
 */
export function judgeExisting(publishing: Publishing, held: HeldTags, { withdrawn }: Listing): Existing {
  const { fixed, overwrite } = publishing
  const valid = (tag: Tag) => {
    const one = held.get(tag)
    return one === undefined || withdrawn.get(tag) === one.digest ? [] : [{ tag, one }]
  }
  const there = fixed.flatMap(valid)
  const other = otherSpellings(fixed).flatMap(valid)
  const foreign = [...there, ...other].find(({ one }) => isForeign(publishing, one))
  if (foreign !== undefined) {
    if (overwrite)
      return { kind: 'build', reason: `overwrite: true replaces ${foreign.tag} of ${origin(foreign.one)}` }
    return { kind: 'refuse', fault: taken(foreign.tag, foreign.one, publishing) }
  }
  const [first] = there
  if (first === undefined) {
    const again = fixed.some((tag) => withdrawn.has(tag))
    return {
      kind: 'build',
      reason: again ? `${fixed.join(' and ')} was withdrawn, so it is published again` : undefined,
    }
  }
  if (publishing.digest !== undefined)
    return {
      kind: 'reuse',
      digest: publishing.digest,
      platforms: first.one.platforms,
      reason: `${first.tag} is this image already`,
    }
  return sameCommit(publishing, first.tag, first.one)
}

function isForeign({ commit, digest }: Publishing, one: Held): boolean {
  return digest === undefined ? one.revision !== commit : one.digest !== digest
}

function sameCommit(publishing: Publishing, tag: Tag, one: Held): Existing {
  const { platforms, attested, overwrite, replaces = [] } = publishing
  const more = missingPlatforms(platforms, one.platforms)
  const lost = missingPlatforms(one.platforms, platforms)
  if (more.length > 0 && lost.length > 0 && !overwrite)
    return { kind: 'refuse', fault: halves(tag, one, lost, platforms) }
  if (more.length > 0) {
    return {
      kind: 'build',
      reason: `${tag} of this commit lacks ${more.map(formatPlatform).join(', ')}, so it is completed`,
    }
  }
  if (attested && !one.attested && lost.length === 0) {
    return { kind: 'build', reason: `${tag} of this commit has no attestations, so it is completed` }
  }
  if (overwrite && lost.length === 0 && replaces.includes(one.digest))
    return { kind: 'build', reason: `overwrite: true builds ${tag} of this commit again` }
  return {
    kind: 'reuse',
    digest: one.digest,
    platforms: one.platforms,
    reason: `${tag} was published from this commit already`,
  }
}

function halves(tag: Tag, one: Held, lost: readonly Platform[], platforms: readonly Platform[]): InputFault {
  const all = [...one.platforms, ...missingPlatforms(platforms, one.platforms)].map(formatPlatform).join(',')
  return {
    input: 'platforms',
    found: `${tag} of this commit is for ${lost.map(formatPlatform).join(', ')} too, which this run does not build.`,
    remedy: `Write platforms: ${all}.`,
  }
}

function taken(tag: Tag, one: Held, { commit, digest }: Publishing): InputFault {
  const [there, here] =
    digest === undefined ? [origin(one), commit.slice(0, 12)] : [`${one.digest} of ${origin(one)}`, digest]
  return {
    input: 'tag',
    found: `${tag} exists already, ${digest === undefined ? 'from' : 'as'} ${there}, and this is ${here}. A published version does not change.`,
    remedy:
      'Publish a new version. To replace this one all the same, write overwrite: true; to take it back, use rollback.',
  }
}

function origin({ revision }: Held): string {
  if (revision === undefined) return 'a commit that the image does not name'
  return `commit ${/^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 12) : 'of another kind'}`
}

/** What goes on: everything but a refusal. */
export type Free = Exclude<Existing, { readonly kind: 'refuse' }>

/**
 * The judgement of `judgeExisting`, where it is not against the run.
 * @param gitTag the commit that a git tag of the version's name is on; undefined where there is none, or where nobody knows
 * @throws InputError where the version, or its git tag, belongs to another commit
 */
export function requireFree(publishing: Publishing, { held, listing }: RegistryFacts, gitTag?: string): Free {
  const { commit } = publishing
  if (gitTag !== undefined && gitTag !== commit) {
    throw new InputError([
      {
        input: 'tag',
        found: `the git tag of that name is on commit ${gitTag.slice(0, 12)}, and ${commit.slice(0, 12)} is checked out.`,
        remedy: 'Check out the tag, or write a version that is not tagged yet.',
      },
    ])
  }
  const existing = judgeExisting(publishing, held, listing)
  if (existing.kind === 'refuse') throw new InputError([existing.fault])
  return existing
}

/** What a dry run says about it: it builds in any case. */
export function foretellExisting(publishing: Publishing, { held, listing }: RegistryFacts): Free {
  const existing = judgeExisting(publishing, held, listing)
  if (existing.kind === 'build') return existing
  if (existing.kind === 'reuse')
    return { kind: 'build', reason: `a real run builds nothing: ${existing.reason}` }
  return { kind: 'build', reason: `a real run is refused: ${existing.fault.found}` }
}
