import { recordTag } from '../../../src/domain/listing.ts'
import { parseVersion } from '../../../src/domain/version.ts'
import { highestOf, stableReleases } from '../../../src/plan/lines.ts'
import type { MemoryRegistry } from './registry.ts'
import { type Outcome, publicationOf } from './runs.ts'

/**
 * What is wrong once every run has ended, in words; empty where all is well: every moving tag of the runs is at the highest version of
 * its line that is not withdrawn, and each version tag is at the one image that its runs reported, or is withdrawn.
 */
export function violations(memory: MemoryRegistry, outcomes: readonly Outcome[]): readonly string[] {
  return [...linesWrong(memory, outcomes), ...versionsWrong(memory, outcomes)]
}

/** Versions whose record is about what they hold. */
export function withdrawnOf(memory: MemoryRegistry): ReadonlyMap<string, never> {
  const digest = (tag: string | undefined) =>
    tag === undefined ? undefined : memory.get(tag)?.descriptor.digest
  const names = memory.list().filter((tag) => parseVersion(tag) !== undefined)
  return new Map(
    names.flatMap((tag) =>
      digest(tag) === digest(recordTag(tag)) ? [[tag, digest(tag) as never] as const] : [],
    ),
  )
}

/** The same of the moving tags only. */
export function linesWrong(memory: MemoryRegistry, outcomes: readonly Outcome[]): readonly string[] {
  const tags = memory.list()
  const listing = { tags, asked: new Set(tags), withdrawn: withdrawnOf(memory) }
  const bad = new Set(listing.withdrawn.values())
  const lines = new Map(
    outcomes.flatMap((outcome) =>
      publicationOf(outcome.job).tags.moving.map((one) => [one.tag as string, { ...one, outcome }] as const),
    ),
  )
  return [...lines.values()].flatMap(({ tag, line, outcome }) => {
    const releases = stableReleases(listing, publicationOf(outcome.job).tags.suffix)
    const now = memory.get(tag)?.descriptor.digest
    const wanted = highestOf(line, releases).map((release) => memory.get(release.tag)?.descriptor.digest)
    // Where the only version of a line is taken back, there is nothing to go to. A tag can be deleted by the run that made it, where the
    // registry does that; not by another one that moved it there just before.
    if (wanted.length === 0) {
      const left =
        (!memory.deletes || outcomes.length > 1) &&
        outcomes.some(({ own, reported }) => reported === undefined && own.descriptor.digest === now)
      return now === undefined || bad.has(now as never) || left ? [] : [`${tag} is a stray`]
    }
    if (wanted.includes(now)) return []
    const served = outcomes.some(
      ({ job, reported }) =>
        reported !== undefined && publicationOf(job).tags.moving.some((one) => one.tag === tag),
    )
    // Runs that failed do not make a tag that was never there.
    if (now === undefined && !served) return []
    const [highest] = highestOf(line, releases)
    return [
      `${tag} is ${now?.slice(7, 15)}, and the highest is ${highest?.tag} at ${wanted[0]?.slice(7, 15)}`,
    ]
  })
}

function versionsWrong(memory: MemoryRegistry, outcomes: readonly Outcome[]): readonly string[] {
  const withdrawn = withdrawnOf(memory)
  const fixedOf = ({ job }: Outcome): readonly string[] => publicationOf(job).tags.fixed
  return [...new Set(outcomes.flatMap(fixedOf))].flatMap((tag) => {
    const runs = outcomes.filter((one) => fixedOf(one).includes(tag))
    const now = memory.get(tag)?.descriptor.digest
    const reported = [...new Set(runs.flatMap((one) => one.reported ?? []))]
    if (withdrawn.has(tag)) return []
    if (reported.length === 0) {
      const left = runs.some((one) => one.own.descriptor.digest === now && isOverwritten(memory, one))
      return now === undefined || left ? [] : [`${tag} is published, and every run of it failed`]
    }
    if (reported.length > 1) return [`${tag} was reported as ${reported.length} images`]
    return now === reported[0] ? [] : [`${tag} is not what its run reported`]
  })
}

/**
 * Whether post left the good image of a run, because somebody else has written the other spelling of its version. A good image is not
 * withdrawn; only a registry that deletes tags loses it.
 */
function isOverwritten(memory: MemoryRegistry, { job, own, undone }: Outcome): boolean {
  const spellings = publicationOf(job).tags.fixed.filter((tag) => parseVersion(tag) !== undefined)
  const others = spellings.map((tag) => memory.get(tag)?.descriptor.digest)
  return undone === 'overwritten' && !memory.deletes && others.some((one) => one !== own.descriptor.digest)
}
