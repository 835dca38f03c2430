import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { type Descriptor, INDEX_TYPES, MANIFEST_TYPES } from '../../domain/manifest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Identity } from '../credentials.ts'
import {
  answerText,
  expect,
  headDescriptor,
  type StoredManifest,
  storedManifest,
  verified,
} from './answer.ts'
import { type Authorized, authorize, baseUrl, isLoopback } from './auth.ts'
import { type PushCheck, refuse, refuseError } from './push.ts'
import { allTags } from './tags.ts'
import { type HttpAnswer, type HttpRequest, type Send, safeUrl } from './transport.ts'

export type { StoredManifest } from './answer.ts'

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
  /** Whether anybody can pull it without a login. @throws RegistryError where the registry does not say */
  anonymous(name: ImageName, reference: Tag | Digest): Promise<boolean>
}

/** Reads the credentials for a registry host. */
export type Lookup = (registry: string) => Promise<Identity | undefined>

export type { PushCheck } from './push.ts'

/** Manifests are a few KiB; 4 MiB is what registries accept at most (distribution-spec, "Pushing Manifests"). */
const MANIFEST_LIMIT = 4 * 1024 * 1024
const BLOB_LIMIT = 4 * 1024 * 1024
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
        const refusal = error instanceof RegistryError ? refuseError(error) : undefined
        if (refusal === undefined) throw error
        return refusal
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
      const answer = await nobody.send({ ...request, headers: { Accept: ACCEPT } }, scope)
      if ([401, 403, 404].includes(answer.status)) return false
      return expect(answer, name, 200).status === 200
    },
  }
}

function urlOf(name: ImageName, path: string): string {
  const repository = name.registry === 'docker.io' && !name.repository.includes('/') ? 'library/' : ''
  return `${baseUrl(name.registry)}/v2/${repository}${name.repository}/${path}`
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
