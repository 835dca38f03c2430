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
 * Looks once at whether a manifest is signed; cosign must be prepared. It is asked only where we have seen a signature.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
export async function checkOnce(host: Host, image: ImageName, digest: Digest, how: Check): Promise<Checked> {
  const attached = await readAttached(host, image, digest).catch(asTrouble)
  return judge(attached, digest, () => askCosign(host, image, digest, how))
}

/** As above, where there will be a signature: cosign is asked while we read. */
async function checkBeside(host: Host, image: ImageName, digest: Digest, how: Check): Promise<Checked> {
  const [attached, answer] = await Promise.all([
    readAttached(host, image, digest).catch(asTrouble),
    askCosign(host, image, digest, how),
  ])
  return judge(attached, digest, async () => answer)
}

async function judge(
  attached: Attached | RegistryError,
  digest: Digest,
  ask: () => Promise<Ended>,
): Promise<Checked> {
  if (attached instanceof RegistryError)
    return { verdict: { kind: 'unknown', why: attached.message }, attached: undefined }
  const seen = judgeSeen(attached)
  if (seen !== undefined) return { verdict: seen, attached }
  const verdict = judgeAnswer(await ask(), digest)
  // The one that nobody could read may be his.
  const isDoubtful = verdict.kind === 'wrong' && !attached.complete
  return { verdict: isDoubtful ? { kind: 'unknown', why: verdict.why } : verdict, attached }
}

async function askCosign(
  { cosign, clock }: Host,
  image: ImageName,
  digest: Digest,
  { signer, unlogged, trustedRoot, until = Number.POSITIVE_INFINITY }: Check,
): Promise<Ended> {
  const timeoutMs = Math.min(CHECK_LIMIT, until - clock.now())
  if (timeoutMs <= 0) return { code: undefined, stdout: '', stderr: '' }
  const reference = digestReference(image, digest)
  return cosign.verify({ reference, signer, unlogged, files: { trustedRoot }, timeoutMs })
}

function asTrouble(error: unknown): RegistryError {
  if (error instanceof RegistryError && (error.kind === 'temporary' || error.kind === 'unreachable'))
    return error
  throw error
}

/**
 * Looks at whether a manifest is signed, as it is found: that nothing is there is taken as it is. Only trouble is waited for, and an answer
 * of cosign's that may be of a part of what is there. cosign must be prepared.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
export function check(host: Host, image: ImageName, digest: Digest, how: Check): Promise<Checked> {
  const isSure = ({ verdict: { kind } }: Checked, before?: Checked) =>
    kind === 'signed' || kind === 'unsigned' || (kind === 'wrong' && before?.verdict.kind === 'wrong')
  return lookUntil(host, () => checkOnce(host, image, digest, how), isSure)
}

/**
 * Looks for a signature that has to be there: an answer without it may be an old one, so the last of some seconds counts. cosign must be
 * prepared.
 * @throws RegistryError where it is no passing trouble, such as missing rights
 */
export function checkExpected(host: Host, image: ImageName, digest: Digest, how: Check): Promise<Checked> {
  return lookUntil(
    host,
    () => checkBeside(host, image, digest, how),
    ({ verdict }) => verdict.kind === 'signed',
  )
}

/** Looks again until an answer is sure, or cannot be an old one any more. */
async function lookUntil(
  { clock }: Host,
  look: () => Promise<Checked>,
  isSure: (now: Checked, before?: Checked) => boolean,
): Promise<Checked> {
  let last = await look()
  if (isSure(last)) return last
  await clock.sleep(FIRST_WAIT)
  await eventually(clock, SETTLED_WITHIN, async () => {
    const before = last
    last = await look()
    return isSure(last, before) ? true : undefined
  })
  return last
}
