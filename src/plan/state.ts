import { type Digest, parseDigest } from '../domain/digest.ts'
import { formatPlatform, type Platform, parsePlatform } from '../domain/platform.ts'
import { formatImageName, type ImageName, parseImageName, parseTag, type Tag } from '../domain/reference.ts'
import { type HttpProbe, isProbe } from './inputs/behaviour.ts'
import { LONGEST_MS } from './inputs/parsers.ts'
import type { SmokePlan } from './smoke.ts'

/** What was published, as post needs it to look again. */
export interface Published {
  readonly image: ImageName
  readonly digest: Digest
  readonly platforms: readonly Platform[]
  /** Every tag that was written, or was about to be. */
  readonly tags: readonly Tag[]
  /** Those among them that name this version for good: no other run may move them. */
  readonly fixed: readonly Tag[]
  /** Without its environment, whose values may be secret: they stay in the private folder. */
  readonly smoke: Omit<SmokePlan, 'env'>
  /** Whether main tried it already: what depends on the digest alone is not looked at twice. */
  readonly tried: boolean
  /** Whether the engine built it and holds it whole. */
  readonly inEngine: boolean
}

/** What main leaves for post. It holds no secret: the runner prints state in debug logs. */
export interface State {
  /** Unique to this step of this run; containers carry it as a label. */
  readonly id: string
  /** The private folder below RUNNER_TEMP: docker configuration, secrets, build metadata. */
  readonly folder: string
  /** A builder that we made. */
  readonly builder: string | undefined
  /** Images in the engine that we put there. */
  readonly images: readonly string[]
  readonly published: Published | undefined
}

/** This step's run: its private folder, and the state that post will find whatever happens to main. */
export interface Session {
  readonly id: string
  readonly folder: string
  readonly state: State
  /** Changes the state and saves it at once. Called before a thing is made, so that post removes it in any case. */
  keep(change: Partial<Pick<State, 'builder' | 'images' | 'published'>>): void
}

/** A fresh state. */
export function newState(id: string, folder: string): State {
  return { id, folder, builder: undefined, images: [], published: undefined }
}

/** The part of a smoke plan that may stand in a state. */
export function withoutEnvironment(smoke: Omit<SmokePlan, 'env'>): Published['smoke'] {
  const { mode, args, entrypoint, http, timeoutMs } = smoke
  return { mode, args, entrypoint, http, timeoutMs }
}

const ID = /^[0-9a-f]{12}$/
const LOCAL = /^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,400}$/

/** Writes a state as one line of JSON. */
export function formatState(state: State): string {
  const { published } = state
  return JSON.stringify({
    version: 1,
    ...state,
    published: published && {
      ...published,
      image: formatImageName(published.image),
      platforms: published.platforms.map(formatPlatform),
      smoke: withoutEnvironment(published.smoke),
    },
  })
}

/**
 * Reads a state. Another step can forge what post finds, so nothing in it is believed: names, digests and the folder have
 * to be of the form that main writes. Undefined where it is not.
 * @param temp RUNNER_TEMP, below which the folder has to lie
 */
export function parseState(text: string, temp: string): State | undefined {
  const json = parseJson(text)
  if (json === undefined || json.version !== 1) return undefined
  const { id, folder, builder, images, published } = json
  if (typeof id !== 'string' || !ID.test(id) || folder !== privateFolder(temp, id)) return undefined
  if (builder !== undefined && builder !== `ghcr-publish-${id}`) return undefined
  const names = listOf(images, (image) => (LOCAL.test(image) ? image : undefined))
  if (names === undefined) return undefined
  const what = published === undefined ? undefined : parsePublished(published)
  if (published !== undefined && what === undefined) return undefined
  return { id, folder, builder: builder as string | undefined, images: names, published: what }
}

/** Where main keeps its private files. */
export function privateFolder(temp: string, id: string): string {
  return `${temp.replace(/\/+$/, '')}/ghcr-publish-${id}`
}

/** Where main leaves the values of smoke-env for post. */
export function environmentFile(folder: string): string {
  return `${folder}/smoke-env.json`
}

/** The label of every container that a step starts: post removes what carries it, and nothing else. */
export function containerLabel(id: string): string {
  return `ghcr-publish=${id}`
}

type Json = Readonly<Record<string, unknown>>

function parseJson(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined
  } catch {
    return undefined
  }
}

function parsePublished(value: unknown): Published | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const json = value as Json
  if (typeof json.image !== 'string') return undefined
  const image = parseImageName(json.image)
  const digest = parseDigest(json.digest)
  const platforms = listOf(json.platforms, parsePlatform)
  const tags = listOf(json.tags, parseTag)
  const fixed = listOf(json.fixed, parseTag)
  const smoke = parseSmoke(json.smoke)
  if ('fault' in image || !digest || !platforms || !tags || !fixed || !smoke) return undefined
  return {
    image,
    digest,
    platforms,
    tags,
    fixed,
    smoke,
    tried: json.tried === true,
    inEngine: json.inEngine === true,
  }
}

function listOf<T>(value: unknown, parse: (text: string) => T | undefined): readonly T[] | undefined {
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
