import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import { type Access, BODY_LIMIT, repositoryPath, scopeOf, urlOf } from './access.ts'
import { expect, verified } from './answer.ts'
import { collect, unreachable } from './connection.ts'
import { follow } from './redirect.ts'
import type { HttpRequest } from './transport.ts'
import { cancelUpload, uploadUrl } from './upload.ts'

/** How a blob came to where it is now. */
export type BlobCopy = 'mounted' | 'present' | 'copied'

/** A small blob as a whole: at most 4 MiB, its digest verified (distribution-spec, "Pulling blobs"). */
export async function readBlob(access: Access, name: ImageName, { digest }: Descriptor): Promise<Buffer> {
  const answer = await access.read(name, `blobs/${digest}`)
  const final = await follow(access.send, blobRequest('GET', name, digest), answer)
  return verified(expect(final, name, 200).body, digest, name)
}

/**
 * Passes a blob on as it comes, with a piece of it in memory at a time. Done again from the start where it failed with something
 * temporary.
 * @throws RegistryError `invalid-answer` where it is not the blob, which may show after all of its pieces but the last
 */
export async function passBlob(
  access: Access,
  name: ImageName,
  blob: Descriptor,
  begin: () => (piece: Buffer) => void,
): Promise<void> {
  await access.send.again(async () => {
    const take = begin()
    for await (const piece of (await open(access, name, blob)) as AsyncIterable<Buffer>) take(piece)
  })
}

/** Whether a repository has a blob (distribution-spec, "Checking if content exists in the registry"). */
export async function hasBlob(access: Access, name: ImageName, digest: Digest): Promise<boolean> {
  const answer = await access.read(name, `blobs/${digest}`, { method: 'HEAD' })
  const final = await follow(access.send, blobRequest('HEAD', name, digest), answer)
  return final.status !== 404 && expect(final, name, 200).status === 200
}

function blobRequest(method: 'GET' | 'HEAD', name: ImageName, digest: Digest): HttpRequest {
  return { method, url: urlOf(name, `blobs/${digest}`), limit: BODY_LIMIT }
}

/**
 * Has a registry put a blob of one of its repositories into another one (distribution-spec, "Mounting a blob from another
 * repository"). False where it would rather be sent the blob, and where `from` is on another registry, which nobody can mount.
 * @throws RegistryError classified by status, as for lack of the right to push
 */
export async function mountBlob(
  access: Access,
  from: ImageName,
  to: ImageName,
  digest: Digest,
): Promise<boolean> {
  if (from.registry !== to.registry) return false
  const url = `${urlOf(to, 'blobs/uploads/')}?${new URLSearchParams({ mount: digest, from: repositoryPath(from) })}`
  const more = from.repository === to.repository ? undefined : scopeOf(from, 'pull')
  const answer = await access.write(to, { method: 'POST', url }, more)
  if (answer.status === 201) return true
  expect(answer, to, 202)
  await cancelUpload(access, answer, url, to)
  return false
}

/**
 * Brings a blob from one repository to another: mounted where both are on one registry, left alone where it is there, and
 * otherwise streamed, with a few pieces of it in memory at a time. It takes exactly `size` bytes, and the last of them are
 * sent only when the digest has proved true. Done again from the start where it failed with something temporary.
 * @throws RegistryError `invalid-answer` where the source has something else, otherwise classified by status
 */
export async function copyBlob(
  access: Access,
  from: ImageName,
  to: ImageName,
  blob: Descriptor,
): Promise<BlobCopy> {
  if (await mayMount(access, from, to, blob.digest)) return 'mounted'
  if (await hasBlob(access, to, blob.digest)) return 'present'
  await access.send.again(() => stream(access, from, to, blob))
  return 'copied'
}

/** A mount saves time and nothing else: whatever else is wrong shows when the blob is streamed. */
async function mayMount(access: Access, from: ImageName, to: ImageName, digest: Digest): Promise<boolean> {
  try {
    return await mountBlob(access, from, to, digest)
  } catch (error) {
    const refusals = ['unauthorized', 'denied', 'not-found', 'rejected']
    if (error instanceof RegistryError && refusals.includes(error.kind)) return false
    throw error
  }
}

/** The upload is opened first: where it is refused, nothing has to be read. */
async function stream(access: Access, from: ImageName, to: ImageName, blob: Descriptor): Promise<void> {
  const url = urlOf(to, 'blobs/uploads/')
  const opened = expect(await access.write(to, { method: 'POST', url }), to, 202)
  const target = new URL(uploadUrl(opened, url, to))
  // Added as text: the registry gets its own query back as it wrote it.
  target.search += `${target.search === '' ? '?' : '&'}digest=${encodeURIComponent(blob.digest)}`
  let source: Readable | undefined
  try {
    source = await open(access, from, blob)
    const headers = { 'Content-Type': 'application/octet-stream' }
    const body = { stream: source, size: blob.size }
    expect(await access.write(to, { method: 'PUT', url: target.href, headers, body }), to, 201)
  } catch (error) {
    await cancelUpload(access, opened, url, to)
    throw error
  } finally {
    source?.destroy()
  }
}

/** The verified content of a blob, as it comes. */
async function open(access: Access, from: ImageName, blob: Descriptor): Promise<Readable> {
  const request = blobRequest('GET', from, blob.digest)
  const first = await access.stream(from, `blobs/${blob.digest}`)
  const answer = await follow(access.send.stream, request, first)
  if (answer.status !== 200) expect(await collect(answer, request), from, 200)
  const content = Readable.from(checked(answer.stream, from, blob))
  // Where nobody began to read, ending it does not reach what it reads from.
  return content.once('close', () => answer.stream.destroy())
}

/** Passes on what is the blob so far, one piece late, so that content that is not the blob is never complete anywhere. */
async function* checked(content: Readable, from: ImageName, blob: Descriptor): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let size = 0
  let held: Buffer | undefined
  try {
    for await (const piece of content as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > blob.size) throw notTheBlob(from, blob, `has more than ${blob.size} bytes`)
      hash.update(piece)
      if (held !== undefined) yield held
      held = piece
    }
  } catch (cause) {
    throw unreachable({ url: urlOf(from, '') }, cause)
  }
  if (size < blob.size) throw notTheBlob(from, blob, `has ${size} bytes, not ${blob.size}`)
  if (`sha256:${hash.digest('hex')}` !== blob.digest) throw notTheBlob(from, blob, 'has another digest')
  if (held !== undefined) yield held
}

function notTheBlob(name: ImageName, { digest }: Descriptor, what: string): RegistryError {
  return new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: what the registry sent is not ${digest}: it ${what}.`,
    remedy: 'Something between this runner and the registry changes content. Do not use what was downloaded.',
  })
}
