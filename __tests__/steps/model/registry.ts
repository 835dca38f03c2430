import { createHash } from 'node:crypto'
import { type Digest, parseDigest } from '../../../src/domain/digest.ts'
import { type Descriptor, parseManifest } from '../../../src/domain/manifest.ts'
import type { Registry, StoredManifest } from '../../../src/host/registry/registry.ts'
import type { Scheduler } from './scheduler.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'

/** Makes a manifest of its bytes. */
export function stored(mediaType: string, body: Buffer): StoredManifest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(body).digest('hex')}`)
  const content = parseManifest(mediaType, JSON.parse(body.toString('utf8')))
  if (digest === undefined || content === undefined) throw new Error('no manifest')
  return { descriptor: { mediaType, digest, size: body.length, annotations: {} }, content, body }
}

/** An image of a version and a commit; builds of the same commit differ in what is given as `build`. */
export function imageOf(
  version: string,
  commit: string,
  build: string,
  architectures: readonly string[] = ['amd64'],
): StoredManifest {
  const manifests = architectures.map((architecture) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${createHash('sha256').update(build).digest('hex')}`,
    size: 1,
    platform: { os: 'linux', architecture },
  }))
  const annotations = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': commit,
  }
  const body = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests, annotations })
  return stored(INDEX, Buffer.from(body))
}

/** A tag got a digest, or was deleted. */
interface Write {
  readonly tag: string
  readonly digest: Digest | undefined
  readonly at: number
}

/**
 * A registry in memory that remembers every write with its time, so that reads can show any state of the past. A list is always a state
 * that once was: it never shows a tag and hides one that is older.
 */
export class MemoryRegistry {
  /** Whether tags can be deleted, which GHCR does not do. */
  readonly deletes: boolean
  readonly #writes: Write[] = []
  readonly #manifests = new Map<string, StoredManifest>()

  constructor(deletes = false) {
    this.deletes = deletes
  }

  /** Stores a manifest under a tag. */
  put(tag: string, manifest: StoredManifest, at: number): void {
    this.store(manifest)
    this.#write({ tag, digest: manifest.descriptor.digest, at })
  }

  /** Takes a tag away. */
  delete(tag: string, at: number): void {
    this.#write({ tag, digest: undefined, at })
  }

  #write(write: Write): void {
    this.#writes.push(write)
    // A write that is still under way comes after others that were sent later.
    this.#writes.sort((a, b) => a.at - b.at)
  }

  /** Stores a manifest by its digest only. */
  store(manifest: StoredManifest): void {
    this.#manifests.set(manifest.descriptor.digest, manifest)
  }

  /** What a tag held at a time; a digest is what it is. */
  get(reference: string, at = Number.POSITIVE_INFINITY): StoredManifest | undefined {
    const digest =
      parseDigest(reference) ?? this.#writes.findLast((one) => one.tag === reference && one.at <= at)?.digest
    return digest && this.#manifests.get(digest)
  }

  /** The tags that were there at a time, oldest first. */
  list(at = Number.POSITIVE_INFINITY): readonly string[] {
    const tags = new Set(this.#writes.flatMap((one) => (one.at <= at ? [one.tag] : [])))
    return [...tags].filter((tag) => this.get(tag, at) !== undefined)
  }

  /** All tags with the first digits of what they hold, for messages. */
  describe(): string {
    return this.list()
      .map((tag) => `${tag}=${this.get(tag)?.descriptor.digest.slice(7, 15)}`)
      .join(' ')
  }
}

/** How one run is connected to a registry. */
export interface Connection {
  readonly run: string
  readonly scheduler: Scheduler
  /** By how many virtual milliseconds the next answer is old. */
  readonly lag: (what: 'list' | 'tag', run: string) => number
  /** What becomes of each request; all are answered where it is absent. */
  readonly fate?: () => Fate
}

/** A request is answered; or the run is killed before it is sent, while it is under way, or before the answer is read. */
export type Fate = 'answered' | 'not sent' | 'under way' | 'not read'

/** How long after the death of its run a request is still under way: not more than UNDER_WAY_WITHIN of steps/tags/write.ts. */
export const UNDER_WAY = 5_000

/** The registry as one run sees it: every request waits for its turn twice, on its way there and on its way back. */
export function connect(memory: MemoryRegistry, connection: Connection): Registry {
  const { run, scheduler, lag, fate } = connection
  const call = async <T>(what: string, effect: (at: number) => T): Promise<T> => {
    await scheduler.pause(run, what)
    const end = fate?.() ?? 'answered'
    if (end !== 'answered') {
      scheduler.kill(run)
      scheduler.trace.push(`${run} is killed, and its request was ${end}`)
    }
    if (end === 'not sent') return new Promise<never>(() => undefined)
    const answer = effect(scheduler.now + (end === 'under way' ? UNDER_WAY : 0))
    await scheduler.pause(run, `${what}: answered`)
    return answer
  }
  const read = (what: string, reference: string): Promise<StoredManifest | undefined> =>
    call(`${what} ${short(reference)}`, () => memory.get(reference, scheduler.now - lag('tag', run)))
  const registry: Pick<Registry, 'head' | 'manifest' | 'tags' | 'putManifest' | 'deleteTag'> = {
    head: async (_, reference): Promise<Descriptor | undefined> =>
      (await read('HEAD', reference))?.descriptor,
    manifest: (_, reference) => read('GET', reference),
    tags: () => call('LIST', () => memory.list(scheduler.now - lag('list', run))),
    putManifest: (_, reference, mediaType, body) => {
      const manifest = stored(mediaType, body)
      return call(`PUT ${reference} ${short(manifest.descriptor.digest)}`, (at) =>
        memory.put(reference, manifest, at),
      )
    },
    deleteTag: (_, tag) =>
      call(`DELETE ${tag}`, (at) => {
        if (memory.deletes) memory.delete(tag, at)
        return memory.deletes ? 'deleted' : 'unsupported'
      }),
  }
  return registry as Registry
}

function short(reference: string): string {
  return reference.startsWith('sha256:') ? reference.slice(7, 15) : reference
}
