import type { Digest } from '../../domain/digest.ts'
import { RegistryError, VerificationError } from '../../domain/errors.ts'
import type { Held } from '../../domain/held.ts'
import { taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Judgement } from '../../plan/branch.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import { type BranchPublish, judgeHeld } from './branch.ts'
import { repair } from './settle.ts'
import { SHOWN_WITHIN, type Writer } from './write.ts'

/** How many answers are waited for beside the first: one before a repair, and one after each of two. */
const ROUNDS = 3

/** What a look at a branch's tag goes by. */
export interface BranchSight {
  /** What this run publishes. */
  readonly digest: Digest
  /** What the tag held before this run, where somebody may have gone back there on purpose since. */
  readonly before?: Digest | undefined
}

/** What became of a branch's tag. */
export interface SettledBranch {
  /** What it holds in the end; undefined where it does not exist. */
  readonly now: Digest | undefined
  readonly there: Judgement['there']
  readonly reason: string
}

/**
 * Looks once more at a branch's tag, and moves it to this run's commit where it holds an older one: a run of that commit decided
 * before this run wrote, and wrote after it. What is newer stays, and so does what nobody can tell. A repair is made only by an
 * answer that is newer than this run's last write, and is followed by another look, once another run that repairs by an answer as
 * old as can be has written, too.
 * @throws RegistryError where the registry does not say what is there, or refuses the write
 */
export async function settleBranch(
  host: Host,
  writer: Writer,
  publish: BranchPublish,
  sight: BranchSight,
): Promise<SettledBranch> {
  const { image, tag } = publish
  for (let round = 0; ; round++) {
    const held = await readHeld(host.registry, image, tag)
    const now = held?.digest
    const { there, reason } = await judge(host, publish, held, sight)
    const right = there !== 'older' && (there !== 'nothing' || round > 0)
    if (right || round === ROUNDS) return { now, there, reason }
    if (round > 0 && held !== undefined) {
      await repair(host, writer, { tag, before: held.digest, digest: sight.digest, reason })
      await host.clock.sleep(SHOWN_WITHIN)
    }
    await host.clock.sleep(SHOWN_WITHIN)
  }
}

/**
 * The second look of main, after all was written.
 * @param outcome what became of the branch's tag so far
 * @throws VerificationError where the tag does not hold what was written, nor anything newer
 */
export async function settleOutcome(
  host: Host,
  writer: Writer,
  publish: BranchPublish,
  { digest, replaced }: { readonly digest: Digest; readonly replaced: Digest | undefined },
  outcome: TagOutcome,
): Promise<TagOutcome> {
  const { before } = outcome
  if (replaced !== undefined && replaced !== digest) await putForward(host, writer, publish, digest, replaced)
  const { now, there, reason } = await settleBranch(host, writer, publish, { digest }).catch(
    (error: unknown) => {
      // It was read back already, and post looks once more.
      if (!(error instanceof RegistryError) || outcome.after !== digest) throw error
      host.log.warning(`The tag ${publish.tag} could not be looked at once more: ${error.message}`)
      return { now: digest, there: 'same', reason: outcome.reason } as const
    },
  )
  if (there === 'nothing' || there === 'older' || (there === 'unknown' && now === before)) {
    throw new VerificationError({
      found: `Tags do not hold what was written: ${taggedReference(publish.image, publish.tag)} is ${now ?? 'absent'}.`,
      allowed: digest,
      remedy:
        'Another run may have moved it meanwhile: give publishing jobs a concurrency group, and run this one again.',
    })
  }
  if (there === 'same') return { ...outcome, after: now, moved: before !== now }
  host.log.notice(`${taggedReference(publish.image, publish.tag)} stays at ${now}: ${reason}.`)
  return { ...outcome, after: now, moved: before !== now, reason }
}

/**
 * Takes a branch's tag forward again where this run has taken it back: a build that pushes its tags by itself decides before it
 * builds, and a run of a newer commit may have published meanwhile.
 * @param replaced what the tag held just before this run wrote it
 */
async function putForward(
  host: Host,
  writer: Writer,
  publish: BranchPublish,
  digest: Digest,
  replaced: Digest,
): Promise<void> {
  const { image, tag } = publish
  const theirs = await readHeld(host.registry, image, replaced)
  if (theirs === undefined) return
  const { there, reason } = await judgeHeld(host, publish, theirs)
  if (there !== 'newer' || (await host.registry.head(image, tag))?.digest !== digest) return
  await repair(host, writer, { tag, before: digest, digest: replaced, reason })
}

async function judge(
  host: Host,
  publish: BranchPublish,
  held: Held | undefined,
  { digest, before }: BranchSight,
): Promise<Judgement> {
  if (held === undefined) return { there: 'nothing', reason: 'somebody deleted it' }
  if (held.digest === digest) return { there: 'same', reason: 'this branch' }
  const judgement = await judgeHeld(host, publish, held)
  if (judgement.there !== 'older' || held.digest !== before) return judgement
  return { there: 'unknown', reason: 'somebody went back there after this publish' }
}
