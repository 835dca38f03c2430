import type { Digest } from '../../domain/digest.ts'
import { isRecordTag } from '../../domain/listing.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import type { UndoneTag, Why } from '../../plan/undone.ts'
import { remove, type Words, withdrawAll } from './remove.ts'
import { SHOWN_WITHIN, settled } from './write.ts'

/** What became of the tags of a publish that is taken back. */
export interface Restoration {
  /** Empty where nothing had been written. */
  readonly tags: readonly UndoneTag[]
  /** Entries that failed for a reason that may pass: they are to be tried again. */
  readonly open: Journal
}

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
  readonly why: Why
}

/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
export async function restore(host: Host, undo: Undo): Promise<Restoration> {
  const own = undo.journal.filter((entry) => isOwn(undo, entry))
  const head = freshHead(host, undo.image)
  const tags: UndoneTag[] = []
  const open: Entry[] = []
  for (const entry of await written(host, undo, own)) {
    const { tag, before } = entry
    try {
      tags.push({ tag, before, ...(await putBack(host, undo, entry, head)) })
    } catch (error) {
      open.push(entry)
      const text = `could not be put back: ${error instanceof Error ? error.message : String(error)}`
      tags.push({ tag, before, kind: 'left', text })
    }
  }
  if (undo.why === 'bad') tags.push(...(await withdrawAll(host, undo)))
  return { tags, open: open.toReversed() }
}

/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }: Undo, { tag, after }: Entry): boolean {
  return whole || after === undefined || after === digest || isRecordTag(tag)
}

/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host: Host, { image }: Undo, own: Journal): Promise<Journal> {
  const unwritten = async () => {
    const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)))
    return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before)
  }
  // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
  if (own.length === 0 || !(await unwritten())) return own.toReversed()
  await host.clock.sleep(SHOWN_WITHIN)
  return (await unwritten()) ? [] : own.toReversed()
}

/** What a tag holds; `isExpected` says what would not be news. */
type Head = (tag: Tag, isExpected: (digest: Digest) => Promise<boolean>) => Promise<Digest | undefined>

/** Reads tags after a failure: that a tag is somebody else's by now is believed only when no old answer is possible any more. */
function freshHead(host: Host, image: ImageName): Head {
  let waited: Promise<void> | undefined
  const read = async (tag: Tag) => (await host.registry.head(image, tag))?.digest
  return async (tag, isExpected) => {
    const now = await read(tag)
    if (now === undefined || (await isExpected(now))) return now
    waited ??= host.clock.sleep(SHOWN_WITHIN)
    await waited
    return read(tag)
  }
}

async function putBack(host: Host, undo: Undo, entry: Entry, head: Head): Promise<Words> {
  const { tag, before } = entry
  const { image } = undo
  const mayGoBack = async (digest: Digest) => digest === before || (await isOurs(host, undo, entry, digest))
  const now = await head(tag, mayGoBack)
  if (now !== undefined && !(await mayGoBack(now))) {
    return { kind: 'theirs', text: `is ${now} by now, which somebody else wrote, and stays` }
  }
  if (before === undefined)
    return now === undefined ? gone(host, undo, entry, head) : remove(host, undo, tag, now)
  const manifest = await host.registry.manifest(image, before)
  if (manifest === undefined)
    return {
      kind: 'left',
      text: `held ${before}, which the registry does not have any more: use rollback to move it to a version that is there`,
    }
  // Also where it reads as before: the answer may be an old one.
  await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body)
  const found = await settled(host, image, tag, (digest) => digest === before)
  if (found !== before)
    return {
      kind: 'left',
      text: `was put back to ${before} and is ${found ?? 'absent'}: look again in some minutes, and use rollback if it stays so`,
    }
  return { kind: 'back', text: `is ${before} again` }
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

/** It was about to be written; a write that is still under way shows within some seconds. */
async function gone(host: Host, undo: Undo, entry: Entry, head: Head): Promise<Words> {
  const found = await settled(host, undo.image, entry.tag, (digest) => digest !== undefined)
  if (found === undefined) return { kind: 'back', text: 'was not written' }
  return putBack(host, undo, entry, head)
}
