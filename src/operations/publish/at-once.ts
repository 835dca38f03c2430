import type { Digest } from '../../domain/digest.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import type { Plan } from '../../plan/publish.ts'
import { readEarlier } from '../../steps/earlier.ts'
import { leaveToPost } from '../../steps/leave.ts'
import { confirmAtOnce, linesOf, withDecided } from '../../steps/tags/publish.ts'
import { orTakeBack } from '../../steps/tags/takeback.ts'
import { createWriter, saveTo } from '../../steps/tags/write.ts'
import { buildImage, exported, inspectPushed, withReasons } from './image.ts'
import type { Run } from './run.ts'
import { tellPublished } from './tell.ts'
import { publicationOf } from './transaction.ts'

/** The runbook's plain order: one build pushes every tag, post verifies. */
export async function publishAtOnce(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const { image } = plan.target
  const publication = await publicationOf(run, plan)
  const lines = linesOf(publication).moving
  const moves = withDecided(plan.moves, publication)
  const tags = moves.filter(({ move }) => move).map(({ tag }) => tag)
  const how = { ...plan.build, target: { kind: 'tags', image, tags } } as const
  const held = await readHeldTags(host.registry, image, tags)
  await leaveToPost(host, session, plan, { digest: undefined, tags, lines })
  const noted = (after: Digest | undefined) =>
    tags.map((tag) => ({ tag, before: held.get(tag)?.digest, after }))
  await saveTo(host, session)(noted(undefined))
  await orTakeBack(run, async () => {
    const earlier = readEarlier(host, plan)
    const built = await watch.phase('Build and push', () => buildImage(run, plan, how))
    const digest = exported(built.digest)
    await leaveToPost(host, session, plan, { digest, tags, lines })
    await saveTo(host, session)(noted(digest))
    const writer = createWriter(host, image, saveTo(host, session), noted(digest))
    const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, digest))
    const outcomes = await watch.phase('Read the tags back', () =>
      confirmAtOnce(host, writer, publication, { moves, held, digest }),
    )
    session.keep({ finished: true })
    const build = withReasons(built.build, run, await earlier, candidate.platforms)
    await tellPublished(run, plan, { candidate, tags: outcomes, smoked: [], build })
  })
}
