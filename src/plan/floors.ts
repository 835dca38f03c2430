import semver from 'semver'
import type { EngineFacts } from '../domain/engine.ts'
import { PolicyError } from '../domain/errors.ts'

/** Docker engine that the runbook asks for. */
export const ENGINE_FLOOR = '24.0.0'
/** First buildx with `--progress=rawjson`. */
export const BUILDX_FLOOR = '0.13.0'
/** First buildx that speaks version 2 of the Actions cache service. */
export const BUILDX_GHA_FLOOR = '0.21.0'
/** First BuildKit that does. */
export const BUILDKIT_GHA_FLOOR = '0.20.0'

/** First engine whose own BuildKit does (28.0.0 has BuildKit 0.20.0), for those that do not tell the version of it. */
export const ENGINE_GHA_FLOOR = '28.0.0'

/** Whether a printed version reaches a floor; distribution suffixes such as `+dfsg4` and `-ce` have no weight. */
export function reaches(version: string, floor: string): boolean {
  const found = semver.coerce(version)
  return found !== null && semver.gte(found, floor)
}

/** Whether a printed version is surely below a floor; one that cannot be read is not. */
export function isBelow(version: string, floor: string): boolean {
  return semver.coerce(version) !== null && !reaches(version, floor)
}

/**
 * The engine's facts, where it can be worked with.
 * @throws PolicyError that names what is missing or too old, and how to get it
 */
export function requireEngine(engine: EngineFacts | { readonly unreachable: string }): EngineFacts {
  if ('unreachable' in engine) {
    throw new PolicyError({
      found: `No container engine answers: ${engine.unreachable}`,
      allowed: `Docker ${ENGINE_FLOOR} or later`,
      remedy:
        'Use a runner with Docker (runs-on: ubuntu-latest), or start the engine before this step; in a container job mount /var/run/docker.sock.',
    })
  }
  if (!reaches(engine.version, ENGINE_FLOOR)) {
    throw new PolicyError({
      found: `The Docker engine is ${engine.version}, which is too old.`,
      allowed: `${ENGINE_FLOOR} or later`,
      remedy: 'Upgrade the engine of this runner: https://docs.docker.com/engine/install/.',
    })
  }
  if (engine.buildx === undefined || !reaches(engine.buildx, BUILDX_FLOOR)) {
    throw new PolicyError({
      found:
        engine.buildx === undefined
          ? 'The docker CLI has no buildx plugin.'
          : `buildx is ${engine.buildx}, which is too old.`,
      allowed: `${BUILDX_FLOOR} or later`,
      remedy: 'Install the docker-buildx-plugin package, or run docker/setup-buildx-action before this step.',
    })
  }
  return engine
}
