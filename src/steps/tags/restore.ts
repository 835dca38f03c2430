import type { Digest } from '../../domain/digest.ts'
import { isRecordTag } from '../../domain/listing.ts'
import { type Tag, taggedReference } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import { putBack, sureAt, type Undo } from './putback.ts'
import { withdraw } from './withdraw.ts'
import { SHOWN_WITHIN } from './write.ts'

/** What became of the tags of a publish that is taken back, in words. */
export interface Restoration {
  readonly done: readonly string[]
  /** What could not be taken back, and why. */
  readonly left: readonly string[]
  /** Entries that failed for a reason that may pass: they are to be tried again. */
  readonly open: Journal
  /** From when on every answer shows all that was written, in milliseconds since the epoch. */
  readonly shownAt: number
}

/** The same while it grows. */
interface Tally {
  readonly done: string[]
  readonly left: string[]
  readonly open: Set<Entry>
  shownAt: number
}

/**
 * Puts tags back, the newest write first, each read back. A tag that somebody else has moved meanwhile is theirs. Where a tag held
 * nothing before, it is deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes
 * none keeps it, and the version is recorded as withdrawn. What may still be on its way to the registry is looked at once more in the
 * end: whatever was to come is there then.
 */
export async function restore(host: Host, undo: Undo): Promise<Restoration> {
  const tally: Tally = { done: [], left: [], open: new Set(), shownAt: sureAt(undo) }
  const own = undo.journal.filter((entry) => isOwn(undo, entry))
  const late: Entry[] = []
  for (const entry of await written(host, undo, own, tally)) {
    if (!(await tryPutBack(host, undo, entry, tally, false))) late.push(entry)
  }
  if (late.length > 0) await until(host.clock, sureAt(undo))
  for (const entry of late) await tryPutBack(host, undo, entry, tally, true)
  if (undo.cause === 'bad') await withdrawAll(host, undo, tally)
  const { done, left, shownAt } = tally
  return { done, left, shownAt, open: undo.journal.filter((entry) => tally.open.has(entry)) }
}

/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }: Undo, { tag, after }: Entry): boolean {
  return whole || after === undefined || after === digest || isRecordTag(tag)
}

/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host: Host, undo: Undo, own: Journal, { done }: Tally): Promise<Journal> {
  const { image } = undo
  const unwritten = async () => {
    const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)))
    return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before)
  }
  // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
  if (own.length === 0 || !(await unwritten())) return own.toReversed()
  await until(host.clock, sureAt(undo))
  if (!(await unwritten())) return own.toReversed()
  done.push('No tag had been written.')
  return []
}

/** Puts one tag back and counts it. False where it has to be looked at once more. */
async function tryPutBack(
  host: Host,
  undo: Undo,
  entry: Entry,
  tally: Tally,
  last: boolean,
): Promise<boolean> {
  const name = taggedReference(undo.image, entry.tag)
  try {
    const { end, text, wrote } = await putBack(host, undo, entry, last)
    if (wrote) tally.shownAt = host.clock.now() + SHOWN_WITHIN
    if (end === 'open') return false
    tally[end].push(`${name} ${text}`)
  } catch (error) {
    tally.shownAt = host.clock.now() + SHOWN_WITHIN
    tally.open.add(entry)
    tally.left.push(
      `${name} could not be put back: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return true
}

/** The image failed its checks: every version tag that holds it is passed over from now on, also one that an earlier run wrote. */
async function withdrawAll(host: Host, undo: Undo, tally: Tally): Promise<void> {
  const { image, digest, fixed } = undo
  if (digest === undefined) return
  for (const tag of fixed) {
    const name = taggedReference(image, tag)
    try {
      const held = await heldVersion(host, undo, tag, digest)
      if (held === undefined) continue
      await withdraw(host, image, tag, held)
      tally.done.push(`${name} is recorded as withdrawn`)
    } catch (error) {
      tally.left.push(
        `${name} is not recorded as withdrawn: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    tally.shownAt = host.clock.now() + SHOWN_WITHIN
  }
}

/** The image of a version, where it is the bad one. That it is not is believed only when no old answer is possible any more. */
async function heldVersion(
  host: Host,
  undo: Undo,
  tag: Tag,
  bad: Digest,
): Promise<StoredManifest | undefined> {
  const read = async () => {
    const held = await host.registry.manifest(undo.image, tag)
    return held?.descriptor.digest === bad ? held : undefined
  }
  const first = await read()
  if (first !== undefined) return first
  await until(host.clock, sureAt(undo))
  return read()
}
