import type { InputFault } from '../domain/errors.ts'
import type { Held } from '../domain/held.ts'
import { formatImageName, parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion } from '../domain/version.ts'
import { quote } from './inputs/parsers.ts'
import type { PromoteInputs, PublishedReference } from './inputs/promote.ts'
import { versionOf } from './lines.ts'

/** What the source says of the image. */
export interface SourceFacts extends Pick<Held, 'digest' | 'platforms'> {
  /** Of its annotations or labels: foreign text. */
  readonly revision: string | undefined
  readonly version: string | undefined
  /** Whether a tag with a `v` before this version names the same image there. */
  readonly prefixed: boolean
  /** The tag under which its image is recorded as bad. */
  readonly withdrawn: Tag | undefined
}

/** Tags of the source that may name the image as a version: what it was withdrawn as, if it was. */
export function versionTags(inputs: PromoteInputs, version: string | undefined): readonly Tag[] {
  const { from, promotion } = inputs
  const own = from.kind === 'tag' ? [from.tag] : []
  return [
    ...new Set([...own, ...spellings(version, '', promotion.tagSuffix), ...prefixedTags(inputs, version)]),
  ]
}

/** Tags of a version with a `v` before it, which tell how versions are written at the source. */
export function prefixedTags({ promotion }: PromoteInputs, version: string | undefined): readonly Tag[] {
  return spellings(version, 'v', promotion.tagSuffix)
}

/** With the suffix, as the tags of such images are, and without, as an image may get it with its promotion. */
function spellings(version: string | undefined, prefix: string, suffix = ''): readonly Tag[] {
  const said = version === undefined ? undefined : parseVersion(version)
  if (said === undefined) return []
  const names = new Set([suffix, ''].map((end) => `${prefix}${said.text}${end}`))
  return [...names].flatMap((name) => parseTag(name) ?? [])
}

/**
 * The version as it is to be written: the input, else what the image says of itself, else the tag of the source; or why there is none.
 * Where the image and the tag name two versions, somebody has to say which: labels are inherited from base images.
 */
export function versionName({ from, promotion }: PromoteInputs, facts: SourceFacts): string | InputFault {
  if (promotion.tag !== undefined) return promotion.tag
  const suffix = promotion.tagSuffix ?? ''
  const named = from.kind === 'tag' ? nameWithout(from.tag, suffix) : undefined
  const said = facts.version === undefined ? undefined : parseVersion(facts.version)
  const of = named === undefined ? undefined : parseVersion(named)
  if (said !== undefined && of !== undefined && compareVersions(said, of) !== 0) {
    return {
      input: 'tag',
      found: `from names ${quote(of.text)}, and the image says that it is ${quote(said.text)}.`,
      remedy: 'Write tag: with the version to promote it as, or tag-suffix: where that is what follows it.',
    }
  }
  if (named !== undefined && of !== undefined) return named
  if (said !== undefined) return facts.prefixed || said.prefixed ? `v${said.text}` : said.text
  const says = facts.version === undefined ? 'names no version' : `says that it is ${quote(facts.version)}`
  return {
    input: 'tag',
    found: `the image ${says} (org.opencontainers.image.version), and ${textOf(from)} has no version as its tag.`,
    allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
    remedy: 'Write tag: with the version to promote it as.',
  }
}

/** The tag of the source without the suffix, where it has that already. */
function nameWithout(tag: Tag, suffix: string): string {
  return suffix !== '' && versionOf(tag, suffix) !== undefined ? tag.slice(0, -suffix.length) : tag
}

/** A source as it was written. */
export function textOf(from: PublishedReference): string {
  const name = formatImageName(from.image)
  return from.kind === 'tag' ? `${name}:${from.tag}` : `${name}@${from.digest}`
}
