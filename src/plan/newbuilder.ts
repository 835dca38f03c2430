import { formatPlatform } from '../domain/platform.ts'
import { type ExistingBuilder, type Fallback, needsOwn, type Place } from './builder.ts'
import { csv } from './csv.ts'
import { type BuilderInputs, namesFile } from './inputs/builder.ts'
import type { NodeInput } from './inputs/nodes.ts'
import type { Pair } from './inputs/parsers.ts'
import { PINS, type ToolImage, toolImage } from './pins.ts'

/** A builder that we make before the build, and remove in post. */
export interface NewBuilder {
  readonly kind: 'create'
  readonly name: string
  readonly driver: 'docker-container' | 'remote' | 'kubernetes'
  /** BuildKit's image; undefined where the nodes run a BuildKit already. */
  readonly image: ToolImage | undefined
  /** Whether this machine's engine runs the image, so that it is pulled here first. */
  readonly here: boolean
  readonly nodes: readonly NewNode[]
  /** Path of BuildKit's configuration file. */
  readonly config: string | undefined
  /** What its BuildKit is told to grant; it has to be told beside what the build asks for. */
  readonly entitlements: readonly string[]
  readonly reason: string
  readonly fallback: Fallback
}

/** A node to make, as `docker buildx create` takes it. */
export interface NewNode {
  /** Undefined where buildx finds it: the engine, or the cluster, in use. */
  readonly endpoint: string | undefined
  readonly name: string | undefined
  /** What it builds before any other node, in words of buildx. */
  readonly platforms: readonly string[]
  /** Driver options without the image. */
  readonly options: readonly string[]
}

/** Why a builder is made, and what could take its place. */
export interface Making extends Place {
  readonly reason: string
  /** The engine's own builder, where it can do what a container can. */
  readonly own: ExistingBuilder | undefined
}

/** Plans a builder of our own, and what takes its place if it does not come up. */
export function planNewBuilder(
  driver: NewBuilder['driver'],
  inputs: BuilderInputs,
  making: Making,
): NewBuilder {
  const name = `ghcr-publish-${making.id}`
  const { buildkitImage, buildkitdConfig: config } = inputs
  return {
    kind: 'create',
    name,
    driver,
    image: driver === 'remote' ? undefined : toolImage(buildkitImage, PINS.buildkit),
    here: driver === 'docker-container' && inputs.nodes.length === 0,
    nodes: nodesOf(inputs, name, making.workspace),
    config: config === undefined ? undefined : inside(making.workspace, config),
    // A BuildKit that runs already was told by whoever started it.
    entitlements: driver === 'remote' ? [] : entitlementsOf(making.allow),
    reason: making.reason,
    fallback: driver === 'docker-container' ? toEngine(inputs, making) : toContainer(driver, making),
  }
}

/** Where no node is written, buildx makes one where the engine, or the cluster, in use is. */
function nodesOf(inputs: BuilderInputs, builder: string, workspace: string): readonly NewNode[] {
  const written = (pairs: readonly Pair[]) => pairs.map((pair) => option(inputs, pair, workspace))
  const common = written(inputs.driverOpts)
  if (inputs.nodes.length === 0) {
    return [{ endpoint: undefined, name: undefined, platforms: [], options: common }]
  }
  return inputs.nodes.map(({ endpoint, name, platforms, options }: NodeInput) => ({
    endpoint,
    // Containers are named after it, also in engines that other jobs use.
    name: name === undefined ? undefined : `${builder}-${name}`,
    platforms: platforms.map(formatPlatform),
    options: [...common, ...written(options)],
  }))
}

function option(inputs: BuilderInputs, { name, value }: Pair, workspace: string): string {
  return csv([[name, namesFile(inputs, name) ? inside(workspace, value) : value]])
}

/** BuildKit knows no single devices: who may use one may use those that the build names (buildkit cmd/buildkitd, "allow-insecure-entitlement"). */
function entitlementsOf(allow: readonly string[]): readonly string[] {
  return [...new Set(allow.map((entry) => entry.replace(/=.*$/, '')))]
}

function inside(workspace: string, path: string): string {
  return path.startsWith('/') ? path : `${workspace}/${path}`
}

/** The engine's own builder knows no options, and has this machine alone. */
function toEngine(inputs: BuilderInputs, { own, allow }: Making): Fallback {
  const given = [
    ...(inputs.driverOpts.length > 0 ? ['driver-opts'] : []),
    ...(inputs.buildkitImage !== undefined ? ['buildkit-image'] : []),
    ...(inputs.buildkitdConfig !== undefined ? ['buildkitd-config'] : []),
    ...(inputs.nodes.length > 0 ? ['nodes'] : []),
    ...allow.filter(needsOwn),
  ]
  if (given.length > 0) {
    const reason = `The engine's own builder cannot take its place: it has no ${given.join(', ')}.`
    return { kind: 'none', reason }
  }
  if (own !== undefined) return { kind: 'builder', builder: own }
  return {
    kind: 'none',
    reason: "The engine's own builder cannot take its place: the engine has the classic image store.",
  }
}

/** What was written for the nodes, or for the cluster, says nothing about a container here. */
function toContainer(driver: string, making: Making): Fallback {
  const builder: NewBuilder = {
    kind: 'create',
    name: `ghcr-publish-${making.id}`,
    driver: 'docker-container',
    image: toolImage(undefined, PINS.buildkit),
    here: true,
    nodes: [{ endpoint: undefined, name: undefined, platforms: [], options: [] }],
    config: undefined,
    entitlements: entitlementsOf(making.allow),
    reason: `the builder with driver: ${driver} did not come up`,
    fallback: { kind: 'none', reason: 'It was itself the second choice.' },
  }
  return { kind: 'builder', builder }
}

const LOOPBACK = /^tcp:\/\/(?:127\.[\d.]+|localhost|\[::1\]):/

/** What people should know of nodes that are reached in the clear: sources, secrets and credentials go there. */
export function unencrypted({ driver, nodes }: NewBuilder): readonly string[] {
  const plain = nodes.flatMap(({ endpoint, options }) => {
    const safe = LOOPBACK.test(endpoint ?? '') || options.some((option) => /^(?:ca)?cert=/.test(option))
    return endpoint?.startsWith('tcp://') && !safe ? [endpoint] : []
  })
  if (plain.length === 0) return []
  const instead = driver === 'remote' ? 'write cacert, cert and key' : 'use ssh:// or a docker context'
  return [
    `The connection to ${plain.join(', ')} is not encrypted, and carries sources, build secrets and credentials: ${instead}.`,
  ]
}
