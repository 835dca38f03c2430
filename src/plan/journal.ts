import { type Digest, parseDigest } from '../domain/digest.ts'
import { parseTag, type Tag } from '../domain/reference.ts'

/** One write of a tag, noted before it is done. */
export interface Entry {
  readonly tag: Tag
  /** What the tag held before; undefined where it did not exist. */
  readonly before: Digest | undefined
  /** What it holds afterwards; undefined where a build pushes the tag and nobody knows its digest yet. */
  readonly after: Digest | undefined
}

/** Writes of one run, oldest first. */
export type Journal = readonly Entry[]

/** Far more than a run writes; a file that holds more is not ours. */
const MOST = 1000

/** One line of JSON. */
export function formatJournal(journal: Journal): string {
  return JSON.stringify(journal)
}

/** Reads the text of a journal; undefined where it is damaged. */
export function readJournal(text: string): Journal | undefined {
  try {
    return parseJournal(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Reads a journal; undefined where it is damaged, or was written by somebody else. */
export function parseJournal(value: unknown): Journal | undefined {
  if (!Array.isArray(value) || value.length > MOST) return undefined
  const entries = value.map(parseEntry)
  return entries.every((entry) => entry !== undefined) ? entries : undefined
}

function parseEntry(value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { tag, before, after } = value as Readonly<Record<string, unknown>>
  const name = typeof tag === 'string' ? parseTag(tag) : undefined
  const [old, next] = [parseDigest(before), parseDigest(after)]
  if (name === undefined || (before !== undefined && !old) || (after !== undefined && !next)) return undefined
  return { tag: name, before: old, after: next }
}

/** Where main keeps its journal. */
export function journalFile(folder: string): string {
  return `${folder}/journal.json`
}
