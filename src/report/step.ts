import { clean, type LineBuffer } from './foreign.ts'
import type { Vertex } from './rawjson.ts'
import { CACHE_EXPORTS, CACHE_IMPORT, type StepName } from './stepname.ts'

/** What is kept of one step. */
export interface Step {
  readonly name: StepName
  readonly buffers: Map<number, LineBuffer>
  /** The last lines that it wrote. */
  readonly tail: string[]
  vertex: Vertex
  /** Whether it came from a cache. It does still where its layers are fetched later, which BuildKit reports as another run. */
  held: boolean
  /** What BuildKit said where a cache named its layer and no longer had it, so that it ran after all; foreign text. */
  lost: string | undefined
  /** Whether its beginning, and its end, was shown. */
  begun: boolean
  ended: boolean
}

/** Bookkeeping faster than this is not worth a line. */
const SLOW_MS = 1_000

/** How a step ended, where that is news. */
export function describeEnd(step: Step): string | undefined {
  const { name, vertex } = step
  const took = interval(vertex) ?? 0
  if (vertex.error !== undefined) {
    if (step.ended) return undefined
    return `${title(step)} ${describeError(step, vertex.error)}`
  }
  if (name.kind === 'hidden') return undefined
  if (name.kind === 'internal' && took < SLOW_MS) return undefined
  if (step.ended && (vertex.cached || took < SLOW_MS)) return undefined
  if (vertex.cached) return `${title(step)} CACHED`
  // Looking a base image up ends a FROM step for the first time; using it ends it again.
  if (name.text.startsWith('FROM ') && took < SLOW_MS) return undefined
  return step.begun ? `done ${seconds(took)}` : `${title(step)} ${seconds(took)}`
}

function describeError({ name, lost }: Step, error: string): string {
  if (/context canceled/.test(error)) return 'CANCELED'
  if (lost !== undefined) return `is gone from the cache, and runs: ${clean(error)}`
  if (!isCacheStep(name)) return `FAILED: ${clean(error)}`
  return /not found/.test(error) ? 'none there yet' : `not usable, the build goes on: ${clean(error)}`
}

/** Whether a step does work that a cache can save. A FROM does none by itself: BuildKit only looks the image up. */
export function isCountable(name: StepName): boolean {
  return name.kind === 'instruction' && !name.text.startsWith('FROM ')
}

/** Whether a step reads or writes a cache, whose errors do not end a build. */
export function isCacheStep(name: StepName): boolean {
  if (name.kind !== 'work') return false
  return name.text.startsWith(CACHE_IMPORT) || [...CACHE_EXPORTS.values()].includes(name.text)
}

/** The name of a step, clipped. */
export function title(step: Step): string {
  return short(step.name.text)
}

/** Clips a line of the log. */
export function short(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

/** How long something took, in milliseconds; undefined where it has not ended. */
export function interval(of: {
  started: number | undefined
  completed: number | undefined
}): number | undefined {
  return of.started === undefined || of.completed === undefined ? undefined : of.completed - of.started
}

/** `1.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`
}
