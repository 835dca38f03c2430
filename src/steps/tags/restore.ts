import { isRecordTag } from '../../domain/listing.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import type { UndoneTag } from '../../plan/undone.ts'
import { putBack } from './putback.ts'
import { withdrawBad } from './remove.ts'
import { sureAt, type Undo } from './undo.ts'
import { SHOWN_WITHIN } from './write.ts'

/** What became of the tags of a publish that is taken back. */
export interface Restoration {
  /** Empty where nothing had been written. */
  readonly tags: readonly UndoneTag[]
  /** Entries that failed for a reason that may pass: they are to be tried again. */
  readonly open: Journal
  /** From when on every answer shows all that was written, in milliseconds since the epoch. */
  readonly shownAt: number
}

/** The same while it grows. */
interface Tally {
  readonly tags: UndoneTag[]
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
  const tally: Tally = { tags: [], open: new Set(), shownAt: sureAt(undo) }
  const own = undo.journal.filter((entry) => isOwn(undo, entry))
  const late: Entry[] = []
  for (const entry of await written(host, undo, own)) {
    if (!(await tryPutBack(host, undo, entry, tally, false))) late.push(entry)
  }
  if (late.length > 0) await until(host.clock, sureAt(undo))
  for (const entry of late) await tryPutBack(host, undo, entry, tally, true)
  if (undo.why === 'bad') await withdrawAll(host, undo, tally)
  const { tags, shownAt } = tally
  return { tags, shownAt, open: undo.journal.filter((entry) => tally.open.has(entry)) }
}

/** A record that was lifted comes back with the rest. */
function isOwn({ whole, digest }: Undo, { tag, after }: Entry): boolean {
  return whole || after === undefined || after === digest || isRecordTag(tag)
}

/** The entries that have to be looked at, the newest first: all at once tell whether anything was written at all. */
async function written(host: Host, undo: Undo, own: Journal): Promise<Journal> {
  const { image } = undo
  const unwritten = async () => {
    const now = await Promise.all(own.map(({ tag }) => host.registry.head(image, tag).catch(() => undefined)))
    return own.every(({ before, after }, at) => after === undefined && now[at]?.digest === before)
  }
  // Only a build that pushes its own tags may have written none of many; an old answer would look the same.
  if (own.length === 0 || !(await unwritten())) return own.toReversed()
  await until(host.clock, sureAt(undo))
  return (await unwritten()) ? [] : own.toReversed()
}

/** Puts one tag back and counts it. False where it has to be looked at once more. */
async function tryPutBack(
  host: Host,
  undo: Undo,
  entry: Entry,
  tally: Tally,
  last: boolean,
): Promise<boolean> {
  const { tag, before } = entry
  try {
    const { kind, text, wrote } = await putBack(host, undo, entry, last)
    if (wrote) tally.shownAt = host.clock.now() + SHOWN_WITHIN
    if (kind === 'open') return false
    tally.tags.push({ tag, before, kind, text })
  } catch (error) {
    tally.shownAt = host.clock.now() + SHOWN_WITHIN
    tally.open.add(entry)
    const text = `could not be put back: ${error instanceof Error ? error.message : String(error)}`
    tally.tags.push({ tag, before, kind: 'left', text })
  }
  return true
}

/** The image failed its checks: no version keeps it, whoever wrote its tag. */
async function withdrawAll(host: Host, undo: Undo, tally: Tally): Promise<void> {
  for (const tag of undo.fixed) {
    const words = await withdrawBad(host, undo, tag)
    if (words === undefined) continue
    const { kind, text } = words
    tally.shownAt = host.clock.now() + SHOWN_WITHIN
    tally.tags.push({ tag, before: undefined, kind, text })
  }
}
