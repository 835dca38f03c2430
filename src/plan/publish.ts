import type { Context } from '../domain/context.ts'
import type { Builder, EngineFacts } from '../domain/engine.ts'
import { InputError } from '../domain/errors.ts'
import type { Tag } from '../domain/reference.ts'
import { attests, type BuildPlan, type BuildTarget } from './build.ts'
import { type BuilderPlan, type EmulatorPlan, planBuilder, planEmulators } from './builder.ts'
import { type CachePlan, planCaches } from './caches.ts'
import { buildsIntoClassicStore, limitsOfClassicStore } from './classic.ts'
import { requireEngine } from './floors.ts'
import type { Inputs } from './inputs/inputs.ts'
import { type Commit, runAnnotations, standardLabels } from './labels.ts'
import { type Move, planMoves, schemeNotice } from './moves.ts'
import { planSmoke, type SmokePlan } from './smoke.ts'
import { planTags, type TagPlan } from './tags.ts'
import type { Target } from './target.ts'

/** What is asked of the world before anything is decided. */
export interface Facts {
  readonly engine: EngineFacts | { readonly unreachable: string }
  readonly builders: readonly Builder[]
  /** What the engine held of the image before: not ours to remove. */
  readonly localImages: readonly string[]
  readonly commit: Commit
  /** Absolute path of the build context and of the Dockerfile. */
  readonly context: string
  readonly file: string
  /** All tags of the image in the registry; empty where there is none yet, or where it may not be asked. */
  readonly registryTags: readonly string[]
}

/** Everything that a run will do. A dry run prints it. */
export interface Plan {
  readonly target: Target
  readonly tags: TagPlan
  /** By the registry's tags as they were at the start; planned again before the tags are written. */
  readonly moves: readonly Move[]
  readonly commit: Commit
  readonly builder: BuilderPlan
  readonly emulators: EmulatorPlan | undefined
  /** How the candidate is built; with `gate: false` it is pushed under its tags at once. */
  readonly build: BuildPlan
  readonly smoke: SmokePlan
  readonly gate: boolean
  readonly attested: boolean
  /** Whether the engine can hold several platforms under one name. */
  readonly severalPlatformsLoad: boolean
  /** Whether the engine itself builds, and then holds every platform under one digest. */
  readonly inEngine: boolean
  /** What the engine held of the image before. */
  readonly localImages: readonly string[]
  /** Whether the package had no tag before. */
  readonly first: boolean
  readonly notices: readonly string[]
}

/** The one fixed tag of a candidate, where the driver cannot push without a tag. */
export const CANDIDATE = 'candidate' as Tag

/**
 * Plans a whole run.
 * @param id makes names of what we create unique
 * @throws PolicyError below the floors, InputError where tags or builder cannot be what the inputs say
 */
export function planPublish(
  inputs: Inputs,
  context: Context,
  target: Target,
  facts: Facts,
  id: string,
): Plan {
  const engine = requireEngine(facts.engine)
  const publishes = target.policy.kind === 'publish'
  const tags = planTags(inputs.identity, context, target.policy, facts.commit.sha)
  if ('faults' in tags) throw new InputError(tags.faults)
  const moves = planMoves(tags, facts.registryTags, inputs.identity.latest)
  const smoke = planSmoke(inputs.behaviour)
  const place = planPlace(inputs, context, facts, engine, smoke, id)
  const limits = buildsIntoClassicStore(place.builder, engine) ? limitsOfClassicStore(inputs, publishes) : []
  const buildTarget = planBuildTarget(inputs, target, place.builder, moves, smoke, id)
  const holds = planHolding(engine, place.builder, inputs)
  const together = buildTarget.kind !== 'load' || holds.severalPlatformsLoad
  const caches = planCacheLayers(inputs, context, target, engine, { builder: place.builder, together })
  const scheme = schemeNotice(tags, facts.registryTags)
  return Object.freeze({
    target,
    tags,
    moves,
    commit: facts.commit,
    ...place,
    build: {
      ...source(inputs, context, facts, tags, place.builder),
      target: buildTarget,
      caches,
      pull: publishes && place.builder.driver === 'docker',
    },
    smoke,
    gate: inputs.behaviour.gate,
    attested: publishes && attests(inputs.build),
    ...holds,
    localImages: facts.localImages,
    first: facts.registryTags.length === 0,
    notices: [...target.notices, ...limits, ...caches.notices, ...(scheme === undefined ? [] : [scheme])],
  })
}

/** Where the build runs, and the emulators that it and the smoke test need there. */
function planPlace(
  inputs: Inputs,
  context: Context,
  facts: Facts,
  engine: EngineFacts,
  smoke: SmokePlan,
  id: string,
): Pick<Plan, 'builder' | 'emulators'> {
  const known = { engine, builders: facts.builders, hosted: context.hosted }
  const { platforms } = inputs.build
  const builder = planBuilder(inputs.builder, known, id)
  const options = { smoke: smoke.mode !== 'off', image: inputs.builder.binfmtImage }
  return { builder, emulators: planEmulators(builder, platforms, known, options) }
}

/** What the engine can hold of the image. */
function planHolding(
  { containerdStore }: EngineFacts,
  { driver }: BuilderPlan,
  { build }: Inputs,
): Pick<Plan, 'inEngine' | 'severalPlatformsLoad'> {
  return {
    inEngine: driver === 'docker' && containerdStore,
    severalPlatformsLoad: containerdStore || build.platforms.length === 1,
  }
}

function planCacheLayers(
  inputs: Inputs,
  context: Context,
  target: Target,
  engine: EngineFacts,
  { builder, together }: { readonly builder: BuilderPlan; readonly together: boolean },
): CachePlan {
  return planCaches(inputs.cache, {
    image: target.image,
    target: inputs.build.target,
    policy: target.policy,
    cacheService: context.cacheService,
    buildx: engine.buildx ?? '0',
    together,
    exports: !buildsIntoClassicStore(builder, engine),
    folder: `${context.toolCache}/ghcr-publish/buildcache`,
  })
}

/** What is built and where, whatever becomes of it. */
function source(
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

function planBuildTarget(
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

/** Whether anything has to be made before the build. */
export function needsBuilder({ builder, emulators }: Plan): boolean {
  return builder.kind === 'create' || emulators !== undefined
}
