import { type CacheProbe, type CacheState, NOTHING_PROBED } from '../../domain/cache.ts'
import { CommandError, RegistryError } from '../../domain/errors.ts'
import { type ImageName, parseReference, type Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { cacheFolder, exportTime, folderKey } from '../../plan/cachefolder.ts'
import { placesToProbe } from '../../plan/cacheplaces.ts'
import { scopesOf } from '../../plan/cachescopes.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Target } from '../../plan/target.ts'

/** A cache that answers later than this costs more than it can save. */
const TIME_LIMIT = 2_500
/** What is read as a whole, in bytes. */
const CONFIG_LIMIT = 4 * 1024 * 1024

/**
 * Looks at the caches that a build would use, all at the same time: what is absent need not be asked for by the builder, and who does not
 * answer now would hold the build up.
 */
export async function probeCaches(host: Host, inputs: Inputs, target: Target): Promise<CacheProbe> {
  const { cache } = inputs
  if (cache.cache.length === 0) return NOTHING_PROBED
  const { context } = host.runner
  const key = await keyOf(host, inputs)
  const { references, folders, written, scopes } = placesToProbe(cache, {
    image: target.image,
    policy: target.policy,
    scopes: scopesOf(inputs, context, key),
    folder: cacheFolder(context),
  })
  const [registry, local, service] = await Promise.all([
    each(references, (name) => lookAt(host, target.image, name)),
    lookInto(host, folders, written),
    scopes.length > 0 ? host.cacheService.probe(scopes) : undefined,
  ])
  return { registry, ...local, service, key, time: host.clock.now() }
}

/** What is known of each, at the same time. */
async function each<T>(
  names: readonly string[],
  ask: (name: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const found = await Promise.all(names.map(async (name) => [name, await ask(name)] as const))
  return new Map(found.flatMap(([name, answer]) => (answer === undefined ? [] : [[name, answer]])))
}

async function keyOf(host: Host, { cache }: Inputs): Promise<string | undefined> {
  if (cache.cacheKeyFiles.length === 0) return undefined
  try {
    const key = await host.globs.digest(host.runner.context.workspace, cache.cacheKeyFiles)
    if (key === undefined)
      host.log.warning(
        'cache-key-files matches no file of the workspace, so the cache has no key. Look at its patterns; they are relative to the workspace.',
      )
    return key
  } catch (error) {
    // A file that nobody can read, or that another step is removing. A cache is no reason to publish nothing.
    const words = error instanceof Error ? error.message : String(error)
    host.log.warning(`A file of cache-key-files cannot be read, so the cache has no key: ${words}`)
    return undefined
  }
}

/** Undefined where the reference cannot be asked about; the builder will say more. */
async function lookAt(host: Host, image: ImageName, text: string): Promise<CacheState | undefined> {
  const reference = parseReference(text)
  if (reference === undefined) return undefined
  const { name, tag } = reference
  const late = lateAnswer(host)
  try {
    const found = await Promise.race([host.registry.head(name, tag), late])
    // Where the image itself goes to a slow registry, the cache is the smaller part of it.
    if (found === 'late' && name.registry === image.registry) return undefined
    if (found === 'late') return broken(`${name.registry} did not answer in ${TIME_LIMIT / 1000} s`)
    if (found === undefined) return { kind: 'absent' }
    const given = await Promise.race([readConfig(host, name, tag), late])
    if (given === 'late') return broken(`${name.registry} did not give it in ${TIME_LIMIT / 1000} s`)
    return { kind: 'present' }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return judge(error, name.registry)
  }
}

/**
 * Reads what a cache begins with, and what BuildKit reads first: while that hangs, BuildKit does nothing else at all, for nobody, and
 * cannot be stopped.
 */
async function readConfig(host: Host, name: ImageName, tag: Tag): Promise<void> {
  const content = (await host.registry.manifest(name, tag))?.content
  if (content?.kind !== 'manifest' || content.config.size > CONFIG_LIMIT) return
  await host.registry.blob(name, content.config)
}

async function lateAnswer(host: Host): Promise<'late'> {
  await host.clock.sleep(TIME_LIMIT)
  return 'late'
}

function broken(reason: string): CacheState {
  return { kind: 'broken', reason }
}

function judge({ kind, status }: RegistryError, registry: string): CacheState {
  if (kind === 'unauthorized' || kind === 'denied')
    return { kind: 'closed', reason: `${registry} does not show it to this job` }
  if (kind === 'not-found') return { kind: 'absent' }
  return broken(
    status === undefined ? `${registry} cannot be reached` : `${registry} answers with status ${status}`,
  )
}

/**
 * The folders of the `local` layer. Those that will be written are made here, because buildx makes them itself before a build, and
 * fails where it cannot: no `ignore-error` helps against that.
 */
async function lookInto(
  host: Host,
  folders: readonly string[],
  written: readonly string[],
): Promise<Pick<CacheProbe, 'folders' | 'unwritable'>> {
  const reasons = await each(folders, (folder) => bringBack(host, folder))
  for (const reason of new Set(reasons.values()))
    host.log.warning(`The local cache was not brought back. ${reason}`)
  const newest = await each(folders, (folder) => newestIn(host, folder))
  return { folders: newest, unwritable: await each(written, (folder) => host.files.makeWritable(folder)) }
}

/**
 * A runner that is thrown away has nothing of an earlier job but what the Actions cache kept.
 * @returns why it could not be brought back
 */
async function bringBack(host: Host, folder: string): Promise<string | undefined> {
  const { hosted, cacheService } = host.runner.context
  if (!hosted || cacheService === 'none' || (await host.files.list(folder)).length > 0) return undefined
  try {
    await host.cacheService.restore(folder, `${folderKey(folder)}${host.clock.now()}`, folderKey(folder))
    return undefined
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    // What came of it may be half of an export.
    await host.files.remove(folder).catch(() => undefined)
    return error.message
  }
}

/** Exports are named by their time; one that is being written ends in `.part`. */
async function newestIn(host: Host, folder: string): Promise<string | undefined> {
  const names = await host.files.list(folder)
  return names.findLast((name) => exportTime(name) !== undefined)
}
