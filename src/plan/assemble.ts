import { NOTHING_PROBED } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'
import type { EngineFacts } from '../domain/engine.ts'
import type { Tag } from '../domain/reference.ts'
import type { BuildPlan, BuildTarget } from './build.ts'
import type { BuilderPlan } from './builder.ts'
import { cacheFolder, exportNameOf } from './cachefolder.ts'
import { type CachePlan, planCaches } from './caches.ts'
import { scopesOf } from './cachescopes.ts'
import { buildsIntoClassicStore } from './classic.ts'
import type { Inputs } from './inputs/inputs.ts'
import { runAnnotations, standardLabels } from './labels.ts'
import type { Move } from './moves.ts'
import type { Facts } from './publish.ts'
import type { SmokePlan } from './smoke.ts'
import type { TagPlan } from './tags.ts'
import type { Target } from './target.ts'

/** The one fixed tag of a candidate, where the driver cannot push without a tag. */
export const CANDIDATE = 'candidate' as Tag

/** What is built and where, whatever becomes of it. */
export function source(
  { build }: Inputs,
  context: Context,
  facts: Facts,
  tags: TagPlan,
  builder: BuilderPlan,
): Omit<BuildPlan, 'target' | 'caches' | 'pull'> {
  const labels = standardLabels(context, facts.commit, tags.version?.text)
  return {
    builder: builder.name,
    driver: builder.driver,
    localImages: facts.localImages,
    context: facts.context,
    file: facts.file,
    platforms: build.platforms,
    labels: [...labels, ...build.labels],
    annotations: [...labels, ...(tags.branch ? runAnnotations(context) : []), ...build.annotations],
    inputs: build,
    epoch: facts.commit.time,
  }
}

/** Where the result of the build goes. `id` makes a local name unique. */
export function planBuildTarget(
  inputs: Inputs,
  { image, policy }: Target,
  builder: BuilderPlan,
  moves: readonly Move[],
  smoke: SmokePlan,
  id: string,
): BuildTarget {
  if (policy.kind !== 'publish') {
    return smoke.mode === 'off'
      ? { kind: 'none' }
      : { kind: 'load', name: `ghcr-publish.local/dry-run:${id}` }
  }
  if (!inputs.behaviour.gate) {
    return { kind: 'tags', image, tags: moves.filter((move) => move.move).map((move) => move.tag) }
  }
  // BuildKit: "push-by-digest is currently not implemented for docker driver".
  if (builder.driver === 'docker') return { kind: 'tags', image, tags: [CANDIDATE] }
  return { kind: 'digest', image }
}

/** The cache layers of a build. @param place where it runs; `id` makes the name of what is written unique */
export function planCacheLayers(
  inputs: Inputs,
  context: Context,
  target: Target,
  { caches: probe = NOTHING_PROBED, builders }: Facts,
  engine: EngineFacts,
  {
    builder,
    together,
    id,
  }: { readonly builder: BuilderPlan; readonly together: boolean; readonly id: string },
): CachePlan {
  return planCaches(inputs.cache, {
    image: target.image,
    scopes: scopesOf(inputs, context, probe.key),
    policy: target.policy,
    cacheService: context.cacheService,
    buildx: engine.buildx ?? '0',
    buildkit: builders.find(({ name }) => name === builder.name)?.buildkit,
    together,
    exports: !buildsIntoClassicStore(builder, engine),
    folder: cacheFolder(context),
    exportName: exportNameOf(probe, id),
    probe,
  })
}
