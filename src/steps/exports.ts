import type { Host } from '../host/host.ts'
import { type CacheFolder, exportTime, folderKey, keyedSiblings, partOf } from '../plan/cachefolder.ts'

/** The newest export, and the one before, which another job of this runner may be reading. */
const KEPT = 2
/** Folders of keys: that of now, and the last one, which a branch may still have. */
const KEPT_KEYS = 2
/** An export that is not whole by then has no job any more. */
const ABANDONED = 24 * 3600 * 1000

/**
 * Takes over the exports of the `local` layer that a build has written, and removes older ones. Each build writes a folder of its own,
 * because an export into an old one never removes what is of no use any more, and grows for ever. What a build left that failed is no
 * export, and is removed.
 */
export async function keepExports(host: Host, folders: readonly CacheFolder[]): Promise<void> {
  for (const folder of folders) {
    try {
      await takeOver(host, folder)
      await removeOld(host, folder.path)
      await removeOldKeys(host, folder.path)
    } catch (error) {
      host.log.warning(`The local cache ${folder.path} was not kept: ${wordsOf(error)}`)
    }
  }
}

/** Removes what a build that failed has begun to write. */
export async function dropExports(host: Host, folders: readonly CacheFolder[]): Promise<void> {
  // The build has failed for another reason, which is what the reader has to know.
  await Promise.all(folders.map((folder) => host.files.remove(partOf(folder)).catch(() => undefined)))
}

/** An export that broke off has no index.json, which is written last. */
async function takeOver(host: Host, folder: CacheFolder): Promise<void> {
  const part = partOf(folder)
  if ((await host.files.kind(`${part}/index.json`)) === 'file')
    await host.files.rename(part, `${folder.path}/${folder.name}`)
  else await host.files.remove(part)
}

async function removeOld(host: Host, path: string): Promise<void> {
  const names = await host.files.list(path)
  const whole = names.filter((name) => exportTime(name) !== undefined)
  const abandoned = names.filter((name) => isPart(name) && !isBeingWritten(host, name))
  for (const name of [...whole.slice(0, -KEPT), ...abandoned]) await host.files.remove(`${path}/${name}`)
}

/** Each change of a key file leaves a folder that hardly anybody reads again. */
async function removeOldKeys(host: Host, path: string): Promise<void> {
  const at = path.lastIndexOf('/')
  const parent = path.slice(0, at)
  const names = keyedSiblings(path.slice(at + 1), await host.files.list(parent))
  const known = await Promise.all(
    names.map(async (name) => ({ name, exports: await host.files.list(`${parent}/${name}`) })),
  )
  const idle = known.filter(({ exports }) => !exports.some((one) => isBeingWritten(host, one)))
  const newest = idle.toSorted((a, b) => timeOf(b.exports) - timeOf(a.exports))
  for (const { name } of newest.slice(KEPT_KEYS)) await host.files.remove(`${parent}/${name}`)
}

function timeOf(exports: readonly string[]): number {
  return Math.max(0, ...exports.map((name) => exportTime(name) ?? 0))
}

function isPart(name: string): boolean {
  return begunAt(name) !== undefined
}

function isBeingWritten(host: Host, name: string): boolean {
  return (begunAt(name) ?? 0) >= host.clock.now() - ABANDONED
}

function begunAt(name: string): number | undefined {
  return name.endsWith('.part') ? exportTime(name.slice(0, -'.part'.length)) : undefined
}

/**
 * Saves the exports of a runner that is thrown away after the job, for the next job, all at the same time. It costs no publish: what goes
 * wrong is a warning, one for each reason.
 */
export async function saveExports(host: Host, folders: readonly CacheFolder[]): Promise<void> {
  const reasons = await Promise.all(folders.map((folder) => save(host, folder).catch(wordsOf)))
  for (const reason of new Set(reasons))
    if (reason !== undefined) host.log.warning(`The local cache was not saved. ${reason}`)
}

async function save(host: Host, { path, name }: CacheFolder): Promise<undefined> {
  const names = await host.files.list(path)
  if (!names.includes(name)) return
  // The one before would double what has to be moved.
  for (const one of names.filter((other) => other !== name)) await host.files.remove(`${path}/${one}`)
  await host.cacheService.save(path, `${folderKey(path)}${name}`)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
