import type { Builder, BuilderNode } from '../domain/engine.ts'
import { type Platform, parsePlatform } from '../domain/platform.ts'

export type Json = Readonly<Record<string, unknown>>

/** An object of JSON; undefined where the text is none. */
export function parseJson(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Json) : undefined
  } catch {
    return undefined
  }
}

/** Reads a line of `docker buildx ls --format '{{json .}}'`; undefined where it is no builder. */
export function parseBuilder(line: string): Builder | undefined {
  const json = parseJson(line)
  if (json === undefined || typeof json.Name !== 'string' || typeof json.Driver !== 'string') return undefined
  const listed = (Array.isArray(json.Nodes) ? json.Nodes : []) as Json[]
  const nodes = listed.map(parseNode)
  const error = errorOf(json) ?? nodes.map((node) => node.error).find((one) => one !== undefined)
  const running = nodes.some(({ status }) => status === 'running')
  return {
    name: json.Name,
    driver: json.Driver,
    current: json.Current === true,
    nodes,
    platforms: nodes.flatMap(({ platforms }) => platforms),
    status: error !== undefined ? 'error' : running ? 'running' : 'inactive',
    buildkit: oldest(listed.flatMap((node) => versionOf(node) ?? [])),
    error,
  }
}

/** Of several nodes the oldest decides. A version that is no number says nothing of its age. */
function oldest(versions: readonly string[]): string | undefined {
  const numbers = versions.filter((version) => /^v?\d/.test(version))
  const [first] = numbers.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return first ?? versions[0]
}

/** What a BuildKit says that was built without its version, as in the engines of some distributions (buildkit version/version.go). */
const UNKNOWN = 'v0.0.0+unknown'

function versionOf({ Version: version }: Json): string | undefined {
  return typeof version === 'string' && version !== UNKNOWN ? version : undefined
}

function parseNode(json: Json): BuilderNode {
  const error = errorOf(json)
  return {
    name: typeof json.Name === 'string' ? json.Name : '',
    endpoint: typeof json.Endpoint === 'string' ? json.Endpoint : '',
    status: error !== undefined ? 'error' : json.Status === 'running' ? 'running' : 'inactive',
    platforms: platformsOf(json),
    error,
  }
}

function errorOf(json: Json): string | undefined {
  const error = json.Error ?? json.Err
  return typeof error === 'string' && error !== '' ? error : undefined
}

function platformsOf(node: Json): readonly Platform[] {
  const names = Array.isArray(node.Platforms) ? node.Platforms : []
  return names.flatMap((name) =>
    typeof name === 'string' ? (parsePlatform(name.replace(/\*$/, '')) ?? []) : [],
  )
}
