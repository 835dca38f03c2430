import type { Context } from '../domain/context.ts'
import type { Trouble } from '../domain/errors.ts'
import type { ImageName } from '../domain/reference.ts'
import type { Signer } from '../domain/signature.ts'
import type { RequiredInputs } from './inputs/required.ts'
import { gitHubServer } from './target.ts'
import { GITHUB } from './token.ts'
import type { Seen, Verdict } from './verdict.ts'

/** What the inputs name, found: there where they name it. */
export interface RequiredFacts {
  /** As PEM. */
  readonly publicKey?: string | undefined
  /** Where a copy of the file lies that nobody else can change. */
  readonly trustedRoot?: string | undefined
}

/** A signature to look for. */
export interface Demand {
  readonly kind: 'look'
  /** Whether it has to be there; else only what is there counts. */
  readonly must: boolean
  /** Whether the inputs say who has to have signed. */
  readonly stated: boolean
  /** How it is checked. */
  readonly check: {
    readonly signer: Signer
    readonly unlogged: boolean
    readonly trustedRoot: string | undefined
  }
  /** By whom it has to be, in words. */
  readonly by: string
}

/** Whether signatures are looked at. */
export type Requirement = { readonly kind: 'off' } | Demand

/** What was found of one image's signature. */
export interface SignatureOutcome {
  /** `image@digest`. */
  readonly reference: string
  /** Whether it is signed by whom it has to be. */
  readonly signed: boolean
  /** By whom, or why not; may hold foreign text. */
  readonly reason: string
}

/** Plans which signatures are looked at, and by whom they have to be. */
export function planRequired(inputs: RequiredInputs, facts: RequiredFacts, context: Context): Requirement {
  const { requireSignature, certificateIdentity, certificateIdentityRegexp, certificateOidcIssuer } = inputs
  if (requireSignature === false) return { kind: 'off' }
  const { publicKey, trustedRoot } = facts
  const must = requireSignature === true
  if (publicKey !== undefined) {
    const check = {
      signer: { kind: 'key', publicKey },
      unlogged: trustedRoot === undefined,
      trustedRoot,
    } as const
    return { kind: 'look', must, stated: true, check, by: 'by cosign-public-key' }
  }
  const issuer = certificateOidcIssuer ?? issuerOf(context)
  const look = (signer: Signer, by: string, stated: boolean): Demand => ({
    ...{ kind: 'look', must, stated, by },
    check: { signer, unlogged: false, trustedRoot },
  })
  if (certificateIdentity !== undefined)
    return look(
      { kind: 'keyless', identity: { exact: certificateIdentity }, issuer },
      `by ${certificateIdentity}`,
      true,
    )
  if (certificateIdentityRegexp !== undefined)
    return look(
      { kind: 'keyless', identity: { regexp: certificateIdentityRegexp }, issuer },
      `by one who matches ${certificateIdentityRegexp}`,
      true,
    )
  const { serverUrl, repository } = context
  const identity = { regexp: `^${serverUrl.replace(/[^\w/:-]/g, '\\$&')}/` }
  return look(
    { kind: 'keyless', identity, issuer, repository },
    `by a workflow of ${repository}`,
    certificateOidcIssuer !== undefined,
  )
}

/**
 * Who issues the tokens of a server's jobs: GitHub, a server of GitHub Enterprise Cloud with data residency, or one of GitHub Enterprise
 * Server (GitHub docs, "OpenID Connect reference").
 */
function issuerOf({ serverUrl }: Context): string {
  if (serverUrl === GITHUB) return 'https://token.actions.githubusercontent.com'
  const resident = /^https:\/\/([a-z0-9-]+\.ghe\.com)$/.exec(serverUrl)?.[1]
  return resident === undefined ? `${serverUrl}/_services/token` : `https://token.actions.${resident}`
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
}

/** Whether every signature is by a key, and none was given to check it with. */
export function isByUnknownKey({ check }: Demand, { signatures, byKey, complete }: Signers): boolean {
  return check.signer.kind !== 'key' && complete && signatures > 0 && byKey === signatures
}

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
 * Decides. Where no signature has to be there, two things are none of this run's business: who signed somebody else's image, where the
 * inputs do not say who should have; and a key that was not given.
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
  return signer.kind === 'key' ? 'cosign-public-key:' : 'certificate-identity: and certificate-oidc-issuer:'
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
