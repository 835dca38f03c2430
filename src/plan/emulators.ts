import { formatPlatform, missingPlatforms, type Platform, samePlatform } from '../domain/platform.ts'
import { type BuilderFacts, type BuilderPlan, isOwnBuilder, ownBuilder } from './builder.ts'
import { PINS, type ToolImage, toolImage } from './pins.ts'

/** Emulators to install on the engine's host before the build. */
export interface EmulatorPlan {
  readonly image: ToolImage
  readonly platforms: readonly Platform[]
}

/**
 * The emulators that are missing: the build needs one where the builder lacks the platform, the smoke test where the
 * engine's host does. Undefined where nothing is missing, so that a native runner fetches nothing.
 */
export function planEmulators(
  builder: BuilderPlan,
  platforms: readonly Platform[],
  facts: BuilderFacts,
  options: { readonly smoke: boolean; readonly image: string | undefined },
): EmulatorPlan | undefined {
  const missing = lacking(builder, platforms, facts)
  const untried = options.smoke ? missingPlatforms(platforms, hostPlatforms(facts)) : []
  return emulatorsFor([...missing, ...untried], options.image)
}

/** The emulators that are missing to try an image which nobody builds here: those that the engine's host lacks. */
export function planTrialEmulators(
  platforms: readonly Platform[],
  facts: BuilderFacts,
  image: string | undefined,
): EmulatorPlan | undefined {
  return emulatorsFor(missingPlatforms(platforms, hostPlatforms(facts)), image)
}

/** What is still to be installed after another plan was carried out. */
export function withoutInstalled(
  plan: EmulatorPlan | undefined,
  installed: EmulatorPlan | undefined,
): EmulatorPlan | undefined {
  if (plan === undefined) return undefined
  const platforms = missingPlatforms(plan.platforms, installed?.platforms ?? [])
  return platforms.length === 0 ? undefined : { ...plan, platforms }
}

/** The platforms that a builder on this machine would have to emulate. */
export function emulatedHere(
  platforms: readonly Platform[],
  { engine }: Pick<BuilderFacts, 'engine'>,
): readonly Platform[] {
  return platforms.filter((platform) => !samePlatform(platform, engine.platform))
}

function emulatorsFor(missing: readonly Platform[], image: string | undefined): EmulatorPlan | undefined {
  const wanted = new Map(missing.map((platform) => [formatPlatform(platform), platform]))
  if (wanted.size === 0) return undefined
  return { image: toolImage(image, PINS.binfmt), platforms: [...wanted.values()] }
}

/** What the engine's host runs: its own platform and those that its kernel has emulators for. */
function hostPlatforms(facts: BuilderFacts): readonly Platform[] {
  return [facts.engine.platform, ...(ownBuilder(facts)?.platforms ?? [])]
}

/** What the build needs emulators on this machine for: on other machines they are of no use. */
function lacking(
  builder: BuilderPlan,
  platforms: readonly Platform[],
  facts: BuilderFacts,
): readonly Platform[] {
  const host = hostPlatforms(facts)
  if (builder.kind === 'create') return builder.here ? missingPlatforms(platforms, host) : []
  if (builder.driver !== 'docker' && builder.driver !== 'docker-container') return []
  if (isOwnBuilder(builder, facts)) return missingPlatforms(platforms, host)
  // A node that does not run yet tells nothing, and is most likely on this machine.
  const reported = builder.nodes.flatMap((node) => (node.platforms.length === 0 ? host : node.platforms))
  return missingPlatforms(platforms, builder.nodes.length === 0 ? host : reported)
}

/** The name under which binfmt knows the emulator of a platform; https://github.com/tonistiigi/binfmt#readme. */
export function emulatorName(platform: Platform): string {
  return platform.architecture
}
