import type { Digest } from '../../domain/digest.ts'
import type { HeldTags } from '../../domain/held.ts'
import type { RegistryFacts } from '../../domain/listing.ts'
import type { Manifest } from '../../domain/manifest.ts'
import { type Platform, samePlatform } from '../../domain/platform.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readPlatformManifest } from '../../host/registry/platform.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import { basesIn, lastPublished, type Measure, type Weight } from '../../plan/space.ts'
import type { readWorkspace } from './workspace.ts'

/** What is being asked of the world. */
export interface Asking {
  readonly engine: ReturnType<Host['engine']['describe']>
  readonly workspace: ReturnType<typeof readWorkspace>
  readonly registry: Promise<RegistryFacts>
}

/**
 * What the build is likely to weigh. Begins as soon as its own facts are there, so it is mostly over when the last of the others is.
 * @returns undefined where nothing can be said of the disk, because the engine is on another machine
 * @throws whatever the facts do, and RegistryError
 */
export async function weighNext(
  host: Host,
  { build: { platforms } }: Inputs,
  image: ImageName,
  asking: Asking,
): Promise<Measure | undefined> {
  const [engine, workspace, { held }] = await Promise.all([asking.engine, asking.workspace, asking.registry])
  if ('unreachable' in engine || engine.root === undefined || !('context' in workspace)) return undefined
  return weigh(host, { image, held, platforms, file: workspace.file })
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
