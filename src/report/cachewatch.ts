import type { CacheWait, CacheWatch } from '../plan/outcome.ts'
import { parseBuildEvent, type Vertex } from './rawjson.ts'

/** Names that BuildKit gives to the work on caches (cache/remotecache, Name of each exporter; solver/llbsolver/bridge.go). */
const WORK = /^(?:(importing) cache manifest |(exporting) (?:cache to |to GitHub Actions Cache))/

/** Watches a build by the lines of `--progress=rawjson`. */
export function createCacheWatch(): CacheWatch {
  const open = new Map<string, Vertex>()
  return {
    line(text) {
      for (const vertex of parseBuildEvent(text)?.vertexes ?? []) {
        const runs = vertex.started !== undefined && vertex.completed === undefined
        if (runs) open.set(vertex.digest, vertex)
        else open.delete(vertex.digest)
      }
    },
    waiting() {
      const waits = [...open.values()].map(({ name }) => waitOf(name))
      const [first] = waits
      return waits.every((wait) => wait !== undefined) ? first : undefined
    },
  }
}

function waitOf(name: string): CacheWait | undefined {
  const [found, importing] = WORK.exec(name) ?? []
  if (found === undefined) return undefined
  return { kind: importing === undefined ? 'export' : 'import', what: name }
}
