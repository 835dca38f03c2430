import type { Digest } from '../../domain/digest.ts'
import { isRecordTag } from '../../domain/listing.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import type { Session, State } from '../../plan/state.ts'
import { NOTHING, withdraw } from './withdraw.ts'
import { settled } from './write.ts'

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
  /** Whether every write is taken back; otherwise writes of other images are repairs forward, right whatever became of the run. */
  readonly whole: boolean
}

/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn.
 */
export async function restore(host: Host, undo: Undo): Promise<Restoration> {
  const done: string[] = []
  const left: string[] = []
  const own = undo.journal.filter(({ after }) => undo.whole || after === undefined || after === undo.digest)
  for (const entry of own.toReversed()) {
    const name = taggedReference(undo.image, entry.tag)
    try {
      const words = await putBack(host, undo, entry)
      ;(words.done ? done : left).push(`${name} ${words.text}`)
    } catch (error) {
      left.push(`${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { done, left }
}

/** What a run wrote. */
type Written = Pick<State, 'published' | 'moving' | 'journal'>

/**
 * Puts back what a run wrote, says what became of it, and leaves nothing to put back twice.
 * @param keep saves a change of the run's state
 */
export async function takeBack(
  host: Host,
  { published, moving, journal }: Written,
  keep: (change: Written) => void,
): Promise<void> {
  if (journal.length === 0) return
  const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true } as const
  const part = published && { ...published, journal, whole: false }
  const undo = moving === undefined ? part : { image: moving, ...whole }
  if (undo === undefined) return
  const { done, left } = await restore(host, undo)
  for (const words of done) host.log.info(words)
  for (const words of left) host.log.warning(words)
  const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back'
  host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`)
  keep({ published: undefined, moving: undefined, journal: [] })
}

/** Puts the tags back at once where a later step fails. Where the job is being stopped, post has the time for it. */
export async function orTakeBack<T>(
  { host, session }: { readonly host: Host; readonly session: Session },
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (host.processes.stopped === undefined)
      await takeBack(host, session.state, (change) => session.keep(change))
    throw error
  }
}

interface Words {
  readonly done: boolean
  readonly text: string
}

async function putBack(host: Host, undo: Undo, entry: Entry): Promise<Words> {
  const { tag, before } = entry
  const { image } = undo
  const now = (await host.registry.head(image, tag))?.digest
  if (now !== undefined && now !== before && !(await isOurs(host, undo, entry, now))) {
    return { done: false, text: `is ${now} by now, which somebody else wrote, and stays` }
  }
  if (before === undefined) return now === undefined ? gone(host, undo, entry) : remove(host, undo, tag, now)
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
async function gone(host: Host, undo: Undo, entry: Entry): Promise<Words> {
  const found = await settled(host, undo.image, entry.tag, (digest) => digest !== undefined)
  if (found === undefined) return { done: true, text: 'was not written' }
  return putBack(host, undo, entry)
}

async function remove(host: Host, { image, fixed }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if ((await host.registry.deleteTag(image, tag)) === 'deleted') {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined) return { done: true, text: 'is deleted, for it did not exist before' }
  }
  if (isRecordTag(tag)) {
    const { descriptor, body } = NOTHING
    await host.registry.putManifest(image, tag, descriptor.mediaType, body)
    await settled(host, image, tag, (digest) => digest === descriptor.digest)
    return { done: true, text: 'is no record any more: this registry deletes no tags' }
  }
  if (!fixed.includes(tag))
    return { done: false, text: 'did not exist before, and this registry deletes no tags' }
  const bad = await host.registry.manifest(image, now)
  if (bad === undefined) return { done: false, text: `is ${now}, which the registry does not show` }
  await withdraw(host, image, tag, bad)
  return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' }
}
