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
  /** Folder of the `local` layer. */
  readonly folder: string
}

/**
 * Plans the cache layers. All are read; a layer is written only where the event may. `ignore-error` because a cache that
 * cannot be written must not fail a finished publish.
 */
export function planCaches(inputs: CacheInputs, facts: CacheFacts): CachePlan {
  const { policy } = facts
  const scope =
    facts.target === undefined ? facts.image.repository : `${facts.image.repository}-${facts.target}`
  const mode = inputs.cacheMode
  const from: string[] = []
  const to: string[] = []
  const notices: string[] = []
  const gha = inputs.cache.includes('gha') && ghaUsable(facts, notices)
  if (inputs.cache.includes('registry')) {
    const ref = inputs.cacheRef ?? defaultCacheReference(facts.image, facts.target)
    from.push(
      csv([
        ['type', 'registry'],
        ['ref', ref],
      ]),
    )
    if (policy.cacheWrite.registry) {
      to.push(
        csv([
          ['type', 'registry'],
          ['ref', ref],
          ['mode', mode],
          ['ignore-error', 'true'],
        ]),
      )
    }
  }
  if (gha) {
    from.push(
      csv([
        ['type', 'gha'],
        ['scope', scope],
      ]),
    )
    if (policy.cacheWrite.gha && facts.cacheService === 'write') {
      to.push(
        csv([
          ['type', 'gha'],
          ['scope', scope],
          ['mode', mode],
          ['ignore-error', 'true'],
        ]),
      )
    }
  }
  if (inputs.cache.includes('local')) {
    from.push(
      csv([
        ['type', 'local'],
        ['src', facts.folder],
      ]),
    )
    to.push(
      csv([
        ['type', 'local'],
        ['dest', facts.folder],
        ['mode', mode],
        ['ignore-error', 'true'],
      ]),
    )
  }
  if (facts.exports || to.length === 0) return { from, to, gha, notices }
  notices.push(
    'The builder cannot write caches (docker driver with the classic image store): they are only read.',
  )
  return { from, to: [], gha, notices }
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
