import type { CacheWait, CacheWatch } from '../plan/outcome.ts'
import { parseBuildEvent, type Vertex, type VertexStatus } from './rawjson.ts'

/** Names that BuildKit gives to the work on caches (cache/remotecache, Name of each exporter; solver/llbsolver/bridge.go). */
const WORK = /^(?:(importing) cache manifest |(exporting) (?:cache to |to GitHub Actions Cache))/
/** The image itself, as it is pushed or loaded, of which BuildKit says nothing while it goes on. */
const EXPORT = /^exporting to (?!GitHub Actions Cache)/
/** Work for others: a login. */
const ASIDE = /^\[auth\] /
const LAYER = /^sha256:[0-9a-f]{64}$/

/**
 * Watches a build by the lines of `--progress=rawjson`. A layer that was found in a cache is fetched as late as it is needed, and told under
 * the step that was cached, which BuildKit opens again for that, and what the layer is needed for is not even begun.
 * @param reads whether the build reads caches: a layer that it fetches is theirs then
 */
export function createCacheWatch(reads: boolean): CacheWatch {
  const open = new Map<string, Vertex>()
  const cached = new Set<string>()
  const statuses = new Map<string, VertexStatus>()

  const report = (vertex: Vertex) => {
    if (vertex.cached) cached.add(vertex.digest)
    const runs = vertex.started !== undefined && vertex.completed === undefined
    if (runs) open.set(vertex.digest, vertex)
    else open.delete(vertex.digest)
  }
  /** BuildKit says again and again how far a layer is, also where that stays as it was. */
  const moves = (status: VertexStatus) => {
    const key = `${status.vertex} ${status.id}`
    const before = statuses.get(key)
    statuses.set(key, status)
    return before === undefined || before.current !== status.current || before.completed !== status.completed
  }
  const fetched = ({ digest }: Vertex) =>
    reads && cached.has(digest)
      ? [...statuses.values()].filter((status) => status.vertex === digest && isUnderWay(status))
      : []

  const waiting = (): CacheWait | undefined => {
    const vertexes = [...open.values()].filter(({ name }) => !ASIDE.test(name))
    const image = vertexes.find(({ name }) => EXPORT.test(name))
    const waits = vertexes.filter((one) => one !== image).map((one) => waitOf(one, fetched(one)))
    const [first] = waits
    if (first === undefined || !waits.every((wait) => wait !== undefined)) return undefined
    const worst = waits.find(({ kind }) => kind === 'export') ?? first
    if (image === undefined) return worst
    // Whether the image is pushed meanwhile nobody says; but a layer that has begun to come and stands still holds it up.
    const layers = vertexes.flatMap(fetched)
    if (layers.length === 0) return undefined
    return layers.some(({ current = 0 }) => current > 0) ? worst : { ...worst, kind: 'push' }
  }

  return {
    line(text) {
      const event = parseBuildEvent(text)
      for (const vertex of event?.vertexes ?? []) report(vertex)
      const moved = (event?.statuses ?? []).map(moves)
      const rest =
        event === undefined || event.vertexes.length + event.logs.length + event.warnings.length > 0
      return rest || moved.includes(true)
    },
    waiting,
  }
}

function waitOf({ name }: Vertex, layers: readonly VertexStatus[]): CacheWait | undefined {
  if (layers.length > 0) return { kind: 'import', what: `fetching layers of ${name}` }
  const [found, importing] = WORK.exec(name) ?? []
  if (found === undefined) return undefined
  return { kind: importing === undefined ? 'export' : 'import', what: name }
}

function isUnderWay({ id, current = 0, total = 0, completed }: VertexStatus): boolean {
  return LAYER.test(id) && completed === undefined && current < total
}
