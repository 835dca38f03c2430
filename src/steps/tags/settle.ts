import { RegistryError } from '../../domain/errors.ts'
import type { HeldTags } from '../../domain/held.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing } from '../../host/registry/listing.ts'
import type { MovingTag } from '../../plan/lines.ts'
import { highestTags, planRepairs, type Repair } from '../../plan/settle.ts'
import { settled, type Writer } from './write.ts'

/** Runs that repair the same tags at once agree after two rounds; post looks once more in any case. */
const ROUNDS = 4
/** What is listed and cannot be read yet lags; what cannot be read after this was deleted. */
const READABLE_WITHIN = 20_000

/** The moving tags of a version, and the suffix of their line. */
export interface Lines {
  readonly moving: readonly MovingTag[]
  readonly suffix: string
}

/**
 * Lists once more and brings every moving tag of these lines to the highest version that is not withdrawn. Whoever wrote last looks
 * last, so runs at once end in the same state, in any order.
 * @param holds tags that this run wrote: a list without them is too old to decide by
 * @returns what had to be repaired
 */
export async function settle(
  host: Host,
  writer: Writer,
  { moving, suffix }: Lines,
  holds: readonly Tag[],
): Promise<readonly Repair[]> {
  const { image } = writer
  const done: Repair[] = []
  for (let round = 0; round < ROUNDS && moving.length > 0; round++) {
    const listing = await readListing(host, image, holds)
    const [now, highest] = await Promise.all([
      readHeldTags(
        host.registry,
        image,
        moving.map(({ tag }) => tag),
      ),
      readListed(host, image, highestTags(moving, suffix, listing)),
    ])
    const repairs = planRepairs(moving, suffix, listing, new Map([...now, ...highest]))
    if (repairs.length === 0) break
    for (const repair of repairs) await apply(host, writer, repair)
    done.push(...repairs)
  }
  return done
}

async function readListed(host: Host, image: ImageName, tags: readonly Tag[]): Promise<HeldTags> {
  let held: HeldTags = new Map()
  await eventually(host.clock, READABLE_WITHIN, async () => {
    held = await readHeldTags(host.registry, image, tags)
    return tags.every((tag) => held.has(tag)) ? true : undefined
  })
  return held
}

async function apply(host: Host, writer: Writer, { tag, before, digest, reason }: Repair): Promise<void> {
  const { image } = writer
  const manifest = await host.registry.manifest(image, digest)
  if (manifest === undefined) {
    throw new RegistryError('not-found', {
      found: `${taggedReference(image, tag)}: ${digest} is gone, which a version names.`,
    })
  }
  await writer.write(tag, before, manifest)
  await settled(host, image, tag, (now) => now === digest || (now !== undefined && now !== before))
  host.log.info(`${tag}  moved on to ${digest}: ${reason}`)
}
