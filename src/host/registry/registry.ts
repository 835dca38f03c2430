import type { Digest } from '../../domain/digest.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import { createAccess, type Lookup } from './access.ts'
import { expect } from './answer.ts'
import { type BlobCopy, copyBlob, hasBlob, mountBlob, passBlob, readBlob } from './blobs.ts'
import {
  ACCEPT,
  deleteTag,
  headManifest,
  putManifest,
  readManifest,
  type StoredManifest,
} from './manifests.ts'
import { checkPush, type PushCheck } from './push.ts'
import { listReferrers } from './referrers.ts'
import { allTags } from './tags.ts'
import type { Send } from './transport.ts'

export type { Lookup } from './access.ts'
export type { BlobCopy } from './blobs.ts'
export type { StoredManifest } from './manifests.ts'
export type { PushCheck } from './push.ts'

/**
 * Reads, writes and tags on registries, over HTTP (OCI distribution-spec 1.1). Everything throws RegistryError, classified by
 * the registry's answer; `invalid-answer` where that is not what was asked for, or not safe.
 */
export interface Registry {
  /** From now on no credentials are used, whatever an earlier step left. */
  stayAnonymous(): void
  /** Undefined where the reference does not exist. */
  head(name: ImageName, reference: Tag | Digest): Promise<Descriptor | undefined>
  /** The body is bounded, its digest and its media type verified. Undefined where the reference does not exist. */
  manifest(name: ImageName, reference: Tag | Digest): Promise<StoredManifest | undefined>
  /** A small blob such as an image's configuration, at most 4 MiB; its digest is verified. */
  blob(name: ImageName, descriptor: Descriptor): Promise<Buffer>
  /**
   * A blob of any size, in pieces; its digest is verified with the last.
   * @param begin is called for each try, and gives what takes the pieces
   */
  pieces(name: ImageName, descriptor: Descriptor, begin: () => (piece: Buffer) => void): Promise<void>
  /** Whether the repository has the blob. */
  hasBlob(name: ImageName, digest: Digest): Promise<boolean>
  /** Takes a blob over from another repository of the same registry; false where that is not possible and nothing was done. */
  mountBlob(from: ImageName, to: ImageName, digest: Digest): Promise<boolean>
  /** Takes a blob over from anywhere: mounted where it can be, otherwise streamed and verified on its way. */
  copyBlob(from: ImageName, to: ImageName, descriptor: Descriptor): Promise<BlobCopy>
  /**
   * Points a tag at a manifest, or stores one under its own digest, as the manifests of an index are. What it refers to has to be
   * in the repository before.
   * @param body the manifest's bytes as they were read
   */
  putManifest(name: ImageName, reference: Tag | Digest, mediaType: string, body: Buffer): Promise<void>
  /** Takes a tag away, never a manifest. One that is not there is `deleted`; `unsupported` where the registry does not do it. */
  deleteTag(name: ImageName, tag: Tag): Promise<'deleted' | 'unsupported'>
  /** All tags; empty where there is no such repository. */
  tags(name: ImageName): Promise<readonly string[]>
  /** Descriptors of what refers to a manifest, such as its signatures; by the API and by the fallback tag. */
  referrers(name: ImageName, digest: Digest): Promise<readonly Descriptor[]>
  /** Whether the registry would take a push, asked by opening an upload that is cancelled. */
  canPush(name: ImageName): Promise<PushCheck>
  /** Whether anybody can pull it without a login. @throws RegistryError where the registry does not say */
  anonymous(name: ImageName, reference: Tag | Digest): Promise<boolean>
}

/** Makes the client; credentials are looked up when a host is first asked. */
export function createRegistry(send: Send, lookup: Lookup): Registry {
  const access = createAccess(send, lookup)
  return {
    stayAnonymous: () => access.stayAnonymous(),
    head: (name, reference) => headManifest(access, name, reference),
    manifest: (name, reference) => readManifest(access, name, reference),
    blob: (name, descriptor) => readBlob(access, name, descriptor),
    pieces: (name, descriptor, begin) => passBlob(access, name, descriptor, begin),
    hasBlob: (name, digest) => hasBlob(access, name, digest),
    mountBlob: (from, to, digest) => mountBlob(access, from, to, digest),
    copyBlob: (from, to, descriptor) => copyBlob(access, from, to, descriptor),
    putManifest: (name, reference, mediaType, body) => putManifest(access, name, reference, mediaType, body),
    deleteTag: (name, tag) => deleteTag(access, name, tag),
    tags: (name) => allTags(access, name),
    referrers: (name, digest) => listReferrers(access, name, digest),
    canPush: (name) => checkPush(access, name),
    async anonymous(name, reference) {
      const nobody = createAccess(send, async () => undefined)
      const head = { method: 'HEAD', headers: { Accept: ACCEPT } } as const
      const answer = await nobody.read(name, `manifests/${reference}`, head)
      return ![401, 403, 404].includes(answer.status) && expect(answer, name, 200).status === 200
    },
  }
}
