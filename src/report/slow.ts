import type { BuildGraph } from './graph.ts'
import { isCountable, type Step, short } from './step.ts'

/** A step of the Dockerfile that took its time. */
export interface SlowStep {
  /** As in `linux/arm64`; undefined where it serves no platform in particular. */
  readonly platform: string | undefined
  /** Number and instruction; foreign text. */
  readonly step: string
  readonly milliseconds: number
  readonly running: boolean
}

/**
 * The steps that ran, or are running, the slowest first. A builder's clock may differ from this machine's; no time is below 0.
 * @param now milliseconds since the epoch
 */
export function slowSteps(graph: BuildGraph, now: number): readonly SlowStep[] {
  return graph.steps
    .filter(({ name, vertex }) => isCountable(name) && !vertex.cached && vertex.started !== undefined)
    .map((step) => slowStep(graph, step, now))
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
}

function slowStep(graph: BuildGraph, step: Step, now: number): SlowStep {
  const { name, vertex } = step
  const platform = graph.platform(step)
  const number = name.label.replace(/^[a-z]+\/\S+ ?/, '')
  return {
    platform,
    step: short(`${number} ${name.text}`),
    milliseconds: Math.max(0, (vertex.completed ?? now) - (vertex.started ?? now)),
    running: isRunning(step),
  }
}

/** A step that was stopped with the build had not ended by itself. */
function isRunning({ vertex }: Step): boolean {
  return vertex.completed === undefined || /context canceled/.test(vertex.error ?? '')
}
