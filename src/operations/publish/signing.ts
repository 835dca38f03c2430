import type { Digest } from '../../domain/digest.ts'
import { describe, PolicyError } from '../../domain/errors.ts'
import type { Plan } from '../../plan/publish.ts'
import { keptSigned, type SignedManifest, sigstoreFiles } from '../../plan/signed.ts'
import type { SigningPlan } from '../../plan/signing.ts'
import { finishUnsigned, foreignUnsigned } from '../../report/signature.ts'
import type { Candidate } from '../../steps/inspect.ts'
import { listAgain } from '../../steps/sign/again.ts'
import { findSigned } from '../../steps/sign/found.ts'
import { digestOfRoot } from '../../steps/sign/root.ts'
import { type Seal, sign } from '../../steps/sign/sign.ts'
import type { Run } from './run.ts'

type Signing = Extract<SigningPlan, { kind: 'sign' }>

/**
 * Signs in a phase of its own, where the plan wants a signature; what this run did not build is only looked at.
 * @returns what came of the plan
 */
export async function signInPhase(
  run: Run,
  plan: Plan,
  candidate: Candidate,
  built: boolean,
): Promise<SigningPlan> {
  const { signing } = plan
  if (signing.kind === 'none') return signing
  if (!built) return run.watch.phase('Check the signature', () => requireSigned(run, plan, candidate))
  await run.watch.phase('Sign', () => signImage(run, plan, signing, candidate))
  return signing
}

/**
 * Signs what the tags are to name, and verifies the signature; leaves to post what it has to look at again.
 * @throws VerificationError that says how to finish, where it cannot be signed
 */
async function signImage(run: Run, plan: Plan, signing: Signing, candidate: Candidate): Promise<void> {
  const { image } = candidate
  const seal = sealOf(run, signing)
  const digests = digestsOf(candidate, signing)
  const remedy = finishUnsigned(image, digests, signing, plan.tags)
  const manifests = []
  // One after the other: their tokens and certificates are one each, and nobody waits for more than two.
  for (const one of digests) manifests.push(await sign(run.host, image, one, seal, remedy))
  await keep(run, seal, manifests)
}

/**
 * Looks for the signature of an image that this run did not build: it is of whoever has pushed it, and what it says of its commit proves
 * nothing, so this run never signs it.
 * @returns what came of the plan: with `sign: auto` the run goes on without a signature
 * @throws PolicyError where a signature is asked for and is not there, CommandError where nobody can say
 */
export async function requireSigned(run: Run, plan: Plan, candidate: Candidate): Promise<SigningPlan> {
  const { signing } = plan
  if (signing.kind === 'none') return signing
  const { host, session, inputs } = run
  const { image } = candidate
  const seal = sealOf(run, signing)
  const digests = digestsOf(candidate, signing)
  const manifests: SignedManifest[] = []
  for (const one of digests) {
    const found = await findSigned(host, image, one, seal)
    if ('why' in found) {
      const trouble = foreignUnsigned(image, found, digests, signing)
      session.keep({ signed: undefined })
      if (inputs.signing.sign !== 'auto') throw new PolicyError(trouble)
      host.log.warning(describe(trouble))
      return { kind: 'none', reason: `this run did not build the image, and ${found.why}` }
    }
    manifests.push(found)
  }
  await keep(run, seal, manifests)
  return signing
}

/** What is signed, in this order. */
function digestsOf({ digest, platforms }: Candidate, signing: Signing): readonly Digest[] {
  const below = signing.platforms ? platforms.map((one) => one.digest) : []
  return [...new Set([digest, ...below])]
}

async function keep(
  { host, session }: Run,
  { signer, unlogged, trustedRoot }: Seal,
  manifests: readonly SignedManifest[],
): Promise<void> {
  const root = trustedRoot === undefined ? undefined : await digestOfRoot(host, session.folder)
  session.keep({ signed: keptSigned({ signer, unlogged, trustedRoot: root, manifests }) })
}

function sealOf({ session, key: given }: Run, signing: Signing): Seal {
  const { signer, unlogged, files, claims } = signing
  const own = sigstoreFiles(session.folder)
  const trustedRoot = files.trustedRoot === undefined ? undefined : own.trustedRoot
  const signingConfig = files.signingConfig === undefined ? undefined : own.signingConfig
  const key = signer.kind === 'key' ? given : undefined
  return { signer, unlogged, trustedRoot, key, claims, files: { signingConfig, trustedRoot } }
}

/** Another run that signs the same image at the same time may have written the list of signatures meanwhile; post looks once more. */
export async function lookAtSignaturesAgain({ host, session }: Run, { target }: Plan): Promise<void> {
  for (const manifest of session.state.signed?.manifests ?? [])
    await listAgain(host, target.image, manifest).catch((error: unknown) =>
      host.log.warning(
        `The list of signatures could not be looked at again: ${error instanceof Error ? error.message : error}`,
      ),
    )
}
