import type { Context } from '../domain/context.ts'
import type { Signer } from '../domain/signature.ts'
import type { RequiredInputs } from './inputs/required.ts'
import { GITHUB } from './token.ts'

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
