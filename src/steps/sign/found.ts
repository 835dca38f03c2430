import type { Digest } from '../../domain/digest.ts'
import { CommandError } from '../../domain/errors.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { SignedManifest } from '../../plan/signed.ts'
import { type Check, checkExpected } from './check.ts'

/** A manifest that nobody has signed as he should have. */
export interface NotSigned {
  readonly digest: Digest
  /** What there is instead; may hold foreign text. */
  readonly why: string
}

/**
 * Looks at whether a manifest that another run has built is signed by whom it should be; cosign must be prepared. Nothing is written.
 * @throws CommandError or RegistryError where nobody can say
 */
export async function findSigned(
  host: Host,
  image: ImageName,
  digest: Digest,
  how: Check,
): Promise<SignedManifest | NotSigned> {
  // Its run may have signed it a moment ago, so an answer without a signature may be an old one.
  const { verdict, attached } = await checkExpected(host, image, digest, how)
  const reference = digestReference(image, digest)
  if (verdict.kind === 'unknown') throw unverified(reference, verdict.why)
  if (verdict.kind !== 'signed') return { digest, why: verdict.why }
  host.log.info(`${reference} is signed already.`)
  return { digest, referrers: attached?.listed.map((one) => one.digest) ?? [] }
}

/** That nothing is proved, in words. */
export function unverified(reference: string, why: string): CommandError {
  return new CommandError({
    found: `The signature of ${reference} could not be verified: ${why}.`.replace(/\.\.$/, '.'),
    remedy: 'Run the job again; if it stays so, look at the registry.',
  })
}
