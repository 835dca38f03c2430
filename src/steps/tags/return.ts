import { VerificationError } from '../../domain/errors.ts'
import type { HeldTags } from '../../domain/held.ts'
import { recordTag } from '../../domain/listing.ts'
import { digestReference, type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld, readHeldTags } from '../../host/registry/held.ts'
import { readListing, readRecords } from '../../host/registry/listing.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import { needsOf } from '../../plan/records.ts'
import type { Return, RollbackPlan, VersionImage } from '../../plan/rollback.ts'
import {
  type RollbackFacts,
  type RollbackRequest,
  rollbackQuestion,
  rollbackTagsToRead,
} from '../../plan/rollback-facts.ts'
import { confirm } from './confirm.ts'
import { lift } from './withdraw.ts'
import { settled, type Writer } from './write.ts'

/** Reads what a rollback is decided by: the list, what the tags hold, and what they may go to. */
export async function readRollback(
  host: Host,
  image: ImageName,
  request: RollbackRequest,
): Promise<RollbackFacts> {
  const { registry } = host
  const names = request.tags.map(({ tag }) => tag)
  const [listed, held, digest] = await Promise.all([
    readListing(host, image, () => []),
    readHeldTags(registry, image, names),
    request.to?.kind === 'digest' ? readHeld(registry, image, request.to.digest) : undefined,
  ])
  return readOn(host, image, request, { listing: listed, held, digest })
}

/** Reads more, for as long as what was read makes more necessary. */
async function readOn(
  host: Host,
  image: ImageName,
  request: RollbackRequest,
  first: RollbackFacts,
): Promise<RollbackFacts> {
  const asked = new Set(request.tags.map(({ tag }) => tag))
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
 * bring a tag back to it. Then the tags, each read back.
 * @param held what the tags held when it was planned
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
export async function returnTags(
  host: Host,
  writer: Writer,
  { returns, withdraw, lift }: RollbackPlan,
  held: HeldTags,
): Promise<readonly TagOutcome[]> {
  for (const version of withdraw) await record(host, writer, version)
  for (const version of lift) await takeRecordAway(host, writer, version)
  const written: { readonly one: Return; readonly outcome: TagOutcome | undefined }[] = []
  for (const one of returns) written.push({ one, outcome: await writeBack(host, writer, one) })
  const outcomes = written.map(async ({ one, outcome }) => {
    if (outcome !== undefined) return [outcome]
    const moves = [{ tag: one.tag, move: true, reason: one.reason }]
    return confirm(host, writer, { moves, held, fixed: [], version: undefined }, one.digest)
  })
  return (await Promise.all(outcomes)).flat()
}

async function record(host: Host, writer: Writer, { tag, digest }: VersionImage): Promise<void> {
  const name = recordTag(tag)
  if (name === undefined) return
  const { image } = writer
  const before = (await host.registry.head(image, name))?.digest
  // Another rollback of the same version may have recorded it a moment ago.
  if (before !== digest) await writer.write(name, before, await manifestOf(host, image, digest))
  await readBack(host, image, name, digest)
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
): Promise<TagOutcome | undefined> {
  const { image } = writer
  if (!move) return { tag, before, after: before, moved: false, reason }
  const now = (await host.registry.head(image, tag))?.digest
  if (now === digest) return undefined
  if (now !== before) {
    // Theirs is newer than what this rollback was decided by; of two rollbacks each tag keeps one of the wanted images.
    host.log.notice(`Another run has moved a tag meanwhile: ${taggedReference(image, tag)} is ${now}.`)
    return { tag, before, after: now, moved: false, reason: 'another run has moved it meanwhile' }
  }
  await writer.write(tag, before, await manifestOf(host, image, digest))
  return undefined
}

async function manifestOf(host: Host, image: ImageName, digest: VersionImage['digest']) {
  const manifest = await host.registry.manifest(image, digest)
  if (manifest !== undefined) return manifest
  throw new VerificationError({
    found: `The registry does not show ${digestReference(image, digest)} any more.`,
    remedy: 'Somebody deleted it meanwhile. Run the rollback again.',
  })
}

async function readBack(
  host: Host,
  image: ImageName,
  tag: Tag,
  digest: VersionImage['digest'],
): Promise<void> {
  const found = await settled(host, image, tag, (now) => now === digest)
  if (found === digest) return
  throw new VerificationError({
    found: `The record ${taggedReference(image, tag)} is ${found ?? 'absent'} after it was written.`,
    allowed: digest,
    remedy: 'Run the rollback again; if it stays so, look at the status page of the registry.',
  })
}
