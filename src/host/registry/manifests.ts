import { type Digest, parseDigest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import {
  type Descriptor,
  INDEX_TYPES,
  type Index,
  MANIFEST_TYPES,
  type Manifest,
  parseManifest,
} from '../../domain/manifest.ts'
import { formatImageName, type ImageName, parseTag, type Tag } from '../../domain/reference.ts'
import { type Access, scopeOf, urlOf } from './access.ts'
import { answerText, digestOf, expect, parseJson, verified } from './answer.ts'
import type { AnswerHead, HttpAnswer } from './transport.ts'

/** A manifest as the registry holds it. */
export interface StoredManifest {
  readonly descriptor: Descriptor
  readonly content: Manifest | Index
  readonly body: Buffer
}

/** The media types of everything that can be read as a manifest. */
export const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ')

/**
 * Distribution-spec, "Checking if content exists in the registry". Undefined where the reference does not exist.
 * @throws RegistryError `invalid-answer` where there is no digest, or another one than was asked for
 */
export async function headManifest(
  access: Access,
  name: ImageName,
  reference: Tag | Digest,
): Promise<Descriptor | undefined> {
  const answer = await access.read(name, `manifests/${reference}`, {
    method: 'HEAD',
    headers: { Accept: ACCEPT },
  })
  if (answer.status === 404) return undefined
  const { headers } = expect(answer, name, 200)
  const asked = parseDigest(reference)
  const digest = parseDigest(headers['docker-content-digest']) ?? asked
  if (digest === undefined || (asked !== undefined && digest !== asked)) throw wrongDigest(name)
  const size = Number(headers['content-length'] ?? 0)
  return {
    mediaType: mediaTypeOf(answer),
    digest,
    size: Number.isSafeInteger(size) ? size : 0,
    annotations: {},
  }
}

function wrongDigest(name: ImageName): RegistryError {
  return new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: the registry did not say which digest it has, or named another one.`,
    remedy: 'Use a registry that follows the OCI distribution specification.',
  })
}

/**
 * Distribution-spec, "Pulling manifests". Undefined where the reference does not exist.
 * @throws RegistryError `invalid-answer` where the body is no manifest, or not the one that was promised
 */
export async function readManifest(
  access: Access,
  name: ImageName,
  reference: Tag | Digest,
): Promise<StoredManifest | undefined> {
  const answer = await access.read(name, `manifests/${reference}`, { headers: { Accept: ACCEPT } })
  return answer.status === 404 ? undefined : storedManifest(expect(answer, name, 200), name, reference)
}

function storedManifest(answer: HttpAnswer, name: ImageName, reference: string): StoredManifest {
  const { body } = answer
  const digest = digestOf(body)
  const promised = [parseDigest(reference), parseDigest(answer.headers['docker-content-digest'])]
  for (const one of promised) if (one !== undefined) verified(body, one, name)
  const mediaType = mediaTypeOf(answer)
  const json = parseJson(body)
  const content = parseManifest(mediaType, json)
  if (content === undefined) {
    const trouble = {
      found: `${formatImageName(name)}: '${reference}' is no image (media type '${mediaType.slice(0, 100)}').`,
      remedy:
        'Look at what was pushed there, and name an image instead, or delete it in the settings of the package.',
    }
    throw new RegistryError('invalid-answer', trouble, {
      foreignType: isForeign(mediaType) ? mediaType : undefined,
    })
  }
  checkMeaning(json as Readonly<Record<string, unknown>>, mediaType, name, reference)
  return { descriptor: { mediaType, digest, size: body.length, annotations: {} }, content, body }
}

/** Whether it is of something else than an image; a page for people is an answer of something between us and the registry. */
function isForeign(mediaType: string): boolean {
  const ours = [...INDEX_TYPES, ...MANIFEST_TYPES].some((one) => one === mediaType)
  return !ours && /^application\/[\w.+-]+$/.test(mediaType)
}

/**
 * The same bytes must not mean an index to one reader and a manifest to another (GHSA-mc8v-mgrf-8f4m): the type in the body
 * is the header's where it is there (image-spec, manifest.md), and the fields are of one kind only.
 */
function checkMeaning(
  json: Readonly<Record<string, unknown>>,
  mediaType: string,
  name: ImageName,
  reference: string,
): void {
  const isMixed = json.manifests !== undefined && (json.layers !== undefined || json.config !== undefined)
  if (!isMixed && (json.mediaType === undefined || json.mediaType === mediaType)) return
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: '${reference}' is not what its media type '${mediaType}' says.`,
    remedy: 'Do not use it: clients would not agree on what it is.',
  })
}

/** The type in the Content-Type header, without its parameters. */
export function mediaTypeOf({ headers }: AnswerHead): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''
}

/**
 * Distribution-spec, "Pushing Manifests".
 * @param reference a tag, or the body's own digest, as for the manifests of an index
 * @throws RegistryError `invalid-answer` where the digest is another one, or the registry stored something else
 */
export async function putManifest(
  access: Access,
  name: ImageName,
  reference: Tag | Digest,
  mediaType: string,
  body: Buffer,
): Promise<void> {
  const digest = digestOf(body)
  const asked = parseDigest(reference)
  if (asked !== undefined && asked !== digest)
    throw otherDigest(name, `${asked} was to be written with the content of ${digest}`)
  const url = urlOf(name, `manifests/${reference}`)
  const answer = await access.write(name, {
    method: 'PUT',
    url,
    headers: { 'Content-Type': mediaType },
    body,
  })
  const stored = parseDigest(expect(answer, name, 201).headers['docker-content-digest'])
  if (stored !== undefined && stored !== digest)
    throw otherDigest(name, `the registry stored ${stored} instead of ${digest}`)
}

function otherDigest(name: ImageName, what: string): RegistryError {
  return new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: ${what}.`,
    remedy: 'Run the job again; if it stays so, report it with this message.',
  })
}

/**
 * Takes a tag away, and never a manifest: only ever by tag (distribution-spec, "Deleting tags"). One that is not there counts
 * as deleted. `unsupported` where the registry does not delete tags, as GHCR does not.
 * @throws RegistryError classified by status where the registry refuses for another reason, `rejected` where it is no tag
 */
export async function deleteTag(
  access: Access,
  name: ImageName,
  tag: Tag,
): Promise<'deleted' | 'unsupported'> {
  if (parseTag(tag) === undefined) {
    throw new RegistryError('rejected', {
      found: `${formatImageName(name)}: '${tag}' is no tag, and nothing else is ever deleted.`,
    })
  }
  const request = { method: 'DELETE', url: urlOf(name, `manifests/${tag}`) } as const
  const first = await access.write(name, request)
  // Some registries have a right of its own for it (distribution spec/auth/scope.md); asked for only where it is needed.
  const answer = first.status === 401 ? await access.write(name, request, scopeOf(name, 'delete')) : first
  if ([200, 202, 204, 404].includes(answer.status)) return 'deleted'
  const words = answerText(answer.body) ?? ''
  // Old versions of distribution delete by digest only, and say that a tag is no digest.
  const takesNoTags = answer.status === 400 && /^(?:UNSUPPORTED|DIGEST_INVALID)\b/.test(words)
  if (answer.status === 405 || answer.status === 501 || takesNoTags) return 'unsupported'
  expect(answer, name, 202)
  return 'deleted'
}
