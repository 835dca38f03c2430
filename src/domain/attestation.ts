import type { Digest } from './digest.ts'
import type { Descriptor } from './manifest.ts'

/** What is attested beside an image: what it consists of, and how it was built. */
export type AttestationKind = (typeof ATTESTATION_KINDS)[number]

/** All of them. */
export const ATTESTATION_KINDS = ['sbom', 'provenance'] as const

/** What people call the kinds. */
export const KIND_NAMES: Readonly<Record<AttestationKind, string>> = {
  sbom: 'SBOM',
  provenance: 'provenance',
}

/** What a statement says that it is, by the annotation that BuildKit writes beside each (BuildKit attestation storage). */
export function typeOf({ annotations }: Descriptor): string {
  return annotations['in-toto.io/predicate-type'] ?? ''
}

/** The kind of a predicate type; undefined for one that is neither. */
export function kindOf(type: string): AttestationKind | undefined {
  if (type === 'https://spdx.dev/Document' || type.startsWith('https://spdx.dev/Document/')) return 'sbom'
  return type.startsWith('https://slsa.dev/provenance/') ? 'provenance' : undefined
}

/** The attestations of one platform, as they were read back. */
export interface Attached {
  /** Digest of the manifest that holds them. */
  readonly digest: Digest
  readonly kinds: readonly AttestationKind[]
  /** What calls itself one of the kinds, and does not count. */
  readonly refused: readonly Refused[]
  /** How many packages its SBOM lists; undefined where it has none, or where it is too large to be counted. */
  readonly packages: number | undefined
}

/** A statement that is not what it is called. */
export interface Refused {
  readonly kind: AttestationKind
  /** Goes on after "what is attached as one". */
  readonly why: string
}
