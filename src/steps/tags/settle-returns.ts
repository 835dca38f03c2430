import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import { digestReference, type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing, readRecords } from '../../host/registry/listing.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { needsOf } from '../../plan/records.ts'
import { newTags, planRewrites } from '../../plan/rewrites.ts'
import type { Return, RollbackPlan } from '../../plan/rollback.ts'
import type { RollbackFacts } from '../../plan/rollback-facts.ts'
import { SHOWN_WITHIN, settled, type Writer } from './write.ts'

/** A publish that meets a rollback looks again itself, so both agree after two rounds. */
const ROUNDS = 4

/** What a rollback has written, and how far its look can be trusted. */
interface Sent {
  readonly facts: RollbackFacts
  readonly sent: readonly Return[]
  /** Images that no tag may be brought back to. */
  readonly bad: ReadonlySet<Digest>
  /** Records that this run made: a list without them is too old to decide by. */
  readonly holds: readonly Tag[]
  /** Whether one look is enough where it finds nothing; see `docs/development.md`. */
  readonly sure: boolean
}

/** Where a tag was sent last, and what it held then; undefined where it was gone. */
export interface Ended {
  readonly one: Return
  readonly found: Digest | undefined
}

/**
 * Looks at the tags of a rollback once more, and writes again what a publish at the same time makes necessary. After a write, and where
 * the first look may have been an old answer, comes another look when no old answer is possible any more.
 * What another run writes after the last look is that run's to look at.
 * @returns where each tag was sent last, and what it held in the last look
 * @throws RegistryError where a write is refused or nothing is listed, VerificationError where another run keeps bringing tags back
 */
export async function settleReturns(
  host: Host,
  writer: Writer,
  plan: RollbackPlan,
  { facts, sent: first, bad, holds, sure }: Sent,
): Promise<readonly Ended[]> {
  let sent = first
  for (let round = 1; ; round++) {
    const { now, again } = await lookAgain(host, writer.image, plan, { facts, sent, bad, holds })
    if (again.length === 0 && (sure || round > 1))
      return sent.map((one) => ({ one, found: now.get(one.tag) }))
    if (round === ROUNDS) throw broughtBack(writer.image, again)
    for (const one of again) {
      await writer.write(one.tag, one.before, await manifestOf(host, writer.image, one.digest))
      host.log.notice(
        `${taggedReference(writer.image, one.tag)} was written again, for another run has published meanwhile: ${one.reason}.`,
      )
    }
    sent = sent.map((one) => again.find(({ tag }) => tag === one.tag) ?? one)
    await host.clock.sleep(SHOWN_WITHIN)
  }
}

async function lookAgain(
  host: Host,
  image: ImageName,
  plan: RollbackPlan,
  { facts, sent, bad, holds }: Omit<Sent, 'sure'>,
): Promise<{ readonly now: ReadonlyMap<Tag, Digest>; readonly again: readonly Return[] }> {
  const now = new Map((await Promise.all(sent.map((one) => readBack(host, image, one)))).flat())
  const listed = await readListing(host, image, () => [], holds)
  const before = facts.listing
  const versions = newTags(plan, sent, { before, listing: listed })
  const needs = needsOf({ suffix: plan.suffix, versions, walks: [] })
  const listing = await readRecords(host, image, listed, needs)
  const held = await readHeldTags(host.registry, image, newTags(plan, sent, { before, listing }))
  return { now, again: planRewrites(plan, sent, bad, { before, listing, held, now }) }
}

/** What a tag holds, once that can be no answer of before it was written. */
async function readBack(
  host: Host,
  image: ImageName,
  { tag, before, digest }: Return,
): Promise<readonly (readonly [Tag, Digest])[]> {
  const isNew = (now: Digest | undefined) => now === digest || (now !== undefined && now !== before)
  const found = await settled(host, image, tag, isNew)
  return found === undefined ? [] : [[tag, found]]
}

function broughtBack(image: ImageName, again: readonly Return[]): VerificationError {
  const names = again.map(({ tag }) => taggedReference(image, tag))
  return new VerificationError({
    found: `Another run keeps moving ${names.join(', ')}.`,
    remedy: 'Wait until no publish of this image runs, and run the rollback again.',
  })
}

/** The manifest of an image that a tag goes to. @throws VerificationError where it is gone */
export async function manifestOf(host: Host, image: ImageName, digest: Digest): Promise<StoredManifest> {
  const manifest = await host.registry.manifest(image, digest)
  if (manifest !== undefined) return manifest
  throw new VerificationError({
    found: `The registry does not show ${digestReference(image, digest)} any more.`,
    remedy: 'Somebody deleted it meanwhile. Run the rollback again.',
  })
}
