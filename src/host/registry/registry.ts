import { createHash } from 'node:crypto'
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
import { formatImageName, type ImageName, type Tag } from '../../domain/reference.ts'
import type { Login } from '../credentials.ts'
import { type Authorized, answerText, authorize, baseUrl, isLoopback } from './auth.ts'
import { type PushCheck, refuse } from './push.ts'
import { type HttpAnswer, type HttpRequest, type Send, safeUrl } from './transport.ts'

/** A manifest as the registry holds it. */
export interface StoredManifest {
  readonly descriptor: Descriptor
  readonly content: Manifest | Index
  readonly body: Buffer
}

/** Reads and tags on registries, over HTTP (OCI distribution-spec 1.1). */
export interface Registry {
  /** From now on no credentials are used, whatever an earlier step left. */
  stayAnonymous(): void
  /** Undefined where the reference does not exist. */
  head(name: ImageName, reference: Tag | Digest): Promise<Descriptor | undefined>
  /** The body is bounded, its digest verified. Undefined where the reference does not exist. */
  manifest(name: ImageName, reference: Tag | Digest): Promise<StoredManifest | undefined>
  /** A small blob such as an image's configuration; its digest is verified. */
  blob(name: ImageName, descriptor: Descriptor): Promise<Buffer>
  /** Points a tag at a manifest that the registry has; the bytes are the manifest's. */
  putManifest(name: ImageName, tag: Tag, mediaType: string, body: Buffer): Promise<void>
  /** All tags; empty where there is no such repository. */
  tags(name: ImageName): Promise<readonly string[]>
  /** Whether the registry would take a push, asked by opening an upload that is cancelled. */
  canPush(name: ImageName): Promise<PushCheck>
  /** Whether anybody can pull it without a login. */
  anonymous(name: ImageName, reference: Tag | Digest): Promise<boolean>
}

/** Reads the credentials for a registry host. */
export type Lookup = (registry: string) => Promise<Login | undefined>

export type { PushCheck } from './push.ts'

/** Manifests are a few KiB; 4 MiB is what registries accept at most (distribution-spec, "Pushing Manifests"). */
const MANIFEST_LIMIT = 4 * 1024 * 1024
const BLOB_LIMIT = 4 * 1024 * 1024
const PAGE_LIMIT = 1000
const PAGE_SIZE = 10_000
const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ')

/** Makes the client; credentials are looked up when a host is first asked. */
export function createRegistry(send: Send, lookup: Lookup): Registry {
  const hosts = new Map<string, Authorized>()
  let anonymous = false
  const at = (registry: string): Authorized => {
    const known = hosts.get(registry)
    if (known !== undefined) return known
    const host = authorize(send, registry, async () => (anonymous ? undefined : lookup(registry)))
    hosts.set(registry, host)
    return host
  }
  const read = (name: ImageName, path: string, more: Partial<HttpRequest> = {}) =>
    at(name.registry).send(
      { method: 'GET', url: urlOf(name, path), limit: MANIFEST_LIMIT, headers: { Accept: ACCEPT }, ...more },
      `repository:${name.repository}:pull`,
    )
  const write = (name: ImageName, request: Omit<HttpRequest, 'limit'>) =>
    at(name.registry).send({ ...request, limit: BLOB_LIMIT }, `repository:${name.repository}:pull,push`)
  return {
    stayAnonymous() {
      anonymous = true
      hosts.clear()
    },
    async head(name, reference) {
      const answer = await read(name, `manifests/${reference}`, { method: 'HEAD' })
      return answer.status === 404 ? undefined : headDescriptor(expect(answer, name, 200), name)
    },
    async manifest(name, reference) {
      const answer = await read(name, `manifests/${reference}`)
      return answer.status === 404 ? undefined : storedManifest(expect(answer, name, 200), name, reference)
    },
    async blob(name, descriptor) {
      const answer = await read(name, `blobs/${descriptor.digest}`, { limit: BLOB_LIMIT })
      const final = await follow(send, answer, name)
      return verified(expect(final, name, 200).body, descriptor.digest, name)
    },
    async putManifest(name, tag, mediaType, body) {
      const url = urlOf(name, `manifests/${tag}`)
      const answer = await write(name, { method: 'PUT', url, headers: { 'Content-Type': mediaType }, body })
      expect(answer, name, 201)
    },
    tags: (name) => allTags(name, (path) => read(name, path)),
    async canPush(name) {
      const url = urlOf(name, 'blobs/uploads/')
      try {
        const answer = await write(name, { method: 'POST', url })
        if (answer.status !== 202) return refuse(answer.status, answerText(answer.body))
        await cancelUpload(answer, name, (target) => write(name, { method: 'DELETE', url: target }))
        return { ok: true }
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        if (error.kind === 'unauthorized')
          return { ok: false, kind: 'wrong-credentials', answer: error.answer ?? '' }
        if (error.kind === 'unreachable')
          return { ok: false, kind: 'unreachable', answer: error.trouble.found }
        throw error
      }
    },
    async anonymous(name, reference) {
      const nobody = authorize(send, name.registry, async () => undefined)
      const request = {
        method: 'HEAD',
        url: urlOf(name, `manifests/${reference}`),
        limit: MANIFEST_LIMIT,
      } as const
      const scope = `repository:${name.repository}:pull`
      return (await nobody.send({ ...request, headers: { Accept: ACCEPT } }, scope)).status === 200
    },
  }
}

function urlOf(name: ImageName, path: string): string {
  const repository = name.registry === 'docker.io' && !name.repository.includes('/') ? 'library/' : ''
  return `${baseUrl(name.registry)}/v2/${repository}${name.repository}/${path}`
}

/** @throws RegistryError classified by status where the answer is not the expected one */
function expect(answer: HttpAnswer, name: ImageName, status: number): HttpAnswer {
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

function headDescriptor(answer: HttpAnswer, name: ImageName): Descriptor {
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

function storedManifest(answer: HttpAnswer, name: ImageName, reference: string): StoredManifest {
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

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function digestOf(body: Buffer): Digest {
  return `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest
}

function verified(body: Buffer, digest: Digest, name: ImageName): Buffer {
  if (digestOf(body) === digest) return body
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: what the registry sent is not ${digest}.`,
    remedy: 'Something between this runner and the registry changes content. Do not use what was downloaded.',
  })
}

/** Blobs often lie on a storage host: it gets no credentials of ours. */
async function follow(send: Send, answer: HttpAnswer, name: ImageName): Promise<HttpAnswer> {
  const target = answer.headers.location
  if (answer.status < 301 || answer.status > 308 || target === undefined) return answer
  const url = new URL(target, baseUrl(name.registry))
  const safe = url.protocol === 'https:' || (isLoopback(url.host) && isLoopback(name.registry))
  if (safe) return send({ method: 'GET', url: url.href, limit: BLOB_LIMIT })
  throw new RegistryError('invalid-answer', {
    found: `The registry redirects to ${safeUrl(url.href)}, which is not safe.`,
  })
}

async function allTags(
  name: ImageName,
  read: (path: string) => Promise<HttpAnswer>,
): Promise<readonly string[]> {
  const found = new Set<string>()
  let path: string | undefined = `tags/list?n=${PAGE_SIZE}`
  for (let page = 0; path !== undefined && page < PAGE_LIMIT; page++) {
    const answer: HttpAnswer = await read(path)
    if (answer.status === 404) break
    const { tags } = (parseJson(expect(answer, name, 200).body) ?? {}) as { tags?: unknown }
    for (const tag of Array.isArray(tags) ? tags : []) if (typeof tag === 'string') found.add(tag)
    path = nextPage(answer.headers.link)
  }
  return [...found]
}

/** The query of the next page (RFC 8288): only that, so that a registry cannot send us elsewhere. */
function nextPage(link: string | undefined): string | undefined {
  const query = /<[^>?]*(\?[^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1]
  return query === undefined ? undefined : `tags/list${query}`
}

/** An upload that is not cancelled is dropped by the registry after some time, so a refusal here is no fault. */
async function cancelUpload(
  answer: HttpAnswer,
  name: ImageName,
  cancel: (url: string) => Promise<HttpAnswer>,
): Promise<void> {
  const location = answer.headers.location
  if (location === undefined) return
  const url = new URL(location, baseUrl(name.registry))
  if (url.host !== new URL(baseUrl(name.registry)).host) return
  await cancel(url.href).catch(() => undefined)
}
