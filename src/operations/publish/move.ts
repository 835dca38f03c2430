import type { Digest } from '../../domain/digest.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import type { Plan } from '../../plan/publish.ts'
import type { SigningPlan } from '../../plan/signing.ts'
import { summarizeUndone } from '../../report/undone.ts'
import type { Candidate } from '../../steps/inspect.ts'
import { leaveToPost } from '../../steps/leave.ts'
import type { SmokeResult } from '../../steps/smoke/smoke.ts'
import { publishTags } from '../../steps/tags/publish.ts'
import { orTakeBack } from '../../steps/tags/takeback.ts'
import { createWriter, saveTo } from '../../steps/tags/write.ts'
import { inspectPushed } from './image.ts'
import type { Run } from './run.ts'
import { requireSigned } from './signing.ts'
import { lookedAtAgain, publicationOf } from './transaction.ts'

/** An image that tags may name, and what is known of it. */
export interface Ready {
  readonly candidate: Candidate
  readonly smoked: readonly SmokeResult[]
  /** What came of the plan of its signature. */
  readonly signing: SigningPlan
}

/**
 * From here on tags change: whatever goes wrong, they are put back, here or in post.
 * @returns what the tags hold: the image of this run, or that of another run of the same commit, which was adopted
 */
export async function moveTags(
  run: Run,
  plan: Plan,
  own: Ready,
): Promise<Ready & { readonly tags: readonly TagOutcome[] }> {
  const { host, session } = run
  const { manifest, image, digest: ours } = own.candidate
  const publication = publicationOf(run, plan)
  const again = lookedAtAgain(publication)
  const planned = plan.moves.filter(({ move }) => move).map(({ tag }) => tag)
  const leave = (digest: Digest, tags = planned) =>
    leaveToPost(host, session, plan, { digest, tags, ...again }, digest === ours)
  await leave(ours)
  const { signed } = session.state
  const writer = createWriter(host, image, saveTo(host, session))
  return orTakeBack(run, summarizeUndone, async () => {
    let ready = own
    const claimed = async (digest: Digest) => {
      await leave(digest)
      if (digest !== ours) ready = await adopt(run, plan, digest, ours)
      else session.keep({ signed })
    }
    const published = await publishTags(host, writer, publication, manifest, claimed)
    const { digest } = published.manifest.descriptor
    const holding = published.tags.filter(({ after }) => after === digest).map(({ tag }) => tag)
    await leave(digest, holding)
    session.keep({ finished: true, wroteAt: writer.wroteAt })
    return { ...ready, tags: published.tags }
  })
}

/**
 * Looks at an image that another run has published meanwhile, before any other tag names it. It is tried in post.
 * @throws what `inspectPushed` and `requireSigned` do
 */
async function adopt(run: Run, plan: Plan, digest: Digest, ours: Digest): Promise<Ready> {
  const candidate = await inspectPushed(run, plan, digest, ours)
  return { candidate, smoked: [], signing: await requireSigned(run, plan, candidate) }
}
