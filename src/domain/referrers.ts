import type { Digest } from './digest.ts'
import { type Descriptor, INDEX_TYPES } from './manifest.ts'
import type { Tag } from './reference.ts'

/** The tag that lists what refers to a manifest, where the registry has no API (distribution-spec, "Referrers Tag Schema"). */
export function fallbackTag(digest: Digest): Tag {
  return digest.replace(':', '-') as Tag
}

/**
 * The list of referrers under a fallback tag with more in it; undefined where all of them are there.
 * @param listed what the tag lists now
 */
export function withReferrers(
  listed: readonly Descriptor[],
  more: readonly Descriptor[],
): { readonly mediaType: string; readonly text: string } | undefined {
  const all = distinct([...listed, ...more])
  if (all.length === distinct(listed).length) return undefined
  const manifests = all.map(({ mediaType, digest, size, artifactType, annotations }) => ({
    ...{ mediaType, digest, size, artifactType },
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
  }))
  const mediaType = INDEX_TYPES[0] ?? ''
  return { mediaType, text: JSON.stringify({ schemaVersion: 2, mediaType, manifests }) }
}

/** The first of each digest, in their order. */
export function distinct(descriptors: readonly Descriptor[]): readonly Descriptor[] {
  const seen = new Set<Digest>()
  return descriptors.filter(({ digest }) => !seen.has(digest) && seen.add(digest))
}
