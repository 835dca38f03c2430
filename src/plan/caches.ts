import { formatImageName, type ImageName } from '../domain/reference.ts'
import { csv } from './csv.ts'
import type { Permission } from './events.ts'
import { BUILDX_GHA_FLOOR, reaches } from './floors.ts'
import type { CacheInputs } from './inputs/cache.ts'

/** Cache layers as buildx takes them, and what people should know about a layer that is left out. */
export interface CachePlan {
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Whether buildx needs the runner's cache token. */
  readonly gha: boolean
  readonly notices: readonly string[]
}

/** What decides which layers are of use. */
export interface CacheFacts {
  readonly image: ImageName
  readonly target: string | undefined
  readonly policy: Permission
  readonly cacheService: 'none' | 'read' | 'write'
  readonly buildx: string
  /** Whether the builder can write a cache: the docker driver cannot with the classic image store. */
  readonly exports: boolean
  /** Whether one build makes all platforms. */
  readonly together: boolean
  /** Folder of the `local` layer. */
  readonly folder: string
}

/** Fields of one entry: where a layer is read, and where it is written; undefined where it may not be. */
interface Layer {
  readonly from: readonly (readonly Field[])[]
  readonly to: readonly Field[] | undefined
}
type Field = readonly [key: string, value: string]

/**
 * Plans the cache layers. All are read; a layer is written only where the event may. `ignore-error` because a cache that
 * cannot be written must not fail a finished publish.
 */
export function planCaches(inputs: CacheInputs, facts: CacheFacts): CachePlan {
  const notices: string[] = []
  const wanted = new Set(inputs.cache)
  const gha = wanted.has('gha') && ghaUsable(facts, notices)
  const layers: readonly Layer[] = [
    ...(wanted.has('registry') ? [registryLayer(inputs.cacheRef, facts)] : []),
    ...(gha ? [ghaLayer(facts)] : []),
    ...(wanted.has('local') ? [localLayer(facts)] : []),
  ]
  const from = layers.flatMap((layer) => layer.from).map(csv)
  const ends: readonly Field[] = [
    ['mode', inputs.cacheMode],
    ['ignore-error', 'true'],
  ]
  const to = layers.flatMap((layer) => (layer.to === undefined ? [] : [csv([...layer.to, ...ends])]))
  // Built one by one, each platform's cache would replace that of the one before under the same name.
  if (!facts.together) return { from, to: [], gha, notices }
  if (facts.exports || to.length === 0) return { from, to, gha, notices }
  notices.push(
    'The builder cannot write caches (docker driver with the classic image store): they are only read.',
  )
  return { from, to: [], gha, notices }
}

function registryLayer(cacheRef: string | undefined, { image, target, policy }: CacheFacts): Layer {
  const fields: readonly Field[] = [
    ['type', 'registry'],
    ['ref', cacheRef ?? defaultCacheReference(image, target)],
  ]
  return { from: [fields], to: policy.cacheWrite.registry ? fields : undefined }
}

function ghaLayer(facts: CacheFacts): Layer {
  const fields: readonly Field[] = [
    ['type', 'gha'],
    ['scope', scopeOf(facts)],
  ]
  const writes = facts.policy.cacheWrite.gha && facts.cacheService === 'write'
  return { from: [fields], to: writes ? fields : undefined }
}

/**
 * A folder for each image, for one export replaces the other. The folder outlives the job, so what is only tried writes to
 * one of its own: a release must never build on it.
 */
function localLayer(facts: CacheFacts): Layer {
  const released = `${facts.folder}/${scopeOf(facts).replaceAll('/', '+')}`
  const { gha, registry } = facts.policy.cacheWrite
  const read = (folder: string): readonly Field[] => [
    ['type', 'local'],
    ['src', folder],
  ]
  const write = (folder: string): readonly Field[] => [
    ['type', 'local'],
    ['dest', folder],
  ]
  if (registry) return { from: [read(released)], to: write(released) }
  const tried = `${released}+tried`
  return gha
    ? { from: [read(tried), read(released)], to: write(tried) }
    : { from: [read(released)], to: undefined }
}

function scopeOf({ image, target }: CacheFacts): string {
  return target === undefined ? image.repository : `${image.repository}-${target}`
}

/** `<image>:buildcache`, with a target `<image>:buildcache-<target>`. */
export function defaultCacheReference(image: ImageName, target: string | undefined): string {
  const tag = target === undefined ? 'buildcache' : `buildcache-${target}`.slice(0, 128)
  return `${formatImageName(image)}:${tag}`
}

function ghaUsable(facts: CacheFacts, notices: string[]): boolean {
  if (facts.cacheService === 'none') return false
  if (reaches(facts.buildx, BUILDX_GHA_FLOOR)) return true
  notices.push(
    `The gha cache is off: buildx ${facts.buildx} does not speak version 2 of the cache service, ${BUILDX_GHA_FLOOR} does.`,
  )
  return false
}
