import type { ImageName } from '../../domain/reference.ts'
import type { Identity } from '../credentials.ts'
import { baseUrl } from './address.ts'
import { type Authorized, authorize } from './auth.ts'
import type { HttpAnswer, HttpRequest, Send, StreamedAnswer } from './transport.ts'

/** Reads the credentials for a registry host. */
export type Lookup = (registry: string) => Promise<Identity | undefined>

/** Manifests are a few KiB; 4 MiB is what registries accept at most (distribution-spec, "Pushing Manifests"). */
export const BODY_LIMIT = 4 * 1024 * 1024

/** What is written: everything but the limit, which is the same for all answers to writes. */
export type WriteRequest = Omit<HttpRequest, 'limit'>

/** Requests to repositories, each with the right that it needs and no other. All throw what Authorized does. */
export interface Access {
  readonly send: Send
  /** From now on no credentials are used. */
  stayAnonymous(): void
  /** Sends a GET, or what `more` says, for a path below the repository, with the right to pull. */
  read(name: ImageName, path: string, more?: Partial<HttpRequest>): Promise<HttpAnswer>
  /** Sends a GET for a path below the repository, with the right to pull. */
  stream(name: ImageName, path: string): Promise<StreamedAnswer>
  /**
   * Sends to an address at the repository's registry, with the right to pull and push.
   * @param more another scope that the token is asked for beside it
   */
  write(name: ImageName, request: WriteRequest, more?: string): Promise<HttpAnswer>
}

/** Makes the access to all registries; credentials are looked up when a host is first asked. */
export function createAccess(send: Send, lookup: Lookup): Access {
  const hosts = new Map<string, Authorized>()
  let anonymous = false
  const at = (registry: string): Authorized => {
    const known = hosts.get(registry)
    if (known !== undefined) return known
    const host = authorize(send, registry, async () => (anonymous ? undefined : lookup(registry)))
    hosts.set(registry, host)
    return host
  }
  return {
    send,
    stayAnonymous() {
      anonymous = true
      hosts.clear()
    },
    read: (name, path, more = {}) =>
      at(name.registry).send(
        { method: 'GET', url: urlOf(name, path), limit: BODY_LIMIT, ...more },
        scopeOf(name, 'pull'),
      ),
    stream: (name, path) =>
      at(name.registry).stream(
        { method: 'GET', url: urlOf(name, path), limit: BODY_LIMIT },
        scopeOf(name, 'pull'),
      ),
    write: (name, request, more) => {
      const scope = scopeOf(name, 'pull,push')
      return at(name.registry).send(
        { ...request, limit: BODY_LIMIT },
        more === undefined ? scope : `${scope} ${more}`,
      )
    },
  }
}

/** The repository as the registry knows it: Docker Hub keeps the ones without an owner below `library`. */
export function repositoryPath({ registry, repository }: ImageName): string {
  return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository
}

/** A scope as in `repository:owner/app:pull` (distribution spec/auth/scope.md). */
export function scopeOf(name: ImageName, actions: 'pull' | 'pull,push' | 'delete'): string {
  return `repository:${repositoryPath(name)}:${actions}`
}

/** The address of something below a repository, as in `manifests/v1` (distribution-spec, "Endpoints"). */
export function urlOf(name: ImageName, path: string): string {
  return `${baseUrl(name.registry)}/v2/${repositoryPath(name)}/${path}`
}
