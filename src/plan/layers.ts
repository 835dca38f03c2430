import type { HistoryEntry, ImageHistory } from '../domain/history.ts'
import type { OwnLayers } from './hits.ts'

/** How the layer of one step stands to an image that was published before. */
export interface LayerComparison {
  /** The instruction as the new image notes it. */
  readonly now: string
  /** The one in its place before; undefined where that cannot be told. */
  readonly before: string | undefined
  /** Whether the old image has the same instruction, wherever. */
  readonly sameInstruction: boolean
  /** Whether the old image has the very same layer. */
  readonly sameLayer: boolean
  /** The first line of the environment in which a RUN runs that differs from before. */
  readonly environment: string | undefined
}

/** Whether the layers of the base image are those of before; undefined where there are none, or nobody can tell. */
export function compareBase(own: OwnLayers, now: ImageHistory, before: ImageHistory): boolean | undefined {
  const layers = now.filter(isLayer)
  const count = ownLayers(own, layers.length)
  if (count === undefined || count === layers.length) return undefined
  const old = before.filter(isLayer)
  return layers.slice(0, layers.length - count).every(({ layer }, at) => old[at]?.layer === layer)
}

/** @param after how many layers follow on the step's; undefined where its place in the new image cannot be told */
export function compareLayer(
  own: OwnLayers,
  after: number,
  now: ImageHistory,
  before: ImageHistory,
): LayerComparison | undefined {
  const layers = now.filter(isLayer)
  const count = ownLayers(own, layers.length)
  const entry = layers[layers.length - 1 - after]
  if (count === undefined || after >= count || entry === undefined) return undefined
  const old = before.filter(isLayer)
  // On another base the numbers of layers differ.
  const there = compareBase(own, now, before) === false ? undefined : old[layers.length - 1 - after]
  return {
    now: entry.createdBy,
    before: there?.createdBy,
    sameInstruction: old.some(({ createdBy }) => createdBy === entry.createdBy),
    sameLayer: old.some(({ layer }) => layer === entry.layer),
    environment: environmentChange(now.slice(0, now.indexOf(entry)), before),
  }
}

function isLayer({ layer }: HistoryEntry): boolean {
  return layer !== undefined
}

/**
 * How many of an image's layers its Dockerfile makes. On an empty base all of them are, and a `COPY --from` which stands there
 * first looks as if its stage were built on the other one.
 */
function ownLayers({ stage, whole }: OwnLayers, layers: number): number | undefined {
  const own = layers === stage ? stage : whole
  return own <= layers ? own : undefined
}

/** A RUN depends on these; what a COPY needs of them is written out in it. */
const ENVIRONMENT = /^(?:ENV|USER|SHELL) /

function environmentChange(now: ImageHistory, before: ImageHistory): string | undefined {
  const known = new Set(before.map(({ createdBy }) => createdBy))
  return now.find(({ createdBy }) => ENVIRONMENT.test(createdBy) && !known.has(createdBy))?.createdBy
}
