import type { Platform } from '../domain/platform.ts'
import { type BuilderFacts, type BuilderPlan, isOwnBuilder } from './builder.ts'

/**
 * The platforms that the builder's machine runs itself. Undefined where nobody knows: a builder that the job made may be
 * elsewhere, and have several machines.
 */
export function nativePlatforms(builder: BuilderPlan, facts: BuilderFacts): readonly Platform[] | undefined {
  if (builder.kind === 'existing' && !isOwnBuilder(builder, facts)) return undefined
  const { platform } = facts.engine
  return platform.architecture === 'amd64' ? [platform, { ...platform, architecture: '386' }] : [platform]
}
