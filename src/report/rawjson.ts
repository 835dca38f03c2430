import { isObject, type Json } from '../domain/json.ts'
import { clip } from './foreign.ts'

/** One step of a build as BuildKit reports it; reported again on each change, the last report counts. */
export interface Vertex {
  readonly digest: string
  readonly name: string
  /** Digests of the steps that it needs. */
  readonly inputs: readonly string[]
  /** Milliseconds since the epoch. */
  readonly started: number | undefined
  readonly completed: number | undefined
  readonly cached: boolean
  readonly error: string | undefined
}

/** Progress inside a step, such as the upload of one layer. */
export interface VertexStatus {
  readonly id: string
  readonly vertex: string
  /** How much of it is done, such as bytes, and of how much. */
  readonly current: number | undefined
  readonly total: number | undefined
  readonly started: number | undefined
  readonly completed: number | undefined
}

/** A piece of what a step wrote; it may begin and end in the middle of a line, or of a character. */
export interface VertexLog {
  readonly vertex: string
  readonly stream: number
  readonly bytes: Uint8Array
}

/** What one line of `--progress=rawjson` reports. */
export interface BuildEvent {
  readonly vertexes: readonly Vertex[]
  readonly statuses: readonly VertexStatus[]
  readonly logs: readonly VertexLog[]
  /** One sentence each. */
  readonly warnings: readonly string[]
}

const NAME_LIMIT = 2_000
const INPUT_LIMIT = 200
const ERROR_LIMIT = 64_000
const LINE_LIMIT = 8 * 1024 * 1024

/**
 * Parses one line of `docker buildx build --progress=rawjson`. Undefined where it is none: buildx writes plain text to the
 * same stream when a build fails. Every text in it is hostile; nothing about its shape is assumed.
 * Shape: BuildKit client/graph.go, SolveStatus.
 */
export function parseBuildEvent(line: string): BuildEvent | undefined {
  if (!line.startsWith('{') || line.length > LINE_LIMIT) return undefined
  const json = parseJson(line)
  if (!isObject(json)) return undefined
  const kinds = [json.vertexes, json.statuses, json.logs, json.warnings]
  if (!kinds.some((kind) => Array.isArray(kind))) return undefined
  return {
    vertexes: each(json.vertexes, vertex),
    statuses: each(json.statuses, status),
    logs: each(json.logs, log),
    warnings: each(json.warnings, warning),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function each<T>(values: unknown, parse: (json: Json) => T | undefined): readonly T[] {
  if (!Array.isArray(values)) return []
  return values.filter(isObject).flatMap((json) => parse(json) ?? [])
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, INPUT_LIMIT).flatMap((one) => text(one) ?? [])
}

function vertex(json: Json): Vertex | undefined {
  const digest = text(json.digest)
  if (digest === undefined) return undefined
  return {
    digest,
    name: text(json.name) ?? '',
    inputs: strings(json.inputs),
    started: time(json.started),
    completed: time(json.completed),
    cached: json.cached === true,
    error: text(json.error, ERROR_LIMIT) || undefined,
  }
}

function status(json: Json): VertexStatus | undefined {
  const id = text(json.id)
  const vertex = text(json.vertex)
  if (id === undefined || vertex === undefined) return undefined
  const [current, total] = [json.current, json.total].map((value) =>
    typeof value === 'number' ? value : undefined,
  )
  return { id, vertex, current, total, started: time(json.started), completed: time(json.completed) }
}

function log(json: Json): VertexLog | undefined {
  const vertex = text(json.vertex)
  const bytes = decode(json.data)
  if (vertex === undefined || bytes === undefined) return undefined
  return { vertex, stream: json.stream === 2 ? 2 : 1, bytes }
}

function warning(json: Json): string | undefined {
  const bytes = decode(json.short)
  if (bytes === undefined) return undefined
  const short = new TextDecoder().decode(bytes).slice(0, NAME_LIMIT)
  const url = text(json.url)
  return url?.startsWith('https://docs.docker.com/') ? `${short} (${url})` : short
}

function text(value: unknown, limit = NAME_LIMIT): string | undefined {
  return typeof value === 'string' ? clip(value, limit) : undefined
}

function time(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const parsed = Date.parse(value)
  return Number.isNaN(parsed) ? undefined : parsed
}

function decode(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined
  const binary = fromBase64(value)
  if (binary === undefined) return undefined
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}

function fromBase64(text: string): string | undefined {
  try {
    return atob(text)
  } catch {
    return undefined
  }
}
