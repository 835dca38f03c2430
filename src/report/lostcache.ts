import type { CacheSource } from '../plan/caches.ts'
import type { CacheUse } from '../plan/hits.ts'
import type { BuildOutcome, CacheLoss } from '../plan/outcome.ts'
import { clip } from './foreign.ts'
import { stateWords } from './hits.ts'

/**
 * How a build went that was run twice, because a cache was in the way of the first. The second reads and writes none, so only the first tells
 * how each layer did; where it had come to writing them, it had also run every step, all of which the second found in the builder.
 */
export function afterLoss<T extends BuildOutcome>(first: BuildOutcome, second: T, loss: CacheLoss): T {
  const steps = loss.kind === 'export' ? first.steps : second.steps
  return { ...second, steps, caches: withFailure(first.caches, loss) }
}

function withFailure(caches: readonly CacheUse[], { kind, reason }: CacheLoss): readonly CacheUse[] {
  const use = kind === 'export' ? 'write' : 'read'
  if (caches.some((one) => one.use === use && one.state === 'failed')) return caches
  // What hangs or is damaged behind a cache that was read well, BuildKit does not tell.
  const read = caches.filter((one) => one.use === use && one.state !== 'absent' && one.state !== 'unused')
  const [only] = read
  const failed = { use, state: 'failed', detail: reason } as const
  if (only === undefined || read.length > 1) return [...caches, { ...failed, layer: 'one of them' }]
  return caches.map((one) => (one === only ? { ...one, ...failed } : one))
}

/**
 * One sentence about the layers that were lost in a build; undefined where none was.
 * @param sources what was looked at before the build: of that the plan tells
 */
export function lossWarning(
  caches: readonly CacheUse[],
  sources: readonly CacheSource[],
): string | undefined {
  const told = new Set(
    sources.flatMap(({ layer, name, why }) => (why === undefined ? [] : [`${layer} ${name}`])),
  )
  const lost = caches.filter(({ use, layer, state, detail }) => {
    return !(use === 'read' && told.has(layer)) && (state === 'failed' || detail !== '')
  })
  if (lost.length === 0) return undefined
  const words = lost.map((use) => `${clip(use.layer, 200)} ${stateWords(use)}`).join('; ')
  return `A cache layer was lost: ${words}. The publish goes on.`
}
