import type { CachePlan } from '../plan/caches.ts'

/** Which key of `cache-key-files` a build uses, and what is known of it; undefined where it has none. */
export function describeCacheKey({ sources }: Pick<CachePlan, 'sources'>): string | undefined {
  const keyed = sources.filter(({ key }) => key !== undefined)
  const [first] = keyed
  if (first === undefined) return undefined
  const known = keyed.filter((source) => source.known)
  if (known.some(({ read }) => read))
    return `${first.key}: an earlier build wrote this key, so the key files are as they were`
  if (known.length > 0)
    return `${first.key}: no build has written this key yet (the key files changed, or it is the first build); the cache of the last key is read`
  const why = keyed.map(({ why }) => why).find((one) => one !== undefined)
  const reason = why ?? (keyed.some(({ layer }) => layer === 'registry') ? LATE : UNTOLD)
  return `${first.key}: nobody knows whether an earlier build wrote this key (${reason})`
}

const UNTOLD = 'the Actions cache does not tell before the build'
const LATE = 'the registry did not tell in time'
