import { ATTESTATION_KINDS, type AttestationKind } from '../domain/attestation.ts'
import type { Digest } from '../domain/digest.ts'
import { VerificationError } from '../domain/errors.ts'
import { formatPlatform, missingPlatforms, type Platform } from '../domain/platform.ts'
import {
  type AttestedPlatform,
  claimedKinds,
  describeMissing,
  missingKinds,
  withRefused,
} from './attestations.ts'

/** What an image has to be. */
export interface Expected {
  readonly digest: Digest | undefined
  /** Undefined: whatever is there. */
  readonly platforms: readonly Platform[] | undefined
  /** `auto`: what one platform has, all have; `true`: each has some; or the kinds that each has. */
  readonly attestations: 'auto' | boolean | readonly AttestationKind[]
}

/** What it is. */
export interface Seen {
  readonly digest: Digest
  readonly platforms: readonly AttestedPlatform[]
}

/** What is wrong with an image, each in a sentence; empty where it is what is expected. */
export function differences(expected: Expected, seen: Seen): readonly string[] {
  const platforms = seen.platforms.map(({ platform }) => platform)
  const missing = missingPlatforms(expected.platforms ?? [], platforms)
  const extra = expected.platforms === undefined ? [] : missingPlatforms(platforms, expected.platforms)
  return [
    ...(expected.digest === undefined || expected.digest === seen.digest
      ? []
      : [`its digest is ${seen.digest}, and not ${expected.digest}`]),
    ...(platforms.length === 0 ? ['it has no platform at all'] : []),
    ...(missing.length === 0 ? [] : [`it lacks ${names(missing)}`]),
    ...(extra.length === 0 ? [] : [`it has ${names(extra)}, which nobody expects`]),
    ...notAttested(expected, seen).map((what) => `it has no ${what}`),
  ]
}

/** Attestations that are missing, in words. */
function notAttested({ attestations }: Expected, { platforms }: Seen): readonly string[] {
  if (attestations === false) return []
  if (attestations === true) {
    const bare = platforms.filter(({ attached }) => attached === undefined || attached.kinds.length === 0)
    const told = bare.map((one) => withRefused(one, ATTESTATION_KINDS))
    return bare.length === 0 ? [] : [`attestations for ${told.join(', ')}`]
  }
  // What is refused is called so all the same: an image whose only SBOM is another image's has none.
  const some = new Set(
    platforms.flatMap(({ attached }) => (attached === undefined ? [] : claimedKinds(attached))),
  )
  return describeMissing(missingKinds(attestations === 'auto' ? [...some] : attestations, platforms))
}

/**
 * Holds an image to what is expected of it.
 * @param reference how people name the image
 * @throws VerificationError with everything that is wrong
 */
export function requireExpected(expected: Expected, seen: Seen, reference: string): void {
  const wrong = differences(expected, seen)
  if (wrong.length === 0) return
  throw new VerificationError({
    found: `${reference} is not what is expected: ${wrong.join('; ')}.`,
    remedy:
      'If the image is right, change digest:, platforms: or attestations: of this step; if not, roll back or publish a fixed version.',
  })
}

function names(platforms: readonly Platform[]): string {
  return platforms.map(formatPlatform).join(', ')
}
