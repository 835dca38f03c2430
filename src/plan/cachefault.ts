import { type ImageName, parseImageName } from '../domain/reference.ts'

/** A build that failed, as far as is known of it. */
export interface FailedBuild {
  /** The last lines of the builder. */
  readonly tail: readonly string[]
  /** The step that failed; '' where nobody knows. */
  readonly step: string
  /** The caches that were read, as buildx was told them. */
  readonly from: readonly string[]
}

/**
 * What a builder says where a layer that it had found in a cache cannot be fetched any more, which it does as late as the push
 * (containerd remotes; go-actions-cache; BuildKit cache/remotecache).
 */
const WORDS =
  /failed to copy:|short read:|httpReadSeeker|failed to configure \w+ cache|failed to (?:load|get|read) cache|cache (?:blob|entry|key) .*not found/i
/** A request that writes, as Go and containerd name it. What is asked of the Actions cache is a POST of its own (Twirp). */
const WRITES =
  /\b(?:Put|Patch) "|\b(?:PUT|PATCH) (?:request|https?:)|\bPost "(?!\S*\/twirp\/)|\bPOST (?:request|https?:)(?!\S*\/twirp\/)/
/** What BuildKit pulls by itself: a base image, the scanner, a frontend. */
const PULLS = /(?:^| )FROM |generating sbom|resolve image config for |load metadata for /
/** A repository in an address of the registry's API (distribution-spec). */
const REPOSITORY = /https?:\/\/[^/\s"]+\/v2\/([^\s"]+?)\/(?:blobs|manifests)\//g

/**
 * Whether a build failed by a cache that it read, and not by what it builds, pulls or pushes: these say the same words. An address tells
 * most. Of a registry only its repository counts, because a builder may ask a mirror.
 */
export function isCacheFault({ tail, step, from }: FailedBuild): boolean {
  if (from.length === 0) return false
  const line = tail.findLast((one) => /^ERROR:/.test(one) && WORDS.test(one))
  if (line === undefined || WRITES.test(line)) return false
  const asked = [...line.matchAll(REPOSITORY)].map(([, repository]) => repository)
  if (asked.length > 0)
    return asked.some((repository) => from.some((entry) => repositoryOf(entry) === repository))
  return !PULLS.test(step)
}

/**
 * Whether a push failed because a cache was written into its repository at the same time: BuildKit uploads the same layers for both, and a registry
 * that stores files itself does not know a layer for an instant where it comes a second time (docker-registry 2.8.2 and 3.0.0).
 * @param to the caches that were written, as buildx was told them
 */
export function isWriteClash(
  tail: readonly string[],
  to: readonly string[],
  { repository }: ImageName,
): boolean {
  if (!to.some((entry) => repositoryOf(entry) === repository)) return false
  return tail.some((one) => /^ERROR:/.test(one) && CLASH.test(one))
}

const CLASH = /provided digest did not match uploaded content|blob unknown to registry/

/** The repository of a registry cache. */
function repositoryOf(entry: string): string | undefined {
  const reference =
    /(?:^|,)"?ref=([^",]+)/
      .exec(entry)?.[1]
      ?.replace(/@.*$/, '')
      .replace(/:[^/:]*$/, '') ?? ''
  const name = parseImageName(reference)
  if ('fault' in name) return undefined
  const { registry, repository } = name
  return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository
}
