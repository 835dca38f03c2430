import { createHash } from 'node:crypto'
import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { HttpAnswer } from './transport.ts'

/** @throws RegistryError classified by status where the answer is not the expected one */
export function expect(answer: HttpAnswer, name: ImageName, status: number): HttpAnswer {
  if (answer.status === status) return answer
  const words = answerText(answer.body)
  const said = words === undefined ? '' : ` (${words})`
  const kind =
    answer.status === 401
      ? 'unauthorized'
      : answer.status === 403
        ? 'denied'
        : answer.status === 404
          ? 'not-found'
          : answer.status === 429 || answer.status >= 500
            ? 'temporary'
            : 'rejected'
  const found = `${formatImageName(name)}: the registry answered ${answer.status}${said}.`
  throw new RegistryError(kind, { found, remedy: REMEDIES[kind] }, { status: answer.status, answer: words })
}

const REMEDIES = {
  unauthorized: 'Check username and password, or log in before this step.',
  denied:
    'The account may not do this: check permissions: packages: write, and the access settings of the package.',
  'not-found': 'Check the name of the image.',
  temporary: 'The registry has trouble: run the job again later.',
  rejected: 'Run the job again; if it stays so, report it with this message.',
} as const

/** Deepest nesting of JSON that is read; an index with descriptors, platforms and annotations needs four levels. */
const DEPTH_LIMIT = 32

/** Undefined where the body is no JSON, or is nested deeper than 32 levels: whoever walks through it may then recurse. */
export function parseJson(body: Buffer): unknown {
  if (nestsDeeper(body, DEPTH_LIMIT)) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Counts brackets outside of strings; in UTF-8 none of these bytes is part of another character. */
function nestsDeeper(body: Buffer, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0
    if (inString && byte === BACKSLASH) at++
    else if (byte === QUOTE) inString = !inString
    else if (inString) continue
    else if (CLOSING.has(byte)) depth--
    else if (OPENING.has(byte) && ++depth > limit) return true
  }
  return false
}

/** The sha256 digest of some content. */
export function digestOf(body: Buffer): Digest {
  return `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest
}

/** The body, where it has the digest. @throws RegistryError where it has not */
export function verified(body: Buffer, digest: Digest, name: ImageName): Buffer {
  if (digestOf(body) === digest) return body
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: what the registry sent is not ${digest}.`,
    remedy: 'Something between this runner and the registry changes content. Do not use what was downloaded.',
  })
}

/** The registry's own words, `code: message` of its error body (distribution-spec, "Error Codes"), on one line. */
export function answerText(body: Buffer): string | undefined {
  const { errors } = (parseJson(body) ?? {}) as { errors?: { code?: unknown; message?: unknown }[] }
  const [first] = Array.isArray(errors) ? errors : []
  const words = [first?.code, first?.message].filter((word) => typeof word === 'string')
  if (words.length === 0) return undefined
  return words
    .join(': ')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300)
}
