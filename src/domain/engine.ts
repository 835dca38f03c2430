import type { Platform } from './platform.ts'

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
  readonly rootless: boolean
}

/** A builder of the job (`docker buildx ls`). */
export interface Builder {
  readonly name: string
  readonly driver: string
  /** Whether builds use it where nothing else is said. */
  readonly current: boolean
  /** What its nodes can build, with the emulators that they have. */
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
