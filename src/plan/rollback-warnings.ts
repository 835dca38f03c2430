import { type Held, lostPlatforms } from '../domain/held.ts'
import { formatPlatform } from '../domain/platform.ts'
import type { Tag } from '../domain/reference.ts'
import { compareVersions } from '../domain/version.ts'
import type { Choice, DeadEnd } from './destination.ts'
import type { RollbackTag } from './inputs/rollback.ts'
import { inLine, nameOf, stableReleases, versionOf } from './lines.ts'
import type { VersionImage } from './rollback.ts'
import type { RollbackFacts, RollbackRequest } from './rollback-facts.ts'

/** Platforms that a tag loses. */
export function lostWords({ tag }: RollbackTag, { now, next, words }: Choice): readonly string[] {
  const lost = lostPlatforms(now, next.platforms)
  if (lost.length === 0) return []
  return [`${tag} loses ${lost.map(formatPlatform).join(', ')}: ${words} is not for it.`]
}

/** A tag that has no place to go, beside others that have one. */
export function stuckWords({ tag }: RollbackTag, { deadEnd, line }: DeadEnd): string {
  return `${tag} stays where it is: ${deadEnd}. Publish a fixed version of ${nameOf(line)}, or leave ${tag} out of tag:.`
}

/** Versions between, which are good as far as the registry knows: the next publish would move the tag on to them. */
export function higherWords(
  { tag, line }: RollbackTag,
  { version }: Choice,
  { suffix }: RollbackRequest,
  { listing }: RollbackFacts,
  withdraw: readonly VersionImage[],
): readonly string[] {
  if (line === undefined || version === undefined) return []
  const gone = new Set<string>(withdraw.map((one) => one.tag))
  const higher = stableReleases(listing, suffix).filter(
    (one) => inLine(one.version, line) && compareVersions(one.version, version) > 0 && !gone.has(one.tag),
  )
  const [highest] = higher.toSorted((a, b) => compareVersions(b.version, a.version))
  if (highest === undefined) return []
  return [`${highest.tag} is higher and not withdrawn, so the next publish moves ${tag} on to it.`]
}

/** Moving tags beside the named ones that hold a withdrawn image. */
export function stillHeld(
  { tags, suffix }: RollbackRequest,
  { held }: RollbackFacts,
  withdraw: readonly VersionImage[],
): readonly string[] {
  const bad = new Set(withdraw.map(({ digest }) => digest))
  const others = [...held].filter(
    ([name, { digest }]: readonly [Tag, Held]) =>
      bad.has(digest) && versionOf(name, suffix) === undefined && !tags.some(({ tag }) => tag === name),
  )
  if (others.length === 0) return []
  const names = others.map(([name]) => name).join(', ')
  return [
    `The withdrawn image is still in ${names}: write tag: with these too, or the next publish moves them.`,
  ]
}
