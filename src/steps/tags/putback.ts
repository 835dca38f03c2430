import type { Digest } from '../../domain/digest.ts'
import type { Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Entry } from '../../plan/journal.ts'
import { isOurs, writerOf } from './owner.ts'
import { remove } from './remove.ts'
import type { ReadBack, Undo, Words } from './undo.ts'
import { settled } from './write.ts'

/** What became of one tag. `open`: what it holds may change yet, or be an old answer, so it has to be looked at once more. */
export type PutBack = Omit<Words, 'kind'> & { readonly kind: Words['kind'] | 'open' }

/**
 * Writes what one tag held before, where it has to go back.
 * @param last whether nothing can come any more, and no answer can be old: what is read is final
 * @returns reads it back, and says what became of it
 * @throws RegistryError where the registry is in trouble or refuses
 */
export async function putBack(
  host: Host,
  undo: Undo,
  entry: Entry,
  last: boolean,
): Promise<ReadBack<PutBack>> {
  const { tag, before } = entry
  const now = (await host.registry.head(undo.image, tag))?.digest
  if (now !== undefined && now !== before && !(await isOurs(host, undo, entry, now))) {
    if (!last) return told({ kind: 'open', text: `is ${now}` })
    const text = `is ${now} by now, which ${await writerOf(host, undo, entry, now)}, and stays`
    return told({ kind: 'theirs', text })
  }
  if (before !== undefined) return writeBack(host, undo, { tag, before }, now, last)
  if (now !== undefined) return remove(host, undo, tag, now)
  return told({ kind: last ? 'back' : 'open', text: 'was not written' })
}

async function writeBack(
  host: Host,
  { image, underWay }: Undo,
  { tag, before }: { readonly tag: Tag; readonly before: Digest },
  now: Digest | undefined,
  last: boolean,
): Promise<ReadBack<PutBack>> {
  const text = `is ${before} again`
  if (last && now === before) return told({ kind: 'back', text })
  const manifest = await host.registry.manifest(image, before)
  if (manifest === undefined) {
    const lost = `held ${before}, which the registry does not have any more: use rollback to move it to a version that is there`
    return told({ kind: 'left', text: lost })
  }
  // Also where it reads as before: the answer may be an old one.
  await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body)
  return async () => {
    const found = await settled(host, image, tag, (digest) => digest === before)
    if (found !== before) {
      const other = `was put back to ${before} and is ${found ?? 'absent'}: look again in some minutes, and use rollback if it stays so`
      return { kind: 'left', text: other }
    }
    // What was on its way comes after this write. What has arrived does not come again.
    return { kind: !last && underWay && now === before ? 'open' : 'back', text }
  }
}

function told(words: PutBack): ReadBack<PutBack> {
  return async () => words
}
