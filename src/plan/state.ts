import { formatImageName, type ImageName, parseImageName } from '../domain/reference.ts'
import { type Journal, parseJournal } from './journal.ts'
import { formatPublished, isSuffix, listOf, type Published, parsePublished } from './published.ts'
import { parseSigned, type Signed } from './signed.ts'

/** Tags of one image that a run wrote, and what they were to hold. */
export interface Written {
  readonly published: Published
  readonly journal: Journal
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
  /** What of it was signed, before its tags were moved; undefined where it is not. */
  readonly signed: Signed | undefined
  /** The image whose tags are moved where nothing is published: then every write of the journal is put back together. */
  readonly moving: ImageName | undefined
  /** The suffix of the tags that are moved there; '' where there is none. */
  readonly suffix: string
  /** Every tag that was written, each noted before. */
  readonly journal: Journal
  /** What was written to other images before, where a run publishes to several. */
  readonly earlier: readonly Written[]
  /** Whether main came to its end: if not, its tags are put back. */
  readonly finished: boolean
  /** When the last write of a tag was over, in milliseconds since the epoch; undefined where main wrote none, or did not finish. */
  readonly wroteAt: number | undefined
}

/** This step's run: its private folder, and the state that post will find whatever happens to main. */
export interface Session {
  readonly id: string
  readonly folder: string
  readonly state: State
  /** Changes the state and saves it at once. Called before a thing is made, so that post removes it in any case. */
  keep(change: Partial<Omit<State, 'id' | 'folder'>>): void
}

/** A fresh state. */
export function newState(id: string, folder: string): State {
  return {
    ...{ id, folder, builder: undefined, images: [] },
    ...{ published: undefined, signed: undefined, moving: undefined, suffix: '' },
    ...{ journal: [], earlier: [], finished: false, wroteAt: undefined },
  }
}

/** The part of a state that says what is to be taken back. */
export type Left = Pick<State, 'published' | 'moving' | 'journal' | 'earlier'>

/** What was written to one image, to be taken back by itself. */
export type LeftOfOne = Omit<Left, 'earlier'>

/** What was written to each image, the newest first. */
export function eachWritten({ earlier, ...newest }: Left): readonly LeftOfOne[] {
  const { published, moving, journal } = newest
  return [
    { published, moving, journal },
    ...earlier.toReversed().map((one) => ({ ...one, moving: undefined })),
  ]
}

/** What is left of several images, the newest first, as it stands in a state: nothing where none is. */
export function leftOf([newest, ...others]: readonly LeftOfOne[]): Left {
  const earlier = others
    .toReversed()
    .flatMap(({ published, journal }): readonly Written[] =>
      published === undefined ? [] : [{ published, journal }],
    )
  const { published, moving, journal } = newest ?? { published: undefined, moving: undefined, journal: [] }
  return { published, moving, journal, earlier }
}

const ID = /^[0-9a-f]{12}$/
const ID_LENGTH = 12
const LOCAL = /^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,400}$/

/** Writes a state as one line of JSON. */
export function formatState(state: State): string {
  const { published, moving, earlier } = state
  return JSON.stringify({
    version: 1,
    ...state,
    published: published && formatPublished(published),
    earlier: earlier.map((one) => ({ ...one, published: formatPublished(one.published) })),
    moving: moving && formatImageName(moving),
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
  const { id, folder, builder, images, published, finished } = json
  if (typeof id !== 'string' || !ID.test(id) || folder !== privateFolder(temp, id)) return undefined
  if (builder !== undefined && builder !== `ghcr-publish-${id}`) return undefined
  const names = listOf(images, (image) => (LOCAL.test(image) ? image : undefined))
  if (names === undefined) return undefined
  const what = published === undefined ? undefined : parsePublished(published)
  if (published !== undefined && what === undefined) return undefined
  const signed = json.signed === undefined ? undefined : parseSigned(json.signed)
  if (json.signed !== undefined && signed === undefined) return undefined
  const journal = parseJournal(json.journal)
  const earlier = parseEarlier(json.earlier)
  const moving = typeof json.moving === 'string' ? parseImageName(json.moving) : undefined
  const { suffix } = json
  if (journal === undefined || earlier === undefined || !isSuffix(suffix)) return undefined
  if (json.moving !== undefined && moving === undefined) return undefined
  if (moving !== undefined && 'fault' in moving) return undefined
  const made = { builder: builder as string | undefined, images: names }
  const { wroteAt } = json
  if (wroteAt !== undefined && (typeof wroteAt !== 'number' || wroteAt < 0)) return undefined
  const wrote = { published: what, signed, moving, suffix, journal, earlier }
  return { id, folder, ...made, ...wrote, finished: finished === true, wroteAt }
}

/**
 * The private folder of a state that is not read: by its id, else by its name for it. It may be removed, whoever wrote the state: it lies in
 * RUNNER_TEMP, where nothing but a session of this action has such a name. Undefined where the state tells of none.
 * @param temp RUNNER_TEMP
 */
export function folderOfRefused(text: string, temp: string): string | undefined {
  const { id, folder } = parseJson(text) ?? {}
  if (typeof id === 'string' && ID.test(id)) return privateFolder(temp, id)
  const named = typeof folder === 'string' ? folder.slice(-ID_LENGTH) : ''
  return ID.test(named) && folder === privateFolder(temp, named) ? privateFolder(temp, named) : undefined
}

/** Undefined where a part of it is not of the form that main writes. */
function parseEarlier(value: unknown): readonly Written[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > 100) return undefined
  const parsed = value.map((item: unknown): Written | undefined => {
    if (typeof item !== 'object' || item === null) return undefined
    const [published, journal] = [
      parsePublished((item as Json).published),
      parseJournal((item as Json).journal),
    ]
    return published && journal && { published, journal }
  })
  return parsed.every((item) => item !== undefined) ? parsed : undefined
}

/** Where main keeps its private files. */
export function privateFolder(temp: string, id: string): string {
  return `${temp.replace(/\/+$/, '')}/ghcr-publish-${id}`
}

/** Where main leaves the values of smoke-env for post. */
export function environmentFile(folder: string): string {
  return `${folder}/smoke-env.json`
}

/** Where buildx writes what it built, once it is done. */
export function metadataFile(folder: string): string {
  return `${folder}/metadata.json`
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
