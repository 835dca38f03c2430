import type { Digest } from '../domain/digest.ts'
import type { Trouble } from '../domain/errors.ts'
import { digestReference, formatImageName, type ImageName } from '../domain/reference.ts'
import type { Outcome } from '../plan/outcome.ts'
import type { SigningPlan } from '../plan/signing.ts'
import type { TagPlan } from '../plan/tags.ts'
import { block, code, prose } from './markdown.ts'

type Signing = Extract<SigningPlan, { kind: 'sign' }>

/** A plan of a signature on one line. */
export function describeSigning(signing: SigningPlan): string {
  if (signing.kind === 'none') return `no: ${signing.reason}`
  const what = signing.platforms ? ', and the image of each platform' : ''
  return `${by(signing)}${what}: ${signing.reason}`
}

function by({ signer, unlogged }: Signing): string {
  if (signer.kind === 'key') return unlogged ? 'by a key, in no log' : 'by a key'
  return `without a key, as ${'exact' in signer.identity ? signer.identity.exact : signer.identity.regexp}`
}

type Told = Pick<Outcome, 'dryRun' | 'image' | 'digest' | 'commit' | 'signing'>

/** The signature of an outcome; undefined where it has none. */
function made({ dryRun, digest, signing }: Told): { signing: Signing; digest: Digest } | undefined {
  return dryRun || digest === undefined || signing.kind === 'none' ? undefined : { signing, digest }
}

/** The outputs of a signature. */
export function signatureOutputs(outcome: Told) {
  const signature = made(outcome)
  return {
    signed: String(signature !== undefined),
    'certificate-identity': (signature && identityOf(signature.signing)) ?? '',
    'verify-command':
      signature === undefined ? '' : verifyCommand(outcome.image, signature.digest, signature.signing),
  }
}

/** The signature in `json`. */
export function signatureJson(outcome: Told): unknown {
  const signature = made(outcome)
  const signer = signature?.signing.signer
  return {
    signed: signature !== undefined,
    reason: outcome.signing.reason,
    by: signer?.kind ?? null,
    identity: (signature && identityOf(signature.signing)) ?? null,
    issuer: signer?.kind === 'keyless' && typeof signer.issuer === 'string' ? signer.issuer : null,
    verifyCommand:
      signature === undefined ? null : verifyCommand(outcome.image, signature.digest, signature.signing),
  }
}

function identityOf({ signer }: Signing): string | undefined {
  return signer.kind === 'keyless' && 'exact' in signer.identity ? signer.identity.exact : undefined
}

/**
 * That a certificate will name another commit than that of the image: it has `GITHUB_SHA`, whatever a step has checked out. Undefined where it
 * is the same, and where nobody signs by a certificate.
 * @param commit that of the image
 */
export function otherCommit(signing: SigningPlan, commit: string): string | undefined {
  if (signing.kind === 'none' || signing.signer.kind === 'key') return undefined
  const { commit: named } = signing.signer
  if (named === undefined || named === commit) return undefined
  return `The certificate of the signature names commit ${named}, for which GitHub runs this job, while the image is of commit ${commit}, which is checked out. Who verifies the signature has to ask for the first.`
}

/** Who signed, and how anybody checks that; or why nobody did. */
export function signatureSummary(outcome: Told): string {
  const signature = made(outcome)
  if (signature === undefined) {
    const { signing } = outcome
    return prose(signing.kind === 'none' ? `Not signed: ${signing.reason}.` : `Not signed.`)
  }
  const identity = identityOf(signature.signing)
  const who = identity === undefined ? 'Signed by a key.' : `Signed by ${code(identity)}.`
  const other = otherCommit(signature.signing, outcome.commit)
  const told = other === undefined ? who : `${who} ${prose(other, 400)}`
  return `${told} To verify it:\n\n${block([verifyCommand(outcome.image, signature.digest, signature.signing)])}`
}

/** The command that verifies a signature, for any POSIX shell, with nothing else at hand. */
export function verifyCommand(
  image: ImageName,
  digest: Digest,
  { signer, unlogged, files }: Signing,
): string {
  const root = files.trustedRoot === undefined ? [] : ['--trusted-root', files.trustedRoot]
  const reference = digestReference(image, digest)
  if (signer.kind === 'key') {
    const lines = signer.publicKey.trim().split('\n').map(quoted)
    const log = unlogged ? ['--insecure-ignore-tlog'] : []
    const words = ['cosign', 'verify', '--key', 'env://COSIGN_PUBLIC_KEY', ...log, ...root, reference]
    return `COSIGN_PUBLIC_KEY="$(printf '%s\\n' ${lines.join(' ')})" ${words.map(quoted).join(' ')}`
  }
  const { identity, issuer, repository, commit } = signer
  const who =
    'exact' in identity
      ? ['--certificate-identity', identity.exact]
      : ['--certificate-identity-regexp', identity.regexp]
  const by =
    typeof issuer === 'string'
      ? ['--certificate-oidc-issuer', issuer]
      : ['--certificate-oidc-issuer-regexp', issuer.regexp]
  const words = [
    ...['cosign', 'verify', ...who, ...by],
    ...(repository === undefined ? [] : ['--certificate-github-workflow-repository', repository]),
    ...(commit === undefined ? [] : ['--certificate-github-workflow-sha', commit]),
    ...[...root, reference],
  ]
  return words.map(quoted).join(' ')
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * What to do where an image is there and could not be signed.
 * @param digests what is to be signed, the image itself first
 * @param tags the version's own tags, where it is one; it can be finished without a build
 */
export function finishUnsigned(
  image: ImageName,
  digests: readonly Digest[],
  signing: Signing,
  { version, fixed, suffix }: Pick<TagPlan, 'version' | 'fixed' | 'suffix'>,
): string {
  const again = 'When the trouble is over, run the job again; what was built comes from the cache.'
  const [[tag], [digest]] = [fixed, digests]
  if (version === undefined || tag === undefined || digest === undefined) return again
  const promote = `from: ${digestReference(image, digest)}, to: ${formatImageName(image)}, tag: ${suffix === '' ? tag : tag.slice(0, -suffix.length)}`
  const { trustedRoot } = signing.files
  const root = trustedRoot === undefined ? '' : `, sigstore-trusted-root: ${trustedRoot}`
  const end = `${suffix === '' ? '' : `, tag-suffix: ${suffix}`}${root}`
  return `${again} To finish without a build, run ${byHand(image, digests, signing)}, then the action promote with { ${promote}${end} }.`
}

/**
 * That an image is not signed and that the run, which did not build it, does not sign it.
 * @param digests what would have to be signed, the image itself first
 */
export function foreignUnsigned(
  image: ImageName,
  { digest, why }: { readonly digest: Digest; readonly why: string },
  digests: readonly Digest[],
  signing: Signing,
): Trouble {
  return {
    found: `${digestReference(image, digest)} is not signed, and this run did not build it: ${why}.`,
    remedy: `overwrite: true, for all of its platforms, builds and signs it again. If you know who built it, you can sign it by hand: ${byHand(image, digests, signing)}.`,
  }
}

/** The command line that signs, and where it can be run. */
function byHand(image: ImageName, digests: readonly Digest[], { signer, files, unlogged }: Signing): string {
  const own = Object.entries({ '--signing-config': files.signingConfig, '--trusted-root': files.trustedRoot })
  const flags = own.flatMap(([flag, file]) => (file === undefined ? [] : [flag, file]))
  const alone = unlogged ? ['--use-signing-config=false', '--tlog-upload=false'] : []
  const key = signer.kind === 'key' ? ['--key', 'cosign.key', ...alone] : []
  const references = digests.map((digest) => digestReference(image, digest))
  const sign = ['cosign', 'sign', '--yes', ...key, ...flags, ...references].map(quoted).join(' ')
  return `\`${sign}\`${signer.kind === 'key' ? '' : ' in a job with id-token: write'}`
}
