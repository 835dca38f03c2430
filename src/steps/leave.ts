import type { Digest } from '../domain/digest.ts'
import type { ImageName, Tag } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { Plan } from '../plan/publish.ts'
import { environmentFile, type Session, withoutEnvironment } from '../plan/state.ts'

/**
 * Gets ready what post looks at again. Values of smoke-env stay in the private folder.
 * @returns takes the tags that are about to be written: from then on post knows of them, whatever becomes of main
 */
export async function leaveToPost(
  host: Host,
  session: Session,
  plan: Plan,
  { image, digest }: { readonly image: ImageName; readonly digest: Digest },
): Promise<(tags: readonly Tag[]) => void> {
  await host.files.writePrivate(environmentFile(session.folder), JSON.stringify(plan.smoke.env))
  const { platforms } = plan.build
  const smoke = withoutEnvironment(plan.smoke)
  const place = { tried: plan.gate, inEngine: plan.inEngine }
  return (tags) => {
    const fixed = tags.filter((tag) => plan.tags.fixed.includes(tag))
    session.keep({ published: { image, digest, platforms, tags: [...tags], fixed, smoke, ...place } })
  }
}
