import type { Digest } from './digest.ts'

/** An image's name: a registry host and a repository on it, lower-cased, without tag or digest. */
export interface ImageName {
  /** Host with an optional port, as in `ghcr.io` or `127.0.0.1:5000`; `docker.io` where none was written. */
  readonly registry: string
  /** Path on the registry, as in `owner/app`. */
  readonly repository: string
}

/** A tag that is valid by the distribution spec. */
export type Tag = string & { readonly __brand: 'Tag' }

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`)
const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
/** Signature and referrer fallback tags (OCI distribution-spec, "Referrers Tag Schema") and the ones of our own. */
const RESERVED_TAG = /^(?:sha256-[0-9a-f]{64}.*|candidate|buildcache.*|withdrawn-.*)$/

/**
 * Parses an image name, lower-casing it (GHCR owners may be upper-case, references may not).
 * Returns a sentence that says what is wrong where it cannot be used.
 */
export function parseImageName(text: string): ImageName | { readonly fault: string } {
  if (text.length > 255) return { fault: `is ${text.length} characters long, at most 255 are possible` }
  if (text.includes('@')) return { fault: `has a digest; write only the name` }
  // Lower-casing would make ASCII of some other letters, such as the Kelvin sign.
  if (/[^\x21-\x7e]/.test(text)) return { fault: 'has characters other than letters, digits and ._-/' }
  const lower = text.toLowerCase()
  const slash = lower.indexOf('/')
  const first = slash < 0 ? '' : lower.slice(0, slash)
  const hasHost = /[.:[]/.test(first) || first === 'localhost'
  const registry = hasHost ? first : 'docker.io'
  const repository = hasHost ? lower.slice(slash + 1) : lower
  if (!HOST.test(registry) || portOf(registry) > 65_535)
    return { fault: `has the registry host '${registry}', which is not a host name` }
  if (repository.includes(':')) return { fault: `has a tag; write only the name` }
  if (!REPOSITORY.test(repository))
    return { fault: `has the repository '${repository}', which is not a valid path` }
  return { registry, repository }
}

function portOf(registry: string): number {
  return Number(/:(\d+)$/.exec(registry)?.[1] ?? 0)
}

/** `registry/repository`. */
export function formatImageName(name: ImageName): string {
  return `${name.registry}/${name.repository}`
}

/** `registry/repository:tag`. */
export function taggedReference(name: ImageName, tag: Tag): string {
  return `${formatImageName(name)}:${tag}`
}

/** `registry/repository@sha256:…`. */
export function digestReference(name: ImageName, digest: Digest): string {
  return `${formatImageName(name)}@${digest}`
}

/** The tag in `text`, or undefined where the distribution spec forbids it. */
export function parseTag(text: string): Tag | undefined {
  return TAG.test(text) ? (text as Tag) : undefined
}

/** The name and the tag in a reference such as `ghcr.io/owner/app:v1`; undefined where it has no tag, or is none. */
export function parseReference(text: string): { readonly name: ImageName; readonly tag: Tag } | undefined {
  const at = text.lastIndexOf(':')
  const tag = at > text.lastIndexOf('/') ? parseTag(text.slice(at + 1)) : undefined
  if (tag === undefined) return undefined
  const name = parseImageName(text.slice(0, at))
  return 'fault' in name ? undefined : { name, tag }
}

/** Whether a tag belongs to signatures, referrers, caches or to this action's own records. */
export function isReservedTag(tag: string): boolean {
  return RESERVED_TAG.test(tag)
}

/**
 * Makes a tag of free text such as a branch name: other characters become `-`, no leading `.` or `-`, 128 characters.
 * Undefined where nothing usable is left.
 */
export function sanitizeTag(text: string): Tag | undefined {
  const tag = text
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 128)
  return parseTag(tag)
}
