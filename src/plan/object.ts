import type { Digest } from '../domain/digest.ts'
import { VerificationError } from '../domain/errors.ts'
import { attestationsOf, type Descriptor, type Index, imagesIn, type Manifest } from '../domain/manifest.ts'
import { formatPlatform, missingPlatforms, type Platform } from '../domain/platform.ts'

/** One platform of a pushed image. */
export interface PlatformImage {
  readonly platform: Platform
  readonly digest: Digest
  /** Size of its manifest in bytes, as its descriptor says. */
  readonly manifestSize: number
  /** Digest of the manifest that holds its attestations. */
  readonly attestations: Digest | undefined
}

/**
 * The platforms of a pushed image, where they are the ones that were asked for.
 * @param only the platform of a single manifest, which does not name it itself
 * @param exact whether it may have no other platforms; if it may, those are left out
 * @throws VerificationError that names what is missing and what nobody asked for
 */
export function checkPlatforms(
  content: Index | Manifest,
  descriptor: Descriptor,
  wanted: readonly Platform[],
  attested: boolean,
  exact = true,
): readonly PlatformImage[] {
  const all = content.kind === 'index' ? platformsOf(content) : single(descriptor, wanted)
  const found = exact ? all : all.filter(({ platform }) => missingPlatforms([platform], wanted).length === 0)
  const platforms = found.map((image) => image.platform)
  const missing = missingPlatforms(wanted, platforms)
  const extra = missingPlatforms(platforms, wanted)
  // A pull takes the first that fits, and nobody tries the others.
  const repeated = platforms.filter((one, at) => missingPlatforms([one], platforms.slice(0, at)).length === 0)
  if (missing.length > 0 || extra.length > 0 || repeated.length > 0) {
    const parts = [part('missing', missing), part('not asked for', extra), part('more than once', repeated)]
    const found = `The pushed image has ${names(platforms)}${parts.join('')}.`
    const remedy = 'Look at the build log of the missing platform.'
    throw new VerificationError({ found, allowed: names(wanted), remedy }, { proves: 'image' })
  }
  const bare = attested ? found.filter((image) => image.attestations === undefined) : []
  if (bare.length > 0) {
    const found = `The pushed image has no attestations for ${names(bare.map((image) => image.platform))}.`
    const remedy =
      'The builder left them out: use a newer BuildKit, or write sbom: false and provenance: false.'
    throw new VerificationError({ found, remedy }, { proves: 'image' })
  }
  return found
}

function platformsOf(index: Index): readonly PlatformImage[] {
  return imagesIn(index).map((entry) => ({
    platform: entry.platform ?? { os: 'unknown', architecture: 'unknown' },
    digest: entry.digest,
    manifestSize: entry.size,
    attestations: attestationsOf(index, entry)?.digest,
  }))
}

/** A single manifest is one platform without a name: the one that was asked for. Its config is checked by the caller. */
function single(descriptor: Descriptor, wanted: readonly Platform[]): readonly PlatformImage[] {
  const [platform] = wanted
  if (platform === undefined) return []
  return [{ platform, digest: descriptor.digest, manifestSize: descriptor.size, attestations: undefined }]
}

function part(what: string, platforms: readonly Platform[]): string {
  return platforms.length === 0 ? '' : `; ${what}: ${names(platforms)}`
}

function names(platforms: readonly Platform[]): string {
  return platforms.length === 0 ? 'no platform' : platforms.map(formatPlatform).join(', ')
}
