import type { MissedStep, OwnLayers } from '../plan/hits.ts'
import { type BuildGraph, baseImage } from './graph.ts'
import { isCountable, type Step } from './step.ts'

/**
 * The first step of a platform that had to run although everything that it needs came from a cache; undefined where nothing
 * ran. Steps behind it had to run because it did.
 */
export function findMissed(graph: BuildGraph, platform: string | undefined): MissedStep | undefined {
  const ran = graph.steps.filter((step) => hasRun(step) && graph.platform(step) === platform)
  const roots = ran.filter((step) => !graph.inputs(step).some(hasRun))
  const [first, ...others] = roots.toSorted((a, b) => (a.vertex.started ?? 0) - (b.vertex.started ?? 0))
  return first && describe(graph, first, graph.last(platform), others.length)
}

/** Whether a step did work that a cache could have saved. */
function hasRun({ name, vertex }: Step): boolean {
  return isCountable(name) && vertex.completed !== undefined && !vertex.cached && vertex.error === undefined
}

function describe(graph: BuildGraph, step: Step, last: Step | undefined, others: number): MissedStep {
  const base = bottom(graph, step)
  const layers = last === undefined ? [] : graph.chain(last).filter(({ name }) => isCountable(name))
  const after = layers.indexOf(step)
  return {
    label: step.name.label.replace(/^[a-z]+\/\S+ ?/, ''),
    instruction: step.name.text,
    stage: stageOf(step),
    base: base && baseImage(base),
    onBase: base !== undefined && graph.below(step) === base,
    sharesBase: last !== undefined && base === bottom(graph, last),
    readsContext: graph.inputs(step).some(({ name }) => name.text === 'load build context'),
    layers: ownLayers(layers),
    after: after < 0 ? undefined : after,
    lost: step.lost,
    others,
  }
}

/** The image that a step is built on in the end. */
function bottom(graph: BuildGraph, step: Step): Step | undefined {
  return graph.chain(step).find((one) => baseImage(one) !== undefined)
}

/** @param layers the steps that make the layers of an image, the last one first */
function ownLayers(layers: readonly Step[]): OwnLayers | undefined {
  const [last] = layers
  if (last === undefined) return undefined
  const other = layers.findIndex((one) => stageOf(one) !== stageOf(last))
  return { stage: other < 0 ? layers.length : other, whole: layers.length }
}

/** The name of the stage; '' where the Dockerfile has one stage only, which BuildKit leaves out. */
function stageOf({ name }: Step): string {
  return (
    name.label
      .split(' ')
      .at(-2)
      ?.replace(/^.*\/.*$/, '') ?? ''
  )
}
