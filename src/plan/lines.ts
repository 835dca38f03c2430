import type { Held } from '../domain/held.ts'
import type { Listing } from '../domain/listing.ts'
import { parseTag, type Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../domain/version.ts'

/** Versions among which one tag goes to the highest. */
export type Line =
  | { readonly kind: 'latest' }
  | { readonly kind: 'major'; readonly major: number }
  | { readonly kind: 'minor'; readonly major: number; readonly minor: number }

/** A tag that moves to the highest stable version of its line. */
export interface MovingTag {
  readonly tag: Tag
  readonly line: Line
}

/** A version and the tag that names it. */
export interface Release {
  readonly tag: string
  readonly version: Version
}

/** The stable versions of a suffix that are not withdrawn. */
export function stableReleases({ tags, withdrawn }: Listing, suffix: string): readonly Release[] {
  return tags.flatMap((tag) => {
    const version = versionOf(tag, suffix)
    return version === undefined || version.prerelease || withdrawn.has(tag) ? [] : [{ tag, version }]
  })
}

/** The stable versions of a suffix that are known to be withdrawn. */
export function withdrawnReleases({ withdrawn }: Listing, suffix: string): readonly Release[] {
  return stableReleases({ tags: [...withdrawn.keys()], asked: new Set(), withdrawn: new Map() }, suffix)
}

/** The highest of the releases in a line, under each of its spellings; empty where the line has none. */
export function highestOf(line: Line, releases: readonly Release[]): readonly Release[] {
  const sorted = releases
    .filter(({ version }) => inLine(version, line))
    .toSorted((a, b) => compareVersions(b.version, a.version))
  const [highest] = sorted
  return highest === undefined
    ? []
    : sorted.filter(({ version }) => compareVersions(version, highest.version) === 0)
}

/** Whether a version belongs to a line. */
export function inLine(version: Version, line: Line): boolean {
  if (line.kind === 'latest') return true
  if (version.major !== line.major) return false
  return line.kind === 'major' || version.minor === line.minor
}

/** The line that a tag is named like; undefined for any other name. */
export function lineOf(tag: string, suffix: string): Line | undefined {
  const name = tag.slice(0, tag.length - suffix.length)
  if (name === 'latest') return { kind: 'latest' }
  const [, major, minor] = /^v?(\d{1,15})(?:\.(\d{1,15}))?$/.exec(name) ?? []
  if (major === undefined) return undefined
  if (minor === undefined) return { kind: 'major', major: Number(major) }
  return { kind: 'minor', major: Number(major), minor: Number(minor) }
}

/** The same versions written the other way, with and without `v`: they are the same versions. */
export function otherSpellings(tags: readonly Tag[]): readonly Tag[] {
  const others = tags.flatMap((tag) => parseTag(tag.startsWith('v') ? tag.slice(1) : `v${tag}`) ?? [])
  return others.filter((other) => !tags.includes(other))
}

/** The version that an image says of itself; undefined where it says none. */
export function markedVersion(held: Held | undefined): Version | undefined {
  return held?.version === undefined ? undefined : parseVersion(held.version)
}

/** The tags that a version may have: with and without `v`, the way it is written first. */
export function spellings({ text, build, prefixed }: Version, suffix: string): readonly Tag[] {
  // A suffix that was written already is no pre-release.
  const name = `${text}${build === undefined ? '' : `-${build}`}`
  const full = suffix !== '' && name.endsWith(suffix) ? name : `${name}${suffix}`
  return (prefixed ? [`v${full}`, full] : [full, `v${full}`]).flatMap((one) => parseTag(one) ?? [])
}

/** A line in words. */
export function nameOf(line: Line): string {
  if (line.kind === 'latest') return 'all versions'
  return line.kind === 'major' ? `${line.major}` : `${line.major}.${line.minor}`
}

/** The version that a tag names in the line of a suffix: `1.2.3-alpine` is 1.2.3 of `-alpine`, and elsewhere a pre-release. */
export function versionOf(tag: string, suffix: string): Version | undefined {
  if (suffix === '') return parseVersion(tag)
  return tag.endsWith(suffix) ? parseVersion(tag.slice(0, -suffix.length)) : undefined
}
