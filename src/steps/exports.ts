import { CommandError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import { type CacheFolder, exportTime, folderKey, partOf } from '../plan/cachefolder.ts'

/** The newest export, and the one before, which another job of this runner may be reading. */
const KEPT = 2
/** An export that is not whole by then has no job any more. */
const ABANDONED = 24 * 3600 * 1000

/**
 * Takes over the exports of the `local` layer that a build has written, and removes older ones. Each build writes a folder of its own,
 * because an export into an old one never removes what is of no use any more, and grows for ever.
 */
export async function keepExports(host: Host, folders: readonly CacheFolder[]): Promise<void> {
  for (const folder of folders) {
    try {
      await takeOver(host, folder)
      await removeOld(host, folder.path)
    } catch (error) {
      host.log.warning(
        `The local cache ${folder.path} was not kept: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
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
  const abandoned = names.filter((name) => {
    const begun = name.endsWith('.part') ? exportTime(name.slice(0, -'.part'.length)) : undefined
    return begun !== undefined && begun < host.clock.now() - ABANDONED
  })
  for (const name of [...whole.slice(0, -KEPT), ...abandoned]) await host.files.remove(`${path}/${name}`)
}

/**
 * Saves the exports of a runner that is thrown away after the job, for the next job. It costs no publish: what goes wrong is a warning.
 */
export async function saveExports(host: Host, folders: readonly CacheFolder[]): Promise<void> {
  for (const { path, name } of folders) {
    try {
      const names = await host.files.list(path)
      if (!names.includes(name)) continue
      // The one before would double what has to be moved.
      for (const one of names.filter((other) => other !== name)) await host.files.remove(`${path}/${one}`)
      await host.cacheService.save(path, `${folderKey(path)}${name}`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      host.log.warning(`The local cache was not saved. ${error.message}`)
    }
  }
}
