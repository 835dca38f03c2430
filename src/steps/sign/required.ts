import type { Digest } from '../../domain/digest.ts'
import { CommandError, describe, RegistryError, VerificationError } from '../../domain/errors.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Demand } from '../../plan/demand.ts'
import { decide, isByUnknownKey, isOwnImage, type SignatureOutcome } from '../../plan/required.ts'
import { judgeSeen } from '../../plan/verdict.ts'
import { type Checked, check, checkExpected } from './check.ts'
import { unverified } from './found.ts'
import { readAttached } from './read.ts'

/**
 * Holds a published image to the signature that it has to have, before anything of it is executed or copied.
 * @param folder the private folder of this run
 * @throws VerificationError where it is not signed as it has to be, CommandError where nobody can say or no cosign is to be had
 */
export async function requireSignature(
  host: Host,
  image: ImageName,
  digest: Digest,
  demand: Demand,
  folder: string,
): Promise<SignatureOutcome> {
  const reference = digestReference(image, digest)
  const { verdict, attached } = await look(host, image, digest, demand, folder).catch(asUnknown)
  const own = isOwnImage(image, host.runner.context)
  const decision = decide(demand, { reference, own, verdict, seen: attached })
  if (decision.kind === 'signed') {
    host.log.info(`${reference} is signed ${demand.by}.`)
    return { reference, signed: true, reason: demand.by }
  }
  const { kind, trouble } = decision
  if (kind === 'unknown') throw new CommandError(trouble)
  if (kind === 'refused') throw new VerificationError(trouble)
  host.log[kind](describe(trouble))
  return { reference, signed: false, reason: trouble.found }
}

/** Where a signature may be absent, our own read comes first: cosign may have to be downloaded, and where nobody signed it has nothing to say. */
async function look(
  host: Host,
  image: ImageName,
  digest: Digest,
  demand: Demand,
  folder: string,
): Promise<Checked> {
  if (demand.must) {
    await prepare(host, folder)
    return checkExpected(host, image, digest, demand.check)
  }
  const attached = await readAttached(host, image, digest)
  const verdict = judgeSeen(attached)
  if (verdict !== undefined) return { verdict, attached }
  if (isByUnknownKey(demand, attached)) return { verdict: { kind: 'wrong', why: 'it is by a key' }, attached }
  await prepare(host, folder)
  return check(host, image, digest, demand.check)
}

async function prepare(host: Host, folder: string): Promise<void> {
  const { version, origin, passedOver } = await host.cosign.prepare(folder)
  if (passedOver !== undefined) host.log.notice(passedOver)
  host.log.info(`cosign ${version}${origin === 'path' ? ' of this runner' : ''}`)
}

/** A registry that does not answer, or refuses to, proves nothing. */
function asUnknown(error: unknown): Checked {
  if (!(error instanceof RegistryError)) throw error
  return { verdict: { kind: 'unknown', why: error.message }, attached: undefined }
}

/**
 * Holds a copy to the signature that its source has; cosign is prepared by the check of that.
 * @throws VerificationError where it is not signed, CommandError or RegistryError where nobody can say
 */
export async function requireCopied(
  host: Host,
  image: ImageName,
  digest: Digest,
  demand: Demand,
): Promise<void> {
  const reference = digestReference(image, digest)
  const { verdict } = await checkExpected(host, image, digest, demand.check)
  if (verdict.kind === 'unknown') throw unverified(reference, verdict.why)
  if (verdict.kind === 'signed') return host.log.info(`${reference} is signed ${demand.by}.`)
  throw new VerificationError({
    found: `The source is signed ${demand.by}, and its copy ${reference} is not: ${verdict.why}.`,
    remedy: 'Look at what else writes to this package, and run the job again: it copies what is missing.',
  })
}
