import type { Builder, BuilderNode, EngineFacts } from '../domain/engine.ts'
import { InputError, PolicyError } from '../domain/errors.ts'
import type { BuilderInputs } from './inputs/builder.ts'
import { type NewBuilder, planNewBuilder } from './newbuilder.ts'

/** Where the build runs: on a builder that is there, or on one that we make and remove. */
export type BuilderPlan = ExistingBuilder | NewBuilder

/** A builder that is used as it is and left alone. */
export interface ExistingBuilder {
  readonly kind: 'existing'
  readonly name: string
  readonly driver: string
  /** As they were when the run looked around. */
  readonly nodes: readonly BuilderNode[]
  readonly reason: string
  /** Where the build runs where it does not come up. */
  readonly fallback: Fallback
}

/** What takes the place of a builder that does not come up: once, so its own fallback has no weight. */
export type Fallback =
  | { readonly kind: 'builder'; readonly builder: BuilderPlan }
  | { readonly kind: 'none'; readonly reason: string }

/** What is known when a builder is chosen. */
export interface BuilderFacts {
  readonly engine: EngineFacts
  readonly builders: readonly Builder[]
  /** Whether the runner is thrown away after the job. */
  readonly hosted: boolean
}

/** What a new builder needs: an id that makes its name unique, the folder that paths start from, and what the build is allowed. */
export interface Place {
  readonly id: string
  readonly workspace: string
  /** The input `allow`. */
  readonly allow: readonly string[]
}

/**
 * Chooses the builder. `auto`: a builder that the job already set up; else the engine's own where that can do
 * everything and the runner is thrown away afterwards; else a container of our own. On a persistent runner the
 * engine's own builder would build FROM local images of the same name and share cache mounts with other jobs.
 * @throws InputError where the `builder` input names none, PolicyError where `driver: docker` has no builder
 */
export function planBuilder(inputs: BuilderInputs, facts: BuilderFacts, place: Place): BuilderPlan {
  const { engine, builders, hosted } = facts
  if (inputs.builder !== undefined) return named(inputs.builder, builders)
  const current = builders.find((builder) => builder.current)
  const own = ownBuilder(facts)
  const { driver } = inputs
  if (driver === 'docker') return engineBuilder(own)
  const make = (reason: string, kind: NewBuilder['driver'] = 'docker-container') =>
    planNewBuilder(kind, inputs, { ...place, reason, own: inPlace(facts) })
  if (driver !== 'auto') return make(`driver: ${driver}`, driver)
  const special =
    inputs.driverOpts.length > 0 || inputs.buildkitImage !== undefined || inputs.buildkitdConfig !== undefined
  if (special) return make('builder options were given')
  if (current !== undefined && current.driver !== 'docker' && current.status !== 'error') {
    const others = builders.filter((builder) => builder !== current)
    const builder = planBuilder(inputs, { ...facts, builders: others }, place)
    return existing(current, 'the job set it up before this step', { kind: 'builder', builder })
  }
  if (place.allow.some(needsOwn)) return make('allow names what the engine does not grant')
  if (own !== undefined && engine.containerdStore && hosted) {
    return existing(own, 'the engine has the containerd image store and the runner is thrown away afterwards')
  }
  return make(engine.containerdStore ? 'the runner is persistent' : 'the engine has the classic image store')
}

/** Whether an entitlement is granted only by a builder that was told so at its start. The engine's own grants the host's network alone. */
export function needsOwn(entitlement: string): boolean {
  return entitlement !== 'network.host'
}

/** The engine's own builder, where it could do everything that a container could. */
function inPlace(facts: BuilderFacts): ExistingBuilder | undefined {
  const own = ownBuilder(facts)
  if (own === undefined || !facts.engine.containerdStore) return undefined
  return existing(own, 'the builder that was to be made did not come up')
}

/**
 * The engine's own builder. Each docker context has a builder of the docker driver with its name, and only that of the
 * context in use is this engine (https://docs.docker.com/build/builders/drivers/docker/).
 */
export function ownBuilder({
  engine,
  builders,
}: Pick<BuilderFacts, 'engine' | 'builders'>): Builder | undefined {
  const engines = builders.filter((builder) => builder.driver === 'docker')
  if (engine.context !== undefined) return engines.find((builder) => builder.name === engine.context)
  return engines.find((builder) => builder.current) ?? engines[0]
}

/** Whether a builder is the engine's own, so that what it builds is in this engine. */
export function isOwnBuilder(
  { name }: BuilderPlan,
  facts: Pick<BuilderFacts, 'engine' | 'builders'>,
): boolean {
  return ownBuilder(facts)?.name === name
}

/**
 * Whether several machines may build parts of one image. buildx then joins the parts itself: it loads no such image, and
 * an image without a tag it would push as `latest` (buildx build/build.go, "merging manifest list").
 */
export function hasSeveralNodes({ nodes }: Pick<BuilderPlan, 'nodes'>): boolean {
  return nodes.length > 1
}

/** Whether it has to be started before the build. The engine's own runs as long as the engine does. */
export function mustStart(builder: BuilderPlan): boolean {
  if (builder.kind === 'create') return true
  return builder.driver !== 'docker' && builder.nodes.some(({ status }) => status !== 'running')
}

function named(name: string, builders: readonly Builder[]): BuilderPlan {
  const found = builders.find((builder) => builder.name === name)
  if (found !== undefined) return existing(found, 'the builder input names it')
  const names = builders.map((builder) => builder.name).join(', ')
  throw new InputError([
    {
      input: 'builder',
      found: `no builder is called '${name}'.`,
      allowed: names === '' ? 'none exists' : names,
      remedy: 'Create it before this step, for example with docker/setup-buildx-action, or remove the input.',
    },
  ])
}

function engineBuilder(own: Builder | undefined): BuilderPlan {
  if (own === undefined) {
    throw new PolicyError({
      found: 'No builder uses the docker driver on this engine.',
      remedy: 'Remove driver: docker, so that a builder is made.',
    })
  }
  return existing(own, 'driver: docker')
}

const ASKED_FOR: Fallback = { kind: 'none', reason: 'It was asked for, so no other is used in its place.' }

function existing(
  { name, driver, nodes }: Builder,
  reason: string,
  fallback: Fallback = ASKED_FOR,
): ExistingBuilder {
  return { kind: 'existing', name, driver, nodes, reason, fallback }
}
