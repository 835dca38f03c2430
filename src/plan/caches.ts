import type { CacheFolder } from './cachefolder.ts'
import { localPlaces } from './cachelocal.ts'
import type { Field, Place, PlaceFacts } from './cacheplace.ts'
import { ghaPlaces, registryPlaces } from './cacheplaces.ts'
import { csv } from './csv.ts'
import { BUILDKIT_GHA_FLOOR, BUILDX_GHA_FLOOR, ENGINE_GHA_FLOOR, isBelow } from './floors.ts'
import type { CacheInputs, CacheLayer } from './inputs/cache.ts'
import type { CacheEntry } from './inputs/cacheentry.ts'

/** Caches as buildx takes them, and what people should know about them. */
export interface CachePlan {
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Variables of the runner that buildx needs for them. */
  readonly variables: readonly string[]
  /** The folders of the `local` layer that are written. */
  readonly folders: readonly CacheFolder[]
  /** What became of each layer, for the log and the summary. */
  readonly sources: readonly CacheSource[]
  readonly notices: readonly string[]
  /** What is wrong with a cache. It costs time, never the publish. */
  readonly warnings: readonly string[]
}

/** One place that a build could read, and what is done with it. */
export interface CacheSource {
  readonly layer: CacheLayer
  /** Reference, scope or folder. */
  readonly name: string
  readonly key: string | undefined
  readonly read: boolean
  readonly written: boolean
  /** Why it is not read; undefined where it is. */
  readonly why: string | undefined
  /** Whether it is known to be there or not. */
  readonly known: boolean
}

/** What decides which layers are of use. */
export interface CacheFacts extends PlaceFacts {
  readonly buildx: string
  /** Version of BuildKit where a builder that is there tells it. */
  readonly buildkit: string | undefined
  /** Version of the engine where its own builder builds. */
  readonly engine: string | undefined
  /** Whether the builder can write a cache: the docker driver cannot with the classic image store. */
  readonly exports: boolean
  /** Whether one build makes all platforms. */
  readonly together: boolean
}

/** What buildx reads for the gha cache, and for S3. */
const GHA_VARIABLES = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_CACHE_SERVICE_V2',
]
const S3_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
]

/**
 * Plans the cache layers. All are read; a layer is written only where the event may. `ignore-error` because a cache that
 * cannot be written must not fail a finished publish.
 */
export function planCaches(inputs: CacheInputs, facts: CacheFacts): CachePlan {
  const notes: Notes = { notices: [], warnings: [] }
  const wanted = new Set(inputs.cache)
  const places = [
    ...(wanted.has('registry') ? told(registryPlaces(inputs.cacheRef, facts), LEFT_OUT, notes) : []),
    ...(wanted.has('gha') && ghaUsable(facts, notes) ? ghaPlaces(facts) : []),
    ...(wanted.has('local') ? told(localPlaces(facts), NOT_WRITTEN, notes) : []),
  ]
  const added = { from: inputs.cacheFrom, to: addedTargets(inputs.cacheTo, facts, notes) }
  const from = [
    ...places.flatMap(({ read }) => (read === undefined ? [] : [csv(read)])),
    ...added.from.map(raw),
  ]
  const to = [
    ...places.flatMap(({ write }) => (write === undefined ? [] : [csv([...write, ...endsOf(inputs)])])),
    ...added.to.map((entry) => raw(withEnds(entry, inputs))),
  ]
  const writes = canWrite(facts, to, notes)
  const folders = places.filter(({ layer, write }) => layer === 'local' && write !== undefined)
  return {
    from,
    to: writes ? to : [],
    variables: variablesFor([...from, ...to]),
    folders: writes ? folders.map(({ name }) => ({ path: name, name: facts.exportName })) : [],
    sources: places.map((place) => sourceOf(place, writes)),
    ...notes,
  }
}

interface Notes {
  readonly notices: string[]
  readonly warnings: string[]
}

const LEFT_OUT = 'The registry cache is left out of this build'
const NOT_WRITTEN = 'The local cache is not written by this build'

/** Each fault of a layer is told once, however many places it has. */
function told(places: readonly Place[], what: string, { warnings }: Notes): readonly Place[] {
  const reasons = new Set(places.flatMap(({ broken }) => broken ?? []))
  for (const reason of reasons) warnings.push(`${what}: ${reason}. The publish goes on.`)
  return places
}

function endsOf({ cacheMode }: CacheInputs): readonly Field[] {
  return [
    ['mode', cacheMode],
    ['ignore-error', 'true'],
  ]
}

/** What the user has not written himself. An inline cache has no mode and is no export of its own. */
function withEnds(entry: CacheEntry, inputs: CacheInputs): CacheEntry {
  if (entry.type === 'inline') return entry
  const written = new Set(entry.fields.map(([key]) => key))
  return { ...entry, fields: [...entry.fields, ...endsOf(inputs).filter(([key]) => !written.has(key))] }
}

function raw({ type, fields }: CacheEntry): string {
  return csv([['type', type], ...fields])
}

/** Built one by one, each platform's cache would replace that of the one before under the same name. */
function canWrite({ exports, together }: CacheFacts, to: readonly string[], { notices }: Notes): boolean {
  if (!together) return false
  if (exports || to.length === 0) return true
  notices.push(
    'The builder cannot write caches (docker driver with the classic image store): they are only read.',
  )
  return false
}

/** What the user adds is written where the event may write to the registry: nobody knows who reads it. */
function addedTargets(
  entries: readonly CacheEntry[],
  { policy }: CacheFacts,
  { notices }: Notes,
): readonly CacheEntry[] {
  if (entries.length === 0 || policy.cacheWrite.registry) return entries
  notices.push(`cache-to is left out: ${policy.reason}.`)
  return []
}

function variablesFor(entries: readonly string[]): readonly string[] {
  const has = (type: string) => entries.some((entry) => entry.startsWith(`type=${type},`))
  return [...(has('gha') ? GHA_VARIABLES : []), ...(has('s3') ? S3_VARIABLES : [])]
}

function sourceOf({ layer, name, scope, read, write, why, known }: Place, writes: boolean): CacheSource {
  const written = writes && write !== undefined
  return { layer, name, key: scope.key, read: read !== undefined, written, why, known }
}

/**
 * Whether the Actions cache is of use here. A service that is out of order can cost a build minutes of retries, so it is looked at
 * before, and left out where it does not answer well.
 */
function ghaUsable(
  { cacheService, buildx, buildkit, engine, probe }: CacheFacts,
  { notices, warnings }: Notes,
): boolean {
  if (cacheService === 'none') return false
  const builder =
    buildkit === undefined
      ? tooOld('Docker', engine, ENGINE_GHA_FLOOR)
      : tooOld('BuildKit', buildkit, BUILDKIT_GHA_FLOOR)
  const old = tooOld('buildx', buildx, BUILDX_GHA_FLOOR) ?? builder
  if (old !== undefined) {
    notices.push(`The gha cache is off: ${old}.`)
    return false
  }
  const state = probe?.service
  if (state === undefined || state.kind === 'present' || state.kind === 'absent') return true
  warnings.push(`The gha cache is left out of this build: ${state.reason}. The publish goes on.`)
  return false
}

/** A version that cannot be read is that of somebody's own build, and taken for a new one. */
function tooOld(what: string, version: string | undefined, floor: string): string | undefined {
  if (version === undefined || !isBelow(version, floor)) return undefined
  return `${what} ${version} does not speak version 2 of the cache service, ${floor} does`
}
