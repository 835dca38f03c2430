import type { Digest } from '../../domain/digest.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import type { Published } from '../../plan/published.ts'
import type { State } from '../../plan/state.ts'
import { settle } from './settle.ts'
import { withdraw } from './withdraw.ts'
import { createWriter, SHOWN_WITHIN, settled } from './write.ts'

/** What became of the tags of a publish that is taken back, in words. */
export interface Restoration {
  readonly done: readonly string[]
  /** What could not be taken back, and why. */
  readonly left: readonly string[]
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
}

/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
export async function restore(host: Host, undo: Undo): Promise<Restoration> {
  const done: string[] = []
  const left: string[] = []
  const head = freshHead(host, undo.image)
  // Writes of other images are repairs forward, which were right whatever became of this run.
  const own = undo.journal.filter(({ after }) => after === undefined || after === undo.digest)
  for (const entry of own.toReversed()) {
    const name = taggedReference(undo.image, entry.tag)
    try {
      const words = await putBack(host, undo, entry, head)
      ;(words.done ? done : left).push(`${name} ${words.text}`)
    } catch (error) {
      left.push(`${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { done, left }
}

/**
 * Puts back what a run wrote, says what became of it, and leaves nothing to put back twice.
 * @param keep saves a change of the run's state
 */
export async function takeBack(
  host: Host,
  { published, journal }: Pick<State, 'published' | 'journal'>,
  keep: (change: Pick<State, 'published' | 'journal'>) => void,
): Promise<void> {
  if (published === undefined || journal.length === 0) return
  const { done, left } = await restore(host, { ...published, journal })
  for (const words of done) host.log.info(words)
  for (const words of left) host.log.warning(words)
  const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back'
  host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`)
  keep({ published: undefined, journal: [] })
  await settleAfter(host, published)
}

/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(host: Host, published: Published): Promise<void> {
  const { image, lines: moving, suffix, digest: takenBack } = published
  if (moving.length === 0) return
  try {
    // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
    await host.clock.sleep(SHOWN_WITHIN)
    const writer = createWriter(host, image, async () => undefined)
    await settle(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack })
  } catch (error) {
    // The failure that made all this necessary is what the reader wants to know.
    host.log.warning(
      `The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error}`,
    )
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
    return { done: false, text: `is ${now} by now, which somebody else wrote, and stays` }
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
  if (found === undefined) return { done: true, text: 'was not written' }
  return putBack(host, undo, entry, head)
}

async function remove(host: Host, { image, fixed }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if ((await host.registry.deleteTag(image, tag)) === 'deleted') {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined) return { done: true, text: 'is deleted, for it did not exist before' }
  }
  if (!fixed.includes(tag))
    return { done: false, text: 'did not exist before, and this registry deletes no tags' }
  const bad = await host.registry.manifest(image, now)
  if (bad === undefined) return { done: false, text: `is ${now}, which the registry does not show` }
  await withdraw(host, image, tag, bad)
  return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' }
}
