import type { CacheSource } from '../plan/caches.ts'
import type { CacheUse } from '../plan/hits.ts'
import type { Step } from './step.ts'
import { CACHE_EXPORTS, CACHE_IMPORT } from './stepname.ts'

/** Cache layers as buildx was told them. */
export interface CacheEntries {
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** What was looked at before the build; it was not told of what is not read. */
  readonly sources?: readonly CacheSource[]
}

/** buildx leaves such a layer out before the build begins, and says so. */
const NO_FOLDER = /local cache import at (.*) not found due to err/

interface Entry {
  readonly type: string
  readonly place: string
}

/**
 * How each cache layer did. A registry layer is known by its reference. Of several layers of another kind BuildKit does not say
 * which is which, so they share one answer.
 * @param plain what buildx wrote beside its progress
 */
export function cacheUses(
  entries: CacheEntries,
  steps: readonly Step[],
  plain: readonly string[],
): readonly CacheUse[] {
  const from = entries.from.map(parseEntry)
  const to = entries.to.map(parseEntry).filter(({ type }) => CACHE_EXPORTS.has(type))
  return [
    ...from.filter(({ type }) => type === 'registry').map((entry) => registryRead(entry, steps)),
    ...byType(from.filter(({ type }) => type !== 'registry')).map((group) => groupRead(group, steps, plain)),
    ...(entries.sources ?? []).flatMap(leftOut),
    ...byType(to).map((group) => written(group, steps)),
  ]
}

function leftOut({ layer, name, why }: CacheSource): readonly CacheUse[] {
  if (why === undefined) return []
  const known =
    why === 'absent'
      ? ({ state: 'absent', detail: '' } as const)
      : ({ state: 'failed', detail: why } as const)
  return [{ layer: `${layer} ${name}`, use: 'read', ...known }]
}

function registryRead(entry: Entry, steps: readonly Step[]): CacheUse {
  const own = steps.filter(({ name }) => name.text === `${CACHE_IMPORT}${entry.place}`)
  return { layer: nameOf([entry]), use: 'read', ...stateOf(own, 'done') }
}

function groupRead(group: readonly Entry[], steps: readonly Step[], plain: readonly string[]): CacheUse {
  const layer = nameOf(group)
  const type = group[0]?.type ?? ''
  const own = steps.filter(({ name }) => name.text.startsWith(`${CACHE_IMPORT}${type}:`))
  const folders = plain.map((line) => NO_FOLDER.exec(line)?.[1])
  const absent = group.filter(({ place }) => folders.includes(place))
  if (absent.length === group.length) return { layer, use: 'read', state: 'absent', detail: '' }
  return { layer, use: 'read', ...stateOf(own, type === 'local' ? 'done' : 'asked') }
}

function written(group: readonly Entry[], steps: readonly Step[]): CacheUse {
  const own = steps.filter(({ name }) => name.text === CACHE_EXPORTS.get(group[0]?.type ?? ''))
  return { layer: nameOf(group), use: 'write', ...stateOf(own, 'done') }
}

/** What several steps together say; `good` is what one without an error means. */
function stateOf(all: readonly Step[], good: 'done' | 'asked'): Pick<CacheUse, 'state' | 'detail'> {
  const steps = all.filter(({ vertex }) => vertex.started !== undefined || vertex.completed !== undefined)
  const errors = steps.map(errorOf).filter((error) => error !== undefined)
  const failed = errors.filter((error) => !/: not found$/.test(error))
  const [error = ''] = failed
  if (steps.length === 0) return { state: 'unused', detail: '' }
  if (failed.length === 0) return { state: errors.length === steps.length ? 'absent' : good, detail: '' }
  if (errors.length === steps.length) return { state: 'failed', detail: error }
  return { state: good, detail: `${failed.length} of ${steps.length} failed: ${error}` }
}

/** What a step failed with; one that was begun and not ended when the build was over did not come to its end either. */
function errorOf({ vertex }: Step): string | undefined {
  return vertex.error ?? (vertex.completed === undefined ? 'there was no answer in time' : undefined)
}

function nameOf(group: readonly Entry[]): string {
  const places = group.map(({ place }) => place).filter((place) => place !== '')
  return [group[0]?.type ?? '', places.join(', ')].join(' ').trim()
}

function byType(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const types = new Set(entries.map(({ type }) => type))
  return [...types].map((type) => entries.filter((entry) => entry.type === type))
}

/** Reads what `csv` writes, and what people write in its place: a bare reference is a registry layer (buildx, ParseCacheEntry). */
function parseEntry(entry: string): Entry {
  const fields = new Map(
    split(entry).map((field) => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)]),
  )
  if (!fields.has('type')) return { type: 'registry', place: fields.get('ref') ?? entry }
  const place = ['ref', 'scope', 'src', 'dest', 'name'].map((key) => fields.get(key)).find((value) => value)
  return { type: fields.get('type') ?? '', place: place ?? '' }
}

function split(entry: string): readonly string[] {
  const fields = entry.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? []
  return fields.map((field) => field.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))
}
