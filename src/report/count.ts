import type { PlatformSteps } from '../plan/hits.ts'
import type { BuildGraph } from './graph.ts'
import { findMissed } from './missed.ts'
import { interval, isCountable, type Step } from './step.ts'

/** The finished steps of each platform, and the first one of each that no cache held. */
export function countSteps(graph: BuildGraph): readonly PlatformSteps[] {
  const groups = new Map<string | undefined, Step[]>()
  for (const step of graph.steps) {
    const { name, vertex } = step
    if (!isCountable(name) || vertex.completed === undefined || vertex.error !== undefined) continue
    const platform = graph.platform(step)
    groups.set(platform, [...(groups.get(platform) ?? []), step])
  }
  return [...groups].map(([platform, steps]) => {
    const ran = steps.filter(({ vertex }) => !vertex.cached)
    const milliseconds = ran.reduce((sum, { vertex }) => sum + Math.max(0, interval(vertex) ?? 0), 0)
    const missed = findMissed(graph, platform)
    return { platform, ran: ran.length, cached: steps.length - ran.length, milliseconds, missed }
  })
}
