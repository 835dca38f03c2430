import type { CacheProbe } from '../domain/cache.ts'
import type { ImageName } from '../domain/reference.ts'
import type { CacheScope, CacheScopes } from './cachescopes.ts'
import type { Permission } from './events.ts'
import type { CacheLayer } from './inputs/cache.ts'

/** What decides where caches lie, and which of them are of use. */
export interface PlaceFacts {
  readonly image: ImageName
  readonly scopes: CacheScopes
  readonly policy: Permission
  readonly cacheService: 'none' | 'read' | 'write'
  /** Whether the job runs on a git tag. */
  readonly tagged: boolean
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
  /** Whether it was looked at before the build, and is known to be there or not. */
  readonly known: boolean
  /** What is wrong with whoever has it. */
  readonly broken?: string | undefined
}
export type Field = readonly [key: string, value: string]

/** Scopes with their names, without those that have the name of an earlier one: not every layer has a name for each branch. */
export function named(
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
