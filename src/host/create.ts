import { pinnedCosign } from '../domain/cosign.ts'
import { createBuildx } from './buildx.ts'
import { createCacheService } from './cacheservice.ts'
import { clock } from './clock.ts'
import { createCosign } from './cosign/cosign.ts'
import { createCredentials } from './credentials.ts'
import { createDisk } from './disk.ts'
import { createEmulators } from './emulators.ts'
import { createEngine } from './engine.ts'
import { createFiles } from './files.ts'
import { createGit } from './git.ts'
import { createGitHub } from './github.ts'
import { createGlobs } from './globs.ts'
import type { Host } from './host.ts'
import { createHttp } from './http.ts'
import { createLog } from './log.ts'
import { createProcesses } from './process.ts'
import { createRegistry } from './registry/registry.ts'
import { createSend } from './registry/transport.ts'
import { createRunner } from './runner.ts'

/** Wires the real outside. */
export function createHost(): Host {
  const runner = createRunner()
  const processes = createProcesses()
  const files = createFiles()
  const { toolCache } = runner.context
  const pinned = pinnedCosign(process.platform, process.arch)
  const credentials = createCredentials(processes, files)
  const log = createLog()
  return {
    runner,
    log,
    processes,
    engine: createEngine(processes),
    buildx: createBuildx(processes),
    emulators: createEmulators(processes),
    disk: createDisk(),
    credentials,
    cosign: createCosign({ processes, files, sleep: clock.sleep, toolCache, pinned }),
    registry: createRegistry(createSend(clock.sleep), (registry) => credentials.lookup(registry)),
    git: createGit(processes),
    github: createGitHub(runner.context),
    cacheService: createCacheService(runner.environment, {
      hear: (line) => log.child('Actions cache |', line),
      mask: runner.mask,
    }),
    files,
    globs: createGlobs(),
    http: createHttp(),
    clock,
  }
}
