import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import { recordTag } from '../../domain/listing.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld, readHeldTags } from '../../host/registry/held.ts'
import { readListing, readRecords } from '../../host/registry/listing.ts'
import { shown } from '../../host/registry/shown.ts'
import { spellings } from '../../plan/lines.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import { needsOf } from '../../plan/records.ts'
import type { Return, RollbackPlan, VersionImage } from '../../plan/rollback.ts'
import {
  type RollbackFacts,
  type RollbackRequest,
  rollbackQuestion,
  rollbackTagsToRead,
} from '../../plan/rollback-facts.ts'
import { type Ended, manifestOf, settleReturns } from './settle-returns.ts'
import { lift } from './withdraw.ts'
import { settled, UNDER_WAY_WITHIN, type Writer } from './write.ts'

/** Reads what a rollback is decided by: the list, what the tags hold, and what they may go to. */
export async function readRollback(
  host: Host,
  image: ImageName,
  request: RollbackRequest,
): Promise<RollbackFacts> {
  const { registry, clock } = host
  const { tags, to, suffix } = request
  const names = tags.map(({ tag }) => tag)
  const spelled = to?.kind === 'version' ? spellings(to.version, suffix) : []
  const digest = to?.kind === 'digest' ? to.digest : undefined
  const read = (all: readonly Tag[]) => () => readHeldTags(registry, image, all)
  // What was named may have been written a moment ago, by the job before this one.
  const [listing, now, versions, named] = await Promise.all([
    readListing(host, image, () => []),
    shown(clock, read(names), (held) => names.every((name) => held.has(name))),
    shown(clock, read(spelled), (held) => spelled.length === 0 || held.size > 0),
    digest &&
      shown(
        clock,
        () => readHeld(registry, image, digest),
        (held) => held !== undefined,
      ),
  ])
  return readOn(host, image, request, { listing, held: new Map([...versions, ...now]), digest: named })
}

/** Reads more, for as long as what was read makes more necessary. */
async function readOn(
  host: Host,
  image: ImageName,
  request: RollbackRequest,
  first: RollbackFacts,
): Promise<RollbackFacts> {
  const asked = new Set(first.held.keys())
  for (let facts = first; ; ) {
    const listing = await readRecords(host, image, facts.listing, needsOf(rollbackQuestion(request, facts)))
    const more = rollbackTagsToRead(request, { ...facts, listing }).filter((tag) => !asked.has(tag))
    if (more.length === 0) return { ...facts, listing }
    for (const tag of more) asked.add(tag)
    const held = new Map([...facts.held, ...(await readHeldTags(host.registry, image, more))])
    facts = { ...facts, listing, held }
  }
}

/**
 * Carries a rollback out. First the records: a publish at the same time passes over a version once it is recorded, so it cannot
 * bring a tag back to it. Then the tags, each read back. Then the list is read once more: a publish that was further already is let
 * pass, and one that did not see the record yet is undone.
 * @param facts by what it was planned
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
export async function returnTags(
  host: Host,
  writer: Writer,
  plan: RollbackPlan,
  facts: RollbackFacts,
): Promise<readonly TagOutcome[]> {
  const began = host.clock.now()
  const records: Tag[] = []
  for (const version of plan.withdraw) records.push(...(await record(host, writer, version)))
  for (const version of plan.lift) await takeRecordAway(host, writer, version)
  const bad = leftImages(plan, facts)
  const written: { readonly one: Return; readonly outcome: TagOutcome | undefined }[] = []
  for (const one of plan.returns) written.push({ one, outcome: await writeBack(host, writer, one, bad) })
  const sent = written.flatMap(({ one, outcome }) => (outcome === undefined ? [one] : []))
  const fresh = records.filter((name) => !facts.listing.tags.includes(name))
  const quick = host.clock.now() - began <= UNDER_WAY_WITHIN
  // Nothing keeps a publish away from a version that is not recorded: there the first look does.
  const sure = !sent.some(({ before }) => bad.has(before)) || (quick && areNew(plan, facts, sent, fresh))
  if (sent.length === 0) return written.flatMap(({ outcome }) => outcome ?? [])
  const ended = await settleReturns(host, writer, plan, { facts, sent, bad, holds: fresh, sure })
  requireSent(writer.image, ended)
  return written.flatMap(({ one, outcome }) => {
    const last = ended.find((end) => end.one.tag === one.tag)
    return outcome ?? (last === undefined ? [] : [outcomeOf(host, writer.image, one, last)])
  })
}

function outcomeOf(host: Host, image: ImageName, { tag, before }: Return, { one, found }: Ended): TagOutcome {
  if (found !== one.digest)
    host.log.notice(`Another run has moved a tag meanwhile: ${taggedReference(image, tag)} is ${found}.`)
  return { tag, before, after: found, moved: before !== one.digest, reason: one.reason }
}

/** @throws VerificationError that names each tag which was written and does not hold it; what somebody else has put there may stay */
function requireSent(image: ImageName, ended: readonly Ended[]): void {
  const wrong = ended.filter(({ one, found }) => found === undefined || found === one.before)
  if (wrong.length === 0) return
  const names = wrong.map(({ one, found }) => `${taggedReference(image, one.tag)} is ${found ?? 'absent'}`)
  throw new VerificationError(
    {
      found: `Tags do not hold what was written: ${names.join('; ')}.`,
      allowed: [...new Set(wrong.map(({ one }) => one.digest))].join(', '),
      remedy:
        'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.',
    },
    { proves: 'tags' },
  )
}

/** The images that no tag may be brought back to: what is withdrawn now, but for what somebody has named to go to. */
function leftImages({ withdraw, returns }: RollbackPlan, { listing }: RollbackFacts): ReadonlySet<Digest> {
  const to = new Set(returns.flatMap(({ digest, move }) => (move ? [digest] : [])))
  const all = [...withdraw.map(({ digest }) => digest), ...listing.withdrawn.values()]
  return new Set(all.filter((digest) => !to.has(digest)))
}

/** Whether every version that tags leave has a record that was not there before: a list that shows it is newer than the record. */
function areNew(
  { withdraw }: RollbackPlan,
  { listing }: RollbackFacts,
  sent: readonly Return[],
  fresh: readonly Tag[],
): boolean {
  const earlier = [...listing.withdrawn.values()]
  return fresh.length >= withdraw.length && !sent.some(({ before }) => earlier.includes(before))
}

/** Records one version. @returns its record, where that did not exist before */
async function record(host: Host, writer: Writer, { tag, digest }: VersionImage): Promise<readonly Tag[]> {
  const name = recordTag(tag)
  if (name === undefined) return []
  const { image } = writer
  const before = (await host.registry.head(image, name))?.digest
  // Another rollback of the same version may have recorded it a moment ago.
  if (before !== digest) await writer.write(name, before, await manifestOf(host, image, digest))
  await readBack(host, image, name, digest)
  return before === undefined ? [name] : []
}

async function takeRecordAway(host: Host, writer: Writer, { tag, digest }: VersionImage): Promise<void> {
  const name = recordTag(tag)
  const after = await lift(host, writer, tag, digest)
  if (name !== undefined) await readBack(host, writer.image, name, after)
}

/** Writes one tag; what became of it, where it was not written. */
async function writeBack(
  host: Host,
  writer: Writer,
  { tag, before, digest, move, reason }: Return,
  bad: ReadonlySet<Digest>,
): Promise<TagOutcome | undefined> {
  const { image } = writer
  if (!move) return { tag, before, after: before, moved: false, reason }
  const now = (await host.registry.head(image, tag))?.digest
  if (now === digest) return undefined
  // What another tag leaves in this rollback is no better here.
  if (now !== before && (now === undefined || !bad.has(now))) {
    // Theirs is newer than what this rollback was decided by; of two rollbacks each tag keeps one of the wanted images.
    host.log.notice(`Another run has moved a tag meanwhile: ${taggedReference(image, tag)} is ${now}.`)
    return { tag, before, after: now, moved: false, reason: 'another run has moved it meanwhile' }
  }
  await writer.write(tag, now, await manifestOf(host, image, digest))
  return undefined
}

async function readBack(host: Host, image: ImageName, tag: Tag, digest: Digest): Promise<void> {
  const found = await settled(host, image, tag, (now) => now === digest)
  if (found === digest) return
  throw new VerificationError({
    found: `The record ${taggedReference(image, tag)} is ${found ?? 'absent'} after it was written.`,
    allowed: digest,
    remedy: 'Run the rollback again; if it stays so, look at the status page of the registry.',
  })
}
