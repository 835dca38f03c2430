import { imageFor, type Manifest } from '../../domain/manifest.ts'
import type { Platform } from '../../domain/platform.ts'
import type { ImageName } from '../../domain/reference.ts'
import type { Registry, StoredManifest } from './registry.ts'

/**
 * The manifest of one platform of an image. A single manifest does not name its platform, so it is given for each.
 * Undefined where the image has no such platform. @throws RegistryError
 */
export async function readPlatformManifest(
  registry: Registry,
  image: ImageName,
  { content }: StoredManifest,
  platform: Platform,
): Promise<Manifest | undefined> {
  if (content.kind === 'manifest') return content
  const entry = imageFor(content, platform)
  const child = entry && (await registry.manifest(image, entry.digest))
  return child?.content.kind === 'manifest' ? child.content : undefined
}
