import type { Digest } from '../../domain/digest.ts'
import type { Host } from '../../host/host.ts'
import { NOT_BUILT } from '../../plan/outcome.ts'
import type { Plan } from '../../plan/publish.ts'
import { readEarlier } from '../../steps/earlier.ts'
import { subjectsOf } from '../../steps/inspect.ts'
import { smoke } from '../../steps/smoke/smoke.ts'
import { type Built, buildImage, exported, inspectPushed, isInEngine, withReasons } from './image.ts'
import { moveTags } from './move.ts'
import type { Run } from './run.ts'
import { lookAtSignaturesAgain, signInPhase } from './signing.ts'
import { tellPublished } from './tell.ts'
import { adviser } from './trouble.ts'

/** The safe order: a candidate that no release tag names, then the checks, then the tags. */
export async function publishGated(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const earlier = plan.existing.kind === 'build' ? readEarlier(host, plan, run.published) : undefined
  const { own, build } = await untouched(host, async () => {
    const { digest, build } = await haveImage(run, plan)
    const candidate = await watch.phase('Inspect', () => inspectPushed(run, plan, digest))
    const smoked = await watch.phase('Smoke test', () =>
      smoke(host, session.id, plan.smoke, subjectsOf(candidate, isInEngine(plan)), true, adviser(host, plan)),
    )
    const signing = await signInPhase(run, plan, candidate, plan.existing.kind === 'build')
    return { own: { candidate, smoked, signing }, build }
  })
  const published = await watch.phase('Move the tags', () => moveTags(run, plan, own))
  await lookAtSignaturesAgain(run, plan)
  const reasons = withReasons(build, run, await earlier, own.candidate.platforms)
  await tellPublished(run, { ...plan, signing: published.signing }, { ...published, build: reasons })
}

/** Builds the candidate; or takes what an earlier run of this commit has published. */
async function haveImage(run: Run, plan: Plan): Promise<Built & { readonly digest: Digest }> {
  const { existing } = plan
  if (existing.kind === 'reuse') return { digest: existing.digest, build: NOT_BUILT }
  const built = await run.watch.phase('Build and push the candidate', () => buildImage(run, plan, plan.build))
  return { ...built, digest: exported(built.digest) }
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
