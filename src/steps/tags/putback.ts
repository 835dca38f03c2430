import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { isRecordTag } from '../../domain/listing.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import { NOTHING, withdraw } from './withdraw.ts'
import { SHOWN_WITHIN, settled, UNDER_WAY_WITHIN } from './write.ts'

/**
 * Why tags are put back. `failed`: every write was answered, and something went wrong after it. `interrupted`: the run was killed, or did
 * not hear an answer, so that its last write may still be on its way. `bad`: the image itself was found to be bad, so no version keeps
 * it, whoever wrote its tag.
 */
export type Cause = 'failed' | 'interrupted' | 'bad'

/** What is taken back. */
export interface Undo {
  readonly image: ImageName
  /** The image that must not stay published; undefined where a build pushed its tags itself and nobody knows. */
  readonly digest: Digest | undefined
  /** The commit that it was built from, by which it is known then. */
  readonly commit: string
  readonly journal: Journal
  /** Tags that name the version for good: where they cannot be deleted, the version is recorded as withdrawn. */
  readonly fixed: readonly Tag[]
  /** Whether every write is taken back; otherwise writes of other images are repairs forward, right whatever became of the run. */
  readonly whole: boolean
  readonly cause: Cause
  /** When the run had sent all that it wrote, in milliseconds since the epoch. */
  readonly since: number
}

/** What became of one tag. */
export interface PutBack {
  /** `open`: what was on its way to the registry may come yet, so it has to be looked at once more. */
  readonly end: 'done' | 'left' | 'open'
  /** What is said of the tag. */
  readonly text: string
  /** Whether the registry was written to. */
  readonly wrote: boolean
}

/** From when on every answer shows all that the run wrote, in milliseconds since the epoch. */
export function sureAt({ cause, since }: Undo): number {
  return since + (cause === 'interrupted' ? UNDER_WAY_WITHIN : 0) + SHOWN_WITHIN
}

/**
 * Puts one tag back, and reads it back.
 * @param last whether nothing can come any more: what is read is final
 * @throws RegistryError where the registry is in trouble or refuses
 */
export async function putBack(host: Host, undo: Undo, entry: Entry, last: boolean): Promise<PutBack> {
  const { tag, before } = entry
  const { image } = undo
  const mayGoBack = async (digest: Digest) => digest === before || (await isOurs(host, undo, entry, digest))
  const now = await freshDigest(host, undo, tag, mayGoBack)
  if (now !== undefined && !(await mayGoBack(now)))
    return { end: 'left', text: `is ${now} by now, which somebody else wrote, and stays`, wrote: false }
  if (before === undefined) {
    if (now !== undefined) return remove(host, undo, tag, now)
    return { end: last ? 'done' : 'open', text: 'was not written', wrote: false }
  }
  const text = `is ${before} again`
  if (last && now === before) return { end: 'done', text, wrote: false }
  const manifest = await host.registry.manifest(image, before)
  if (manifest === undefined)
    return { end: 'left', text: `held ${before}, which the registry does not have any more`, wrote: false }
  // Also where it reads as before: the answer may be an old one.
  await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body)
  const found = await settled(host, image, tag, (digest) => digest === before)
  if (found !== before)
    return { end: 'left', text: `was put back to ${before} and is ${found ?? 'absent'}`, wrote: true }
  // What was on its way comes after this write. What has arrived does not come again.
  const open = !last && now === before && mayBeUnderWay(undo, entry)
  return { end: open ? 'open' : 'done', text, wrote: true }
}

/** Of a run only the newest write is without an answer; of a build that pushes its tags itself all may be. */
function mayBeUnderWay({ cause, journal }: Undo, entry: Entry): boolean {
  return cause === 'interrupted' && (entry.after === undefined || entry === journal.at(-1))
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

async function isOurs(
  host: Host,
  { image, digest, commit }: Undo,
  { after }: Entry,
  now: Digest,
): Promise<boolean> {
  const own = after ?? digest
  if (own !== undefined) return now === own
  return (await readHeld(host.registry, image, now))?.revision === commit
}

async function remove(host: Host, { image, fixed, cause }: Undo, tag: Tag, now: Digest): Promise<PutBack> {
  if (await deleted(host, image, tag)) {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined)
      return { end: 'done', text: 'is deleted, for it did not exist before', wrote: true }
  }
  if (isRecordTag(tag)) {
    const { descriptor, body } = NOTHING
    await host.registry.putManifest(image, tag, descriptor.mediaType, body)
    await settled(host, image, tag, (digest) => digest === descriptor.digest)
    return { end: 'done', text: 'is no record any more: this registry deletes no tags', wrote: true }
  }
  if (!fixed.includes(tag)) {
    const text =
      'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package'
    return { end: 'left', text, wrote: false }
  }
  if (cause === 'bad') return { end: 'done', text: 'stays, for this registry deletes no tags', wrote: false }
  const manifest = await host.registry.manifest(image, now)
  if (manifest === undefined)
    return { end: 'left', text: `is ${now}, which the registry does not show`, wrote: false }
  await withdraw(host, image, tag, manifest)
  return { end: 'done', text: 'is recorded as withdrawn: this registry deletes no tags', wrote: true }
}

/** Who may push may not always delete: then it is as with a registry that deletes no tags. */
async function deleted(host: Host, image: ImageName, tag: Tag): Promise<boolean> {
  try {
    return (await host.registry.deleteTag(image, tag)) === 'deleted'
  } catch (error) {
    if (error instanceof RegistryError && (error.kind === 'denied' || error.kind === 'unauthorized'))
      return false
    throw error
  }
}
