import type { Digest } from '../../domain/digest.ts'
import type { Host } from '../../host/host.ts'
import { NOT_BUILT, type TagOutcome } from '../../plan/outcome.ts'
import type { Plan } from '../../plan/publish.ts'
import { summarizeUndone } from '../../report/undone.ts'
import { readEarlier } from '../../steps/earlier.ts'
import { type Candidate, subjectsOf } from '../../steps/inspect.ts'
import { leaveToPost } from '../../steps/leave.ts'
import { smoke } from '../../steps/smoke/smoke.ts'
import { publishTags } from '../../steps/tags/publish.ts'
import { orTakeBack } from '../../steps/tags/takeback.ts'
import { createWriter, saveTo } from '../../steps/tags/write.ts'
import { type Built, buildImage, exported, inspectPushed, isInEngine, withReasons } from './image.ts'
import type { Run } from './run.ts'
import { lookAtSignaturesAgain, signImage, signInPhase } from './signing.ts'
import { tellPublished } from './tell.ts'
import { lookedAtAgain, publicationOf } from './transaction.ts'
import { adviser } from './trouble.ts'

/** The safe order: a candidate that no release tag names, then the checks, then the tags. */
export async function publishGated(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const earlier = plan.existing.kind === 'build' ? readEarlier(host, plan) : undefined
  const { candidate, smoked, built } = await untouched(host, async () => {
    const built = await haveImage(run, plan)
    const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, built.digest))
    const smoked = await watch.phase('Smoke test', () =>
      smoke(host, session.id, plan.smoke, subjectsOf(candidate, isInEngine(plan)), true, adviser(host, plan)),
    )
    await signInPhase(run, plan, candidate)
    return { candidate, smoked, built }
  })
  const [published, tags] = await watch.phase('Move the tags', () => moveTags(run, plan, candidate))
  await lookAtSignaturesAgain(run, plan)
  const build = withReasons(built.build, run, await earlier, candidate.platforms)
  await tellPublished(run, plan, { candidate: published, tags, smoked, build })
}

/** Builds the candidate; or takes what an earlier run of this commit has published. */
async function haveImage(run: Run, plan: Plan): Promise<Built & { readonly digest: Digest }> {
  const { existing } = plan
  if (existing.kind === 'reuse') return { digest: existing.digest, build: NOT_BUILT }
  const built = await run.watch.phase('Build and push the candidate', () => buildImage(run, plan, plan.build))
  return { ...built, digest: exported(built.digest) }
}

/** From here on tags change: whatever goes wrong, they are put back, here or in post. */
async function moveTags(
  run: Run,
  plan: Plan,
  candidate: Candidate,
): Promise<[Candidate, readonly TagOutcome[]]> {
  const { host, session } = run
  const { image } = plan.target
  const publication = publicationOf(run, plan)
  const { lines, branch } = lookedAtAgain(publication)
  const planned = plan.moves.filter(({ move }) => move).map(({ tag }) => tag)
  await leaveToPost(host, session, plan, { digest: candidate.digest, tags: planned, lines, branch })
  const writer = createWriter(host, image, saveTo(host, session))
  return orTakeBack(run, summarizeUndone, async () => {
    const claimed = (digest: Digest) =>
      leaveToPost(host, session, plan, { digest, tags: planned, lines, branch })
    const { manifest, tags } = await publishTags(host, writer, publication, candidate.manifest, claimed)
    const { digest } = manifest.descriptor
    const published =
      digest === candidate.digest ? candidate : await inspectPushed(run, plan, digest, candidate.digest)
    if (published !== candidate) await signImage(run, plan, published)
    const holding = tags.filter(({ after }) => after === digest).map(({ tag }) => tag)
    await leaveToPost(host, session, plan, { digest, tags: holding, lines, branch })
    session.keep({ finished: true, wroteAt: writer.wroteAt })
    return [published, tags]
  })
}

/** Says of a failure before the tags what everybody wants to know first. */
async function untouched<T>(host: Host, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    host.log.info('No release tag was touched.')
    throw error
  }
}
