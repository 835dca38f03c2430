import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Digest } from '../../src/domain/digest.ts'
import { digestOf, json } from './registry-client.ts'
import type { Answer } from './server.ts'

interface Kept {
  readonly type: string
  readonly body: Buffer
}

/** One repository. */
interface Repository {
  readonly blobs: Map<string, Buffer>
  /** By digest. */
  readonly manifests: Map<string, Kept>
  readonly tags: Map<string, string>
}

/** A registry in memory that takes no manifest before what it names, as real ones do. */
export interface WholeRegistry {
  readonly answer: Answer
  /** `METHOD path` of what was asked, but for what only reads. */
  readonly writes: string[]
  repository(name: string): Repository
  /** Puts a blob in, and gives its descriptor. */
  blob(repository: string, content: string, mediaType?: string): Descriptor
  /** Puts a manifest in, under a tag too where one is given, and gives its descriptor. */
  manifest(repository: string, type: string, content: object, tag?: string): Descriptor
  /** What it can do; a test may change it. */
  readonly can: { referrers: boolean; mount: boolean; deleteTags: boolean; emptyIndex: boolean }
}

/** A descriptor as it stands in JSON. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
}

export const INDEX = 'application/vnd.oci.image.index.v1+json'
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

interface Named {
  readonly subject?: { readonly digest: string }
  readonly manifests?: readonly { readonly digest: string }[]
  readonly config?: { readonly digest: string }
  readonly layers?: readonly { readonly digest: string; readonly mediaType: string }[]
}
const parsed = ({ body }: Kept) => JSON.parse(body.toString()) as Named

/** Makes one, for a server that leaves bodies unread. */
export function createWholeRegistry(): WholeRegistry {
  const repositories = new Map<string, Repository>()
  const repository = (name: string): Repository => {
    const known = repositories.get(name) ?? { blobs: new Map(), manifests: new Map(), tags: new Map() }
    repositories.set(name, known)
    return known
  }
  const can = { referrers: false, mount: true, deleteTags: false, emptyIndex: true }
  const writes: string[] = []
  const describe = (mediaType: string, body: Buffer) => ({
    mediaType,
    digest: digestOf(body),
    size: body.length,
  })
  const answer: Answer = async (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const { method = '' } = request
    if (method !== 'GET' && method !== 'HEAD') writes.push(`${method} ${url.pathname}`)
    const body = await read(request)
    const [, name = '', kind, rest = ''] =
      /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/.exec(url.pathname) ?? []
    const repo = repository(name)
    if (url.pathname === '/v2/') return void response.writeHead(200).end('{}')
    if (kind === 'tags') return void json(response, 200, { name, tags: [...repo.tags.keys()] })
    if (kind === 'referrers') return referrers(response, repo, rest, can.referrers)
    if (kind === 'blobs' && method === 'POST') return post(response, url, repo, can.mount, repository, name)
    if (kind === 'blobs' && method === 'PUT') {
      repo.blobs.set(url.searchParams.get('digest') ?? '', body)
      return void response.writeHead(201).end()
    }
    if (kind === 'blobs') return found(response, repo.blobs.get(rest), method)
    if (method === 'DELETE') {
      if (can.deleteTags) repo.tags.delete(rest)
      return void json(response, can.deleteTags ? 202 : 405, {})
    }
    if (method === 'PUT' && !can.emptyIndex && parsed({ type: '', body }).manifests?.length === 0)
      return void json(response, 400, { errors: [{ code: 'MANIFEST_INVALID', message: 'no manifests' }] })
    if (method === 'PUT') return put(response, repo, rest, request.headers['content-type'] ?? '', body)
    const digest = repo.tags.get(rest) ?? rest
    const kept = repo.manifests.get(digest)
    return found(response, kept?.body, method, {
      'content-type': kept?.type ?? 'text/plain',
      'docker-content-digest': digest,
    })
  }
  return {
    ...{ answer, writes, repository, can },
    blob(name, content, mediaType = 'application/octet-stream') {
      const body = Buffer.from(content)
      repository(name).blobs.set(digestOf(body), body)
      return describe(mediaType, body)
    },
    manifest(name, type, content, tag) {
      const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, ...content }))
      repository(name).manifests.set(digestOf(body), { type, body })
      if (tag !== undefined) repository(name).tags.set(tag, digestOf(body))
      return describe(type, body)
    },
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

function found(response: ServerResponse, body: Buffer | undefined, method: string, headers = {}): void {
  if (body === undefined) return void response.writeHead(404).end()
  response.writeHead(200, { ...headers, 'content-length': String(body.length) })
  response.end(method === 'HEAD' ? undefined : body)
}

function post(
  response: ServerResponse,
  url: URL,
  repo: Repository,
  mounts: boolean,
  repository: (name: string) => Repository,
  name: string,
): void {
  const [digest, from] = [url.searchParams.get('mount'), url.searchParams.get('from')]
  const blob = digest && from && mounts ? repository(from).blobs.get(digest) : undefined
  if (digest && blob !== undefined) repo.blobs.set(digest, blob)
  if (blob !== undefined) return void response.writeHead(201).end()
  response.writeHead(202, { location: `/v2/${name}/blobs/uploads/1` }).end()
}

/** A subject may be missing; everything else that a manifest names has to be there. */
function put(
  response: ServerResponse,
  repo: Repository,
  reference: string,
  type: string,
  body: Buffer,
): void {
  const kept = { type, body }
  const { manifests = [], config, layers = [] } = parsed(kept)
  const blobs = [...(config === undefined ? [] : [config]), ...layers.filter(isHere)]
  const isWhole =
    manifests.every(({ digest }) => repo.manifests.has(digest)) &&
    blobs.every(({ digest }) => repo.blobs.has(digest))
  if (!isWhole) return void json(response, 400, { errors: [{ code: 'MANIFEST_BLOB_UNKNOWN', message: 'x' }] })
  const digest = digestOf(body)
  repo.manifests.set(digest, kept)
  if (!reference.startsWith('sha256:')) repo.tags.set(reference, digest)
  response.writeHead(201, { 'docker-content-digest': digest }).end()
}

function isHere({ mediaType }: { readonly mediaType: string }): boolean {
  return !mediaType.includes('nondistributable')
}

function referrers(response: ServerResponse, repo: Repository, subject: string, supported: boolean): void {
  if (!supported) return void response.writeHead(404).end()
  const manifests = [...repo.manifests]
    .filter(([, kept]) => parsed(kept).subject?.digest === subject)
    .map(([digest, { type, body }]) => ({ mediaType: type, digest, size: body.length }))
  json(response, 200, { schemaVersion: 2, mediaType: INDEX, manifests }, { 'content-type': INDEX })
}
