import type { Context } from '../domain/context.ts'
import type { InputFault } from '../domain/errors.ts'
import { isReservedTag, parseTag, sanitizeTag, type Tag } from '../domain/reference.ts'
import { parseVersion, type Version } from '../domain/version.ts'
import type { Permission } from './events.ts'
import type { IdentityInputs } from './inputs/identity.ts'
import { textAt } from './payload.ts'

/** A tag that moves to the highest stable version of its line. */
export interface MovingTag {
  readonly tag: Tag
  readonly line: 'minor' | 'major' | 'latest'
}

/** The tags that a run wants, before the registry is asked. */
export interface TagPlan {
  /** Where the version or name comes from. */
  readonly source: 'input' | 'release' | 'tag' | 'branch' | 'pull-request' | 'none'
  readonly version: Version | undefined
  /** Tags of this version, or of this git tag: they name one commit for good. */
  readonly fixed: readonly Tag[]
  /** From the narrowest line to `latest`; empty for a pre-release. */
  readonly moving: readonly MovingTag[]
  readonly branch: Tag | undefined
  readonly pullRequest: Tag | undefined
  readonly extra: readonly Tag[]
  readonly commit: Tag
  /** The suffix of every tag; '' where there is none. */
  readonly suffix: string
}

/** What a name came from, and whether it has to be a version. */
interface Source {
  readonly kind: TagPlan['source']
  readonly name: string
}

/** A name that only a version, or a moving tag, may have. */
const RELEASE_NAME = /^v?\d+(?:\.\d+){0,2}(?:[-+].*)?$|^latest$/

/**
 * Plans the tags (design: "Tags"). Rows go by the ref, not by the event's name.
 * @returns the plan, or every fault of the names
 */
export function planTags(
  identity: IdentityInputs,
  context: Context,
  policy: Permission,
  sha: string,
): TagPlan | { readonly faults: readonly InputFault[] } {
  const faults: InputFault[] = []
  const suffix = identity.tagSuffix ?? ''
  const make = (text: string): Tag => {
    const tag = parseTag(text + suffix)
    if (tag !== undefined && !isReservedTag(tag)) return tag
    faults.push(badTag(text + suffix))
    return 'invalid' as Tag
  }
  const commit = make(sha)
  const extra = identity.extraTags.map((tag) => make(tag))
  const rows = rowsFor(identity, context, policy, make, faults)
  if (faults.length > 0) return { faults }
  return deepFreeze({ ...rows, extra, commit, suffix })
}

type Rows = Omit<TagPlan, 'extra' | 'commit' | 'suffix'>

const NONE: Rows = {
  source: 'none',
  version: undefined,
  fixed: [],
  moving: [],
  branch: undefined,
  pullRequest: undefined,
}

function rowsFor(
  identity: IdentityInputs,
  context: Context,
  policy: Permission,
  make: (text: string) => Tag,
  faults: InputFault[],
): Rows {
  const source = sourceOf(identity, context, faults)
  if (policy.pullRequest !== undefined && source?.kind !== 'input') {
    return { ...NONE, source: 'pull-request', pullRequest: make(`pr-${policy.pullRequest}`) }
  }
  if (source === undefined) return NONE
  if (source.kind === 'branch')
    return { ...NONE, source: 'branch', branch: branchTag(source.name, make, faults) }
  const version = parseVersion(source.name)
  if (version !== undefined) return { ...NONE, source: source.kind, ...versionRows(version, identity, make) }
  const free = sanitizeTag(source.name)
  if (source.kind === 'input' || free === undefined || RELEASE_NAME.test(source.name)) {
    faults.push(notAVersion(source))
    return NONE
  }
  return { ...NONE, source: source.kind, fixed: [make(free)] }
}

/** The name of what is built: the input, the release's tag, the git tag, or the branch. */
function sourceOf(identity: IdentityInputs, context: Context, faults: InputFault[]): Source | undefined {
  const { tag, tagPrefix } = identity
  if (tag !== undefined) {
    const bare =
      tagPrefix !== undefined && tag.startsWith(`${tagPrefix}/`) ? tag.slice(tagPrefix.length + 1) : tag
    return { kind: 'input', name: bare }
  }
  const released = context.event === 'release' ? textAt(context.payload, 'release', 'tag_name') : undefined
  const gitTag = released ?? after(context.ref, 'refs/tags/')
  if (gitTag !== undefined) {
    const name = tagPrefix === undefined ? gitTag : after(gitTag, `${tagPrefix}/`)
    if (name !== undefined) return { kind: released === undefined ? 'tag' : 'release', name }
    faults.push({
      input: 'tag-prefix',
      found: `the git tag '${gitTag}' does not begin with '${tagPrefix}/'.`,
      remedy: `Run this job for such tags only, with on: push: tags: ['${tagPrefix}/v*'].`,
    })
    return undefined
  }
  const branch = after(context.ref, 'refs/heads/') ?? workflowBranch(context)
  return branch === undefined ? undefined : { kind: 'branch', name: branch }
}

/** A workflow_run has the default branch as its ref; what it is about stands in the payload. */
function workflowBranch({ event, payload }: Context): string | undefined {
  return event === 'workflow_run' ? textAt(payload, 'workflow_run', 'head_branch') : undefined
}

function after(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) && text.length > prefix.length ? text.slice(prefix.length) : undefined
}

/**
 * A branch's tag. A branch called `v1`, `1.2.3` or `latest` would overwrite a release, and one called `candidate` or
 * `buildcache` our own tags, so such names get the prefix `branch-`: nothing is lost and nothing collides.
 */
function branchTag(name: string, make: (text: string) => Tag, faults: InputFault[]): Tag | undefined {
  const tag = sanitizeTag(name)
  if (tag === undefined) {
    faults.push({
      input: 'tag',
      found: `no tag can be made of the branch name '${name}'.`,
      remedy: 'Write tag: with a version.',
    })
    return undefined
  }
  const taken = RELEASE_NAME.test(tag) || isReservedTag(tag) || /^pr-\d+$/.test(tag)
  return make(taken ? `branch-${tag}`.slice(0, 128) : tag)
}

function versionRows(
  version: Version,
  { vPrefix }: IdentityInputs,
  make: (text: string) => Tag,
): Pick<Rows, 'version' | 'fixed' | 'moving'> {
  const build = version.build === undefined ? '' : `-${version.build.replace(/[^A-Za-z0-9_.-]/g, '-')}`
  const prefixes = vPrefix === 'both' ? ['v', ''] : [vPrefix === 'keep' && version.prefixed ? 'v' : '']
  const fixed = prefixes.map((prefix) => make(`${prefix}${version.text}${build}`))
  if (version.prerelease) return { version, fixed, moving: [] }
  const { major, minor } = version
  const moving: MovingTag[] = [
    ...prefixes.map((prefix) => ({ tag: make(`${prefix}${major}.${minor}`), line: 'minor' as const })),
    // Under semver 0.y.z promises nothing, so there is no line to follow (clause 4).
    ...(major === 0
      ? []
      : prefixes.map((prefix) => ({ tag: make(`${prefix}${major}`), line: 'major' as const }))),
    { tag: make('latest'), line: 'latest' },
  ]
  return { version, fixed, moving }
}

function badTag(text: string): InputFault {
  const reserved = isReservedTag(text)
  return {
    input: 'tag',
    found: reserved
      ? `'${text}' is reserved: signatures, caches and this action's own records live under such tags.`
      : `'${text.slice(0, 80)}${text.length > 80 ? '…' : ''}' (${text.length} characters) is not a valid tag.`,
    allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
  }
}

function notAVersion({ kind, name }: Source): InputFault {
  const where = kind === 'input' ? '' : kind === 'release' ? "the release's tag " : 'the git tag '
  return {
    input: 'tag',
    found: `${where}'${name.slice(0, 80)}' is not a version.`,
    allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
    remedy: kind === 'input' ? undefined : 'Name the tag so, or write tag: with a version.',
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}
