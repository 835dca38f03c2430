import type { Buildx } from './buildx.ts'
import type { CacheService } from './cacheservice.ts'
import type { Clock } from './clock.ts'
import type { Cosign } from './cosign/cosign.ts'
import type { Credentials } from './credentials.ts'
import type { Disk } from './disk.ts'
import type { Emulators } from './emulators.ts'
import type { Engine } from './engine.ts'
import type { Files } from './files.ts'
import type { Git } from './git.ts'
import type { GitHub } from './github.ts'
import type { Globs } from './globs.ts'
import type { Http } from './http.ts'
import type { Log } from './log.ts'
import type { Processes } from './process.ts'
import type { Registry } from './registry/registry.ts'
import type { Runner } from './runner.ts'

/** Everything outside: one member for each outside thing. Operations get it as an argument, tests make one of parts. */
export interface Host {
  readonly runner: Runner
  readonly log: Log
  readonly processes: Processes
  readonly engine: Engine
  readonly buildx: Buildx
  readonly emulators: Emulators
  readonly disk: Disk
  readonly credentials: Credentials
  readonly cosign: Cosign
  readonly registry: Registry
  readonly git: Git
  readonly github: GitHub
  readonly cacheService: CacheService
  readonly files: Files
  readonly globs: Globs
  readonly http: Http
  readonly clock: Clock
}
