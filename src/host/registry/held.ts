import type { Digest } from '../../domain/digest.ts'
import { parseConfig } from '../../domain/engine.ts'
import { RegistryError } from '../../domain/errors.ts'
import type { Held, HeldTags } from '../../domain/held.ts'
import { attestationsOf, type Descriptor, imagesIn, type Manifest } from '../../domain/manifest.ts'
import type { Platform } from '../../domain/platform.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Registry, StoredManifest } from './registry.ts'

const REVISION = 'org.opencontainers.image.revision'
const VERSION = 'org.opencontainers.image.version'

/** Reads what the registry holds under tags, all at once; what does not exist is absent in the answer. */
export async function readHeldTags(
  registry: Registry,
  image: ImageName,
  tags: readonly Tag[],
): Promise<HeldTags> {
  const read = async (tag: Tag) => [tag, await readHeld(registry, image, tag)] as const
  const all = await Promise.all([...new Set(tags)].map(read))
  return new Map(all.filter((entry): entry is [Tag, Held] => entry[1] !== undefined))
}

/** What the registry holds under a reference; undefined where nothing is. */
export async function readHeld(
  registry: Registry,
  image: ImageName,
  reference: Tag | Digest,
): Promise<Held | undefined> {
  try {
    const stored = await registry.manifest(image, reference)
    return stored && (await describeHeld(registry, image, stored))
  } catch (error) {
    // Somebody keeps something else there, such as a chart. It has a digest all the same.
    if (!(error instanceof RegistryError) || error.kind !== 'invalid-answer') throw error
    const descriptor = await registry.head(image, reference)
    return descriptor && { digest: descriptor.digest, ...UNKNOWN }
  }
}

const UNKNOWN = { platforms: [], attested: false, ...read({}) }

/** The annotations of the whole say what it is; of an image of another tool, the labels of its first platform. */
export async function describeHeld(
  registry: Registry,
  image: ImageName,
  { descriptor, content }: StoredManifest,
): Promise<Held> {
  const { digest } = descriptor
  if (content.kind === 'manifest') {
    const { labels, platform } = await readConfig(registry, image, content)
    return { digest, platforms: [platform], attested: false, ...read({ ...labels, ...content.annotations }) }
  }
  const entries = imagesIn(content)
  const platforms = entries.flatMap(({ platform }) => (platform === undefined ? [] : [platform]))
  const attested =
    entries.length > 0 && entries.every((entry) => attestationsOf(content, entry) !== undefined)
  const told = content.annotations[REVISION] !== undefined
  const marks = told
    ? content.annotations
    : { ...(await marksOf(registry, image, entries[0])), ...content.annotations }
  return { digest, platforms, attested, ...read(marks) }
}

function read(marks: Readonly<Record<string, string>>): Pick<Held, 'marks' | 'revision' | 'version'> {
  return { marks, revision: marks[REVISION], version: marks[VERSION] }
}

/** The outermost of each name first: annotations of the platform's manifest, then its labels. */
async function marksOf(
  registry: Registry,
  image: ImageName,
  entry: Descriptor | undefined,
): Promise<Readonly<Record<string, string>>> {
  const child = entry && (await registry.manifest(image, entry.digest))
  if (child?.content.kind !== 'manifest') return {}
  const { labels } = await readConfig(registry, image, child.content)
  return { ...labels, ...child.content.annotations }
}

const NO_PLATFORM: Platform = { os: 'unknown', architecture: 'unknown' }
const NO_CONFIG = { platform: NO_PLATFORM, labels: {} }

/** Of something else than an image, such as a chart, nothing is known. */
async function readConfig(
  registry: Registry,
  image: ImageName,
  { config }: Manifest,
): Promise<{ readonly platform: Platform; readonly labels: Readonly<Record<string, string>> }> {
  const blob = await registry.blob(image, config).catch((error: unknown) => {
    if (error instanceof RegistryError && error.kind === 'not-found') return undefined
    throw error
  })
  try {
    return blob === undefined ? NO_CONFIG : parseConfig(JSON.parse(blob.toString('utf8')), NO_PLATFORM)
  } catch {
    return NO_CONFIG
  }
}
