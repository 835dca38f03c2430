import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import type { HeldTags } from '../../domain/held.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../../domain/version.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Move } from '../../plan/moves.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import type { Pushed } from '../../plan/published.ts'
import { SHOWN_WITHIN, settled, type Writer } from './write.ts'

/** What was written, and what was there before. */
export interface Written {
  readonly moves: readonly Move[]
  readonly held: HeldTags
  readonly fixed: readonly Tag[]
  /** The version that was written, where it is one. */
  readonly version: Version | undefined
  /** A branch's tag, of which another look says whether it is right. */
  readonly branch?: Tag | undefined
}

/**
 * Reads back what every tag holds. Another run may have moved a tag on meanwhile, but for those that name the version for good.
 * @throws VerificationError that names each tag which does not hold what was written
 */
export async function confirm(
  host: Host,
  { image, journal }: Pick<Writer, 'image' | 'journal'>,
  { moves, held, fixed, version, branch }: Written,
  digest: Digest,
): Promise<readonly TagOutcome[]> {
  const wrong: string[] = []
  const outcome = async ({ tag, move, reason }: Move): Promise<TagOutcome> => {
    const entries = journal.filter((one) => one.tag === tag)
    const [before, replaced] = [entries.at(0), entries.at(-1)].map((entry) =>
      entry === undefined ? held.get(tag)?.digest : entry.before,
    )
    const beforeVersion = held.get(tag)?.digest === before ? held.get(tag)?.version : undefined
    if (!move) return { tag, before, beforeVersion, after: before, moved: false, reason }
    // A moving tag that somebody has moved on will not come back; a version that reads as another's may be an old answer.
    const after = await settled(
      host,
      image,
      tag,
      (now) => now === digest || (!fixed.includes(tag) && now !== undefined && now !== replaced),
    )
    const others = after !== undefined && after !== digest && after !== replaced
    if (others && !fixed.includes(tag)) {
      host.log.notice(`Another run has moved a tag meanwhile: ${taggedReference(image, tag)} is ${after}.`)
    } else if (
      tag !== branch &&
      after !== digest &&
      (fixed.includes(tag) || !(await isAhead(host, image, tag, version)))
    ) {
      wrong.push(`${taggedReference(image, tag)} is ${after ?? 'absent'}`)
    }
    return { tag, before, beforeVersion, after, moved: before !== digest, reason }
  }
  const outcomes = await Promise.all(moves.map(outcome))
  if (wrong.length === 0) return outcomes
  const remedy =
    'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.'
  throw new VerificationError(
    { found: `Tags do not hold what was written: ${wrong.join('; ')}.`, allowed: digest, remedy },
    { proves: 'tags' },
  )
}

/**
 * Whether a tag is at a higher version. Where it was so before, too, it reads as if nothing had been written: the run of the higher
 * version has put it right in between.
 */
async function isAhead(
  host: Host,
  image: ImageName,
  tag: Tag,
  version: Version | undefined,
): Promise<boolean> {
  const now = parseVersion((await readHeld(host.registry, image, tag))?.version ?? '')
  return version !== undefined && now !== undefined && compareVersions(now, version) > 0
}

/** What became of published tags: those that only this run may hold, and those that another run may move on. */
export interface CheckedTags {
  /** In words; empty where all is well. */
  readonly wrong: readonly string[]
  /** Tags that another run has moved meanwhile, in words. */
  readonly moved: readonly string[]
}

/** Asks the registry, never the engine, what the published tags hold now. */
export async function checkPublishedTags(host: Host, published: Pushed): Promise<CheckedTags> {
  const { image, digest, tags, fixed, lines } = published
  const sure = host.clock.now() + SHOWN_WITHIN
  const look = async (tag: Tag) => {
    const mine = fixed.includes(tag)
    // What nobody else may write is given the time in which an answer can be an old one.
    const isFinal = () => !mine || host.clock.now() >= sure
    const found = await settled(host, image, tag, (now) => now === digest || (now !== undefined && isFinal()))
    if (found === digest) return undefined
    const words = `${taggedReference(image, tag)} is ${found ?? 'absent'}`
    return { words, wrong: mine || (found === undefined && !lines.some((line) => line.tag === tag)) }
  }
  const strays = (await Promise.all(tags.map(look))).filter((stray) => stray !== undefined)
  return {
    wrong: strays.filter(({ wrong }) => wrong).map(({ words }) => words),
    moved: strays.filter(({ wrong }) => !wrong).map(({ words }) => words),
  }
}
