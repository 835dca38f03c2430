import { createHash } from 'node:crypto'
import type { Registry } from '../../scripts/sandbox/registry.js'

const OCI = 'application/vnd.oci.image'

/** What a manifest or a blob is named by. */
export interface Pointer {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** How an artifact is stored; `type` is its layer's. */
export interface Details {
  readonly subject?: Pointer
  readonly tag?: string
  readonly type?: string
}

/** Puts things into a registry as other tools do, behind its front: without tokens, and in no record of requests. */
export class Store {
  readonly #url: string
  constructor({ storeUrl }: Registry, repository: string) {
    this.#url = `${storeUrl}/v2/${repository}`
  }

  /** A small artifact with one layer, under a tag where one is given; `subject` makes it refer to another manifest. */
  async artifact(text: string, { subject, tag, type = 'text/plain' }: Details = {}): Promise<Pointer> {
    const config = await this.#blob('{}', 'application/vnd.oci.empty.v1+json')
    const layers = [await this.#blob(text, type)]
    const manifest = { config, layers, artifactType: 'application/test', ...(subject && { subject }) }
    return this.#manifest(manifest, 'manifest', tag)
  }

  /** The list of what refers to a manifest, under the fallback tag (distribution-spec, "Referrers Tag Schema"). */
  referrers(subject: Pointer, ...referrers: readonly Pointer[]): Promise<Pointer> {
    const manifests = referrers.map((one) => ({ ...one, artifactType: 'application/test' }))
    return this.#manifest({ manifests }, 'index', subject.digest.replace(':', '-'))
  }

  async #blob(text: string, mediaType: string): Promise<Pointer> {
    const opened = await this.#send('POST', `${this.#url}/blobs/uploads/`)
    const place = new URL(opened.headers.get('location') ?? '', this.#url)
    const pointer = pointerTo(text, mediaType)
    place.searchParams.set('digest', pointer.digest)
    await this.#send('PUT', place.href, text)
    return pointer
  }

  async #manifest(content: object, kind: 'manifest' | 'index', tag: string | undefined): Promise<Pointer> {
    const mediaType = `${OCI}.${kind}.v1+json`
    const text = JSON.stringify({ schemaVersion: 2, mediaType, ...content })
    const pointer = pointerTo(text, mediaType)
    await this.#send('PUT', `${this.#url}/manifests/${tag ?? pointer.digest}`, text, mediaType)
    return pointer
  }

  async #send(
    method: string,
    url: string,
    body?: string,
    type = 'application/octet-stream',
  ): Promise<Response> {
    const answer = await fetch(url, { method, headers: { 'content-type': type }, ...(body && { body }) })
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

function pointerTo(text: string, mediaType: string): Pointer {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
  return { mediaType, digest, size: Buffer.byteLength(text) }
}
