import type { Context } from '../domain/context.ts'
import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { Inputs } from './inputs/inputs.ts'
import { member, textAt } from './payload.ts'

/** What a cache belongs to, beside its image. */
export interface CacheScope {
  /** Stage of the Dockerfile. */
  readonly target: string | undefined
  /** The platform, where one alone is built: the legs of a matrix must not replace each other's cache. */
  readonly platform: Platform | undefined
  /** The branch; undefined for the default branch and for versions, which build on it. */
  readonly branch: string | undefined
  /** Digest of the key files, in hex digits. */
  readonly key: string | undefined
}

/** Scopes of one build: the best first. */
export interface CacheScopes {
  readonly read: readonly CacheScope[]
  readonly write: readonly CacheScope[]
}

/** What the scopes of a build depend on. */
export interface ScopeFacts {
  readonly target: string | undefined
  readonly platforms: readonly Platform[]
  readonly branches: readonly (string | undefined)[]
  readonly key: string | undefined
}

/**
 * The scopes of a build. A cache with a key is written under its key and without one, so that the next key starts a layer of its
 * own and still finds what the last one has left. What is read falls back from the build's own scope to that of all platforms,
 * and from its branch to the branches below.
 */
export function planScopes({ target, platforms, branches, key }: ScopeFacts): CacheScopes {
  const [only] = platforms.length === 1 ? platforms : []
  const own = { target, platform: only, branch: branches[0], key }
  const plain = { ...own, key: undefined }
  const write = key === undefined ? [plain] : [own, plain]
  const shared = only === undefined ? [only] : [only, undefined]
  const below = branches.flatMap((branch) => shared.map((platform) => ({ ...plain, branch, platform })))
  return { read: [...write, ...below.slice(1)], write }
}

/** The scopes of a run. @param key digest of the key files */
export function scopesOf(
  { build }: Pick<Inputs, 'build'>,
  context: Context,
  key: string | undefined,
): CacheScopes {
  const { target, platforms } = build
  return planScopes({ target, platforms, branches: cacheBranches(context), key })
}

/**
 * The branches whose caches a build reads, its own first: this one, the one that its pull request goes to, the default branch. The
 * default branch is undefined, and so is a branch where nobody says which is the default one. A version builds on the default
 * branch's.
 */
export function cacheBranches(context: Context): readonly (string | undefined)[] {
  const { payload } = context
  const fallback = textAt(payload, 'repository', 'default_branch')
  const named = [...branchesOf(context), fallback]
  const branches = named.map((branch) => (fallback === undefined || branch === fallback ? undefined : branch))
  return [...new Set(branches)]
}

function branchesOf({ event, payload, ref, repository }: Context): readonly string[] {
  if (event === 'pull_request') {
    const head = member(payload, 'pull_request', 'head')
    // A branch of a fork may have the name of any branch of ours.
    const own = textAt(head, 'repo', 'full_name')?.toLowerCase() === repository.toLowerCase()
    return present(own ? textAt(head, 'ref') : undefined, textAt(payload, 'pull_request', 'base', 'ref'))
  }
  if (event === 'merge_group') return present(branchName(textAt(payload, 'merge_group', 'base_ref')))
  return present(branchName(ref))
}

/** Whether a job runs on a git tag: what it writes to the Actions cache, only a job on the same tag can read (GitHub). */
export function onTag({ ref }: Context): boolean {
  return ref.startsWith('refs/tags/')
}

function present(...names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined)
}

function branchName(ref: string | undefined): string | undefined {
  return /^refs\/heads\/(.+)$/.exec(ref ?? '')?.[1]
}

/**
 * What is put behind a name to tell scopes apart, of characters that a tag may have: `[-<target>][.<platform>][.<branch>][.key-<key>]`.
 * The design fixes the form without the rest, `buildcache[-<target>]`.
 */
export function scopeSuffix({ target, platform, branch, key }: CacheScope): string {
  return [
    target === undefined ? '' : `-${target}`,
    platform === undefined ? '' : `.${formatPlatform(platform).replaceAll('/', '-')}`,
    branch === undefined ? '' : `.branch-${encode(branch)}`,
    key === undefined ? '' : `.key-${key}`,
  ].join('')
}

/** Other characters than a tag may have, and `_` itself, as `_` and their code: no two branches get one name. */
function encode(branch: string): string {
  return branch.replace(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${character.codePointAt(0)?.toString(16) ?? ''}_`,
  )
}
