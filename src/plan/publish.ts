import type { CacheProbe } from '../domain/cache.ts'
import type { Context } from '../domain/context.ts'
import type { Builder, EngineFacts } from '../domain/engine.ts'
import { InputError } from '../domain/errors.ts'
import type { HeldTags } from '../domain/held.ts'
import type { RegistryFacts } from '../domain/listing.ts'
import { planPublishing } from './assemble.ts'
import { type BuilderPlan, mustStart, planBuilder } from './builder.ts'
import { type Building, planBuilding, planFallback, type Substitute } from './building.ts'
import { type Free, foretellExisting, type Publishing, requireFree } from './existing.ts'
import { requireEngine } from './floors.ts'
import type { Inputs } from './inputs/inputs.ts'
import type { Commit } from './labels.ts'
import { type Move, planMoves, schemeNotice } from './moves.ts'
import { planSigning, type SigningFacts, type SigningPlan } from './signing.ts'
import { planSmoke, type SmokePlan } from './smoke.ts'
import { planTags, type TagPlan } from './tags.ts'
import type { Target } from './target.ts'

/** What is asked of the world before anything is decided. */
export interface Facts {
  readonly engine: EngineFacts | { readonly unreachable: string }
  readonly builders: readonly Builder[]
  /** What the engine held of the image before: not ours to remove. Undefined where it did not tell. */
  readonly localImages: readonly string[] | undefined
  readonly commit: Commit
  /** Absolute path of the build context and of the Dockerfile. */
  readonly context: string
  readonly file: string
  readonly registry: RegistryFacts
  /** The commit that the git tag of the input `tag` names; undefined where there is none, or where nobody knows. */
  readonly gitTag?: string | undefined
  /** Undefined where nobody looked at the caches. */
  readonly caches?: CacheProbe
  /** Undefined where nobody looked at it. */
  readonly signing?: SigningFacts
}

/** Everything that a run will do. A dry run prints it. */
export interface Plan extends Building {
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
  readonly fallback: Substitute | undefined
  readonly smoke: SmokePlan
  readonly signing: SigningPlan
  readonly gate: boolean
  readonly attested: boolean
  /** What the engine held of the image before; undefined where it did not tell. */
  readonly localImages: readonly string[] | undefined
  /** Whether the package had no tag before. */
  readonly first: boolean
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
  const publishing = planPublishing(inputs, facts.commit.sha, tags, publishes, facts.registry.held)
  const existing = publishes
    ? requireFree(publishing, facts.registry, facts.gitTag)
    : foretellExisting(publishing, facts.registry)
  const { listing, held } = facts.registry
  // What is published already may have more platforms than are asked for.
  const { platforms } = existing.kind === 'reuse' ? existing : inputs.build
  const rules = { latest: inputs.identity.latest, platforms }
  const moves = planMoves(tags, listing, { ...rules, held })
  const smoke = planSmoke(inputs.behaviour)
  const building = (builder: BuilderPlan) =>
    planBuilding(builder, { inputs, context, target, facts, engine, tags, moves, smoke, id })
  const known = { engine, builders: facts.builders, hosted: context.hosted }
  const place = { id, workspace: context.workspace, allow: inputs.build.allow }
  const builder = planBuilder(inputs.builder, known, place)
  const first = building(builder)
  const scheme = schemeNotice(tags, listing.tags)
  return Object.freeze({
    target,
    tags,
    moves,
    publishing,
    held,
    existing,
    commit: facts.commit,
    ...first,
    fallback: planFallback(builder, building, inputs, known),
    smoke,
    signing: planSigning(inputs.signing, context, target.policy, facts.signing),
    gate: inputs.behaviour.gate,
    attested: publishing.attested,
    localImages: facts.localImages,
    first: listing.tags.length === 0,
    notices: [
      ...target.notices,
      ...first.notices,
      ...listed(scheme),
      ...listed(existing.reason),
      ...listed(unreadNotice(facts.registry)),
    ],
  })
}

/** A plan as for an empty package must not look like one for a package that was looked at. */
function unreadNotice({ unread }: RegistryFacts): string | undefined {
  if (unread === undefined) return undefined
  return `What is published already could not be read, so the tags are planned as for an empty package: a real run may move fewer of them, or be refused. ${unread}`
}

function listed(notice: string | undefined): readonly string[] {
  return notice === undefined ? [] : [notice]
}

/** Whether anything has to be made before the build. */
export function needsBuilder({ builder, emulators, existing }: Plan): boolean {
  return (mustStart(builder) && existing.kind === 'build') || emulators !== undefined
}
