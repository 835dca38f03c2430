import type { Digest } from '../../domain/digest.ts'
import type { Tag } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { Entry } from '../../plan/journal.ts'
import { isOurs, writerOf } from './owner.ts'
import { remove } from './remove.ts'
import { sureAt, type Undo, type Words } from './undo.ts'
import { settled } from './write.ts'

/** What became of one tag. `open`: what was on its way to the registry may come yet, so it has to be looked at once more. */
export type PutBack = Omit<Words, 'kind'> & { readonly kind: Words['kind'] | 'open' }

/**
 * Puts one tag back, and reads it back.
 * @param last whether nothing can come any more: what is read is final
 * @throws RegistryError where the registry is in trouble or refuses
 */
export async function putBack(host: Host, undo: Undo, entry: Entry, last: boolean): Promise<PutBack> {
  const { tag, before } = entry
  const mayGoBack = async (digest: Digest) => digest === before || (await isOurs(host, undo, entry, digest))
  const now = await freshDigest(host, undo, tag, mayGoBack)
  if (now !== undefined && !(await mayGoBack(now))) {
    const text = `is ${now} by now, which ${await writerOf(host, undo, entry, now)}, and stays`
    return { kind: 'theirs', text, wrote: false }
  }
  if (before !== undefined) return writeBack(host, undo, { tag, before }, now, last)
  if (now !== undefined) return remove(host, undo, tag, now)
  return { kind: last ? 'back' : 'open', text: 'was not written', wrote: false }
}

async function writeBack(
  host: Host,
  { image, underWay }: Undo,
  { tag, before }: { readonly tag: Tag; readonly before: Digest },
  now: Digest | undefined,
  last: boolean,
): Promise<PutBack> {
  const text = `is ${before} again`
  if (last && now === before) return { kind: 'back', text, wrote: false }
  const manifest = await host.registry.manifest(image, before)
  if (manifest === undefined) {
    const lost = `held ${before}, which the registry does not have any more: use rollback to move it to a version that is there`
    return { kind: 'left', text: lost, wrote: false }
  }
  // Also where it reads as before: the answer may be an old one.
  await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body)
  const found = await settled(host, image, tag, (digest) => digest === before)
  if (found !== before) {
    const other = `was put back to ${before} and is ${found ?? 'absent'}: look again in some minutes, and use rollback if it stays so`
    return { kind: 'left', text: other, wrote: true }
  }
  // What was on its way comes after this write. What has arrived does not come again.
  return { kind: !last && underWay && now === before ? 'open' : 'back', text, wrote: true }
}

/** What a tag holds. That it is somebody else's by now is believed only when no old answer is possible any more. */
async function freshDigest(
  host: Host,
  undo: Undo,
  tag: Tag,
  isExpected: (digest: Digest) => Promise<boolean>,
): Promise<Digest | undefined> {
  const now = (await host.registry.head(undo.image, tag))?.digest
  if (now === undefined || (await isExpected(now))) return now
  await until(host.clock, sureAt(undo))
  return (await host.registry.head(undo.image, tag))?.digest
}
