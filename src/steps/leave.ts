import type { Digest } from '../domain/digest.ts'
import type { ImageName } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { TagOutcome } from '../plan/outcome.ts'
import type { Plan } from '../plan/publish.ts'
import { environmentFile, type Session, withoutEnvironment } from '../plan/state.ts'

/** Leaves to post what it looks at again. Values of smoke-env stay in the private folder. */
export async function leaveToPost(
  host: Host,
  session: Session,
  plan: Plan,
  { image, digest }: { readonly image: ImageName; readonly digest: Digest },
  tags: readonly TagOutcome[],
): Promise<void> {
  await host.files.writePrivate(environmentFile(session.folder), JSON.stringify(plan.smoke.env))
  const held = tags.filter(({ after }) => after === digest).map(({ tag }) => tag)
  const { platforms } = plan.build
  session.keep({
    published: {
      image,
      digest,
      platforms,
      tags: held,
      smoke: withoutEnvironment(plan.smoke),
      tried: plan.gate,
      inEngine: plan.inEngine,
    },
  })
}
