import { formatPlatform, type Platform } from '../domain/platform.ts'
import { type BuilderFacts, type BuilderPlan, hasSeveralNodes } from './builder.ts'
import { emulatedHere } from './emulators.ts'

/** What a run loses where a builder takes the place of another, in a sentence or two. */
export function costOf(
  builder: BuilderPlan,
  instead: BuilderPlan,
  platforms: readonly Platform[],
  facts: Pick<BuilderFacts, 'engine' | 'hosted'>,
): string {
  const elsewhere = ['remote', 'kubernetes'].includes(builder.driver) || hasSeveralNodes(builder)
  const emulated = elsewhere ? emulatedHere(platforms, facts).map(formatPlatform).join(', ') : ''
  const slow = emulated === '' ? '' : ` ${emulated} is built under emulation, which is slow.`
  if (instead.kind === 'create') {
    return `A BuildKit container on this machine builds instead, and knows what the cache layers hold.${slow}`
  }
  if (instead.driver !== 'docker') return `The builder ${instead.name} builds instead.${slow}`
  const shared = facts.hosted
    ? ''
    : ' It shares its build cache with other jobs of this runner, and takes images of theirs for base images of that name.'
  return `The engine itself builds instead.${shared}${slow}`
}
