import type { Digest } from '../domain/digest.ts'
import type { HeldTags } from '../domain/held.ts'
import type { ImageHistory } from '../domain/history.ts'
import type { Tag } from '../domain/reference.ts'
import type { CacheUse } from './hits.ts'
import type { TagPlan } from './tags.ts'

/** What is known of the image that was published before this one. */
export interface Earlier {
  /** Its tag, and what it says of its commit. */
  readonly tag: string
  readonly commit: string | undefined
  /** By platform, as in `linux/arm64`. */
  readonly histories: ReadonlyMap<string, ImageHistory>
  /** What changed since its commit; undefined where nobody knows. */
  readonly changes: Changes | undefined
}

/** Files that changed between two commits; foreign text. */
export interface Changes {
  /** In the build context, relative to it. */
  readonly files: readonly string[]
  /** Whether the Dockerfile is among them; undefined where nobody knows. */
  readonly dockerfile: boolean | undefined
}

/** What a reason is looked for in. */
export interface MissEvidence {
  readonly caches: readonly CacheUse[]
  /** The inputs `no-cache` and `no-cache-filters`. */
  readonly noCache: boolean
  readonly noCacheStages: readonly string[]
  readonly earlier: Earlier | undefined
  /** Of the image that this build made, by platform. */
  readonly histories: ReadonlyMap<string, ImageHistory>
}

/**
 * The image that this one follows: what the narrowest tag that moves held when the run looked around, or what the branch's tag
 * holds, or the version itself where it is built again. Undefined where there is none.
 */
export function earlierImage(
  { moving, branch, fixed }: Pick<TagPlan, 'moving' | 'branch' | 'fixed'>,
  held: HeldTags,
): { readonly tag: Tag; readonly digest: Digest } | undefined {
  const tags = [...moving.map(({ tag }) => tag), ...fixed, ...(branch === undefined ? [] : [branch])]
  const [first] = tags.flatMap((tag) => {
    const digest = held.get(tag)?.digest
    return digest === undefined ? [] : [{ tag, digest }]
  })
  return first
}

/**
 * What of the changes between two commits concerns a build.
 * @param changed paths relative to the repository
 * @param prefix the build context's, '' or ending in `/`
 * @param context its absolute path; a Dockerfile elsewhere than in the repository is not known
 */
export function changesIn(
  changed: readonly string[],
  prefix: string,
  { context, file }: { readonly context: string; readonly file: string },
): Changes {
  const files = changed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
  const folder = `${context}/`
  const root = folder.endsWith(`/${prefix}`) ? folder.slice(0, folder.length - prefix.length) : undefined
  const known = root !== undefined && file.startsWith(root)
  return { files, dockerfile: known ? changed.includes(file.slice(root.length)) : undefined }
}
