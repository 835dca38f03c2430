import type { Digest } from '../domain/digest.ts'
import type { HeldTags } from '../domain/held.ts'
import type { Manifest } from '../domain/manifest.ts'
import { type Platform, samePlatform } from '../domain/platform.ts'
import type { ImageName, Tag } from '../domain/reference.ts'
import type { Place } from '../domain/space.ts'
import type { Host } from '../host/host.ts'
import { readPlatformManifest } from '../host/registry/platform.ts'
import type { Plan } from '../plan/publish.ts'
import { basesIn, lastPublished, type Measure, spaceWarning, type Weight } from '../plan/space.ts'

/** For how long a build may be held up for a warning. What was asked beside the rest of the facts is mostly there by then. */
const PATIENCE = 500
/** An answer that comes later is of no use any more: the build is on its way. */
const USEFUL_WITHIN = 10_000

/**
 * Looks whether the disk is large enough for a build, and warns where it may not be. Ends when that is told, or when the build has waited
 * for long enough: then it is told beside the build. Never fails: where something is not known, nothing is said.
 * @param weighing what the build is likely to weigh, asked for beside the other facts
 */
export async function checkSpace(
  host: Host,
  plan: Plan,
  weighing: Promise<Measure | undefined>,
): Promise<void> {
  const { root, builds } = plan.machine
  if (root === undefined || !builds) return
  await Promise.race([tellSpace(host, plan, root, weighing), host.clock.sleep(PATIENCE)])
}

async function tellSpace(
  host: Host,
  plan: Plan,
  root: string,
  weighing: Promise<Measure | undefined>,
): Promise<void> {
  const started = host.clock.now()
  const free = await host.disk.free(root)
  if (free === undefined) return
  const measure = await weighing
  if (measure === undefined || host.clock.now() - started > USEFUL_WITHIN) return
  const warning = spaceWarning({
    ...measure,
    root,
    free,
    platforms: plan.build.platforms,
    pulls: plan.smoke.mode !== 'off' && !plan.inEngine && plan.target.policy.kind === 'publish',
    hosted: host.runner.context.hosted,
  })
  if (warning !== undefined) host.log.warning(warning)
}

/** Free space where builds and this step write. A place that is not there, or is another machine's, is left out. */
export async function freePlaces(host: Host, root: string | undefined): Promise<readonly Place[]> {
  const { temp, workspace } = host.runner.context
  const named = [
    ['the data root of the engine', root],
    ['RUNNER_TEMP', temp],
    ['the workspace', workspace],
  ] as const
  const places = named.map(async ([name, path]) => {
    const free = path === undefined ? undefined : await host.disk.free(path)
    return path === undefined || free === undefined ? [] : [{ name, path, free }]
  })
  return (await Promise.all(places)).flat()
}

/** What is built, and what is there already. */
export interface Weighed {
  readonly image: ImageName
  readonly held: HeldTags
  readonly platforms: readonly Platform[]
  /** The Dockerfile. */
  readonly file: string
}

/**
 * What a build is likely to weigh, by the image that was published last; of a first one by the bases that are in the same registry alone.
 * @throws RegistryError
 */
export async function weigh(host: Host, { image, held, platforms, file }: Weighed): Promise<Measure> {
  const last = lastPublished(held, platforms)
  if (last !== undefined) {
    return { weights: await weightsOf(host, image, last, platforms), measured: 'the last published image' }
  }
  const bases = basesIn(image.registry, (await host.files.read(file)) ?? '')
  const each = await Promise.all(
    bases.map((base) => weightsOf(host, base.image, base.reference, platforms).catch(() => [])),
  )
  return { weights: added(each.flat()), measured: 'its base images' }
}

function added(weights: readonly Weight[]): readonly Weight[] {
  const same = (one: Weight) => weights.filter(({ platform }) => samePlatform(platform, one.platform))
  return weights.map((one) => ({ ...one, bytes: same(one).reduce((sum, { bytes }) => sum + bytes, 0) }))
}

async function weightsOf(
  host: Host,
  image: ImageName,
  reference: Tag | Digest,
  platforms: readonly Platform[],
): Promise<readonly Weight[]> {
  const stored = await host.registry.manifest(image, reference)
  if (stored === undefined) return []
  const weights = platforms.map(async (platform) => {
    const manifest = await readPlatformManifest(host.registry, image, stored, platform)
    return manifest === undefined ? [] : [weight(platform, manifest)]
  })
  return (await Promise.all(weights)).flat()
}

function weight(platform: Platform, { layers }: Manifest): Weight {
  return { platform, bytes: layers.reduce((sum, { size }) => sum + size, 0) }
}
