import { type Digest, parseDigest } from '../domain/digest.ts'
import { formatPlatform, type Platform, parsePlatform } from '../domain/platform.ts'
import { formatImageName, type ImageName, parseImageName, parseTag, type Tag } from '../domain/reference.ts'
import { type HttpProbe, isProbe } from './inputs/behaviour.ts'
import { LONGEST_MS } from './inputs/parsers.ts'
import { lineOf, type MovingTag } from './lines.ts'
import type { SmokePlan } from './smoke.ts'

/** What was published, as post needs it to look again. */
export interface Published {
  readonly image: ImageName
  /** Undefined while a build pushes its tags by itself. */
  readonly digest: Digest | undefined
  /** The commit that it was built from. */
  readonly commit: string
  readonly platforms: readonly Platform[]
  /** Every tag that has to hold it. */
  readonly tags: readonly Tag[]
  /** Those among them that name this version for good: no other run may move them. */
  readonly fixed: readonly Tag[]
  /** The moving tags of its version, which post looks at once more, and the suffix of their lines. */
  readonly lines: readonly MovingTag[]
  readonly suffix: string
  /** The branch whose tag it has; undefined where it is none of a branch. */
  readonly branch?: Branch | undefined
  /** Without its environment, whose values may be secret: they stay in the private folder. */
  readonly smoke: Omit<SmokePlan, 'env'>
  /** Whether main tried it already: what depends on the digest alone is not looked at twice. */
  readonly tried: boolean
  /** Whether the engine built it and holds it whole. */
  readonly inEngine: boolean
}

/** A branch, by its tag and by its name as git has it, without `refs/heads/`. */
export interface Branch {
  readonly tag: Tag
  readonly name: string
}

/** What was published, once its digest is known. */
export type Pushed = Published & { readonly digest: Digest }

/** The part of a smoke plan that may stand in a state. */
export function withoutEnvironment(smoke: Omit<SmokePlan, 'env'>): Published['smoke'] {
  const { mode, args, entrypoint, http, timeoutMs } = smoke
  return { mode, args, entrypoint, http, timeoutMs }
}

/** As it stands in a state, which is JSON. */
export function formatPublished(published: Published): unknown {
  return {
    ...published,
    image: formatImageName(published.image),
    platforms: published.platforms.map(formatPlatform),
    lines: published.lines.map(({ tag }) => tag),
    smoke: withoutEnvironment(published.smoke),
  }
}

/** Whether a value of a state can be the suffix of tags. */
export function isSuffix(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128
}

type Json = Readonly<Record<string, unknown>>

/** Reads it; undefined where anything in it is not of the form that main writes. */
export function parsePublished(value: unknown): Published | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const json = value as Json
  if (typeof json.image !== 'string') return undefined
  const image = parseImageName(json.image)
  const digest = parseDigest(json.digest)
  const commit =
    typeof json.commit === 'string' && /^[0-9a-f]{0,64}$/.test(json.commit) ? json.commit : undefined
  const platforms = listOf(json.platforms, parsePlatform)
  const tags = listOf(json.tags, parseTag)
  const fixed = listOf(json.fixed, parseTag)
  const lines = listOf(json.lines, parseTag)
  const smoke = parseSmoke(json.smoke)
  const suffix = isSuffix(json.suffix) ? json.suffix : undefined
  if (suffix === undefined || !lines || commit === undefined || (json.digest !== undefined && !digest))
    return undefined
  if ('fault' in image || !platforms || !tags || !fixed || !smoke) return undefined
  const branch = json.branch === undefined ? undefined : parseBranch(json.branch)
  if (json.branch !== undefined && branch === undefined) return undefined
  return {
    image,
    digest,
    commit,
    platforms,
    tags,
    fixed,
    lines: lines.flatMap((tag) => lineTag(tag, suffix)),
    suffix,
    branch,
    smoke,
    tried: json.tried === true,
    inEngine: json.inEngine === true,
  }
}

/** A moving tag says by its name which line it follows. */
function lineTag(tag: Tag, suffix: string): readonly MovingTag[] {
  const line = lineOf(tag, suffix)
  return line === undefined ? [] : [{ tag, line }]
}

/** The name becomes a part of an address (git check-ref-format: no blanks, no control characters, no `..`). */
function parseBranch(value: unknown): Branch | undefined {
  const { tag, name } = (value ?? {}) as Json
  const parsed = typeof tag === 'string' ? parseTag(tag) : undefined
  if (parsed === undefined || typeof name !== 'string') return undefined
  const good = /^[^\p{Cc} ~^:?*[\\]{1,255}$/u.test(name) && !name.includes('..')
  return good ? { tag: parsed, name } : undefined
}

/** Every text of a list, parsed; undefined where one of them cannot be. */
export function listOf<T>(value: unknown, parse: (text: string) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > 1000) return undefined
  const parsed = value.map((item) => (typeof item === 'string' ? parse(item) : undefined))
  return parsed.every((item) => item !== undefined) ? parsed : undefined
}

function parseSmoke(value: unknown): Published['smoke'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { mode, args, entrypoint, http, timeoutMs } = value as Json
  if (mode !== 'off' && mode !== 'auto' && mode !== 'strict') return undefined
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0 && timeoutMs <= LONGEST_MS)) return undefined
  const probe = http === undefined ? undefined : parseProbe(http)
  if (http !== undefined && probe === undefined) return undefined
  const words = args === undefined ? undefined : listOf(args, word)
  if (args !== undefined && words === undefined) return undefined
  const program = typeof entrypoint === 'string' ? word(entrypoint) : undefined
  if (entrypoint !== undefined && program === undefined) return undefined
  return { mode, args: words, entrypoint: program, http: probe, timeoutMs }
}

function parseProbe(value: unknown): HttpProbe | undefined {
  const { port, path } = (value ?? {}) as Json
  if (typeof port !== 'number' || typeof path !== 'string') return undefined
  return isProbe({ port, path }) ? { port, path } : undefined
}

/** An argument of a child cannot hold a NUL. */
function word(text: string): string | undefined {
  return text.includes('\0') ? undefined : text
}
