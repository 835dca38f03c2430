import { type Attached, type AttestationKind, KIND_NAMES } from '../domain/attestation.ts'
import { VerificationError } from '../domain/errors.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'

/** One platform of an image, with what is attested to it; undefined where nothing is. */
export interface AttestedPlatform {
  readonly platform: Platform
  readonly attached: Attached | undefined
}

/** Kinds of attestations that some platforms lack, each with those platforms. */
export function missingKinds(
  kinds: readonly AttestationKind[],
  platforms: readonly AttestedPlatform[],
): ReadonlyMap<AttestationKind, readonly Platform[]> {
  const lacking = kinds.map((kind) => {
    const without = platforms.filter(({ attached }) => !attached?.kinds.includes(kind))
    return [kind, without.map(({ platform }) => platform)] as const
  })
  return new Map(lacking.filter(([, without]) => without.length > 0))
}

/** What is missing, in words: `SBOM for linux/arm64`. */
export function describeMissing(missing: ReturnType<typeof missingKinds>): readonly string[] {
  return [...missing].map(
    ([kind, platforms]) => `${KIND_NAMES[kind]} for ${platforms.map(formatPlatform).join(', ')}`,
  )
}

/** Holds an image to the attestations that were asked for. @throws VerificationError that names what is missing where */
export function requireKinds(
  asked: readonly AttestationKind[],
  platforms: readonly AttestedPlatform[],
): void {
  const missing = missingKinds(asked, platforms)
  if (missing.size === 0) return
  const off = [...missing.keys()].map((kind) => `${kind}: false`).join(' and ')
  throw new VerificationError(
    {
      found: `The pushed image has no ${describeMissing(missing).join(' and no ')}.`,
      allowed: `${asked.map((kind) => KIND_NAMES[kind]).join(' and ')} for every platform`,
      remedy: `The builder or the SBOM scanner left it out: use a newer BuildKit or another scanner, or write ${off}.`,
    },
    { proves: 'image' },
  )
}
