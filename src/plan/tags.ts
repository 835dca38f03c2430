import type { Context } from '../domain/context.ts'
import type { InputFault } from '../domain/errors.ts'
import { isReservedTag, parseTag, sanitizeTag, type Tag } from '../domain/reference.ts'
import { compareVersions, parseVersion, type Version } from '../domain/version.ts'
import type { Permission } from './events.ts'
import type { IdentityInputs } from './inputs/identity.ts'
import { quote } from './inputs/parsers.ts'
import { type Line, type MovingTag, versionOf } from './lines.ts'
import { isTaken, type Source, sourceOf } from './source.ts'

/** The tags that a run wants, before the registry is asked. */
export interface TagPlan {
  /** Where the version or name comes from. */
  readonly source: Source['kind'] | 'pull-request' | 'none'
  readonly version: Version | undefined
  /** Tags of this version, or of this git tag: they name one commit for good. */
  readonly fixed: readonly Tag[]
  /** From the narrowest line to `latest`; empty for a pre-release. */
  readonly moving: readonly MovingTag[]
  readonly branch: Tag | undefined
  readonly pullRequest: Tag | undefined
  readonly extra: readonly Tag[]
  /** Undefined for a pull request, whose commit is a trial merge that nobody finds again. */
  readonly commit: Tag | undefined
  /** The suffix of every tag; '' where there is none. */
  readonly suffix: string
}

type Rows = Pick<TagPlan, 'source' | 'version' | 'fixed' | 'moving' | 'branch' | 'pullRequest'>
/** Makes a tag of a name of one input; a name that cannot be one becomes a fault. */
type Make = (name: string, input?: string) => readonly Tag[]

const NONE: Rows = {
  source: 'none',
  version: undefined,
  fixed: [],
  moving: [],
  branch: undefined,
  pullRequest: undefined,
}
const LONGEST = 128

/**
 * Plans the tags (design: "Tags"). Rows go by the ref, not by the event's name. A git tag that does not try to be a
 * version, such as `nightly`, is published under its own name.
 * @param sha the commit that is published
 * @returns the frozen plan, or every fault of the names
 */
export function planTags(
  identity: IdentityInputs,
  context: Context,
  policy: Permission,
  sha: string,
): TagPlan | { readonly faults: readonly InputFault[] } {
  const faults: InputFault[] = []
  const suffix = identity.tagSuffix ?? ''
  const make: Make = (name, input = 'tag') => {
    const tag = parseTag(name + suffix)
    if (tag !== undefined && !isReservedTag(tag)) return [tag]
    faults.push(badTag(name + suffix, input))
    return []
  }
  const rows = rowsFor(identity, context, policy, sha, make, faults)
  const extras = identity.extraTags.flatMap((name) => make(name, 'extra-tags'))
  // Another spelling of the version is the version: what holds for its own tags holds for it.
  const spelling = (tag: Tag) => rows.version !== undefined && isSpelling(tag, suffix, rows.version)
  const fixed = [...rows.fixed, ...extras.filter((tag) => spelling(tag) && !rows.fixed.includes(tag))]
  const extra = extras.filter((tag) => !spelling(tag))
  faults.push(...identity.extraTags.flatMap((name) => otherVersion(name, rows.version)))
  const [commit] = rows.source === 'pull-request' ? [] : make(sha)
  if (faults.length > 0) return { faults }
  return deepFreeze({ ...rows, fixed, extra, commit, suffix })
}

function rowsFor(
  identity: IdentityInputs,
  context: Context,
  policy: Permission,
  sha: string,
  make: Make,
  faults: InputFault[],
): Rows {
  const source = sourceOf(identity, context, sha, faults)
  const isInput = source?.kind === 'input'
  if (policy.pullRequest !== undefined) {
    if (isInput && policy.kind === 'publish') faults.push(tagOfPullRequest(policy.pullRequest))
    // A dry run with `tag:` shows the tags of that version.
    if (!isInput) return { ...NONE, source: 'pull-request', pullRequest: make(`pr-${policy.pullRequest}`)[0] }
  }
  if (source === undefined) return NONE
  if (source.kind === 'branch') {
    return { ...NONE, source: 'branch', branch: branchTag(source.name, identity.tagSuffix ?? '') }
  }
  const version = parseVersion(source.name)
  if (version !== undefined) return { ...NONE, source: source.kind, ...versionRows(version, identity, make) }
  const name = sanitizeTag(source.name)
  if (!isInput && name !== undefined && !isTaken(name)) {
    return { ...NONE, source: source.kind, fixed: make(name) }
  }
  faults.push(notAVersion(source))
  return NONE
}

/**
 * A branch called `v1`, `1.2.3` or `latest` would overwrite a release, and one called `candidate` or `pr-7` tags of this
 * action. Such names get the prefix `branch-`: the branch is still published, and nothing collides. Undefined where no
 * character of the name can be in a tag; then the commit's tag is the only one.
 */
function branchTag(name: string, suffix: string): Tag | undefined {
  const tag = sanitizeTag(name)
  if (tag === undefined) return undefined
  const free = isTaken(tag) || isReservedTag(tag + suffix) ? `branch-${tag}` : tag
  return parseTag(free.slice(0, LONGEST - suffix.length) + suffix)
}

function versionRows(
  version: Version,
  { vPrefix }: IdentityInputs,
  make: Make,
): Pick<Rows, 'version' | 'fixed' | 'moving'> {
  const { major, minor, text } = version
  const build = version.build === undefined ? '' : `-${version.build}`
  const prefixes = vPrefix === 'both' ? ['v', ''] : [vPrefix === 'keep' && version.prefixed ? 'v' : '']
  const named = (name: string) => prefixes.flatMap((prefix) => make(`${prefix}${name}`))
  const fixed = named(`${text}${build}`)
  if (version.prerelease) return { version, fixed, moving: [] }
  const lines: readonly (readonly [readonly Tag[], Line])[] = [
    [named(`${major}.${minor}`), { kind: 'minor', major, minor }],
    // Under semver 0.y.z promises nothing, so there is no line to follow (clause 4).
    [major === 0 ? [] : named(`${major}`), { kind: 'major', major }],
    [make('latest'), { kind: 'latest' }],
  ]
  return { version, fixed, moving: lines.flatMap(([tags, line]) => tags.map((tag) => ({ tag, line }))) }
}

function isSpelling(tag: Tag, suffix: string, version: Version): boolean {
  const named = versionOf(tag, suffix)
  return named !== undefined && named.text === version.text
}

function badTag(text: string, input: string): InputFault {
  const reserved = isReservedTag(text)
  return {
    input,
    found: reserved
      ? `${quote(text)} is reserved: signatures, caches and this action's own records live under such tags.`
      : `${quote(text)} (${text.length} characters) is not a valid tag.`,
    allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
  }
}

/** An extra tag may spell the published version in another way; any other version it would overwrite or invent. */
function otherVersion(name: string, version: Version | undefined): readonly InputFault[] {
  const named = parseVersion(name)
  if (named === undefined || named.prerelease) return []
  if (version !== undefined && compareVersions(named, version) === 0) return []
  return [
    {
      input: 'extra-tags',
      found: `${quote(name)} is a version, and not the one that is published.`,
      remedy: `Write tag: ${name} to publish it.`,
    },
  ]
}

function tagOfPullRequest(number: number): InputFault {
  return {
    input: 'tag',
    found: `a pull request is published as pr-${number} only, never as a version.`,
    remedy: 'Remove tag: or dry-run: false, and publish the version after the merge.',
  }
}

function notAVersion({ kind, name }: Source): InputFault {
  const where = { input: '', release: 'the tag of the release, ', tag: 'the git tag ', branch: '' }[kind]
  return {
    input: 'tag',
    found: `${where}${quote(name)}${kind === 'release' ? ',' : ''} is not a version.`,
    allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
    remedy: kind === 'input' ? undefined : 'Name the git tag so, or write tag: with a version.',
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}
