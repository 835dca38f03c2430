import { NOTHING_PROBED } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'
import type { EngineFacts } from '../domain/engine.ts'
import { planBuildTarget, source } from './assemble.ts'
import type { BuildPlan } from './build.ts'
import { type BuilderFacts, type BuilderPlan, hasSeveralNodes, isOwnBuilder, mustStart } from './builder.ts'
import { cacheFolder, exportNameOf } from './cachefolder.ts'
import { type CachePlan, planCaches } from './caches.ts'
import { onTag, scopesOf } from './cachescopes.ts'
import { buildsIntoClassicStore, limitsOfClassicStore } from './classic.ts'
import { type EmulatorPlan, planEmulators } from './emulators.ts'
import { costOf } from './fallback.ts'
import type { Inputs } from './inputs/inputs.ts'
import { type Machine, planMachine } from './machine.ts'
import type { Move } from './moves.ts'
import { unencrypted } from './newbuilder.ts'
import type { Facts } from './publish.ts'
import type { SmokePlan } from './smoke.ts'
import type { TagPlan } from './tags.ts'
import type { Target } from './target.ts'

/** What hangs on the builder. */
export interface Building {
  readonly builder: BuilderPlan
  readonly emulators: EmulatorPlan | undefined
  readonly machine: Machine
  /** How the candidate is built; with `gate: false` it is pushed under its tags at once. */
  readonly build: BuildPlan
  /** Whether the engine can take several platforms of a build under one name. */
  readonly severalPlatformsLoad: boolean
  /** Whether the engine itself builds, and then holds every platform under one digest. */
  readonly inEngine: boolean
  readonly notices: readonly string[]
  /** What is wrong and costs time only. */
  readonly warnings: readonly string[]
}

/** How it is built where the builder does not come up. */
export interface Substitute extends Building {
  /** What is lost by it, in words. */
  readonly cost: string
}

/** What a build is planned from, beside its builder. */
export interface Given {
  readonly inputs: Inputs
  readonly context: Context
  readonly target: Target
  readonly facts: Facts
  readonly engine: EngineFacts
  readonly tags: TagPlan
  readonly moves: readonly Move[]
  readonly smoke: SmokePlan
  readonly id: string
}

/** How a builder builds, with the emulators that it and the smoke test need on this machine. */
export function planBuilding(builder: BuilderPlan, given: Given): Building {
  const { inputs, context, target, facts, engine, tags, moves, smoke, id } = given
  const publishes = target.policy.kind === 'publish'
  const known = { engine, builders: facts.builders, hosted: context.hosted }
  const limits = buildsIntoClassicStore(builder, engine) ? limitsOfClassicStore(inputs, publishes) : []
  const buildTarget = planBuildTarget(inputs, target, builder, moves, smoke, id)
  const severalPlatformsLoad =
    inputs.build.platforms.length === 1 || (engine.containerdStore && !hasSeveralNodes(builder))
  const together = buildTarget.kind !== 'load' || severalPlatformsLoad
  const caches = planCacheLayers(builder, together, given)
  const options = { smoke: smoke.mode !== 'off', image: inputs.builder.binfmtImage }
  return {
    builder,
    emulators: planEmulators(builder, inputs.build.platforms, known, options),
    machine: planMachine(builder, known),
    build: {
      ...source(inputs, context, facts, tags, builder),
      target: buildTarget,
      caches,
      pull: publishes && builder.driver === 'docker',
    },
    severalPlatformsLoad,
    inEngine: isOwnBuilder(builder, known) && engine.containerdStore,
    notices: [...limits, ...(builder.kind === 'create' ? unencrypted(builder) : []), ...caches.notices],
    warnings: caches.warnings,
  }
}

/** What takes the builder's place where it does not come up, which only one that has to be started can do. */
export function planFallback(
  builder: BuilderPlan,
  building: (builder: BuilderPlan) => Building,
  { build }: Inputs,
  facts: BuilderFacts,
): Substitute | undefined {
  if (builder.fallback.kind === 'none' || !mustStart(builder)) return undefined
  const instead = builder.fallback.builder
  return { ...building(instead), cost: costOf(builder, instead, build.platforms, facts) }
}

function planCacheLayers(
  builder: BuilderPlan,
  together: boolean,
  { inputs, context, target, facts, engine, id }: Given,
): CachePlan {
  const { caches: probe = NOTHING_PROBED, builders } = facts
  return planCaches(inputs.cache, {
    image: target.image,
    scopes: scopesOf(inputs, context, probe.key),
    policy: target.policy,
    cacheService: context.cacheService,
    tagged: onTag(context),
    buildx: engine.buildx ?? '0',
    buildkit: builders.find(({ name }) => name === builder.name)?.buildkit,
    engine: isOwnBuilder(builder, { engine, builders }) ? engine.version : undefined,
    together,
    exports: !buildsIntoClassicStore(builder, engine),
    folder: cacheFolder(context),
    exportName: exportNameOf(probe, id),
    probe,
  })
}
