import type { Context } from '../domain/context.ts'
import type { Trouble } from '../domain/errors.ts'
import type { ImageName } from '../domain/reference.ts'
import type { Demand } from './demand.ts'
import { gitHubServer } from './target.ts'
import type { Seen, Verdict } from './verdict.ts'

/** What was found of one image's signature. */
export interface SignatureOutcome {
  /** `image@digest`. */
  readonly reference: string
  /** Whether it is signed by whom it has to be. */
  readonly signed: boolean
  /** By whom, or why not; may hold foreign text. */
  readonly reason: string
}

/** Whether an image is one of the repository that the job runs in, by its name. */
export function isOwnImage({ registry, repository }: ImageName, context: Context): boolean {
  if (gitHubServer(registry, context.serverUrl) !== context.serverUrl) return false
  const own = context.repository.toLowerCase()
  return repository === own || repository.startsWith(`${own}/`)
}

/** What was read beside a manifest, as far as it says who may have signed it. */
export interface Signers extends Seen {
  /** How many of the signatures are by a key. */
  readonly byKey: number
  /** How many of them are in cosign's older format. */
  readonly older: number
}

/** Whether every signature is by a key, and the inputs name neither that nor anybody else. */
export function isByUnknownKey({ stated }: Demand, { signatures, byKey, complete }: Signers): boolean {
  return !stated && complete && signatures > 0 && byKey === signatures
}

/** Whether cosign has read no signature that is there: of an image with any bundle it opens bundles only (sigstore/cosign, cli/verify/verify.go). */
function isUnread({ signatures, older, others }: Signers, why: string): boolean {
  return older > 0 && older === signatures && others > 0 && BUNDLES_ONLY.test(why)
}

/** What is said where bundles were opened, and none of them is a signature of his. */
const BUNDLES_ONLY = /attestations|is no signature of this image/

/** An image whose signature was looked for. */
export interface Looked {
  /** `image@digest`. */
  readonly reference: string
  /** Whether it is one of this repository. */
  readonly own: boolean
  readonly verdict: Verdict
  /** Undefined where the registry did not say. */
  readonly seen: Signers | undefined
}

/** What becomes of a run by the signature of an image: it goes on, says something and goes on, or ends. */
export type Decision =
  | { readonly kind: 'signed' }
  | { readonly kind: 'notice' | 'warning' | 'refused' | 'unknown'; readonly trouble: Trouble }

/**
 * Decides. Where no signature has to be there, three things are none of this run's business: who signed somebody else's image, and by which key,
 * where the inputs do not say who should have; and a signature that cosign does not read.
 */
export function decide(demand: Demand, { reference, own, verdict, seen }: Looked): Decision {
  const { must, stated, by } = demand
  if (verdict.kind === 'signed') return { kind: 'signed' }
  const why = sentence(verdict.why)
  if (verdict.kind === 'unknown') {
    const found = `Whether ${reference} is signed ${by} could not be found out: ${why}`
    const remedy = `Run the job again; to go on without an answer, write require-signature: false.${hint(demand)}`
    return { kind: 'unknown', trouble: { found, remedy } }
  }
  if (verdict.kind === 'unsigned') {
    const found = `${reference} is not signed: ${why}`
    if (!must)
      return {
        kind: 'notice',
        trouble: { found, remedy: 'To demand a signature, write require-signature: true.' },
      }
    const remedy =
      'Take an image that is signed, or publish this one again with sign: keyless or sign: key; to do without, write require-signature: auto.'
    return { kind: 'refused', trouble: { found, remedy } }
  }
  if (seen !== undefined && isByUnknownKey(demand, seen)) {
    const found = `${reference} is signed by a key, and nobody has given it to check that.`
    const remedy = 'Write cosign-public-key: with the public key.'
    return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } }
  }
  if (seen !== undefined && isUnread(seen, why)) {
    const found = `${reference} has a signature in cosign's older format, and cosign does not read that beside other attestations.`
    const remedy = 'Sign it again with cosign 3, or write require-signature: false.'
    return { kind: must ? 'refused' : 'warning', trouble: { found, remedy } }
  }
  const found = `${reference} has a signature, and is not signed ${by}: ${why}`
  if (must || stated || own) {
    const remedy = `Do not use this image before you know who signed it; if that is right, write ${rightly(demand)} for him.${hint(demand)}`
    return { kind: 'refused', trouble: { found, remedy } }
  }
  const remedy =
    'Write certificate-identity: or cosign-public-key: with who should have signed it, or require-signature: false.'
  return { kind: 'warning', trouble: { found, remedy } }
}

/** One's own Sigstore is believed by nobody who was not told of it. */
function hint({ check: { signer, trustedRoot } }: Demand): string {
  if (signer.kind === 'key' || trustedRoot !== undefined) return ''
  return ' A signature by a Sigstore of your own needs sigstore-trusted-root:.'
}

function rightly({ check: { signer } }: Demand): string {
  if (signer.kind === 'key') return 'cosign-public-key:'
  return 'certificate-identity: or certificate-identity-regexp: (and certificate-github-workflow-repository:, as where this repository had another name then)'
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
