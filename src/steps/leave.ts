import type { Host } from '../host/host.ts'
import type { Plan } from '../plan/publish.ts'
import { type Published, withoutEnvironment } from '../plan/published.ts'
import { environmentFile, type Session } from '../plan/state.ts'

/**
 * Leaves what post looks at again, before any tag is written. Values of smoke-env stay in the private folder.
 * @param digest undefined where the build is about to push the tags by itself
 * @param tags every tag that has to hold it
 * @param own whether it is what this run has built and tried; what was adopted meanwhile is tried in post
 */
export async function leaveToPost(
  host: Host,
  session: Session,
  plan: Plan,
  { digest, tags, lines, branch }: Pick<Published, 'digest' | 'tags' | 'lines' | 'branch'>,
  own = true,
): Promise<void> {
  await host.files.writePrivate(environmentFile(session.folder), JSON.stringify(plan.smoke.env))
  const { image } = plan.target
  session.keep({
    published: {
      ...{ image, digest, tags, lines, branch },
      commit: plan.commit.sha,
      platforms: plan.build.platforms,
      fixed: tags.filter((tag) => plan.publishing.fixed.includes(tag)),
      suffix: plan.tags.suffix,
      smoke: withoutEnvironment(plan.smoke),
      tried: plan.gate && own,
      inEngine: plan.inEngine && plan.existing.kind === 'build' && own,
    },
  })
}
