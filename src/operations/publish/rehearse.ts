import { createSearch } from '../../domain/secret.ts'
import { requireNoLeaks, searchStart } from '../../plan/leaks.ts'
import type { Plan } from '../../plan/publish.ts'
import { rehearsedOutcome } from '../../report/outcome.ts'
import { readEarlier } from '../../steps/earlier.ts'
import { load } from '../../steps/load.ts'
import { smoke } from '../../steps/smoke/smoke.ts'
import { buildImage, withReasons } from './image.ts'
import type { Run } from './run.ts'
import { report } from './tell.ts'
import { adviser } from './trouble.ts'

/**
 * Builds every platform into the engine, tries them there and tells what a real run would do. Secrets are looked for in the
 * configuration, as far as the engine tells it for the smoke test: it has no attestations, and its history is not asked for.
 */
export async function rehearse(run: Run, plan: Plan): Promise<void> {
  const { host, session, watch } = run
  const earlier = readEarlier(host, plan, run.published)
  const loaded = await watch.phase('Build', () =>
    load(plan, async (how) => (await buildImage(run, plan, how)).build),
  )
  const search = createSearch(run.secrets)
  const smoked = await watch.phase('Smoke test', async () => {
    const subjects = loaded.images.map(async ({ platform, reference }) => {
      const config = await host.engine.imageConfig(reference, platform)
      searchStart(search, platform, config)
      return { platform, reference, config, inEngine: true }
    })
    const found = await Promise.all(subjects)
    requireNoLeaks(search, false)
    return smoke(host, session.id, plan.smoke, found, true, adviser(host, plan))
  })
  const build = withReasons(loaded.build, run, await earlier, [])
  await report(host, rehearsedOutcome(plan, { smoked, build, timings: watch.timings() }))
}
