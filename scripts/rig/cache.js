import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where built tools are kept between runs, outside the tree.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'ghcr-publish')
}

/**
 * The folder of something in the cache; undefined where it was not made yet.
 * @param {string} cache @param {string} name
 */
export function cachedFolder(cache, name) {
  try {
    return readdirSync(join(cache, name)).length > 0 ? join(cache, name) : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes a folder of the cache, whole or not at all: another run at the same time may make the same one.
 * @param {string} cache @param {string} name
 * @param {(folder: string, scratch: string) => Promise<void>} make Fills `folder`; `scratch` is thrown away.
 * @returns {Promise<string>}
 */
export async function fillCache(cache, name, make) {
  mkdirSync(cache, { recursive: true })
  const building = mkdtempSync(join(cache, '.building-'))
  const [folder, scratch] = [join(building, 'result'), join(building, 'scratch')]
  try {
    mkdirSync(folder)
    mkdirSync(scratch)
    await make(folder, scratch)
    if (!cachedFolder(cache, name)) renameSync(folder, join(cache, name))
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
  return join(cache, name)
}
