import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import type { HeldTags } from '../../domain/held.ts'
import { recordTag } from '../../domain/listing.ts'
import { formatImageName, type Tag } from '../../domain/reference.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { type Free, type Publishing, requireFree } from '../../plan/existing.ts'
import { lift } from './withdraw.ts'
import { SHOWN_WITHIN, settled, type Writer } from './write.ts'

/** As many runs of one commit as may write the same tag one after the other. */
const ROUNDS = 5

/**
 * Writes the tags that name the version for good. They are read again just before: another run of this commit may have published
 * meanwhile, whose image is then adopted, so that both end with the same one.
 * @returns what the version's tags hold: ours, or what was adopted
 * @throws VerificationError where another commit has taken the version meanwhile
 */
export async function claimVersion(
  host: Host,
  writer: Writer,
  publishing: Publishing,
  own: StoredManifest,
): Promise<StoredManifest> {
  if (publishing.fixed.length === 0) return own
  for (let round = 0; round < ROUNDS; round++) {
    // Somebody else wrote it at the same moment: an old answer now would refuse this run, or adopt what is not there any more.
    if (round > 0) await host.clock.sleep(SHOWN_WITHIN)
    const { verdict, ...found } = await judge(host, writer, publishing)
    const chosen = verdict.kind === 'reuse' ? await adopted(host, writer, verdict, own) : own
    if (await writeAll(host, writer, publishing.fixed, chosen, found)) return chosen
  }
  throw new VerificationError({
    found: `${formatImageName(writer.image)}: other runs write ${publishing.fixed.join(', ')} at the same time again and again.`,
    remedy: 'Give publishing jobs a concurrency group, and run this one again.',
  })
}

/** What the version's tags hold, and what is recorded as withdrawn beside them. */
interface Found {
  readonly held: HeldTags
  readonly records: HeldTags
}

async function judge(
  host: Host,
  { image }: Writer,
  publishing: Publishing,
): Promise<{ readonly verdict: Free } & Found> {
  const { fixed } = publishing
  const [held, records] = await Promise.all([
    readHeldTags(host.registry, image, fixed),
    readHeldTags(
      host.registry,
      image,
      fixed.flatMap((tag) => recordTag(tag) ?? []),
    ),
  ])
  const names = [...held.keys(), ...records.keys()]
  const withdrawn = new Map(
    fixed.flatMap((tag) => {
      const [now, record] = [held.get(tag)?.digest, recordOf(tag, records)]
      return now !== undefined && now === record ? [[tag, now] as const] : []
    }),
  )
  const verdict = requireFree(publishing, {
    held,
    listing: { tags: names, asked: new Set(fixed), withdrawn },
  })
  return { verdict, held, records }
}

function recordOf(tag: Tag, records: HeldTags): Digest | undefined {
  const record = recordTag(tag)
  return record && records.get(record)?.digest
}

/** What another run wrote a moment ago may lag. */
const READABLE_WITHIN = 20_000

async function adopted(
  host: Host,
  { image }: Writer,
  { digest }: Extract<Free, { readonly kind: 'reuse' }>,
  own: StoredManifest,
): Promise<StoredManifest> {
  if (digest === own.descriptor.digest) return own
  const other = await eventually(host.clock, READABLE_WITHIN, () => host.registry.manifest(image, digest))
  if (other !== undefined) {
    host.log.notice(`Another run of this commit has published ${digest} meanwhile, so its image is taken.`)
    return other
  }
  throw new VerificationError({
    found: `The registry does not show ${digest}, which it named a moment ago as the image of this version.`,
    remedy: 'Run the job again; if it stays so, publish a new version, or this one with overwrite: true.',
  })
}

/** Whether all of them hold it in the end; another run may write at the same moment. */
async function writeAll(
  host: Host,
  writer: Writer,
  tags: readonly Tag[],
  manifest: StoredManifest,
  { held, records }: Found,
): Promise<boolean> {
  const { image } = writer
  const { digest } = manifest.descriptor
  const found: (Digest | undefined)[] = []
  for (const tag of tags) {
    const before = held.get(tag)?.digest
    if (before !== digest) await writer.write(tag, before, manifest)
    // A withdrawn image that is published again on purpose counts again.
    if (recordOf(tag, records) === digest) await lift(host, writer, tag, digest)
    // Neither ours nor the old one: somebody else has written it, and no waiting changes that.
    found.push(
      await settled(host, image, tag, (now) => now === digest || (now !== undefined && now !== before)),
    )
  }
  return found.every((one) => one === digest)
}
