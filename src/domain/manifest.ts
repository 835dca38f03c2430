import { type Digest, parseDigest } from './digest.ts'
import { isObject } from './json.ts'
import { normalizePlatform, type Platform, samePlatform } from './platform.ts'

/** A pointer to content: media type, digest and size in bytes (OCI image-spec, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
  readonly platform?: Platform | undefined
  /** What a manifest that refers to another is, such as a kind of signature; only where the list says it. */
  readonly artifactType?: string | undefined
  readonly annotations: Readonly<Record<string, string>>
}

/** One image for one platform. */
export interface Manifest {
  readonly kind: 'manifest'
  readonly mediaType: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

/** A list of manifests, one for each platform, with attestations beside them. */
export interface Index {
  readonly kind: 'index'
  readonly mediaType: string
  readonly manifests: readonly Descriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

export const INDEX_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
export const MANIFEST_TYPES: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** Parses the JSON of a manifest or index; undefined where it is neither. Hostile input: nothing is assumed. */
export function parseManifest(mediaType: string, json: unknown): Manifest | Index | undefined {
  if (!isObject(json)) return undefined
  const annotations = parseAnnotations(json.annotations)
  if (INDEX_TYPES.includes(mediaType)) {
    const manifests = parseDescriptors(json.manifests)
    return manifests && { kind: 'index', mediaType, manifests, annotations }
  }
  if (!MANIFEST_TYPES.includes(mediaType)) return undefined
  const config = parseDescriptor(json.config)
  const layers = parseDescriptors(json.layers)
  return config && layers && { kind: 'manifest', mediaType, config, layers, annotations }
}

/** Whether an index entry holds attestations of another entry, and no image (BuildKit attestation storage). */
export function isAttestation(descriptor: Descriptor): boolean {
  return descriptor.annotations['vnd.docker.reference.type'] === 'attestation-manifest'
}

/** The entries of an index that are images. */
export function imagesIn({ manifests }: Index): readonly Descriptor[] {
  return manifests.filter((entry) => !isAttestation(entry))
}

/** The entry of an index for a platform; undefined where it has none. */
export function imageFor(index: Index, wanted: Platform): Descriptor | undefined {
  return imagesIn(index).find(({ platform }) => platform !== undefined && samePlatform(platform, wanted))
}

/** The entry that holds the attestations of another one (BuildKit attestation storage); undefined where there is none. */
export function attestationsOf({ manifests }: Index, { digest }: Descriptor): Descriptor | undefined {
  return manifests.find(
    (entry) => isAttestation(entry) && entry.annotations['vnd.docker.reference.digest'] === digest,
  )
}

function parseDescriptors(value: unknown): readonly Descriptor[] | undefined {
  if (!Array.isArray(value) || value.length > 1000) return undefined
  const descriptors = value.map(parseDescriptor)
  return descriptors.every((descriptor) => descriptor !== undefined) ? descriptors : undefined
}

function parseDescriptor(value: unknown): Descriptor | undefined {
  if (!isObject(value)) return undefined
  const digest = parseDigest(value.digest)
  const { mediaType, size, artifactType } = value
  if (digest === undefined || typeof mediaType !== 'string' || !isSize(size)) return undefined
  return {
    mediaType,
    digest,
    size,
    platform: parseManifestPlatform(value.platform),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    annotations: parseAnnotations(value.annotations),
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function parseManifestPlatform(value: unknown): Platform | undefined {
  if (!isObject(value)) return undefined
  const { os, architecture, variant } = value
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined
  return normalizePlatform({ os, architecture, variant: typeof variant === 'string' ? variant : undefined })
}

function parseAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
