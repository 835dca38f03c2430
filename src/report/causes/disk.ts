import { formatBytes, type Place } from '../../domain/space.ts'
import { freeingSpace } from '../../plan/space.ts'
import type { About, Explanation } from './cause.ts'

/** A disk is full: how much is free where, and how to get more. */
export function explainFull({ places, hosted }: About): Explanation {
  return {
    cause: `The disk of the runner, or of the builder, is full.${found(places ?? [])}`,
    remedy: freeingSpace(hosted === true),
  }
}

function found(places: readonly Place[]): string {
  if (places.length === 0) return ''
  const each = places.map(({ name, path, free }) => `${formatBytes(free)} in ${name} (${path})`)
  return ` Free now: ${each.join(', ')}.`
}
