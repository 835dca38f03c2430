import type { Digest } from '../../domain/digest.ts'
import type { Held } from '../../domain/held.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import {
  type Judgement,
  judgeBranch,
  type Origin,
  parseOrigin,
  planBranchMove,
  type RunIdentity,
} from '../../plan/branch.ts'
import type { Move } from '../../plan/moves.ts'

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

/** What becomes of a branch's tag. */
export interface BranchDecision extends Move {
  /** What the tag held when this was decided; undefined where it did not exist. */
  readonly seen: Digest | undefined
}

/**
 * Decides whether the branch's tag goes to the published commit: asks the registry what is there, and GitHub where that
 * commit and this one stand in the branch. GitHub is asked with the token of `host.github.use`, and no more than needed.
 * @throws RegistryError where the registry does not say what is there
 */
export async function decideBranch(host: Host, publish: BranchPublish): Promise<BranchDecision> {
  const found = await readHeld(host.registry, publish.image, publish.tag)
  const move = planBranchMove(await gatherBranch(host, publish, found && parseOrigin(found.marks)))
  return { ...move, seen: found?.digest }
}

/** Why a branch's tag was not written. */
export function keptWords({ tag, reason }: Move): string {
  return `The tag ${tag} stays where it is: ${reason}.`
}

/** Judges an image of the branch by the published commit. @throws RegistryError where the registry does not say what it is */
export async function judgeHeld(host: Host, publish: BranchPublish, held: Held): Promise<Judgement> {
  return judgeBranch(await gatherBranch(host, publish, parseOrigin(held.marks)))
}

async function gatherBranch(
  host: Host,
  { tag, branch, commit, run }: BranchPublish,
  held: Origin | undefined,
): Promise<Parameters<typeof judgeBranch>[0]> {
  const known = { tag, commit, run, held, head: undefined, compared: undefined }
  if (held === undefined || held.revision === commit) return known
  const head = await host.github.branchHead(branch)
  // Without the right to read the head there is none to compare, and each question that hangs takes 10 s.
  const decided = 'unknown' in head || head.value === commit || head.value === held.revision
  if (decided || held.revision === undefined) return { ...known, head }
  const compared = await host.github.compare(held.revision, commit)
  return { ...known, head, compared }
}
