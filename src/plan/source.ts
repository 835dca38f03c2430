import type { Context } from '../domain/context.ts'
import type { InputFault } from '../domain/errors.ts'
import { isReservedTag } from '../domain/reference.ts'
import { quote } from './inputs/parsers.ts'
import { textAt } from './payload.ts'

/** Where the name of what is published comes from, and the name without its `tag-prefix`. */
export interface Source {
  readonly kind: 'input' | 'release' | 'tag' | 'branch'
  readonly name: string
}

/** Names of versions and of their lines: `1`, `v1.2`, `v1.2.3-rc.1`, `1.2.3.4`, `latest`, each also with a suffix. */
const RELEASE = /^(?:v?\d+(?:\.\d+)*|latest)(?:[-+].*)?$/i
/** Names that this action gives to pull requests and commits. */
const OURS = /^(?:pr-\d+|[0-9a-f]{40}|[0-9a-f]{64})(?:-.*)?$/

/** Whether a branch or git tag of this name would write a tag that belongs to releases, commits or this action. */
export function isTaken(name: string): boolean {
  return RELEASE.test(name) || OURS.test(name) || isReservedTag(name)
}

/**
 * The name of what is built: the input `tag`, the tag of the release, the git tag or the branch. Undefined where there
 * is none, or where the git tag does not have the `tag-prefix`: that is a fault, for a monorepo's job that runs for the
 * tags of another part would publish the wrong one.
 * @param sha the commit that is published
 */
export function sourceOf(
  input: { readonly tag: string | undefined; readonly tagPrefix: string | undefined },
  context: Context,
  sha: string,
  faults: InputFault[],
): Source | undefined {
  const start = input.tagPrefix === undefined ? '' : `${input.tagPrefix}/`
  if (input.tag !== undefined) return { kind: 'input', name: after(input.tag, start) ?? input.tag }
  const released = context.event === 'release' ? textAt(context.payload, 'release', 'tag_name') : undefined
  const gitTag = released ?? after(context.ref, 'refs/tags/')
  if (gitTag === undefined) return branchOf(context, sha)
  const name = after(gitTag, start)
  if (name !== undefined) return { kind: released === undefined ? 'tag' : 'release', name }
  faults.push({
    input: 'tag-prefix',
    found: `the git tag ${quote(gitTag)} does not begin with '${start}'.`,
    remedy: `Run this job for such tags only, with on: push: tags: ['${start}v*'].`,
  })
  return undefined
}

/**
 * The ref of workflow_run is the default branch, whatever branch the other workflow ran for. Its branch counts where its
 * commit was checked out: the default branch's tag must not go to a commit of another one.
 */
function branchOf({ event, payload, ref, sha: own }: Context, sha: string): Source | undefined {
  const theirs =
    event === 'workflow_run' && sha !== own && textAt(payload, 'workflow_run', 'head_sha') === sha
      ? textAt(payload, 'workflow_run', 'head_branch')
      : undefined
  const name = theirs ?? after(ref, 'refs/heads/')
  return name === undefined ? undefined : { kind: 'branch', name }
}

function after(text: string, start: string): string | undefined {
  return text.startsWith(start) && text.length > start.length ? text.slice(start.length) : undefined
}
