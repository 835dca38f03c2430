import type { Digest } from '../domain/digest.ts'
import { SIGNATURE_TYPES } from '../domain/signature.ts'
import { defuse, stripEscapes } from '../domain/text.ts'
import { member } from './payload.ts'

/** What our own read of the registry found beside a manifest. */
export interface Seen {
  /** Signatures, whoever made them. */
  readonly signatures: number
  /** Other statements and whatever else refers to it. */
  readonly others: number
  /** Whether all was read: somebody may have attached more than anybody reads. */
  readonly complete: boolean
}

/** How cosign ended. */
export interface Ended {
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/**
 * Whether a manifest is signed by somebody. `unsigned`: our own clean read found no signature. `wrong`: there are signatures, none of
 * them his. `unknown`: nothing is proved; another try may tell.
 */
export type Verdict =
  | { readonly kind: 'signed' }
  | { readonly kind: 'unsigned'; readonly why: string }
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * Whether cosign has to be asked at all.
 * @returns the verdict where it has not
 */
export function judgeSeen({ signatures, others, complete }: Seen): Verdict | undefined {
  if (signatures > 0 || !complete) return undefined
  const what =
    others === 0 ? 'it has no signature' : 'it has no signature: what is attached to it says other things'
  return { kind: 'unsigned', why: what }
}

/**
 * What cosign's answer means for a manifest beside which we have seen signatures. Its exit code 0 also stands for an attestation, and its
 * codes 10 and 11 also for a registry in trouble, so neither is believed alone (sigstore/cosign, cmd/cosign/errors/exit_codes.go).
 */
export function judgeAnswer({ code, stdout, stderr }: Ended, digest: Digest): Verdict {
  const why = lastWords(stderr)
  if (code === 0) {
    if (verifiedTypes(stdout, digest).some((type) => SIGNATURE_TYPES.includes(type)))
      return { kind: 'signed' }
    return { kind: 'wrong', why: 'what was verified of it is no signature of this image' }
  }
  if (code === 12 || code === 13 || (code === 1 && REFUSED.test(stderr))) return { kind: 'wrong', why }
  if (code === undefined) return { kind: 'unknown', why: 'cosign did not end in time' }
  return { kind: 'unknown', why }
}

/** cosign's words for signatures that it has read and that are not what was asked for. */
const REFUSED = /no matching (?:attestations|signatures)|expected key signature, not certificate/

/** The types of what cosign says it has verified of a digest. */
function verifiedTypes(stdout: string, digest: Digest): readonly string[] {
  let json: unknown
  try {
    json = JSON.parse(stdout)
  } catch {
    return []
  }
  if (!Array.isArray(json)) return []
  return json.flatMap((one: unknown) => {
    const type = member(one, 'critical', 'type')
    const isOurs = member(one, 'critical', 'image', 'docker-manifest-digest') === digest
    return isOurs && typeof type === 'string' ? [type] : []
  })
}

const WORDS_LIMIT = 400

/** What cosign says last of an error, on one line; foreign text. */
export function lastWords(stderr: string): string {
  const lines = stripEscapes(stderr)
    .split(/\r\n|\n|\r/)
    .map((line) => defuse(line).trim())
    .filter((line) => line !== '')
  const told = lines.find((line) => line.startsWith('Error: ')) ?? lines.at(-1) ?? 'cosign said nothing'
  return told.replace(/^Error: (?:signing \[[^\]]*\]: )?(?:signing digest: )?/, '').slice(0, WORDS_LIMIT)
}

/** What another try does not help against: a refused request, a wrong password, a key of another kind. */
const FINAL =
  /Fulcio returned (?:400|403)|decryption failed|unsupported pem type|createLogEntryBadRequest|\bDENIED\b|requested access to the resource is denied/

/** Whether another try of a signature cannot help. */
export function isFinal({ stderr }: Ended): boolean {
  return FINAL.test(stderr)
}

/** The services of a signature by what cosign says where one of them fails. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  // Of these two cosign loses what they said where it has given up.
  [/read on closed response body/, 'the certificate authority (Fulcio) or the timestamp service'],
  [/fulcio|signingCert/i, 'the certificate authority (Fulcio)'],
  [/rekor|log\/entries|transparency log/i, 'the transparency log (Rekor)'],
  [/timestamp/i, 'the timestamp service'],
  [/tuf|trusted_root|signing.?config/i, 'the trust roots of Sigstore (TUF)'],
]

/** Which service a signature failed at; undefined where the words do not tell. */
export function failedService(words: string): string | undefined {
  return SERVICES.find(([pattern]) => pattern.test(words))?.[1]
}
