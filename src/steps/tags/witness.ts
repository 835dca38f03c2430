import type { Digest } from '../../domain/digest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'

/** Digests of tags; undefined for one that did not exist. */
export type Digests = ReadonlyMap<Tag, Digest | undefined>

/** What is found out about tags while a build pushes them by itself. */
export interface Witness {
  /** Hears what the builder is about to push, and how far it is. */
  hear(announcement: { readonly kind: string; readonly digest: Digest }): void
  /** What the tags held just before they were pushed, as far as it was seen. Nothing is saved any more after this. */
  ended(): Promise<Digests>
}

/**
 * Watches tags that a build is about to push: minutes after it was begun they may hold something else, and only what they hold
 * at the last moment is what the build replaces. They are read once for each kind of announcement, beside the build.
 * @param before what they held when the build was begun
 * @param save notes the digest that is pushed, and what the tags hold
 */
export function watchPush(
  host: Host,
  image: ImageName,
  before: Digests,
  save: (digest: Digest, before: Digests) => Promise<void>,
): Witness {
  const heard = new Set<string>()
  let seen = before
  let work = Promise.resolve()
  const look = async (digest: Digest) => {
    await save(digest, seen)
    // An answer that does not come tells nothing, and a tag that holds the new image was already pushed.
    const read = async (tag: Tag) =>
      [tag, (await host.registry.head(image, tag).catch(() => undefined))?.digest] as const
    const now = await Promise.all([...before.keys()].map(read))
    seen = new Map([...seen, ...now.filter(([, one]) => one !== undefined && one !== digest)])
    await save(digest, seen)
  }
  return {
    hear({ kind, digest }) {
      if (heard.has(kind)) return
      heard.add(kind)
      work = work.then(() => look(digest))
      // It is waited for in the end; until then nobody hears of a failure.
      work.catch(() => undefined)
    },
    async ended() {
      await work
      return seen
    },
  }
}
