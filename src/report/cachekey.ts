import type { CachePlan } from '../plan/caches.ts'

/** Which key of `cache-key-files` a build uses, and what is known of it; undefined where it has none. */
export function describeCacheKey({ sources }: CachePlan): string | undefined {
  const keyed = sources.filter(({ key }) => key !== undefined)
  const [first] = keyed
  if (first === undefined) return undefined
  // The Actions cache does not tell beforehand what it has.
  const known = keyed.find(({ layer }) => layer !== 'gha')
  if (known === undefined) return `${first.key}`
  return known.read
    ? `${first.key}: an earlier build wrote this key, so the key files are as they were`
    : `${first.key}: no build has written this key yet (the key files changed, or it is the first build); the cache of the last key is read`
}
