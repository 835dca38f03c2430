import type { Digest } from '../../domain/digest.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { makesIndex } from '../../plan/build.ts'
import type { Plan } from '../../plan/publish.ts'
import { readAnnouncement } from '../../report/announcement.ts'
import { summarizeUndone } from '../../report/undone.ts'
import { readEarlier } from '../../steps/earlier.ts'
import { leaveToPost } from '../../steps/leave.ts'
import { decideBranch } from '../../steps/tags/branch.ts'
import { withDecided } from '../../steps/tags/platforms.ts'
import { confirmAtOnce, type Publication } from '../../steps/tags/publish.ts'
import { orTakeBack } from '../../steps/tags/takeback.ts'
import { type Digests, type Witness, watchPush } from '../../steps/tags/witness.ts'
import { createWriter, saveTo } from '../../steps/tags/write.ts'
import { type Built, buildImage, exported, inspectPushed, withReasons } from './image.ts'
import type { Run } from './run.ts'
import { lookAtSignaturesAgain, signInPhase } from './signing.ts'
import { tellPublished } from './tell.ts'
import { lookedAtAgain, publicationOf } from './transaction.ts'

/** The runbook's plain order: one build pushes every tag, post verifies. */
export async function publishAtOnce(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const { image } = plan.target
  const publication = publicationOf(run, plan)
  const moves = await decideNow(run, plan, publication)
  const tags = moves.filter(({ move }) => move).map(({ tag }) => tag)
  const held = await readHeldTags(host.registry, image, tags)
  const leave = (digest: Digest | undefined, holding = tags) =>
    leaveToPost(host, session, plan, { digest, tags: holding, ...lookedAtAgain(publication) })
  const noted = (before: Digests, after: Digest | undefined) =>
    tags.map((tag) => ({ tag, before: before.get(tag), after }))
  const begun: Digests = new Map(tags.map((tag) => [tag, held.get(tag)?.digest]))
  await leave(undefined)
  await saveTo(host, session)(noted(begun, undefined))
  const witness = watchPush(host, image, begun, async (digest, before) => {
    await leave(digest)
    await saveTo(host, session)(noted(before, digest))
  })
  await orTakeBack(run, summarizeUndone, async () => {
    const earlier = readEarlier(host, plan, run.published)
    const { built, before } = await watch.phase('Build and push', () =>
      buildWatched(run, plan, tags, witness),
    )
    const digest = exported(built.digest)
    await leave(digest)
    const writer = createWriter(host, image, saveTo(host, session), noted(before, digest))
    await saveTo(host, session)(writer.journal)
    const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, digest))
    const signing = await signInPhase(run, plan, candidate, true)
    const outcomes = await watch.phase('Read the tags back', () =>
      confirmAtOnce(host, writer, publication, { moves, held, digest, replaced: before }),
    )
    await leave(
      digest,
      outcomes.filter(({ after }) => after === digest).map(({ tag }) => tag),
    )
    await lookAtSignaturesAgain(run, plan)
    session.keep({ finished: true, wroteAt: writer.wroteAt })
    const build = withReasons(built.build, run, await earlier, candidate.platforms)
    await tellPublished(run, { ...plan, signing }, { candidate, tags: outcomes, smoked: [], build })
  })
}

/** The moves, with the branch's by what the registry and GitHub say before the build. */
async function decideNow(
  { host }: Run,
  { moves, held }: Plan,
  { branch, latest, publishing: { platforms } }: Publication,
): Promise<Plan['moves']> {
  const decided = branch && (await decideBranch(host, branch))
  return withDecided(host, moves, decided, { latest, platforms, held })
}

/** Builds, and sees what the tags held just before they were pushed. */
async function buildWatched(
  run: Run,
  plan: Plan,
  tags: readonly Plan['moves'][number]['tag'][],
  witness: Witness,
): Promise<{ readonly built: Built; readonly before: Digests }> {
  const how = { ...plan.build, target: { kind: 'tags', image: plan.target.image, tags } } as const
  const index = makesIndex(how)
  const listen = (line: string) => {
    const said = readAnnouncement(line, index)
    if (said !== undefined) witness.hear(said)
  }
  try {
    const built = await buildImage(run, plan, how, listen)
    return { built, before: await witness.ended() }
  } catch (error) {
    // What is put back has to be noted first; why the build failed is what the reader wants to know.
    await witness.ended().catch(() => undefined)
    throw error
  }
}
