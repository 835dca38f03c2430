import { type Digest, parseDigest } from './digest.ts'
import { asObject, type Json } from './json.ts'

/** Who has to have signed an image. */
export type Signer =
  | {
      readonly kind: 'keyless'
      /**
       * The certificate's subject: GitHub's is `https://github.com/` and the `job_workflow_ref` of the run that signed. A pattern is one of
       * Go's, and is looked for anywhere in it: without `^` and `$` it is no check of who signed.
       */
      readonly identity: { readonly exact: string } | { readonly regexp: string }
      /** Who issued the token for which the certificate was given; a pattern as that of the identity. */
      readonly issuer: string | { readonly regexp: string }
      /** `owner/repo` whose workflow run signed; an extension of the certificate. */
      readonly repository?: string | undefined
      /** `GITHUB_SHA` of the run that signed; an extension of the certificate. */
      readonly commit?: string | undefined
    }
  | {
      readonly kind: 'key'
      /** As PEM. */
      readonly publicKey: string
    }

/** Files of a Sigstore other than the public one, by their paths. */
export interface SigstoreFiles {
  /** Which services sign (sigstore protobuf-specs, SigningConfig). */
  readonly signingConfig?: string | undefined
  /** Whose signatures are believed (sigstore protobuf-specs, TrustedRoot). */
  readonly trustedRoot?: string | undefined
}

/** What cosign calls a signature: the predicate type in a bundle, `critical.type` of what it has verified, in both of its formats. */
export const SIGNATURE_TYPES: readonly string[] = [
  'https://sigstore.dev/cosign/sign/v1',
  'cosign container image signature',
]

/** The media type of a bundle, without its version (sigstore protobuf-specs, sigstore_bundle.proto). */
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d+\.\d+)?\+json/

/** What a bundle states. Nothing of it is proved: whoever can write to the registry can write any. */
export interface Bundle {
  /** What is said of the subjects: a signature of cosign's, provenance, anything. */
  readonly predicateType: string
  /** What it is said of. */
  readonly subjects: readonly Digest[]
  /** Whether it is to be checked by a certificate or by a public key. */
  readonly by: 'certificate' | 'key'
}

const BUNDLE_LIMIT = 1024 * 1024
const STATEMENT = 'application/vnd.in-toto+json'

/**
 * Reads a bundle that holds an in-toto statement (sigstore protobuf-specs, sigstore_bundle.proto; in-toto attestation, Statement v1).
 * Undefined where the text is none, and where it is larger than any honest one.
 */
export function parseBundle(text: string): Bundle | undefined {
  const bundle = text.length > BUNDLE_LIMIT ? undefined : parseObject(text)
  if (bundle === undefined || typeof bundle.mediaType !== 'string' || !BUNDLE.test(bundle.mediaType))
    return undefined
  const by = proverOf(asObject(bundle.verificationMaterial))
  const envelope = asObject(bundle.dsseEnvelope)
  if (by === undefined || envelope?.payloadType !== STATEMENT) return undefined
  const statement = parseObject(decode(envelope.payload))
  if (typeof statement?.predicateType !== 'string') return undefined
  return { predicateType: statement.predicateType, subjects: subjectsOf(statement), by }
}

function proverOf(material: Json | undefined): Bundle['by'] | undefined {
  if (material?.certificate !== undefined || material?.x509CertificateChain !== undefined)
    return 'certificate'
  return material?.publicKey === undefined ? undefined : 'key'
}

function subjectsOf({ subject }: Json): readonly Digest[] {
  const subjects = Array.isArray(subject) ? subject.slice(0, 1000) : []
  return subjects.flatMap((one) => parseDigest(`sha256:${asObject(asObject(one)?.digest)?.sha256}`) ?? [])
}

function parseObject(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Empty where it is no base64. */
function decode(base64: unknown): string {
  try {
    const bytes = Uint8Array.from(atob(String(base64)), (character) => character.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    return ''
  }
}
