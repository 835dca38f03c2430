import { type Claims, readClaims } from '../../domain/claims.ts'
import type { Digest } from '../../domain/digest.ts'
import { CommandError, PolicyError, VerificationError } from '../../domain/errors.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { SigstoreFiles } from '../../domain/signature.ts'
import type { CosignResult, PrivateKey } from '../../host/cosign/cosign.ts'
import type { Host } from '../../host/host.ts'
import { atOnce } from '../../host/registry/at-once.ts'
import { keepListed } from '../../host/registry/listed.ts'
import type { SignedManifest } from '../../plan/signed.ts'
import { AUDIENCE, laterFault, unreadable } from '../../plan/token.ts'
import { failedService, isFinal, lastWords } from '../../plan/verdict.ts'
import { type Check, check, checkExpected, checkOnce } from './check.ts'
import { type Attached, OPENED_AT_ONCE } from './read.ts'

/** Who signs, and by what that is checked afterwards. */
export interface Seal extends Check {
  /** Undefined: by a token of this job. */
  readonly key: PrivateKey | undefined
  /** What that token has to say; undefined where there is a key. */
  readonly claims: Claims | undefined
  readonly files: SigstoreFiles
}

/** A manifest that is signed now. */
export interface Sealed extends SignedManifest {
  /** Whether this run made the signature; false where it was there already. */
  readonly made: boolean
}

/** cosign itself tries a service twice at most, and the second Rekor never again, so all of it is tried again. */
const TRIES = 4
const FIRST_WAIT = 1_000
/** A service that hangs is waited for without end by cosign. */
const SIGN_LIMIT = 60_000

/**
 * Makes a manifest signed: not again where it is already. Whatever cosign says of its own work, what is there afterwards counts.
 * @param remedy what to do where it cannot be signed
 * @throws VerificationError where it is not signed in the end
 */
export async function sign(
  host: Host,
  image: ImageName,
  digest: Digest,
  seal: Seal,
  remedy: string,
): Promise<Sealed> {
  const before = await check(host, image, digest, seal)
  const reference = digestReference(image, digest)
  if (before.verdict.kind === 'signed') {
    host.log.info(`${reference} is signed already.`)
    return { digest, referrers: namesOf(before.attached), made: false }
  }
  if (before.attached === undefined) throw notSigned(reference, before.verdict.why, remedy)
  const attached = await signUntilSure(host, image, digest, seal, remedy)
  const listed = await withEarlier(host, image, digest, before.attached, attached)
  host.log.info(`${reference} is signed, and the signature was verified.`)
  return { digest, referrers: listed.map((one) => one.digest), made: true }
}

/** Who signs at the same time may have written the list without what was there before. What the registry has no more nobody can list again. */
async function withEarlier(
  host: Host,
  image: ImageName,
  digest: Digest,
  before: Attached,
  { listed }: Attached,
): Promise<Attached['listed']> {
  const names = new Set(listed.map((one) => one.digest))
  const lost = before.listed.filter((one) => !names.has(one.digest))
  const heads = await atOnce(lost, (one) => host.registry.head(image, one.digest), OPENED_AT_ONCE)
  const there = lost.filter((_, at) => heads[at] !== undefined)
  return there.length === 0 ? listed : keepListed(host, image, digest, [...listed, ...there])
}

function namesOf(attached: Attached | undefined): readonly Digest[] {
  return attached?.listed.map(({ digest }) => digest) ?? []
}

async function signUntilSure(
  host: Host,
  image: ImageName,
  digest: Digest,
  seal: Seal,
  remedy: string,
): Promise<Attached> {
  const reference = digestReference(image, digest)
  for (let attempt = 1; ; attempt++) {
    const ended = await signOnce(host, reference, seal, remedy)
    // A signature may have come through although cosign failed, and may have been lost although it did not.
    const { verdict, attached } =
      ended.code === 0
        ? await checkExpected(host, image, digest, seal)
        : await checkOnce(host, image, digest, seal)
    if (verdict.kind === 'signed' && attached !== undefined) return attached
    const words = ended.code === 0 && 'why' in verdict ? verdict.why : wordsOf(ended)
    // Who signs at the same time can be in the way once; twice, the services make signatures that nobody believes.
    const isUseless = ended.code === 0 && verdict.kind === 'wrong' && attempt > 1
    if (attempt === TRIES || isUseless || isFinal(ended) || host.processes.stopped !== undefined)
      throw notSigned(reference, words, remedy)
    host.log.info(`Signing is tried again (${attempt + 1} of ${TRIES}): ${words}`)
    await host.clock.sleep(FIRST_WAIT * 3 ** (attempt - 1))
  }
}

async function signOnce(
  host: Host,
  reference: string,
  { key, files, claims }: Seal,
  remedy: string,
): Promise<CosignResult> {
  const how = { reference, files, timeoutMs: SIGN_LIMIT }
  if (key !== undefined) return host.cosign.sign({ ...how, by: { key } })
  // A token is good for five minutes, and a new one for every signature costs nothing.
  const token = await freshToken(host, claims).catch((error: unknown) => {
    throw notSigned(reference, error instanceof Error ? error.message : String(error), remedy, error)
  })
  return host.cosign.sign({ ...how, by: { token } })
}

/** What the certificate will say is what the token says, whatever was planned. */
async function freshToken({ runner, clock }: Host, planned: Claims | undefined): Promise<string> {
  const token = await runner.idToken(AUDIENCE)
  const claims = readClaims(token)
  if ('wrong' in claims) throw new CommandError(unreadable(claims.wrong))
  const fault = laterFault(claims, planned, runner.context, clock.now() / 1000)
  if (fault !== undefined) throw new PolicyError(fault)
  return token
}

function wordsOf({ code, stderr }: { readonly code: number | undefined; readonly stderr: string }): string {
  const words = code === undefined ? `cosign did not end in ${SIGN_LIMIT / 1000} s` : lastWords(stderr)
  const service = failedService(words)
  return service === undefined ? words : `${service} failed: ${words}`
}

function notSigned(reference: string, why: string, remedy: string, cause?: unknown): VerificationError {
  const found = `${reference} is not signed: ${why}.`.replace(/\.\.$/, '.')
  return new VerificationError({ found, remedy }, { cause })
}
