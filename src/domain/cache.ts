/** What a look at a place of a cache has found, before the build. */
export type CacheState =
  | { readonly kind: 'present' }
  | { readonly kind: 'absent' }
  /** It is there for others, not for this job: no login, no right. */
  | { readonly kind: 'closed'; readonly reason: string }
  /** Whoever has it does not answer as it should: reading and writing would only cost time. */
  | { readonly kind: 'broken'; readonly reason: string }

/** What is known of a build's caches before it begins. */
export interface CacheProbe {
  /** By reference. */
  readonly registry: ReadonlyMap<string, CacheState>
  /** The Actions cache service as a whole; undefined where nobody asked it. */
  readonly service: CacheState | undefined
  /** The newest export in a folder, by the folder; absent where it holds none. */
  readonly folders: ReadonlyMap<string, string>
  /** Why a folder that would be written cannot be, by the folder. */
  readonly unwritable: ReadonlyMap<string, string>
  /** Digest of the key files, in hex digits; undefined where `cache-key-files` is not used. */
  readonly key: string | undefined
  /** When it was looked at, in milliseconds since the epoch. */
  readonly time: number
}

/** Where nobody has looked. */
export const NOTHING_PROBED: CacheProbe = {
  registry: new Map(),
  service: undefined,
  folders: new Map(),
  unwritable: new Map(),
  key: undefined,
  time: 0,
}

/** What a token of the Actions cache service may do. */
export type CacheRight = 'none' | 'read' | 'write'

/**
 * Reads the rights in a token of the Actions cache service. It is a JWT whose claim `ac` lists scopes, each with permission bits, 1 to
 * read and 2 to write; tokens of untrusted events have scopes to read only. `none` where it is no such token, or is over: BuildKit fails a
 * build with such a one, whatever `ignore-error` says.
 * @param now in milliseconds since the epoch
 */
export function cacheRight(token: string, now: number): CacheRight {
  const claims = json(decode(token.split('.')[1] ?? ''))
  const scopes = json(field(claims, 'ac'))
  const ends = field(claims, 'exp')
  if (!Array.isArray(scopes) || (typeof ends === 'number' && ends * 1000 <= now)) return 'none'
  const bits = scopes.map((scope) => Number(field(scope, 'Permission')))
  if (bits.some((bit) => (bit & 2) !== 0)) return 'write'
  return bits.some((bit) => (bit & 1) !== 0) ? 'read' : 'none'
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

function json(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function decode(base64url: string): string {
  try {
    return atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
