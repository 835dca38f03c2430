import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import type { Held, HeldTags } from '../../domain/held.ts'
import type { Listing } from '../../domain/listing.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import { eventually, until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing, readRecords } from '../../host/registry/listing.ts'
import type { Journal } from '../../plan/journal.ts'
import type { MovingTag } from '../../plan/lines.ts'
import type { Published } from '../../plan/published.ts'
import { needsOf } from '../../plan/records.ts'
import {
  heldQuestion,
  highestTags,
  isOutrun,
  overriddenChoice,
  planRepairs,
  type Repair,
  repairQuestion,
  unclearTags,
} from '../../plan/settle.ts'
import { isBeingLeft } from './left.ts'
import { createWriter, SHOWN_WITHIN, settled, UNDER_WAY_WITHIN, type Writer } from './write.ts'

/** Runs that repair the same tags at once agree after two rounds; post looks once more in any case. */
const ROUNDS = 4
/** What is listed and cannot be read yet lags; what cannot be read after this was deleted. */
const READABLE_WITHIN = 20_000

/** The moving tags of a version, and the suffix of their line. */
export interface Lines {
  readonly moving: readonly MovingTag[]
  readonly suffix: string
}

/** How far a look can be trusted. */
export interface Sight {
  /** Tags that this run wrote: a list without them is too old to decide by. */
  readonly holds: readonly Tag[]
  /** Whether all that is read is newer than the last write of this run. */
  readonly waited: boolean
  /** The image of a run that was taken back: no moving tag stays there. */
  readonly takenBack?: readonly Digest[]
  /** What the tags held that this run has moved: a rollback may be about to leave the same. */
  readonly replaced?: readonly Held[]
}

/**
 * Lists once more and brings every moving tag of these lines to the highest version that is not withdrawn. Whoever wrote last looks
 * last, so runs at once end in the same state, in any order.
 *
 * A look is the last one where it is newer than this run's last write. So after a repair comes another one, when no old answer is
 * possible any more: the run whose version was the highest in this look's list may have been overtaken before the repair was written.
 * @returns what had to be repaired
 */
export async function settle(
  host: Host,
  writer: Writer,
  { moving, suffix }: Lines,
  { holds, waited, takenBack = [], replaced = [] }: Sight,
): Promise<readonly Repair[]> {
  const { image } = writer
  const done: Repair[] = []
  let left = false
  for (let round = 0; round < ROUNDS && moving.length > 0; round++) {
    // A rollback looks at what came before its record, and is done with its writes soon after; else it looks once more itself.
    if (round > 0) await host.clock.sleep(SHOWN_WITHIN + (left ? UNDER_WAY_WITHIN : 0))
    const listed = await readListing(host, image, needsOf(repairQuestion(moving, suffix)), holds)
    const [now, highest] = await Promise.all([
      readHeldTags(
        host.registry,
        image,
        moving.map(({ tag }) => tag),
      ),
      readListed(host, image, highestTags(moving, suffix, listed)),
    ])
    const known = new Map([...now, ...highest])
    const unclear = unclearTags(moving, suffix, listed, known)
    const held = new Map([...(await readHeldTags(host.registry, image, unclear)), ...known])
    const listing = await readRecords(host, image, listed, needsOf(heldQuestion(moving, suffix, held)))
    const repairs = planRepairs(moving, suffix, listing, held, [...takenBack, ...goneAgain(done, listing)])
    left = round === 0 && (await isBeingLeft(host, image, suffix, replaced, listing.tags))
    const sure = waited || round > 0 || !(left || isOutrun(moving, suffix, listing, held, writer.journal))
    if (repairs.length === 0 && sure) break
    const own = new Set(writer.journal.flatMap(({ after }) => after ?? []))
    // All are written, and then read back at once: each may lag for seconds.
    const written: (() => Promise<void>)[] = []
    for (const one of repairs) written.push(await write(host, writer, one))
    await Promise.all(written.map((readBack) => readBack()))
    for (const one of repairs) {
      const notice = overriddenChoice(one, suffix, own)
      if (notice !== undefined) host.log.notice(notice)
    }
    done.push(...repairs)
  }
  return done
}

/**
 * The last look of a job, in its post step: a run at the same time may have written after main's last look. It comes when no old answer
 * is possible any more. Only where main's own look was newer than all that it wrote, which a tag that it made last has proved, is
 * nothing waited for.
 * @param since when everything that main wrote was written
 */
export async function settleLast(
  host: Host,
  { image, lines: moving, suffix }: Pick<Published, 'image' | 'lines' | 'suffix'>,
  journal: Journal,
  since: number,
): Promise<readonly Repair[]> {
  if (moving.length === 0) return []
  const last = journal.at(-1)
  if (last !== undefined && last.before !== undefined) {
    await until(host.clock, since + SHOWN_WITHIN)
  }
  const writer = createWriter(host, image, async () => undefined, journal)
  return settle(host, writer, { moving, suffix }, { holds: [], waited: true })
}

/**
 * The images that this run has moved tags on to, and whose versions are gone by now: another run took its own one back, on a registry
 * that deletes tags. Of any other image without a version somebody may have wanted that.
 */
function goneAgain(done: readonly Repair[], { tags }: Listing): readonly Digest[] {
  return done.flatMap(({ release, digest }) => (tags.includes(release) ? [] : [digest]))
}

async function readListed(host: Host, image: ImageName, tags: readonly Tag[]): Promise<HeldTags> {
  let held: HeldTags = new Map()
  await eventually(host.clock, READABLE_WITHIN, async () => {
    held = await readHeldTags(host.registry, image, tags)
    return tags.every((tag) => held.has(tag)) ? true : undefined
  })
  return held
}

/** What has to be known of a repair to make it. */
type Repairing = Pick<Repair, 'tag' | 'before' | 'digest' | 'reason'> & Partial<Repair>

/**
 * Moves a tag to an image that the registry has.
 * @throws RegistryError where the image is gone, or the write is refused
 */
export async function repair(host: Host, writer: Writer, one: Repairing): Promise<void> {
  const readBack = await write(host, writer, one)
  await readBack()
}

/** @returns waits until the registry shows it */
async function write(
  host: Host,
  writer: Writer,
  { tag, before, digest, reason, release }: Repairing,
): Promise<() => Promise<void>> {
  const { image } = writer
  const manifest = await eventually(host.clock, READABLE_WITHIN, () => host.registry.manifest(image, digest))
  if (manifest === undefined) {
    const [where, again] = release === undefined ? [digest, 'the branch'] : [release, release]
    throw new RegistryError('not-found', {
      found: `${taggedReference(image, tag)} should go to ${where}, and its image ${digest} is gone.`,
      remedy: `Publish ${again} again, or delete its tag in the settings of the package; until then ${tag} stays.`,
    })
  }
  await writer.write(tag, before, manifest)
  return async () => {
    await settled(host, image, tag, (now) => now === digest || (now !== undefined && now !== before))
    host.log.info(`${tag}  moved on to ${digest}: ${reason}`)
  }
}
