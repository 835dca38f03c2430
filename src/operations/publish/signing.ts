import type { Digest } from '../../domain/digest.ts'
import type { Plan } from '../../plan/publish.ts'
import { sigstoreFiles } from '../../plan/signed.ts'
import { finishUnsigned } from '../../report/signature.ts'
import type { Candidate } from '../../steps/inspect.ts'
import { listAgain } from '../../steps/sign/again.ts'
import { type Seal, sign } from '../../steps/sign/sign.ts'
import type { Run } from './run.ts'

/** Signs in a phase of its own, where the plan wants a signature. */
export async function signInPhase(run: Run, plan: Plan, candidate: Candidate): Promise<void> {
  if (plan.signing.kind === 'sign') await run.watch.phase('Sign', () => signImage(run, plan, candidate))
}

/**
 * Signs what the tags are to name, and verifies the signature; leaves to post what it has to look at again.
 * @throws VerificationError that says how to finish, where it cannot be signed
 */
export async function signImage(run: Run, plan: Plan, candidate: Candidate): Promise<void> {
  const { signing } = plan
  if (signing.kind === 'none') return
  const { host, session } = run
  const { image, digest, platforms } = candidate
  const seal = sealOf(run, signing)
  const remedy = finishUnsigned(image, digest, signing, plan.tags)
  const below = signing.platforms ? platforms.map((one) => one.digest) : []
  const manifests = []
  // One after the other: their tokens and certificates are one each, and nobody waits for more than two.
  for (const one of new Set<Digest>([digest, ...below]))
    manifests.push(await sign(host, image, one, seal, remedy))
  const { signer, unlogged, trustedRoot } = seal
  const kept = manifests.map(({ digest, referrers }) => ({ digest, referrers }))
  session.keep({ signed: { signer, unlogged, trustedRoot: trustedRoot !== undefined, manifests: kept } })
}

function sealOf({ session, key: given }: Run, signing: Extract<Plan['signing'], { kind: 'sign' }>): Seal {
  const { signer, unlogged, files } = signing
  const own = sigstoreFiles(session.folder)
  const trustedRoot = files.trustedRoot === undefined ? undefined : own.trustedRoot
  const signingConfig = files.signingConfig === undefined ? undefined : own.signingConfig
  const key = signer.kind === 'key' ? given : undefined
  return { signer, unlogged, trustedRoot, key, files: { signingConfig, trustedRoot } }
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
