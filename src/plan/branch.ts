import type { Comparison, GitHubAnswer } from '../domain/github.ts'
import { parseCommitId } from '../domain/github.ts'
import type { Tag } from '../domain/reference.ts'
import { RUN_NUMBER, WORKFLOW } from './labels.ts'
import type { Move } from './moves.ts'

/** A run, as far as two of them can be told apart by age. */
export interface RunIdentity {
  /** The workflow's file without its ref; runs of different workflows are counted apart. */
  readonly workflow: string | undefined
  /** From 1 upwards. */
  readonly runNumber: number | undefined
}

/** Where the image under a branch's tag comes from, by its own words; parts that it does not tell are undefined. */
export interface Origin extends RunIdentity {
  /** The commit that it was built from. */
  readonly revision: string | undefined
}

/** What is known before a branch's tag is written. */
export interface BranchFacts {
  readonly tag: Tag
  /** The commit that is published. */
  readonly commit: string
  readonly run: RunIdentity
  /** Where the image comes from that is there; undefined where the tag does not exist. */
  readonly held: Origin | undefined
  /** The branch's head now; undefined where GitHub need not be asked. */
  readonly head: GitHubAnswer<string> | undefined
  /** The published commit seen from the one that is there; undefined where it was not asked. */
  readonly compared: GitHubAnswer<Comparison> | undefined
}

/**
 * Reads where an image comes from. Hostile input: what is not of the right form counts as not told.
 * @param marks annotations or labels
 */
export function parseOrigin(marks: Readonly<Record<string, string>>): Origin {
  const runNumber = marks[RUN_NUMBER] ?? ''
  return {
    revision: parseCommitId(marks['org.opencontainers.image.revision']),
    workflow: marks[WORKFLOW],
    runNumber: /^[1-9]\d{0,14}$/.test(runNumber) ? Number(runNumber) : undefined,
  }
}

/** What a branch's tag holds, seen from the published commit. What the branch was moved to is `newer`, wherever that was. */
export interface Judgement {
  readonly there: 'nothing' | 'same' | 'older' | 'newer' | 'unknown'
  /** Why this commit is published, or is not. */
  readonly reason: string
}

/**
 * Decides whether a branch's tag goes to the published commit: never back in history, and to the branch's head in any
 * case, also where a force-push made an older or another commit the head. Where GitHub cannot tell, the later run wins.
 */
export function planBranchMove(facts: BranchFacts): Move {
  const { there, reason } = judgeBranch(facts)
  return Object.freeze({ tag: facts.tag, move: there !== 'newer', reason })
}

/** Judges what is there by the history of the branch, else by the order of the runs. */
export function judgeBranch(facts: BranchFacts): Judgement {
  const { commit, held, head, compared } = facts
  if (held === undefined) return { there: 'nothing', reason: 'this branch' }
  if (held.revision === commit) return SAME
  if (known(head) === commit) return { there: 'older', reason: 'the head of this branch' }
  // A branch that was moved back to it: this commit came after it, and belongs to the branch no more.
  if (known(head) !== undefined && known(head) === held.revision)
    return { there: 'newer', reason: 'the head of this branch is there' }
  switch (known(compared)) {
    case 'identical':
      return SAME
    case 'ahead':
      return { there: 'older', reason: 'a newer commit than the one that is there' }
    case 'behind':
      return { there: 'newer', reason: 'an older commit than the one that is there' }
    case 'diverged':
      return { there: 'newer', reason: 'the branch was moved away from this commit' }
    default:
      return byRun(facts, held)
  }
}

const SAME: Judgement = { there: 'same', reason: 'this branch, the same commit' }

/** Runs of one workflow are counted in the order in which they were started. */
function byRun(facts: BranchFacts, held: Origin): Judgement {
  const why = untold(facts, held)
  const own = facts.run.runNumber
  const other = held.runNumber
  const unknown = (words: string): Judgement => ({
    there: 'unknown',
    reason: `this branch; ${why}, and ${words}`,
  })
  if (own === undefined || other === undefined) return unknown('the runs are not known')
  if (facts.run.workflow === undefined || facts.run.workflow !== held.workflow)
    return unknown('another workflow built the image that is there')
  if (own < other)
    return { there: 'newer', reason: `run ${own} is older than run ${other}, which wrote it (${why})` }
  const reason = `run ${own} is not older than run ${other}, which wrote it (${why})`
  return { there: own > other ? 'older' : 'unknown', reason }
}

/** Why the history of the branch does not decide. */
function untold({ head, compared }: BranchFacts, { revision }: Origin): string {
  if (revision === undefined) return 'the image that is there names no commit'
  const silent = [head, compared].find((answer) => answer !== undefined && 'unknown' in answer)
  if (silent !== undefined && 'unknown' in silent)
    return `GitHub does not tell the history: ${silent.unknown}`
  return 'GitHub does not tell the history'
}

function known<T>(answer: GitHubAnswer<T> | undefined): T | undefined {
  return answer !== undefined && 'value' in answer ? answer.value : undefined
}
