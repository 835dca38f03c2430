import { objectOf } from './json.ts'
import { normalizePlatform, type Platform } from './platform.ts'

/** What the container engine says about itself (`docker info`). */
export interface EngineFacts {
  readonly name: string
  /** Server version as printed, such as `28.5.2+dfsg4`. */
  readonly version: string
  /** Whether images live in containerd's store, which holds several platforms under one name. */
  readonly containerdStore: boolean
  /** The platform of the engine's host. */
  readonly platform: Platform
  /** Version of the buildx plugin; undefined where there is none. */
  readonly buildx: string | undefined
  /** The docker context in use, after which the engine's own builder is named; undefined where the CLI tells none. */
  readonly context: string | undefined
  /** The folder of its images and layers, where the engine runs on this machine. */
  readonly root?: string | undefined
}

/** A machine, or a container, that builds for a builder. */
export interface BuilderNode {
  readonly name: string
  readonly endpoint: string
  readonly status: 'running' | 'inactive' | 'error'
  /** What it can build, with the emulators that it has; before it runs only what was written for it. */
  readonly platforms: readonly Platform[]
  readonly error?: string | undefined
}

/** A builder of the job (`docker buildx ls`). */
export interface Builder {
  readonly name: string
  readonly driver: string
  /** Whether builds use it where nothing else is said. */
  readonly current: boolean
  readonly nodes: readonly BuilderNode[]
  /** What all its nodes together can build. */
  readonly platforms: readonly Platform[]
  readonly status: 'running' | 'inactive' | 'error'
  readonly buildkit: string | undefined
  readonly error?: string | undefined
}

/** The part of an image's configuration that says how it starts (OCI image-spec, config.md). */
export interface ImageConfig {
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly workdir: string
  readonly platform: Platform
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Reads an image configuration (OCI image-spec, config.md). Hostile input: what is not of the right kind is left out.
 * @param otherwise the platform where the configuration names none
 */
export function parseConfig(json: unknown, otherwise: Platform): ImageConfig {
  const whole = objectOf(json)
  const config = objectOf(whole.config)
  return {
    entrypoint: textsOf(config.Entrypoint),
    cmd: textsOf(config.Cmd),
    env: Object.fromEntries(textsOf(config.Env).map(splitVariable)),
    user: textOf(config.User) ?? '',
    workdir: textOf(config.WorkingDir) ?? '/',
    platform: normalizePlatform({
      os: textOf(whole.os) ?? otherwise.os,
      architecture: textOf(whole.architecture) ?? otherwise.architecture,
      variant: textOf(whole.architecture) === undefined ? otherwise.variant : textOf(whole.variant),
    }),
    labels: Object.fromEntries(
      Object.entries(objectOf(config.Labels)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function splitVariable(entry: string): readonly [string, string] {
  const at = entry.indexOf('=')
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)]
}

/** Names that the engine did not hold before, and that may be removed again: none where nobody knows what it held. */
export function broughtIn(
  names: readonly string[],
  before: readonly string[] | undefined,
): readonly string[] {
  return before === undefined ? [] : names.filter((name) => !before.includes(name))
}
