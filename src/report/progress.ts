import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { BuildOutcome, ProgressLine as KnownLine, ProgressReader } from '../plan/outcome.ts'
import { type CacheEntries, cacheUses } from './cacheuse.ts'
import { countSteps } from './count.ts'
import { type BuildFailure, findFailure } from './failure.ts'
import { clean, LineBuffer } from './foreign.ts'
import { BuildGraph } from './graph.ts'
import { parseBuildEvent, type Vertex, type VertexLog, type VertexStatus } from './rawjson.ts'
import { type SlowStep, slowSteps } from './slow.ts'
import { describeEnd, interval, type Step, seconds, short, title } from './step.ts'
import { parseStepName } from './stepname.ts'

/** One line for the log: prefix and text with a space between them. `text` comes from the build in both kinds. */
export interface ProgressLine extends KnownLine {
  /** `step`: what a step is and how long it took. `child`: what a program wrote; the prefix ends with `|`. */
  readonly kind: 'step' | 'child'
}

/** Reads the progress of one build, line by line. `line` never throws. */
export interface Progress extends ProgressReader {
  line(text: string): readonly ProgressLine[]
  /** What is known at this time; the failure where buildx reported one. */
  result(): BuildOutcome & { readonly failure: BuildFailure | undefined }
  /** What the build has spent its time on, the slowest first. @param now milliseconds since the epoch */
  slow(now: number): readonly SlowStep[]
}

/** A build with more steps than this is not followed further: memory is bounded, whatever a Dockerfile does. */
const STEP_LIMIT = 2_000
const TAIL_LINES = 40
const WARNING_LIMIT = 100
const PLAIN_LIMIT = 200

/**
 * Follows a build through the lines of `docker buildx build --progress=rawjson`.
 * @param asked the platforms that are built; where there is one, BuildKit does not write it into the names of steps
 * @param caches the cache layers as buildx was told them
 */
export function createProgress(asked: readonly Platform[] = [], caches: CacheEntries = NO_CACHES): Progress {
  const [first] = asked
  const only = asked.length === 1 && first !== undefined ? formatPlatform(first) : undefined
  return new Follower(only, caches)
}

const NO_CACHES: CacheEntries = { from: [], to: [] }

/** Takes a report over. The report of an end may leave out what the step needs, and a later one that it came from a cache. */
function update(step: Step, vertex: Vertex): void {
  if (vertex.cached) step.held = vertex.error === undefined
  if (vertex.cached && vertex.error !== undefined) step.lost = clean(vertex.error)
  const inputs = vertex.inputs.length > 0 ? vertex.inputs : step.vertex.inputs
  step.vertex = { ...vertex, inputs, cached: step.held }
}

class Follower implements Progress {
  readonly #only: string | undefined
  readonly #steps = new Map<string, Step>()
  readonly #warnings = new Set<string>()
  readonly #plain: string[] = []
  readonly #caches: CacheEntries

  constructor(only: string | undefined, caches: CacheEntries) {
    this.#only = only
    this.#caches = caches
  }

  line(text: string): readonly ProgressLine[] {
    const event = parseBuildEvent(text)
    if (event === undefined) return this.#plainLine(text)
    for (const warning of event.warnings) {
      if (this.#warnings.size < WARNING_LIMIT) this.#warnings.add(clean(warning))
    }
    return [
      ...event.logs.flatMap((log) => this.#log(log)),
      ...event.statuses.flatMap((status) => this.#status(status)),
      ...event.vertexes.flatMap((vertex) => this.#vertex(vertex)),
    ]
  }

  result(): BuildOutcome & { readonly failure: BuildFailure | undefined } {
    const steps = [...this.#steps.values()]
    return {
      steps: countSteps(new BuildGraph(steps)),
      caches: cacheUses(this.#caches, steps, this.#plain),
      warnings: [...this.#warnings],
      failure: findFailure(steps, this.#plain),
    }
  }

  slow(now: number): readonly SlowStep[] {
    return slowSteps(new BuildGraph([...this.#steps.values()]), now)
  }

  #plainLine(text: string): readonly ProgressLine[] {
    const line = clean(text)
    if (line === '') return []
    this.#plain.push(line)
    if (this.#plain.length > PLAIN_LIMIT) this.#plain.shift()
    return [{ kind: 'child', prefix: '', text: line }]
  }

  #vertex(vertex: Vertex): readonly ProgressLine[] {
    const step = this.#steps.get(vertex.digest) ?? this.#add(vertex)
    if (step === undefined) return []
    update(step, vertex)
    if (vertex.completed === undefined) return []
    const rest = [...step.buffers.values()].flatMap((buffer) => this.#lines(step, buffer.end()))
    if (vertex.error === undefined) step.tail.length = 0
    const end = describeEnd(step)
    if (end === undefined) return rest
    step.ended = true
    return [...rest, { kind: 'step', prefix: step.name.label, text: end }]
  }

  #add(vertex: Vertex): Step | undefined {
    if (this.#steps.size >= STEP_LIMIT) return undefined
    const parsed = parseStepName(clean(vertex.name))
    const ours = parsed.kind === 'instruction' && parsed.platform === undefined ? this.#only : undefined
    const name = ours === undefined ? parsed : { ...parsed, platform: ours, label: `${ours} ${parsed.label}` }
    const step: Step = {
      name,
      vertex,
      buffers: new Map(),
      tail: [],
      held: false,
      lost: undefined,
      begun: false,
      ended: false,
    }
    this.#steps.set(vertex.digest, step)
    return step
  }

  #log(log: VertexLog): readonly ProgressLine[] {
    const step = this.#steps.get(log.vertex)
    if (step === undefined) return []
    const buffer = step.buffers.get(log.stream) ?? new LineBuffer()
    step.buffers.set(log.stream, buffer)
    return this.#lines(step, buffer.take(log.bytes))
  }

  /** What a step wrote; the first line of it comes after a line that says which step this is. */
  #lines(step: Step, lines: readonly string[]): readonly ProgressLine[] {
    if (lines.length === 0) return []
    step.tail.push(...lines.slice(-TAIL_LINES))
    step.tail.splice(0, step.tail.length - TAIL_LINES)
    const prefix = step.name.label
    const shown = lines.map(
      (text): ProgressLine => ({ kind: 'child', prefix: `${prefix} |`.trimStart(), text }),
    )
    if (step.begun) return shown
    step.begun = true
    return [{ kind: 'step', prefix, text: title(step) }, ...shown]
  }

  /** Parts of the export that people wait for. */
  #status(status: VertexStatus): readonly ProgressLine[] {
    const step = this.#steps.get(status.vertex)
    if (step?.name.kind !== 'work' || !/^pushing /.test(status.id)) return []
    const took = interval(status)
    if (took === undefined) return []
    return [{ kind: 'step', prefix: step.name.label, text: `${short(clean(status.id))} ${seconds(took)}` }]
  }
}
