import { type Attached, type AttestationKind, KIND_NAMES } from '../domain/attestation.ts'
import { VerificationError } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'

/** One platform of an image, with what is attested to it; undefined where nothing is. */
export interface AttestedPlatform {
  readonly platform: Platform
  readonly attached: Attached | undefined
}

/** Kinds of attestations that some platforms lack, each with those platforms. What is refused counts as missing. */
export function missingKinds(
  kinds: readonly AttestationKind[],
  platforms: readonly AttestedPlatform[],
): ReadonlyMap<AttestationKind, readonly AttestedPlatform[]> {
  const lacking = kinds.map((kind) => {
    const without = platforms.filter(({ attached }) => !attached?.kinds.includes(kind))
    return [kind, without] as const
  })
  return new Map(lacking.filter(([, without]) => without.length > 0))
}

/** What is missing, in words: `SBOM for linux/arm64`, and what is there instead. */
export function describeMissing(missing: ReturnType<typeof missingKinds>): readonly string[] {
  return [...missing].map(
    ([kind, platforms]) =>
      `${KIND_NAMES[kind]} for ${platforms.map((one) => withRefused(one, [kind])).join(', ')}`,
  )
}

/** A platform, with what is attached to it as one of the kinds and is none. */
export function withRefused(
  { platform, attached }: AttestedPlatform,
  kinds: readonly AttestationKind[],
): string {
  const reasons = (attached?.refused ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ why }) => why)
  const told = [...new Set(reasons)].slice(0, MOST_REASONS).join('; ')
  return formatPlatform(platform) + (told === '' ? '' : ` (what is attached as one ${told})`)
}

const MOST_REASONS = 3

/** The kinds that something attached is called, whether it counts or not. */
export function claimedKinds({ kinds, refused }: Attached): readonly AttestationKind[] {
  return [...kinds, ...refused.map(({ kind }) => kind)]
}

/** Holds an image to the attestations that were asked for. @throws VerificationError that names what is missing where */
export function requireKinds(
  asked: readonly AttestationKind[],
  platforms: readonly AttestedPlatform[],
): void {
  const missing = missingKinds(asked, platforms)
  if (missing.size === 0) return
  const isRefused = [...missing].some(([kind, without]) =>
    without.some(({ attached }) => attached?.refused.some((one) => one.kind === kind)),
  )
  const cause = isRefused
    ? 'The builder, the SBOM scanner or whoever else writes to this image attached something else'
    : 'The builder or the SBOM scanner left it out'
  const off = [...missing.keys()].map((kind) => `${kind}: false`).join(' and ')
  throw new VerificationError(
    {
      found: `The pushed image has no ${describeMissing(missing).join(' and no ')}.`,
      allowed: `${asked.map((kind) => KIND_NAMES[kind]).join(' and ')} for every platform`,
      remedy: `${cause}: use a newer BuildKit or another scanner, or write ${off}.`,
    },
    { proves: 'image' },
  )
}
