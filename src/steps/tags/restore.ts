import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { isRecordTag } from '../../domain/listing.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import { isOurs, writerOf } from './owner.ts'
import { NOTHING, withdraw } from './withdraw.ts'
import { SHOWN_WITHIN, settled } from './write.ts'

/** What became of the tags of a publish that is taken back, in words. */
export interface Restoration {
  readonly done: readonly string[]
  /** What could not be taken back, and why. */
  readonly left: readonly string[]
  /** Entries that failed for a reason that may pass: they are to be tried again. */
  readonly open: Journal
}

/** What is taken back. */
export interface Undo {
  readonly image: ImageName
  /** The image that must not stay published; undefined where a build pushed its tags itself and nobody knows. */
  readonly digest: Digest | undefined
  /** The commit that it was built from: its image and another run's of the same commit cannot be told apart then. */
  readonly commit: string
  readonly journal: Journal
  /** Tags that name the version for good: where they cannot be deleted, the version is recorded as withdrawn. */
  readonly fixed: readonly Tag[]
  /** Whether every write is taken back; otherwise writes of other images are repairs forward, right whatever became of the run. */
  readonly whole: boolean
  /** Whether the image itself was found to be bad: then no version keeps it, whoever wrote its tag. */
  readonly bad: boolean
}

/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
export async function restore(host: Host, undo: Undo): Promise<Restoration> {
  const found: Restoration & { done: string[]; left: string[]; open: Entry[] } = {
    done: [],
    left: [],
    open: [],
  }
  const own = undo.journal.filter((entry) => isOwn(undo, entry))
  const head = freshHead(host, undo.image)
  for (const entry of await written(host, undo, own, found.done)) {
    const name = taggedReference(undo.image, entry.tag)
    try {
      const words = await putBack(host, undo, entry, head)
      ;(words.done ? found.done : found.left).push(`${name} ${words.text}`)
    } catch (error) {
      found.open.push(entry)
      found.left.push(
        `${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  if (undo.bad) await withdrawAll(host, undo, found)
  return { ...found, open: found.open.toReversed() }
}

/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }: Undo, { tag, after }: Entry): boolean {
  return whole || after === undefined || after === digest || isRecordTag(tag)
}

/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host: Host, { image }: Undo, own: Journal, done: string[]): Promise<Journal> {
  const unwritten = async () => {
    const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)))
    return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before)
  }
  // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
  if (own.length === 0 || !(await unwritten())) return own.toReversed()
  await host.clock.sleep(SHOWN_WITHIN)
  if (!(await unwritten())) return own.toReversed()
  done.push('No tag had been written.')
  return []
}

/** The image failed its checks: every version tag that holds it is passed over from now on, also one that an earlier run wrote. */
async function withdrawAll(
  host: Host,
  { image, digest, fixed }: Undo,
  found: { readonly done: string[]; readonly left: string[] },
): Promise<void> {
  for (const tag of fixed) {
    const name = taggedReference(image, tag)
    try {
      const held = digest === undefined ? undefined : await host.registry.manifest(image, tag)
      if (held === undefined || held.descriptor.digest !== digest) continue
      await withdraw(host, image, tag, held)
      found.done.push(`${name} is recorded as withdrawn`)
    } catch (error) {
      found.left.push(
        `${name} is not recorded as withdrawn: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
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

interface Words {
  readonly done: boolean
  readonly text: string
}

async function putBack(host: Host, undo: Undo, entry: Entry, head: Head): Promise<Words> {
  const { tag, before } = entry
  const { image } = undo
  const mayGoBack = async (digest: Digest) => digest === before || (await isOurs(host, undo, entry, digest))
  const now = await head(tag, mayGoBack)
  if (now !== undefined && !(await mayGoBack(now))) {
    return {
      done: false,
      text: `is ${now} by now, which ${await writerOf(host, undo, entry, now)}, and stays`,
    }
  }
  if (before === undefined)
    return now === undefined ? gone(host, undo, entry, head) : remove(host, undo, tag, now)
  const manifest = await host.registry.manifest(image, before)
  if (manifest === undefined)
    return { done: false, text: `held ${before}, which the registry does not have any more` }
  // Also where it reads as before: the answer may be an old one.
  await host.registry.putManifest(image, tag, manifest.descriptor.mediaType, manifest.body)
  const found = await settled(host, image, tag, (digest) => digest === before)
  if (found !== before) return { done: false, text: `was put back to ${before} and is ${found ?? 'absent'}` }
  return { done: true, text: `is ${before} again` }
}

/** It was about to be written; a write that is still under way shows within some seconds. */
async function gone(host: Host, undo: Undo, entry: Entry, head: Head): Promise<Words> {
  const found = await settled(host, undo.image, entry.tag, (digest) => digest !== undefined)
  if (found === undefined) return { done: true, text: 'was not written' }
  return putBack(host, undo, entry, head)
}

async function remove(host: Host, { image, fixed, bad }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if (await deleted(host, image, tag)) {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined) return { done: true, text: 'is deleted, for it did not exist before' }
  }
  if (isRecordTag(tag)) {
    const { descriptor, body } = NOTHING
    await host.registry.putManifest(image, tag, descriptor.mediaType, body)
    await settled(host, image, tag, (digest) => digest === descriptor.digest)
    return { done: true, text: 'is no record any more: this registry deletes no tags' }
  }
  if (!fixed.includes(tag)) {
    const text =
      'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package'
    return { done: false, text }
  }
  if (bad) return { done: true, text: 'stays, for this registry deletes no tags' }
  const manifest = await host.registry.manifest(image, now)
  if (manifest === undefined) return { done: false, text: `is ${now}, which the registry does not show` }
  await withdraw(host, image, tag, manifest)
  return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' }
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
