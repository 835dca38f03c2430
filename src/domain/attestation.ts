import type { Digest } from './digest.ts'
import type { Descriptor } from './manifest.ts'

/** What is attested beside an image: what it consists of, and how it was built. */
export type AttestationKind = 'sbom' | 'provenance'

/** What people call the kinds. */
export const KIND_NAMES: Readonly<Record<AttestationKind, string>> = {
  sbom: 'SBOM',
  provenance: 'provenance',
}

const PREDICATE = 'in-toto.io/predicate-type'

/** What an attestation says, by the annotation that BuildKit writes beside each statement (BuildKit attestation storage). */
export function kindOf({ annotations }: Descriptor): AttestationKind | undefined {
  const type = annotations[PREDICATE] ?? ''
  if (type === 'https://spdx.dev/Document' || type.startsWith('https://spdx.dev/Document/')) return 'sbom'
  return type.startsWith('https://slsa.dev/provenance/') ? 'provenance' : undefined
}

/** The attestations of one platform, as they were read back. */
export interface Attached {
  /** Digest of the manifest that holds them. */
  readonly digest: Digest
  readonly kinds: readonly AttestationKind[]
  /** How many packages its SBOM lists; undefined where it has none, or where it is too large to be counted. */
  readonly packages: number | undefined
}
