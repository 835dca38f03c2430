import type { CacheProbe } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'
import type { Builder, EngineFacts } from '../domain/engine.ts'
import { InputError } from '../domain/errors.ts'
import type { HeldTags } from '../domain/held.ts'
import type { RegistryFacts } from '../domain/listing.ts'
import { planBuildTarget, planCacheLayers, source } from './assemble.ts'
import { attests, type BuildPlan } from './build.ts'
import { type BuilderPlan, type EmulatorPlan, isOwnBuilder, planBuilder, planEmulators } from './builder.ts'
import { buildsIntoClassicStore, limitsOfClassicStore } from './classic.ts'
import { type Free, foretellExisting, type Publishing, requireFree } from './existing.ts'
import { requireEngine } from './floors.ts'
import type { Inputs } from './inputs/inputs.ts'
import type { Commit } from './labels.ts'
import { type Machine, planMachine } from './machine.ts'
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
  readonly registry: RegistryFacts
  /** The commit that the git tag of the input `tag` names; undefined where there is none, or where nobody knows. */
  readonly gitTag?: string | undefined
  /** Undefined where nobody looked at the caches. */
  readonly caches?: CacheProbe
}

/** Everything that a run will do. A dry run prints it. */
export interface Plan {
  readonly target: Target
  readonly tags: TagPlan
  /** By the registry's tags as they were at the start; planned again before the tags are written. */
  readonly moves: readonly Move[]
  /** What is published, for a second look just before its tags are written. */
  readonly publishing: Publishing
  /** What the tags held when the run looked around. */
  readonly held: HeldTags
  /** Whether it has to be built at all. */
  readonly existing: Free
  readonly commit: Commit
  readonly builder: BuilderPlan
  readonly emulators: EmulatorPlan | undefined
  readonly machine: Machine
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
  /** What is wrong and costs time only. */
  readonly warnings: readonly string[]
}

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
  const publishing = planPublishing(inputs, facts, tags, publishes)
  const existing = publishes
    ? requireFree(publishing, facts.registry, facts.gitTag)
    : foretellExisting(publishing, facts.registry)
  const { listing, held } = facts.registry
  const rules = { latest: inputs.identity.latest, platforms: inputs.build.platforms }
  const moves = planMoves(tags, listing, { ...rules, held })
  const smoke = planSmoke(inputs.behaviour)
  const place = planPlace(inputs, context, facts, engine, smoke, id)
  const limits = buildsIntoClassicStore(place.builder, engine) ? limitsOfClassicStore(inputs, publishes) : []
  const buildTarget = planBuildTarget(inputs, target, place.builder, moves, smoke, id)
  const holds = planHolding(engine, isOwnBuilder(place.builder, { ...facts, engine }), inputs)
  const together = buildTarget.kind !== 'load' || holds.severalPlatformsLoad
  const caches = planCacheLayers(inputs, context, target, facts, engine, {
    builder: place.builder,
    together,
    id,
  })
  const scheme = schemeNotice(tags, listing.tags)
  return Object.freeze({
    target,
    tags,
    moves,
    publishing,
    held,
    existing,
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
    attested: publishing.attested,
    ...holds,
    localImages: facts.localImages,
    first: listing.tags.length === 0,
    notices: [...target.notices, ...limits, ...caches.notices, ...listed(scheme), ...listed(existing.reason)],
    warnings: caches.warnings,
  })
}

function listed(notice: string | undefined): readonly string[] {
  return notice === undefined ? [] : [notice]
}

function planPublishing(
  { identity, build }: Inputs,
  facts: Facts,
  tags: TagPlan,
  publishes: boolean,
): Publishing {
  return {
    // A git tag that is no version, such as nightly, is moved by whoever made it.
    fixed: tags.version === undefined ? [] : tags.fixed,
    commit: facts.commit.sha,
    platforms: build.platforms,
    attested: publishes && attests(build),
    overwrite: identity.overwrite,
  }
}

/** Where the build runs, and the emulators that it and the smoke test need there. */
function planPlace(
  inputs: Inputs,
  context: Context,
  facts: Facts,
  engine: EngineFacts,
  smoke: SmokePlan,
  id: string,
): Pick<Plan, 'builder' | 'emulators' | 'machine'> {
  const known = { engine, builders: facts.builders, hosted: context.hosted }
  const { platforms } = inputs.build
  const builder = planBuilder(inputs.builder, known, id)
  const options = { smoke: smoke.mode !== 'off', image: inputs.builder.binfmtImage }
  const emulators = planEmulators(builder, platforms, known, options)
  return { builder, emulators, machine: planMachine(builder, known) }
}

/** What the engine can hold of the image. */
function planHolding(
  { containerdStore }: EngineFacts,
  own: boolean,
  { build }: Inputs,
): Pick<Plan, 'inEngine' | 'severalPlatformsLoad'> {
  return {
    inEngine: own && containerdStore,
    severalPlatformsLoad: containerdStore || build.platforms.length === 1,
  }
}

/** Whether anything has to be made before the build. */
export function needsBuilder({ builder, emulators, existing }: Plan): boolean {
  return (builder.kind === 'create' && existing.kind === 'build') || emulators !== undefined
}
