import type { Claims } from '../domain/claims.ts'
import type { Context } from '../domain/context.ts'
import type { InputFault } from '../domain/errors.ts'
import type { Signer, SigstoreFiles } from '../domain/signature.ts'
import type { Permission } from './events.ts'
import type { SigningInputs } from './inputs/signing.ts'
import { member, textAt } from './payload.ts'
import { GITHUB, GITHUB_ISSUER } from './token.ts'

/** What was asked of the world for signing; undefined where nobody asked. */
export interface SigningFacts {
  /** What GitHub says of this job. */
  readonly claims?: Claims | undefined
  /** The public half of `cosign-key`, as PEM. */
  readonly publicKey?: string | undefined
}

/** Whether and how the image is signed, and why. */
export type SigningPlan =
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'sign'
      readonly signer: Signer
      readonly reason: string
      /** Whether each platform's image is signed, too. */
      readonly platforms: boolean
      /** By a key alone: no log tells of it. */
      readonly unlogged: boolean
      /** Files of a Sigstore of one's own, as the inputs name them. */
      readonly files: SigstoreFiles
      /** What the token said by which it was planned; undefined for a key. */
      readonly claims?: Claims
    }

/** What will be needed, as far as that can be said before anything is asked. */
export type Wish = { readonly kind: 'none'; readonly reason: string } | { readonly kind: 'keyless' | 'key' }

/** The right that a signature without a key needs. */
export const TOKEN_LINE = 'permissions: { contents: read, packages: write, id-token: write }'

/** Whether a signature is wanted, and by what. The claims of the token may still say that the repository is not public. */
export function wishFor(inputs: SigningInputs, context: Context, policy: Pick<Permission, 'kind'>): Wish {
  const { sign, cosignKey } = inputs
  if (sign === 'off') return none('sign: off')
  if (policy.kind !== 'publish') return none(`a dry run signs nothing; ${wouldBe(inputs, context)}`)
  if (sign === 'key') return { kind: 'key' }
  if (sign === 'auto' && cosignKey !== undefined) return wishForKey(inputs, context)
  if (sign === 'keyless') return { kind: 'keyless' }
  if (!context.idToken)
    return none(`the job may have no token that says who it is; to sign without a key, write ${TOKEN_LINE}`)
  if (isForeignServer(inputs, context))
    return none(
      `the public Sigstore takes no tokens of ${context.serverUrl}; name the files of your own, or write sign: key`,
    )
  const visibility = visibilityOf(context)
  return visibility === undefined || visibility === 'public'
    ? { kind: 'keyless' }
    : hidden(context, visibility)
}

/** A log of one's own may be public too, and keeps what it was told: only a signature that is in none tells nobody of the repository. */
function wishForKey({ sigstoreSigningConfig }: SigningInputs, context: Context): Wish {
  const visibility = visibilityOf(context)
  if (sigstoreSigningConfig === undefined || visibility === 'public') return { kind: 'key' }
  const what = visibility === undefined ? 'may not be public' : `is ${visibility}`
  return none(
    `${context.repository} ${what}, and the log that sigstore-signing-config names keeps what is signed; write sign: key if it may, or leave that file out`,
  )
}

function none(reason: string): Extract<Wish, { kind: 'none' }> {
  return { kind: 'none', reason }
}

/** Sigstore's log is public and keeps what it was told for ever. */
function hidden({ repository }: Context, visibility: string): Extract<Wish, { kind: 'none' }> {
  return none(
    `${repository} is ${visibility}, and its name would stay in a public log; write sign: keyless if it may, or sign: key`,
  )
}

function wouldBe(inputs: SigningInputs, context: Context): string {
  const { sign, cosignKey } = inputs
  const { idToken } = context
  if (sign === 'auto' && cosignKey !== undefined) {
    const wish = wishForKey(inputs, context)
    if (wish.kind === 'none') return `a real run signs nothing: ${wish.reason}`
  }
  if (sign === 'key' || (sign === 'auto' && cosignKey !== undefined)) return 'a real run signs by cosign-key'
  if (sign === 'keyless') return 'a real run signs without a key'
  return `a real run signs without a key where the repository is public${idToken ? '' : ` and the job has ${TOKEN_LINE}`}`
}

function isForeignServer({ sigstoreSigningConfig }: SigningInputs, { serverUrl }: Context): boolean {
  return sigstoreSigningConfig === undefined && serverUrl !== GITHUB
}

/** What the event says of its repository; undefined where it says nothing. */
function visibilityOf({ payload }: Context): string | undefined {
  const said = textAt(payload, 'repository', 'visibility')
  if (said !== undefined) return said
  const isPrivate = member(payload, 'repository', 'private')
  return isPrivate === true ? 'private' : isPrivate === false ? 'public' : undefined
}

/** Faults of inputs that only a real publish has: a pull request of a stranger has neither the token nor the secrets. */
export function signingFaults(
  { kind }: Wish,
  { cosignKey }: SigningInputs,
  { idToken }: Context,
): readonly InputFault[] {
  if (kind === 'keyless' && !idToken) {
    const found =
      'the job may have no token that says who it is, and nothing is signed without a key by nobody.'
    return [{ input: 'sign', found, remedy: `Write in the job: ${TOKEN_LINE}; or write sign: off.` }]
  }
  if (kind !== 'key' || cosignKey !== undefined) return []
  return [
    {
      input: 'cosign-key',
      found: 'it is missing, and sign: key signs with it.',
      remedy: `Write cosign-key: \${{ secrets.COSIGN_KEY }}, and the password in env: COSIGN_PASSWORD.`,
    },
  ]
}

/** Plans the signature, by what was found out. */
export function planSigning(
  inputs: SigningInputs,
  context: Context,
  policy: Pick<Permission, 'kind'>,
  { claims, publicKey }: SigningFacts = {},
): SigningPlan {
  const wish = wishFor(inputs, context, policy)
  if (wish.kind === 'none') return wish
  const { sign, signPlatforms: platforms } = inputs
  const files = { signingConfig: inputs.sigstoreSigningConfig, trustedRoot: inputs.sigstoreTrustedRoot }
  if (wish.kind === 'key') {
    if (publicKey === undefined) return none('nobody has looked at cosign-key')
    const reason = sign === 'key' ? 'sign: key' : 'cosign-key is given'
    const signer = { kind: 'key', publicKey } as const
    return { kind: 'sign', signer, reason, platforms, unlogged: files.signingConfig === undefined, files }
  }
  if (claims === undefined) return none('nobody has asked for a token')
  if (sign === 'auto' && claims.visibility !== 'public') return hidden(context, claims.visibility)
  const reason =
    sign === 'keyless' ? 'sign: keyless' : 'the repository is public and the job has id-token: write'
  return {
    kind: 'sign',
    signer: signerOf(claims, context),
    reason,
    platforms,
    unlogged: false,
    files,
    claims,
  }
}

/** Who the certificate will name (Fulcio's docs/oidc.md, "GitHub": the address of the workflow file with its ref). */
function signerOf({ iss, jobWorkflowRef, repository, sha }: Claims, { serverUrl }: Context): Signer {
  const server = GITHUB_ISSUER.test(iss) ? GITHUB : serverUrl
  const identity = { exact: `${server}/${jobWorkflowRef}` }
  return { kind: 'keyless', identity, issuer: iss, repository, commit: sha }
}
