import type { Digest } from '../../domain/digest.ts'
import { parseConfig } from '../../domain/engine.ts'
import { RegistryError } from '../../domain/errors.ts'
import type { Held, HeldTags } from '../../domain/held.ts'
import { type Descriptor, type Index, isAttestation, type Manifest } from '../../domain/manifest.ts'
import type { Platform } from '../../domain/platform.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Registry, StoredManifest } from './registry.ts'

const PREFIX = 'org.opencontainers.image.'

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

const UNKNOWN = { platforms: [], revision: undefined, version: undefined, attested: false }

/** The annotations of the whole say it; of an image of another tool, the labels of its first platform. */
export async function describeHeld(
  registry: Registry,
  image: ImageName,
  { descriptor, content }: StoredManifest,
): Promise<Held> {
  const { digest } = descriptor
  const told = {
    revision: content.annotations[`${PREFIX}revision`],
    version: content.annotations[`${PREFIX}version`],
  }
  if (content.kind === 'manifest') {
    const { labels, platform } = await readConfig(registry, image, content)
    return { digest, platforms: [platform], ...orLabels(told, labels), attested: false }
  }
  const entries = content.manifests.filter((entry) => !isAttestation(entry))
  const platforms = entries.flatMap(({ platform }) => (platform === undefined ? [] : [platform]))
  const attested = entries.every((entry) => isAttested(entry, content))
  const [first] = entries
  if (told.revision !== undefined || first === undefined) return { digest, platforms, ...told, attested }
  const child = await registry.manifest(image, first.digest)
  if (child?.content.kind !== 'manifest') return { digest, platforms, ...told, attested }
  const { labels } = await readConfig(registry, image, child.content)
  return { digest, platforms, ...orLabels(told, labels), attested }
}

function isAttested(entry: Descriptor, { manifests }: Index): boolean {
  return manifests.some(
    (other) => isAttestation(other) && other.annotations['vnd.docker.reference.digest'] === entry.digest,
  )
}

type Told = Pick<Held, 'revision' | 'version'>

function orLabels({ revision, version }: Told, labels: Readonly<Record<string, string>>): Told {
  return {
    revision: revision ?? labels[`${PREFIX}revision`],
    version: version ?? labels[`${PREFIX}version`],
  }
}

const NO_PLATFORM: Platform = { os: 'unknown', architecture: 'unknown' }

async function readConfig(
  registry: Registry,
  image: ImageName,
  { config }: Manifest,
): Promise<{ readonly platform: Platform; readonly labels: Readonly<Record<string, string>> }> {
  const blob = await registry.blob(image, config)
  try {
    return parseConfig(JSON.parse(blob.toString('utf8')), NO_PLATFORM)
  } catch {
    return { platform: NO_PLATFORM, labels: {} } // The configuration of something else than an image.
  }
}
