import { type Digest, parseDigest } from '../domain/digest.ts'
import type { HeldTags } from '../domain/held.ts'
import { formatPlatform, missingPlatforms, type Platform } from '../domain/platform.ts'
import { type ImageName, parseImageName, parseTag, type Tag } from '../domain/reference.ts'
import { formatBytes } from '../domain/space.ts'

/** What the image of one platform weighs. */
export interface Weight {
  readonly platform: Platform
  /** Compressed bytes of its layers. */
  readonly bytes: number
}

/**
 * Bytes on the disk for each compressed byte of an image that is built: 1 for the layers as they are pushed, 3 for the same unpacked (gzip
 * makes a file system about a third of its size), 1 for steps and stages that are in no layer.
 */
const BUILT = 5
/** For each compressed byte of an image that is pulled to be tried: the layers, and the same unpacked. */
const PULLED = 4

/** What a build is likely to weigh. */
export interface Measure {
  /** What is known of the platforms that are built; those that are missing count as the heaviest that is known. */
  readonly weights: readonly Weight[]
  /** Of what they are, as in `the last published image`. */
  readonly measured: string
}

/** What a build is measured against. */
export interface SpaceFacts extends Measure {
  /** Where the engine keeps its data, and the bytes that are free there. */
  readonly root: string
  readonly free: number
  readonly platforms: readonly Platform[]
  /** Whether the smoke test pulls what was built, because the builder is not the engine. */
  readonly pulls: boolean
  readonly hosted: boolean
}

/** Bytes that a build may need; undefined where nothing is known. */
export function spaceNeeded({ weights, platforms, pulls }: SpaceFacts): number | undefined {
  if (weights.length === 0) return undefined
  const heaviest = Math.max(...weights.map(({ bytes }) => bytes))
  const known = new Map(weights.map(({ platform, bytes }) => [formatPlatform(platform), bytes]))
  const bytes = platforms.reduce((sum, one) => sum + (known.get(formatPlatform(one)) ?? heaviest), 0)
  return bytes * (pulls ? BUILT + PULLED : BUILT)
}

/** A warning where the disk may not be enough, with what helps. An estimate never stops a build. */
export function spaceWarning(facts: SpaceFacts): string | undefined {
  const needed = spaceNeeded(facts)
  const { root, free, platforms, measured, hosted } = facts
  if (needed === undefined || free >= needed) return undefined
  const names = platforms.map(formatPlatform).join(', ')
  return `The disk may not be enough: ${formatBytes(free)} are free in ${root}, and by the size of ${measured} the build of ${names} needs about ${formatBytes(needed)}. ${freeingSpace(hosted)}`
}

/** How to get free space. @param hosted whether the runner is GitHub's, which has much that hardly any job uses */
export function freeingSpace(hosted: boolean): string {
  const unused = 'sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc /opt/hostedtoolcache/CodeQL'
  const folders = hosted ? ` (on this runner: ${unused})` : ''
  return `Free space before this step${folders}, or build fewer platforms at once with the input platforms. docker system df shows what the engine holds; docker buildx prune and docker image prune free what nothing uses.`
}

/** The published image that tells most about the next one: that with the most of its platforms. */
export function lastPublished(held: HeldTags, platforms: readonly Platform[]): Digest | undefined {
  const lacks = (tag: Tag) => missingPlatforms(platforms, held.get(tag)?.platforms ?? []).length
  const [best] = [...held.keys()].toSorted((a, b) => lacks(a) - lacks(b))
  return best === undefined || lacks(best) === platforms.length ? undefined : held.get(best)?.digest
}

/** An image that a Dockerfile starts from. */
export interface Base {
  readonly image: ImageName
  readonly reference: Tag | Digest
}

/** The base images of a Dockerfile that are in this registry; those with variables in their names are left out. */
export function basesIn(registry: string, dockerfile: string): readonly Base[] {
  const lines = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)]
  const names = new Set(lines.map(([, name = '']) => name).filter((name) => !name.includes('$')))
  return [...names].flatMap((name) => baseOf(name) ?? []).filter(({ image }) => image.registry === registry)
}

/** A name without a slash is that of a stage, or of an image of Docker Hub. */
function baseOf(name: string): Base | undefined {
  const [, written = '', tag = 'latest', digest] = /^([^@]*\/[^@:]+)(?::([^@]+))?(?:@(.+))?$/.exec(name) ?? []
  const image = parseImageName(written)
  const reference = digest === undefined ? parseTag(tag) : parseDigest(digest)
  return 'fault' in image || reference === undefined ? undefined : { image, reference }
}
