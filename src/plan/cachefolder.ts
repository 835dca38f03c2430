import type { CacheProbe } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'

/** A folder of exports, of which each build writes a new one. */
export interface CacheFolder {
  readonly path: string
  /** Name of the new export; until it is whole, `.part` stands behind it. */
  readonly name: string
}

/** Where the `local` layer of all images lies: a folder that persistent runners keep. */
export function cacheFolder({ toolCache }: Context): string {
  return `${toolCache}/ghcr-publish/buildcache`
}

/** Key under which a folder of exports is saved between jobs, without the name of the export behind it. */
export function folderKey(path: string): string {
  return `ghcr-publish/${path.slice(path.lastIndexOf('/') + 1)}/`
}

/** A name for a new export: it sorts after those of earlier runs, and is no other run's. */
export function exportNameOf({ time }: CacheProbe, id: string): string {
  return `${String(time).padStart(13, '0')}-${id}`
}

/** Whether a name in such a folder is that of a whole export, and when it was begun. */
export function exportTime(name: string): number | undefined {
  const time = /^(\d{13})-[0-9a-f]{12}$/.exec(name)?.[1]
  return time === undefined ? undefined : Number(time)
}

/** Where an export lies until it is whole. */
export function partOf({ path, name }: CacheFolder): string {
  return `${path}/${name}.part`
}

/** Of the folders beside a folder those of the same image, target and platform that have a key. */
export function keyedSiblings(name: string, names: readonly string[]): readonly string[] {
  const own = withoutKey(name) ?? name
  return names.filter((one) => withoutKey(one) === own)
}

/** Undefined where there is no key in a name. */
function withoutKey(name: string): string | undefined {
  const [, before, behind] = /^(.*)\.key-[0-9a-f]{16}(\+tried)?$/.exec(name) ?? []
  return before === undefined ? undefined : `${before}${behind ?? ''}`
}
