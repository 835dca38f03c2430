import type { Digest } from '../../domain/digest.ts'
import { RegistryError, VerificationError } from '../../domain/errors.ts'
import type { HeldTags } from '../../domain/held.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing } from '../../host/registry/listing.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import type { Publishing } from '../../plan/existing.ts'
import { inLine, lineOf } from '../../plan/lines.ts'
import { type Move, planMoves } from '../../plan/moves.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import { needsOf, publishQuestion } from '../../plan/records.ts'
import type { Repair } from '../../plan/settle.ts'
import type { TagPlan } from '../../plan/tags.ts'
import { type BranchPublish, decideBranch } from './branch.ts'
import { claimVersion } from './claim.ts'
import { confirm } from './confirm.ts'
import { platformsOf, withDecided } from './platforms.ts'
import { type Lines, settle } from './settle.ts'
import { settleOutcome } from './settle-branch.ts'
import type { Digests } from './witness.ts'
import { settled, type Writer } from './write.ts'

/** Runs of one commit that write its version one after the other agree on the last one's image; so do decisions on a branch. */
const ROUNDS = 3

/** What is published, and under which tags. */
export interface Publication {
  readonly tags: TagPlan
  readonly publishing: Publishing
  readonly latest: 'auto' | boolean
  /** A branch's tag goes by the history of the branch. */
  readonly branch: BranchPublish | undefined
}

/** What the tags hold in the end. */
export interface PublishedTags {
  /** Ours, or that of another run of the same commit, which was adopted. */
  readonly manifest: StoredManifest
  readonly tags: readonly TagOutcome[]
}

/**
 * The commit point (design: "Order of a publish"): the version's own tags, then, by a list that shows them, the moving tags, then the
 * commit; each is read back. Then the list is read once more, and what runs at the same time have left behind is repaired forward.
 * @param claimed hears which image has the version before any other tag is written: ours, or one that is adopted
 * @throws InputError where the version is taken, RegistryError where a write is refused, VerificationError where a tag does not hold
 *   what was written
 */
export async function publishTags(
  host: Host,
  writer: Writer,
  publication: Publication,
  own: StoredManifest,
  claimed: (digest: Digest) => Promise<void> = async () => undefined,
): Promise<PublishedTags> {
  const { fixed } = publication.publishing
  for (let round = 1; ; round++) {
    const manifest = await claimVersion(host, writer, publication.publishing, own)
    const { digest } = manifest.descriptor
    await claimed(digest)
    try {
      return { manifest, tags: await moveOn(host, writer, publication, manifest) }
    } catch (error) {
      // Two runs that both found the version free: what the later one wrote counts. If it is of this commit it is adopted, else refused.
      const overwritten = error instanceof VerificationError && !(await isHeld(host, writer, fixed, digest))
      if (round === ROUNDS || !overwritten) throw error
    }
  }
}

/** Moves everything but the version's own tags, and reads all back. */
async function moveOn(
  host: Host,
  writer: Writer,
  publication: Publication,
  manifest: StoredManifest,
): Promise<readonly TagOutcome[]> {
  const { digest } = manifest.descriptor
  const { moves, held } = await planNow(host, writer.image, publication, manifest)
  for (const { tag, move } of moves) {
    const before = held.get(tag)?.digest
    if (!move || before === digest || publication.publishing.fixed.includes(tag)) continue
    await writer.write(tag, before, manifest)
  }
  return confirmAtOnce(host, writer, publication, { moves, held, digest })
}

async function isHeld(host: Host, { image }: Writer, tags: readonly Tag[], digest: Digest): Promise<boolean> {
  const found = await Promise.all(tags.map((tag) => settled(host, image, tag, (now) => now === digest)))
  return found.every((one) => one === digest)
}

/** What was written. */
interface Pushed {
  readonly moves: readonly Move[]
  readonly held: HeldTags
  readonly digest: Digest
  /** What the tags held just before, where that was not what the moves were decided by. */
  readonly replaced?: Digests
}

/** Reads back what was written, lists once more, and repairs forward what runs at the same time have left behind. */
export async function confirmAtOnce(
  host: Host,
  writer: Writer,
  publication: Publication,
  { moves, held, digest, replaced }: Pushed,
): Promise<readonly TagOutcome[]> {
  const { version } = publication.tags
  const { fixed } = publication.publishing
  const { branch } = publication
  const written = { moves, held, fixed, version, branch: branch?.tag }
  const outcomes = await confirm(host, writer, written, digest)
  for (const outcome of outcomes)
    if (outcome.tag === publication.tags.commit) tellReplaced(host, writer.image, outcome, digest)
  // The newest tag that was not there before: a list that shows it is newer than all moves.
  const news = writer.journal.findLast(({ before }) => before === undefined)
  const holds = news === undefined ? [] : [news.tag]
  // No rollback moves the tag of a commit, so what that held tells of none.
  const overwritten = moves.flatMap(({ tag, move }) =>
    move && tag !== publication.tags.commit ? (held.get(tag) ?? []) : [],
  )
  const sight = { holds, waited: false, replaced: overwritten }
  const repairs = await settle(host, writer, linesOf(publication), sight).catch(later(host))
  const wrote = (tag: Tag) => tag === branch?.tag && writer.journal.some((entry) => entry.tag === tag)
  return Promise.all(
    outcomes.map((outcome) =>
      branch !== undefined && wrote(outcome.tag)
        ? settleOutcome(host, writer, branch, { digest, replaced: replaced?.get(outcome.tag) }, outcome)
        : repaired(outcome, repairs),
    ),
  )
}

/** Two runs of one commit, or its branch and its version, have two images: that is allowed, and those who pull by the commit should know. */
function tellReplaced(
  host: Host,
  image: ImageName,
  { tag, before, after }: TagOutcome,
  digest: Digest,
): void {
  if (before === undefined || before === digest || after !== digest) return
  host.log.notice(
    `${taggedReference(image, tag)} held ${before}, another image of this commit, and is ${digest} now.`,
  )
}

/** Everything of this run was read back already, and post looks once more: trouble with other versions undoes nothing. */
function later(host: Host): (error: unknown) => readonly Repair[] {
  return (error) => {
    if (!(error instanceof RegistryError)) throw error
    host.log.warning(
      `The moving tags could not be looked at once more: ${error.trouble.found} Post looks again; where it cannot either, the next publish puts them right.`,
    )
    return []
  }
}

/** The lines that this publication may move, extra tags of a line too: `latest: true` and `false` are above the rule. */
export function linesOf({ tags, latest }: Pick<Publication, 'tags' | 'latest'>): Lines {
  const { version, suffix } = tags
  const extra = tags.extra.flatMap((tag) => {
    const line = lineOf(tag, suffix)
    return line !== undefined && version?.prerelease === false && inLine(version, line) ? [{ tag, line }] : []
  })
  const moving = [...tags.moving, ...extra].filter(({ line }) => line.kind !== 'latest' || latest === 'auto')
  return { moving, suffix }
}

/** Plans the moves by what the registry says at this moment: a build takes minutes, and another run may have published. */
async function planNow(
  host: Host,
  image: ImageName,
  { tags, publishing, latest, branch }: Publication,
  manifest: StoredManifest,
): Promise<{ readonly moves: readonly Move[]; readonly held: HeldTags }> {
  const holds = tags.version === undefined ? [] : tags.fixed
  const needs = needsOf(publishQuestion(tags))
  const rules = { latest, platforms: platformsOf(manifest) ?? publishing.platforms }
  for (let round = 1; ; round++) {
    const decided = branch && (await decideBranch(host, branch))
    const listing = await readListing(host, image, needs, holds)
    const names = planMoves(tags, listing, { ...rules, held: new Map() }).map(({ tag }) => tag)
    const held = await readHeldTags(host.registry, image, names)
    // GitHub may take seconds to answer, in which another run may have written the branch's tag.
    if (decided === undefined || round === ROUNDS || held.get(decided.tag)?.digest === decided.seen) {
      const now = { ...rules, held }
      return { moves: withDecided(host, planMoves(tags, listing, now), decided, now), held }
    }
  }
}

function repaired(outcome: TagOutcome, repairs: readonly Repair[]): TagOutcome {
  const repair = repairs.findLast(({ tag }) => tag === outcome.tag)
  if (repair === undefined) return outcome
  return { ...outcome, after: repair.digest, moved: outcome.before !== repair.digest, reason: repair.reason }
}
