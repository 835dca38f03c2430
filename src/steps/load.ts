import { formatPlatform, type Platform } from '../domain/platform.ts'
import type { BuildPlan } from '../plan/build.ts'
import type { BuildOutcome } from '../plan/outcome.ts'
import type { Plan } from '../plan/publish.ts'

/** What a dry run left in the engine, by platform. */
export interface Loaded {
  readonly images: readonly { readonly platform: Platform; readonly reference: string }[]
  readonly build: BuildOutcome
}

/**
 * Builds every platform into the engine. The classic image store holds one platform under a name, so there each is built
 * by itself, and writes no cache, as it is planned; without a smoke test nothing has to be loaded at all.
 * @param build runs one build
 */
export async function load(plan: Plan, build: (how: BuildPlan) => Promise<BuildOutcome>): Promise<Loaded> {
  const { target, platforms } = plan.build
  if (plan.smoke.mode === 'off' || target.kind !== 'load') {
    return { images: [], build: await build({ ...plan.build, target: { kind: 'none' } }) }
  }
  if (plan.severalPlatformsLoad) {
    const images = platforms.map((platform) => ({ platform, reference: target.name }))
    return { images, build: await build(plan.build) }
  }
  const parts = []
  for (const platform of platforms) {
    const reference = `${target.name}-${formatPlatform(platform).replaceAll('/', '-')}`
    const how: BuildPlan = { ...plan.build, platforms: [platform], target: { kind: 'load', name: reference } }
    parts.push({ image: { platform, reference }, build: await build(how) })
  }
  const warnings = new Set(parts.flatMap(({ build: { warnings } }) => warnings))
  return {
    images: parts.map(({ image }) => image),
    build: {
      steps: parts.flatMap(({ build: { steps } }) => steps),
      // Each build reads the same layers.
      caches: parts[0]?.build.caches ?? [],
      warnings: [...warnings],
    },
  }
}
