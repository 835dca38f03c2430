import { type CacheState, NOTHING_PROBED } from '../domain/cache.ts'
import { fingerprint } from '../domain/fingerprint.ts'
import { formatImageName, type ImageName } from '../domain/reference.ts'
import { localFolders } from './cachelocal.ts'
import { type Field, named, type Place, type PlaceFacts } from './cacheplace.ts'
import { type CacheScope, scopeSuffix } from './cachescopes.ts'
import type { CacheInputs } from './inputs/cache.ts'

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
      layer: 'registry',
      name,
      scope,
      read: read ? fields : undefined,
      write: writes ? fields : undefined,
      why: whyNot(state),
      known: state?.kind === 'present' || state?.kind === 'absent',
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

/** What a tag may have at most (distribution-spec). */
const TAG_LIMIT = 128

/** `<image>:buildcache[-<target>]`, and what else tells scopes apart. What is too long for a tag ends in a fingerprint of all of it. */
export function cacheReference(image: ImageName, scope: CacheScope): string {
  const tag = `buildcache${scopeSuffix(scope)}`
  if (tag.length <= TAG_LIMIT) return `${formatImageName(image)}:${tag}`
  const end = `.${fingerprint(tag)}`
  return `${formatImageName(image)}:${tag.slice(0, TAG_LIMIT - end.length)}${end}`
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
 * What a job on a git tag writes nobody can read but a job on that same tag, so that is not written.
 * `timeout` bounds how long BuildKit waits where it is throttled, ten minutes otherwise; it bounds nothing else.
 */
export function ghaPlaces(facts: PlaceFacts): readonly Place[] {
  const writes = facts.policy.cacheWrite.gha && facts.cacheService === 'write' && !facts.tagged
  return ghaScopes(facts).map(({ scope, name, written }): Place => {
    const fields: readonly Field[] = [
      ['type', 'gha'],
      ['scope', name],
      ['timeout', '5s'],
    ]
    const write = written && writes ? fields : undefined
    return { layer: 'gha', name, scope, read: fields, write, why: undefined, known: false }
  })
}

function ghaScopes({ image, scopes }: Pick<PlaceFacts, 'image' | 'scopes'>) {
  return named(scopes, (scope) => `${image.repository}${scopeSuffix({ ...scope, branch: undefined })}`)
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
