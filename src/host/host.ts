import type { Buildx } from './buildx.ts'
import type { Engine } from './engine.ts'
import type { Files } from './files.ts'
import type { Git } from './git.ts'
import type { GitHub } from './github.ts'
import type { Log } from './log.ts'
import type { Registry } from './registry/registry.ts'
import type { Runner } from './runner.ts'

/** Everything outside: one member for each outside thing. Operations get it as an argument, tests make one of parts. */
export interface Host {
  readonly runner: Runner
  readonly log: Log
  readonly engine: Engine
  readonly buildx: Buildx
  readonly registry: Registry
  readonly git: Git
  readonly github: GitHub
  readonly files: Files
  readonly clock: Clock
}

/** Time, as an argument. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  sleep(ms: number): Promise<void>
}
