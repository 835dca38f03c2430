import { createHash } from 'node:crypto'
import { type Digest, parseDigest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { type Descriptor, type Index, type Manifest, parseManifest } from '../../domain/manifest.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { HttpAnswer } from './transport.ts'

/** A manifest as the registry holds it. */
export interface StoredManifest {
  readonly descriptor: Descriptor
  readonly content: Manifest | Index
  readonly body: Buffer
}

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

/** The descriptor in the headers of a HEAD answer. @throws RegistryError where there is no digest */
export function headDescriptor(answer: HttpAnswer, name: ImageName): Descriptor {
  const digest = parseDigest(answer.headers['docker-content-digest'])
  if (digest === undefined) throw noDigest(name)
  const mediaType = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''
  return { mediaType, digest, size: Number(answer.headers['content-length'] ?? 0), annotations: {} }
}

function noDigest(name: ImageName): RegistryError {
  return new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: the registry did not say which digest it has.`,
    remedy: 'Use a registry that follows the OCI distribution specification.',
  })
}

/** @throws RegistryError where the body is no manifest, or not the one that was promised */
export function storedManifest(answer: HttpAnswer, name: ImageName, reference: string): StoredManifest {
  const { body } = answer
  const digest = digestOf(body)
  const promised = parseDigest(reference) ?? parseDigest(answer.headers['docker-content-digest']) ?? digest
  verified(body, promised, name)
  const mediaType = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''
  const content = parseManifest(mediaType, parseJson(body))
  if (content === undefined) {
    throw new RegistryError('invalid-answer', {
      found: `${formatImageName(name)}: '${reference}' is no image (media type '${mediaType.slice(0, 100)}').`,
    })
  }
  return { descriptor: { mediaType, digest, size: body.length, annotations: {} }, content, body }
}

/** Undefined where the body is no JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function digestOf(body: Buffer): Digest {
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
