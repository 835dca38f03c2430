import { NOTHING_PROBED } from '../domain/cache.ts'
import { partOf } from './cachefolder.ts'
import { type Field, named, type Place, type PlaceFacts } from './cacheplace.ts'
import { type CacheScope, scopeSuffix } from './cachescopes.ts'

/**
 * A folder for each scope, for one export replaces the other. The folder outlives the job, so what is only tried writes to
 * one of its own: a release must never build on it.
 */
export function localPlaces(facts: PlaceFacts): readonly Place[] {
  const { policy, exportName, probe = NOTHING_PROBED } = facts
  const writes = policy.cacheWrite.registry || policy.cacheWrite.gha
  return localFolders(facts).map(({ scope, name, written }): Place => {
    const newest = probe.folders.get(name)
    const broken = written && writes ? probe.unwritable.get(name) : undefined
    const read: readonly Field[] = [
      ['type', 'local'],
      ['src', `${name}/${newest}`],
    ]
    const write: readonly Field[] = [
      ['type', 'local'],
      ['dest', partOf({ path: name, name: exportName })],
    ]
    return {
      layer: 'local',
      name,
      scope,
      read: newest === undefined ? undefined : read,
      write: written && writes && broken === undefined ? write : undefined,
      why: newest === undefined ? 'absent' : undefined,
      known: true,
      broken,
    }
  })
}

/** Folders of the `local` layer, the best first. */
export function localFolders({
  folder,
  image,
  scopes,
  policy,
}: Pick<PlaceFacts, 'folder' | 'image' | 'scopes' | 'policy'>) {
  const nameOf = (scope: CacheScope) => {
    const suffix = scopeSuffix({ ...scope, branch: undefined })
    return `${folder}/${image.repository.replaceAll('/', '+')}${suffix}`
  }
  const released = named(scopes, nameOf)
  if (policy.cacheWrite.registry) return released
  const tried = released.map((one) => ({ ...one, name: `${one.name}+tried` }))
  return [...tried, ...released.map((one) => ({ ...one, written: false }))]
}
