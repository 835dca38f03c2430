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
  const { requireSignature, certificateIdentity, certificateIdentityRegexp } = inputs
  const { certificateOidcIssuer, certificateRepository } = inputs
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
  const stated = [
    certificateIdentity,
    certificateIdentityRegexp,
    certificateOidcIssuer,
    certificateRepository,
  ].some((one) => one !== undefined)
  const check = { signer: signerOf(inputs, context), unlogged: false, trustedRoot }
  return { kind: 'look', must, stated, check, by: wordsFor(inputs, context) }
}

type Keyless = Extract<Signer, { kind: 'keyless' }>

/** Whoever is not named is any workflow of this repository. */
function signerOf(inputs: RequiredInputs, context: Context): Keyless {
  const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs
  const issuer = inputs.certificateOidcIssuer ?? issuerOf(context)
  const named = exact !== undefined ? { exact } : regexp !== undefined ? { regexp } : undefined
  if (named === undefined) {
    const identity = { regexp: anyWorkflow(context) }
    return { kind: 'keyless', identity, issuer, repository: certificateRepository ?? context.repository }
  }
  const from = certificateRepository === undefined ? {} : { repository: certificateRepository }
  return { kind: 'keyless', identity: named, issuer, ...from }
}

/**
 * Any workflow file of a server, on a branch, a tag or a commit, as a reusable one is called. What a pull request has built, nobody has reviewed
 * yet; only its own run believes it.
 */
function anyWorkflow({ serverUrl, ref }: Context): string {
  const own = /^refs\/pull\/\d+\/(?:merge|head)$/.test(ref) ? `|${ref}` : ''
  return `^${literally(serverUrl)}/.+@(?:refs/(?:heads|tags)/.+|[0-9a-f]{40}${own})$`
}

/** A text in an expression of RE2. */
function literally(text: string): string {
  return text.replace(/[^\w/:-]/g, '\\$&')
}

function wordsFor(inputs: RequiredInputs, context: Context): string {
  const { certificateIdentity: exact, certificateIdentityRegexp: regexp, certificateRepository } = inputs
  const run = certificateRepository === undefined ? '' : ` in a run of ${certificateRepository}`
  if (exact !== undefined) return `by ${exact}${run}`
  if (regexp !== undefined) return `by one who matches ${regexp}${run}`
  return `by a workflow of ${certificateRepository ?? context.repository}`
}

/**
 * Who issues the tokens of a server's jobs: GitHub, which an enterprise can have name itself in a path of its own; a server of GitHub Enterprise
 * Cloud with data residency; or one of GitHub Enterprise Server (GitHub docs, "OpenID Connect reference").
 */
function issuerOf({ serverUrl }: Context): Keyless['issuer'] {
  if (serverUrl === GITHUB)
    return { regexp: `^${literally('https://token.actions.githubusercontent.com')}(?:/[\\w.-]+)?$` }
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
