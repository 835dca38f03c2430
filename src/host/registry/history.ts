import type { Digest } from '../../domain/digest.ts'
import { parseConfig } from '../../domain/engine.ts'
import { type ImageHistory, parseHistory } from '../../domain/history.ts'
import { formatPlatform, type Platform, samePlatform } from '../../domain/platform.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import { describeHeld } from './held.ts'
import { readPlatformManifest } from './platform.ts'
import type { Registry, StoredManifest } from './registry.ts'

/** How an image that is in the registry was made. */
export interface PublishedHistory {
  /** The commit that it says it was built from; foreign text. */
  readonly revision: string | undefined
  /** By platform, as in `linux/arm64`. */
  readonly histories: ReadonlyMap<string, ImageHistory>
}

/** Undefined where there is no such image. @throws RegistryError */
export async function readPublishedHistory(
  registry: Registry,
  image: ImageName,
  reference: Tag | Digest,
  platforms: readonly Platform[],
): Promise<PublishedHistory | undefined> {
  const stored = await registry.manifest(image, reference)
  if (stored === undefined) return undefined
  const [{ revision }, histories] = await Promise.all([
    describeHeld(registry, image, stored),
    Promise.all(platforms.map((platform) => readPlatform(registry, image, stored, platform))),
  ])
  return { revision, histories: new Map(histories.flat()) }
}

async function readPlatform(
  registry: Registry,
  image: ImageName,
  stored: StoredManifest,
  platform: Platform,
): Promise<readonly (readonly [string, ImageHistory])[]> {
  const manifest = await readPlatformManifest(registry, image, stored, platform)
  if (manifest === undefined) return []
  const config: unknown = JSON.parse((await registry.blob(image, manifest.config)).toString('utf8'))
  const history = isFor(config, platform) ? parseHistory(config) : undefined
  return history === undefined ? [] : [[formatPlatform(platform), history]]
}

function isFor(config: unknown, platform: Platform): boolean {
  const { platform: own } = parseConfig(config, platform)
  return samePlatform(own, platform)
}
