import type { ImageName, Tag } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { readHeld } from '../host/registry/held.ts'
import { parseOrigin, planBranchMove, type RunIdentity } from '../plan/branch.ts'
import type { Move } from '../plan/moves.ts'

/** A publish of a branch. */
export interface BranchPublish {
  readonly image: ImageName
  /** The branch's tag. */
  readonly tag: Tag
  /** The branch's name as git has it, without `refs/heads/`. */
  readonly branch: string
  /** The commit that is published. */
  readonly commit: string
  /** The run of this job, as its context says. */
  readonly run: RunIdentity
}

/**
 * Decides whether the branch's tag goes to the published commit: asks the registry what is there, and GitHub where that
 * commit and this one stand in the branch. GitHub is asked with the token of `host.github.use`, and no more than needed.
 * @throws RegistryError where the registry does not say what is there
 */
export async function decideBranch(host: Host, publish: BranchPublish): Promise<Move> {
  const { image, tag, branch, commit, run } = publish
  const found = await readHeld(host.registry, image, tag)
  const held = found && parseOrigin(found.marks)
  const known = { tag, commit, run, held, head: undefined, compared: undefined }
  if (held === undefined || held.revision === commit) return planBranchMove(known)
  const head = await host.github.branchHead(branch)
  // Without the right to read the head there is none to compare, and each question that hangs takes 10 s.
  const decided = 'unknown' in head || head.value === commit
  if (decided || held.revision === undefined) return planBranchMove({ ...known, head })
  const compared = await host.github.compare(held.revision, commit)
  return planBranchMove({ ...known, head, compared })
}
