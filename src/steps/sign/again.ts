import { type CommandError, RegistryError, VerificationError } from '../../domain/errors.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { atOnce } from '../../host/registry/at-once.ts'
import { keepListed } from '../../host/registry/listed.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { textAt } from '../../plan/payload.ts'
import type { SignedManifest } from '../../plan/signed.ts'
import { type Check, checkExpected } from './check.ts'
import { unverified } from './found.ts'
import { OPENED_AT_ONCE } from './read.ts'

/**
 * Makes the registry list again what it has listed before: of two runs that sign one image at the same time, each can write the list without
 * the other's signature. What the registry has no more is left out.
 * @throws RegistryError, or VerificationError where the list does not hold
 */
export async function listAgain(
  host: Host,
  image: ImageName,
  { digest, referrers }: SignedManifest,
): Promise<void> {
  const listed = new Set((await host.registry.referrers(image, digest)).map((one) => one.digest))
  const missing = referrers.filter((one) => !listed.has(one))
  const found = await atOnce(missing, (one) => host.registry.manifest(image, one), OPENED_AT_ONCE)
  const there = found.flatMap((one) => (one === undefined ? [] : [describe(one)]))
  if (there.length === 0) return
  await keepListed(host, image, digest, there)
  host.log.notice(
    `${digestReference(image, digest)}: ${there.length === 1 ? 'a signature or attestation was' : `${there.length} signatures or attestations were`} not listed any more, and is listed again.`,
  )
}

/** As a registry with the API lists it (distribution-spec, "Listing Referrers"). */
function describe({ descriptor, content, body }: StoredManifest): Descriptor {
  const said = textAt(JSON.parse(body.toString('utf8')), 'artifactType')
  const artifactType = said ?? (content.kind === 'manifest' ? content.config.mediaType : undefined)
  return { ...descriptor, artifactType, annotations: content.annotations }
}

/**
 * Looks again at what a run has signed; cosign must be prepared.
 * @throws VerificationError where it is not signed any more; RegistryError or CommandError, which prove nothing
 */
export async function checkSigned(
  host: Host,
  image: ImageName,
  manifests: readonly SignedManifest[],
  how: Check,
): Promise<void> {
  const doubts: CommandError[] = []
  for (const manifest of manifests) {
    const reference = digestReference(image, manifest.digest)
    await listAgain(host, image, manifest).catch(asWarning(host))
    const { verdict } = await checkExpected(host, image, manifest.digest, how)
    if (verdict.kind === 'signed') host.log.info(`${reference} is signed.`)
    else if (verdict.kind === 'unknown') doubts.push(unverified(reference, verdict.why))
    else throw lost(reference, verdict.why)
  }
  const [doubt] = doubts
  if (doubt !== undefined) throw doubt
}

function lost(reference: string, why: string): VerificationError {
  const remedy =
    'Look at what else writes to this package. Run the job again with overwrite: true: it builds the image again and signs that.'
  return new VerificationError({ found: `${reference} was signed and is not any more: ${why}.`, remedy })
}

/** Whether it is signed is what counts, and is looked at next. */
function asWarning(host: Host): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof RegistryError || error instanceof VerificationError)) throw error
    host.log.warning(`The list of signatures could not be looked at again: ${error.message}`)
  }
}
