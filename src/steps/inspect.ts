import type { Attached } from '../domain/attestation.ts'
import type { Digest } from '../domain/digest.ts'
import type { ImageConfig } from '../domain/engine.ts'
import { parseConfig } from '../domain/engine.ts'
import { VerificationError } from '../domain/errors.ts'
import { type ImageHistory, parseHistory } from '../domain/history.ts'
import type { Platform } from '../domain/platform.ts'
import { formatPlatform, samePlatform } from '../domain/platform.ts'
import { digestReference, type ImageName } from '../domain/reference.ts'
import type { Search } from '../domain/secret.ts'
import { eventually } from '../host/clock.ts'
import type { Host } from '../host/host.ts'
import { type Follow, readAttached } from '../host/registry/attached.ts'
import type { StoredManifest } from '../host/registry/registry.ts'
import { attestedPlace, searchConfig } from '../plan/leaks.ts'
import { checkPlatforms, type PlatformImage } from '../plan/object.ts'
import type { SmokeSubject } from '../plan/smoke.ts'

/** A pushed image, read back. */
export interface Candidate {
  readonly image: ImageName
  readonly digest: Digest
  readonly manifest: StoredManifest
  readonly platforms: readonly CandidatePlatform[]
}

/** One platform of it. */
export interface CandidatePlatform extends PlatformImage {
  readonly config: ImageConfig
  /** How it was made; undefined where it does not say. */
  readonly history: ImageHistory | undefined
  /** Compressed bytes of its layers and config. */
  readonly bytes: number
  /** What is attested to it, where that was read; undefined where nothing is. */
  readonly attached: Attached | undefined
}

/** How an image is looked at. */
export interface Look {
  /** Whether every platform has to have attestations, of whatever kind. */
  readonly attested: boolean
  /** Whether it may have no other platforms than the wanted ones. */
  readonly exact: boolean
  /** Whether the attestations themselves are read, which takes two requests for each platform, at the same time as the rest. */
  readonly statements?: boolean
  /** Looks through all that is read. */
  readonly search?: Search
}

/** How long a registry may take to show what it took: GHCR lags for some seconds. */
const VISIBLE_WITHIN = 20_000

/**
 * Reads the pushed image back from the registry and checks that it is what was asked for. Of a single manifest nothing but itself is
 * read: attestations stand in an index only.
 * @throws VerificationError where platforms or attestations are missing
 */
export async function inspect(
  host: Host,
  image: ImageName,
  digest: Digest,
  wanted: readonly Platform[],
  look: Look,
): Promise<Candidate> {
  const manifest = await visible(host, image, digest)
  look.search?.look('annotations of the index', latin1(manifest.body))
  const found = checkPlatforms(manifest.content, manifest.descriptor, wanted, look.attested, look.exact)
  const platforms = found.map(async (one) => {
    const [platform, attached] = await Promise.all([
      readPlatform(host, image, manifest, one, look.search),
      look.statements ? readStatements(host, image, one, look.search) : undefined,
    ])
    return { ...platform, attached }
  })
  return { image, digest, manifest, platforms: await Promise.all(platforms) }
}

async function readStatements(
  host: Host,
  image: ImageName,
  { platform, digest, attestations }: PlatformImage,
  search: Search | undefined,
): Promise<Attached | undefined> {
  if (attestations === undefined) return undefined
  const stored = await visible(host, image, attestations)
  search?.look(attestedPlace(platform, undefined), latin1(stored.body))
  const follow: Follow = (kind) => {
    const take = search?.follow(attestedPlace(platform, kind))
    return (piece) => take?.(latin1(piece))
  }
  return readAttached(host.registry, image, digest, stored, follow)
}

function latin1(body: Buffer): string {
  return body.toString('latin1')
}

async function visible(host: Host, image: ImageName, digest: Digest): Promise<StoredManifest> {
  const manifest = await eventually(host.clock, VISIBLE_WITHIN, () => host.registry.manifest(image, digest))
  if (manifest !== undefined) return manifest
  throw new VerificationError({
    found: `The registry took ${digestReference(image, digest)} and does not show it after ${VISIBLE_WITHIN / 1000} s.`,
    remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
  })
}

async function readPlatform(
  host: Host,
  image: ImageName,
  whole: StoredManifest,
  found: PlatformImage,
  search: Search | undefined,
): Promise<Omit<CandidatePlatform, 'attached'>> {
  const stored = found.digest === whole.descriptor.digest ? whole : await visible(host, image, found.digest)
  const { content } = stored
  if (content.kind !== 'manifest') {
    const remedy = 'Look for what else writes to this image, and publish again.'
    throw new VerificationError(
      { found: `The entry for ${formatPlatform(found.platform)} is no image.`, remedy },
      { proves: 'image' },
    )
  }
  search?.look(`${formatPlatform(found.platform)}: annotations of the manifest`, latin1(stored.body))
  const blob: unknown = JSON.parse((await host.registry.blob(image, content.config)).toString('utf8'))
  if (search !== undefined) searchConfig(search, found.platform, blob)
  const config = parseConfig(blob, found.platform)
  if (!samePlatform(config.platform, found.platform)) {
    const says = `The image for ${formatPlatform(found.platform)} says of itself that it is ${formatPlatform(config.platform)}.`
    const remedy = 'Look for a FROM line with a fixed --platform in the last stage.'
    throw new VerificationError({ found: says, remedy }, { proves: 'image' })
  }
  const layers = content.layers.reduce((sum, layer) => sum + layer.size, 0)
  return { ...found, config, history: parseHistory(blob), bytes: layers + content.config.size }
}

/**
 * The platforms of a candidate as the smoke test takes them, always by digest. Where the engine built it and holds it whole,
 * the digest of the whole is there already; anywhere else each platform is pulled by its own digest, because the classic
 * image store holds one platform for each name.
 */
export function subjectsOf(
  { image, digest, platforms }: Candidate,
  inEngine: boolean,
): readonly SmokeSubject[] {
  return platforms.map((one) => ({
    platform: one.platform,
    reference: digestReference(image, inEngine ? digest : one.digest),
    config: one.config,
    inEngine,
  }))
}
