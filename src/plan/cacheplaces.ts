import { type CacheProbe, type CacheState, NOTHING_PROBED } from '../domain/cache.ts'
import { formatImageName, type ImageName } from '../domain/reference.ts'
import { partOf } from './cachefolder.ts'
import { type CacheScope, type CacheScopes, scopeSuffix } from './cachescopes.ts'
import type { Permission } from './events.ts'
import type { CacheInputs, CacheLayer } from './inputs/cache.ts'

/** What decides where caches lie, and which of them are of use. */
export interface PlaceFacts {
  readonly image: ImageName
  readonly scopes: CacheScopes
  readonly policy: Permission
  readonly cacheService: 'none' | 'read' | 'write'
  /** Folder of the `local` layer. */
  readonly folder: string
  /** Sorts after those of earlier runs, and is no other run's. */
  readonly exportName: string
  readonly probe?: CacheProbe
}

/** One place, in one layer. */
export interface Place {
  readonly layer: CacheLayer
  readonly name: string
  readonly scope: CacheScope
  /** Undefined where it may not be read, or not be written. */
  readonly read: readonly Field[] | undefined
  readonly write: readonly Field[] | undefined
  readonly why: string | undefined
  /** What is wrong with whoever has it. */
  readonly broken?: string | undefined
}
export type Field = readonly [key: string, value: string]

/** The registry layer. */
export function registryPlaces(cacheRef: string | undefined, facts: PlaceFacts): readonly Place[] {
  const { policy, probe = NOTHING_PROBED } = facts
  return registryNames(cacheRef, facts).map(({ scope, name, written }): Place => {
    const state = probe.registry.get(name)
    const fields: readonly Field[] = [
      ['type', 'registry'],
      ['ref', name],
    ]
    const writes =
      written &&
      policy.cacheWrite.registry &&
      (state === undefined || state.kind === 'present' || state.kind === 'absent')
    const read = state === undefined || state.kind === 'present'
    return {
      ...{ layer: 'registry', name, scope, read: read ? fields : undefined },
      ...{ write: writes ? fields : undefined, why: whyNot(state) },
      broken: state?.kind === 'broken' ? state.reason : undefined,
    }
  })
}

function registryNames(
  cacheRef: string | undefined,
  { image, scopes }: Pick<PlaceFacts, 'image' | 'scopes'>,
) {
  // A reference of the user's own is his to choose for branches, targets and platforms.
  const nameOf = (scope: CacheScope) =>
    cacheRef === undefined ? cacheReference(image, scope) : ownReference(cacheRef, scope)
  return named(scopes, nameOf)
}

/** `<image>:buildcache[-<target>]`, and what else tells scopes apart. */
export function cacheReference(image: ImageName, scope: CacheScope): string {
  return `${formatImageName(image)}:${`buildcache${scopeSuffix(scope)}`.slice(0, 128)}`
}

function ownReference(reference: string, { key }: CacheScope): string {
  if (key === undefined) return reference
  const tagged = /:[^/]+$/.test(reference) ? reference : `${reference}:latest`
  return `${tagged}.key-${key}`
}

function whyNot(state: CacheState | undefined): string | undefined {
  if (state === undefined || state.kind === 'present') return undefined
  return state.kind === 'absent' ? 'absent' : state.reason
}

/**
 * The gha layer. GitHub itself keeps branches apart: a job reads what its branch, its base and the default branch have written.
 * `timeout` bounds how long BuildKit waits where it is throttled, ten minutes otherwise; it bounds nothing else.
 */
export function ghaPlaces(facts: PlaceFacts): readonly Place[] {
  const writes = facts.policy.cacheWrite.gha && facts.cacheService === 'write'
  return ghaScopes(facts).map(({ scope, name, written }): Place => {
    const fields: readonly Field[] = [
      ['type', 'gha'],
      ['scope', name],
      ['timeout', '5s'],
    ]
    const write = written && writes ? fields : undefined
    return { layer: 'gha', name, scope, read: fields, write, why: undefined }
  })
}

function ghaScopes({ image, scopes }: Pick<PlaceFacts, 'image' | 'scopes'>) {
  return named(scopes, (scope) => `${image.repository}${scopeSuffix({ ...scope, branch: undefined })}`)
}

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
      ...{ layer: 'local', name, scope, broken, read: newest === undefined ? undefined : read },
      write: written && writes && broken === undefined ? write : undefined,
      why: newest === undefined ? 'absent' : undefined,
    }
  })
}

/** Folders of the `local` layer, the best first. */
function localFolders({
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

/** What there is to look at before a build: references of the registry layer, scopes of the Actions cache, folders of the local layer. */
export function placesToProbe(
  { cache, cacheRef }: CacheInputs,
  facts: Pick<PlaceFacts, 'folder' | 'image' | 'scopes' | 'policy'>,
): {
  readonly references: readonly string[]
  readonly scopes: readonly string[]
  readonly folders: readonly string[]
  /** Those of the folders that the build would write. */
  readonly written: readonly string[]
} {
  const folders = cache.includes('local') ? localFolders(facts) : []
  const { registry, gha } = facts.policy.cacheWrite
  return {
    references: cache.includes('registry') ? registryNames(cacheRef, facts).map(({ name }) => name) : [],
    scopes: cache.includes('gha') ? ghaScopes(facts).map(({ name }) => name) : [],
    folders: folders.map(({ name }) => name),
    written: registry || gha ? folders.filter(({ written }) => written).map(({ name }) => name) : [],
  }
}

/** Scopes with their names, without those that have the name of an earlier one: not every layer has a name for each branch. */
function named(
  { read, write }: CacheScopes,
  nameOf: (scope: CacheScope) => string,
): readonly { readonly scope: CacheScope; readonly name: string; readonly written: boolean }[] {
  const names = new Set<string>()
  return read.flatMap((scope) => {
    const name = nameOf(scope)
    if (names.has(name)) return []
    names.add(name)
    return [{ scope, name, written: write.some((one) => nameOf(one) === name) }]
  })
}
