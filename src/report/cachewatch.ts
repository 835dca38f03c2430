import type { CacheWait, CacheWatch } from '../plan/outcome.ts'
import { parseBuildEvent, type Vertex } from './rawjson.ts'

/** Names that BuildKit gives to the work on caches (solver/llbsolver, "importing cache manifest from", "exporting cache to"). */
const WORK = /^(importing|exporting) cache\b/

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
  const verb = WORK.exec(name)?.[1]
  if (verb === undefined) return undefined
  return { kind: verb === 'importing' ? 'import' : 'export', what: name }
}
