import type { EngineFacts } from '../domain/engine.ts'
import { PolicyError } from '../domain/errors.ts'
import type { BuilderPlan } from './builder.ts'
import type { Inputs } from './inputs/inputs.ts'

/** Whether the engine itself builds into its classic image store, which holds one platform and no attestations. */
export function buildsIntoClassicStore(builder: BuilderPlan, engine: EngineFacts): boolean {
  return builder.driver === 'docker' && !engine.containerdStore
}

/**
 * What people should know of a builder that was asked for and builds into the classic image store. A dry run attaches and
 * pushes nothing, so there only several platforms are too much.
 * @throws PolicyError where it cannot build what is asked for
 */
export function limitsOfClassicStore(
  { build, builder }: Pick<Inputs, 'build' | 'builder'>,
  pushes: boolean,
): readonly string[] {
  const asked = builder.builder === undefined ? 'driver: docker' : `builder: ${builder.builder}`
  const otherwise = `remove ${asked}, or turn the containerd image store on`
  if (build.platforms.length > 1) {
    throw new PolicyError({
      found: `${asked} cannot build several platforms here: the engine has the classic image store.`,
      remedy: `Write one in platforms, ${otherwise}.`,
    })
  }
  if (!pushes) return []
  const attested = [
    ...(build.sbom === false ? [] : ['sbom: false']),
    ...(build.provenance === false ? [] : ['provenance: false']),
  ]
  if (attested.length > 0) {
    throw new PolicyError({
      found: `${asked} cannot attach attestations here: the engine has the classic image store.`,
      remedy: `Write ${attested.join(' and ')}, ${otherwise}.`,
    })
  }
  return [
    `The image has Docker's media types and no annotations: with ${asked} it comes from the engine's classic image store, which knows no others.`,
  ]
}
