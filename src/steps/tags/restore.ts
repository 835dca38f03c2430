import { isRecordTag } from '../../domain/listing.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { Entry, Journal } from '../../plan/journal.ts'
import type { UndoneTag } from '../../plan/undone.ts'
import { type PutBack, putBack } from './putback.ts'
import { withdrawBad } from './remove.ts'
import { type ReadBack, sureAt, type Undo } from './undo.ts'
import { SHOWN_WITHIN } from './write.ts'

/** What became of the tags of a publish that is taken back. */
export interface Restoration {
  /** The newest write first; empty where nothing had been written. */
  readonly tags: readonly UndoneTag[]
  /** Entries that failed for a reason that may pass: they are to be tried again. */
  readonly open: Journal
  /** From when on every answer shows all that was written, in milliseconds since the epoch. */
  readonly shownAt: number
}

/** Hears what is known so far, each time that one more tag is known; those that were not reached yet count as left. */
export type Hear = (tags: readonly UndoneTag[]) => void

/** What is known while it goes on. */
interface Tally {
  readonly tags: Map<Entry, UndoneTag>
  readonly records: UndoneTag[]
  readonly open: Set<Entry>
  shownAt: number
}

/**
 * Puts tags back: all are written, the newest write first, and then all are read back at once, because each may lag for seconds and a
 * post step has a minute for them. A tag that somebody else has moved meanwhile is theirs. Where a tag held nothing before, it is
 * deleted by its name (never by digest, which would take every tag of the image along); a registry that deletes none keeps it, and the
 * version is recorded as withdrawn. What may still be on its way to the registry, and what may have been an old answer, is looked at
 * once more in the end: then everything is there.
 */
export async function restore(outside: Host, undo: Undo, hear: Hear = () => undefined): Promise<Restoration> {
  const tally: Tally = { tags: new Map(), records: [], open: new Set(), shownAt: sureAt(undo) }
  const host = noting(outside, tally)
  const own = undo.journal.filter((entry) => isOwn(undo, entry))
  hear(toldOf(tally, own.toReversed()))
  const entries = await written(host, undo, own)
  const tell = () => hear(toldOf(tally, entries))
  const late = await putAllBack(host, undo, entries, { tally, last: false, tell })
  if (late.length > 0) await until(host.clock, sureAt(undo))
  await putAllBack(host, undo, late, { tally, last: true, tell })
  if (undo.why === 'bad') await withdrawAll(host, undo, tally, tell)
  tell()
  const { open, shownAt } = tally
  return { tags: toldOf(tally, entries), shownAt, open: undo.journal.filter((entry) => open.has(entry)) }
}

/** The same registry, where every write moves the time at which answers show all of them. */
function noting(host: Host, tally: Tally): Host {
  const { registry, clock } = host
  const noted = async <T>(write: Promise<T>): Promise<T> => {
    try {
      return await write
    } finally {
      tally.shownAt = Math.max(tally.shownAt, clock.now() + SHOWN_WITHIN)
    }
  }
  const putManifest: Host['registry']['putManifest'] = (...all) => noted(registry.putManifest(...all))
  const deleteTag: Host['registry']['deleteTag'] = (...all) => noted(registry.deleteTag(...all))
  return { ...host, registry: { ...registry, putManifest, deleteTag } }
}

function toldOf({ tags, records }: Tally, entries: Journal): readonly UndoneTag[] {
  const reached = entries.map((entry) => tags.get(entry) ?? notReached(entry))
  return [...reached, ...records]
}

function notReached({ tag, before }: Entry): UndoneTag {
  return { tag, before, kind: 'left', text: 'was not reached in time' }
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

/** What goes on beside: where tags are counted, and who hears of it. */
interface Pass {
  readonly tally: Tally
  /** Whether it is the last look. */
  readonly last: boolean
  readonly tell: () => void
}

/** Puts tags back in this order, and counts them. @returns those that have to be looked at once more */
async function putAllBack(host: Host, undo: Undo, entries: Journal, pass: Pass): Promise<Journal> {
  const late: Entry[] = []
  for (const wave of wavesOf(entries)) late.push(...(await putWaveBack(host, undo, wave, pass)))
  return late
}

/** Of a tag that was written more than once, the newest write first: the one before it begins where that has ended. */
function wavesOf(entries: Journal): readonly Journal[] {
  const waves: Entry[][] = []
  for (const entry of entries) {
    const at = entries.filter(({ tag }) => tag === entry.tag).indexOf(entry)
    waves[at] = [...(waves[at] ?? []), entry]
  }
  return waves
}

async function putWaveBack(
  host: Host,
  undo: Undo,
  wave: Journal,
  { tally, last, tell }: Pass,
): Promise<Journal> {
  const begun: (readonly [Entry, ReadBack<PutBack>])[] = []
  for (const entry of wave) {
    const failed = (error: unknown) => () => Promise.reject(error)
    begun.push([entry, await putBack(host, undo, entry, last).catch(failed)])
  }
  const ends = begun.map(async ([entry, readBack]) => {
    const { tag, before } = entry
    const { kind, text } = await readBack().catch((error: unknown) => {
      tally.open.add(entry)
      const why = error instanceof Error ? error.message : String(error)
      return { kind: 'left', text: `could not be put back: ${why}` } as const
    })
    if (kind === 'open') return [entry]
    tally.tags.set(entry, { tag, before, kind, text })
    tell()
    return []
  })
  return (await Promise.all(ends)).flat()
}

/** The image failed its checks: no version keeps it, whoever wrote its tag. */
async function withdrawAll(host: Host, undo: Undo, tally: Tally, tell: () => void): Promise<void> {
  const all = undo.fixed.map(async (tag) => {
    const words = await withdrawBad(host, undo, tag)
    if (words === undefined) return
    tally.records.push({ tag, before: undefined, ...words })
    tell()
  })
  await Promise.all(all)
}
