import type { Builder, EngineFacts } from '../domain/engine.ts'
import { InputError, PolicyError } from '../domain/errors.ts'
import { formatPlatform, missingPlatforms, type Platform } from '../domain/platform.ts'
import { csv } from './csv.ts'
import type { BuilderInputs } from './inputs/builder.ts'
import { PINS } from './pins.ts'

/** Where the build runs: on a builder that is there, or on one that we make and remove. */
export type BuilderPlan =
  | {
      readonly kind: 'existing'
      readonly name: string
      readonly driver: string
      readonly reason: string
    }
  | {
      readonly kind: 'create'
      readonly name: string
      readonly driver: 'docker-container'
      /** BuildKit's image, which is among the options too. */
      readonly image: string
      readonly driverOpts: readonly string[]
      readonly config: string | undefined
      readonly reason: string
    }

/** Emulators to install on the engine's host before the build. */
export interface EmulatorPlan {
  readonly image: string
  readonly platforms: readonly Platform[]
}

/** What is known when a builder is chosen. */
export interface BuilderFacts {
  readonly engine: EngineFacts
  readonly builders: readonly Builder[]
  /** Whether the runner is thrown away after the job. */
  readonly hosted: boolean
}

/**
 * Chooses the builder. `auto`: a builder that the job already set up; else the engine's own where that can do
 * everything and the runner is thrown away afterwards; else a container of our own. On a persistent runner the
 * engine's own builder would build FROM local images of the same name and share cache mounts with other jobs.
 * @param id makes the name of a new builder unique
 * @throws InputError where the `builder` input names none, PolicyError where `driver: docker` has no builder
 */
export function planBuilder(inputs: BuilderInputs, facts: BuilderFacts, id: string): BuilderPlan {
  const { engine, builders, hosted } = facts
  if (inputs.builder !== undefined) return named(inputs.builder, builders)
  const current = builders.find((builder) => builder.current)
  const own = ownBuilder(facts)
  if (inputs.driver === 'docker') return engineBuilder(own)
  if (inputs.driver === 'docker-container') return container(inputs, id, 'driver: docker-container')
  const special =
    inputs.driverOpts.length > 0 || inputs.buildkitImage !== undefined || inputs.buildkitdConfig !== undefined
  if (special) return container(inputs, id, 'builder options were given')
  if (current !== undefined && current.driver !== 'docker' && current.status !== 'error') {
    return existing(current, 'the job set it up before this step')
  }
  if (own !== undefined && engine.containerdStore && hosted) {
    return existing(own, 'the engine has the containerd image store and the runner is thrown away afterwards')
  }
  const reason = engine.containerdStore
    ? 'the runner is persistent'
    : 'the engine has the classic image store'
  return container(inputs, id, reason)
}

/**
 * The engine's own builder. Each docker context has a builder of the docker driver with its name, and only that of the
 * context in use is this engine (https://docs.docker.com/build/builders/drivers/docker/).
 */
function ownBuilder({ engine, builders }: Pick<BuilderFacts, 'engine' | 'builders'>): Builder | undefined {
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

function existing(builder: Builder, reason: string): BuilderPlan {
  return { kind: 'existing', name: builder.name, driver: builder.driver, reason }
}

function container(inputs: BuilderInputs, id: string, reason: string): BuilderPlan {
  const image = inputs.buildkitImage ?? PINS.buildkit.reference
  return {
    kind: 'create',
    name: `ghcr-publish-${id}`,
    driver: 'docker-container',
    image,
    driverOpts: [
      csv([['image', image]]),
      ...inputs.driverOpts.map(({ name, value }) => csv([[name, value]])),
    ],
    config: inputs.buildkitdConfig,
    reason,
  }
}

/** Drivers whose builders have a kernel of their own. */
const ELSEWHERE = ['remote', 'kubernetes']

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
  const host = hostPlatforms(facts)
  const building = builder.kind === 'existing' ? platformsOf(builder.name, facts, host) : host
  // What is installed here is of no use to a builder on another machine.
  const missing = ELSEWHERE.includes(builder.driver) ? [] : missingPlatforms(platforms, building)
  const untried = options.smoke ? missingPlatforms(platforms, host) : []
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

function emulatorsFor(missing: readonly Platform[], image: string | undefined): EmulatorPlan | undefined {
  const wanted = new Map(missing.map((platform) => [formatPlatform(platform), platform]))
  if (wanted.size === 0) return undefined
  return { image: image ?? PINS.binfmt.reference, platforms: [...wanted.values()] }
}

/** What the engine's host runs: its own platform and those that its kernel has emulators for. */
function hostPlatforms(facts: BuilderFacts): readonly Platform[] {
  return [facts.engine.platform, ...(ownBuilder(facts)?.platforms ?? [])]
}

function platformsOf(name: string, facts: BuilderFacts, host: readonly Platform[]): readonly Platform[] {
  const builder = facts.builders.find((one) => one.name === name)
  if (builder === undefined || builder.platforms.length === 0) return host
  return builder === ownBuilder(facts) ? host : builder.platforms
}

/** The name under which binfmt knows the emulator of a platform; https://github.com/tonistiigi/binfmt#readme. */
export function emulatorName(platform: Platform): string {
  return platform.architecture
}
