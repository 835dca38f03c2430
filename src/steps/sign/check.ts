import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { Signer } from '../../domain/signature.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { type Ended, judgeAnswer, judgeSeen, type Verdict } from '../../plan/verdict.ts'
import { type Attached, readAttached } from './read.ts'

/** Who has to have signed, and by what that is checked. */
export interface Check {
  readonly signer: Signer
  /** A key's signature that is in no log. */
  readonly unlogged: boolean
  /** Path of the trusted root of a Sigstore of one's own. */
  readonly trustedRoot: string | undefined
  /** When it has to be over, in milliseconds since the epoch, where that is sooner than cosign would be ended anyway. */
  readonly until?: number
}

/** A verdict, and what was attached when it was given. */
export interface Checked {
  readonly verdict: Verdict
  /** Undefined where the registry did not say. */
  readonly attached: Attached | undefined
}

/** How old an answer of a registry may be, and how long trouble that passes is waited for. */
const SETTLED_WITHIN = 10_000
const FIRST_WAIT = 200
const CHECK_LIMIT = 60_000

/**
 * Looks once at whether a manifest is signed; cosign must be prepared.
 * @param expected whether a signature has to be there: then cosign is asked while we read. Else it is asked only where we have seen one
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
export async function checkOnce(
  host: Host,
  image: ImageName,
  digest: Digest,
  how: Check,
  expected: boolean,
): Promise<Checked> {
  const ask = () => askCosign(host, digestReference(image, digest), how)
  const [attached, early] = await Promise.all([
    readAttached(host, image, digest).catch(asTrouble),
    expected ? ask() : undefined,
  ])
  if (attached instanceof RegistryError)
    return { verdict: { kind: 'unknown', why: attached.message }, attached: undefined }
  const seen = judgeSeen(attached)
  if (seen !== undefined) return { verdict: seen, attached }
  const verdict = judgeAnswer(early ?? (await ask()), digest)
  // The one that nobody could read may be his.
  const isDoubtful = verdict.kind === 'wrong' && !attached.complete
  return { verdict: isDoubtful ? { kind: 'unknown', why: verdict.why } : verdict, attached }
}

async function askCosign(
  { cosign, clock }: Host,
  reference: string,
  { signer, unlogged, trustedRoot, until = Number.POSITIVE_INFINITY }: Check,
): Promise<Ended> {
  const timeoutMs = Math.min(CHECK_LIMIT, until - clock.now())
  if (timeoutMs <= 0) return { code: undefined, stdout: '', stderr: '' }
  return cosign.verify({ reference, signer, unlogged, files: { trustedRoot }, timeoutMs })
}

function asTrouble(error: unknown): RegistryError {
  if (error instanceof RegistryError && (error.kind === 'temporary' || error.kind === 'unreachable'))
    return error
  throw error
}

/**
 * Looks at whether a manifest is signed until that is sure; cosign must be prepared.
 * @param expected whether a signature has to be there, so that an answer without it may be an old one; else it is taken as it is, but
 *   for one of which cosign may have seen a part only
 */
export async function check(
  host: Host,
  image: ImageName,
  digest: Digest,
  how: Check,
  expected: boolean,
): Promise<Checked> {
  let last = await checkOnce(host, image, digest, how, expected)
  const isSure = ({ verdict: { kind } }: Checked, before?: Checked) =>
    kind === 'signed' ||
    (!expected && (kind === 'unsigned' || (kind === 'wrong' && before?.verdict.kind === 'wrong')))
  if (isSure(last)) return last
  await host.clock.sleep(FIRST_WAIT)
  await eventually(host.clock, SETTLED_WITHIN, async () => {
    const before = last
    last = await checkOnce(host, image, digest, how, expected)
    return isSure(last, before) ? true : undefined
  })
  return last
}
