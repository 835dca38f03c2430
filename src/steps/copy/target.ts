import { RegistryError } from '../../domain/errors.ts'
import { EMPTY_LISTING } from '../../domain/listing.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing } from '../../host/registry/listing.ts'
import type { PushCheck } from '../../host/registry/registry.ts'
import { type Promotion, type TargetFacts, tagsOf } from '../../plan/promote.ts'
import { needsOf, publishQuestion } from '../../plan/records.ts'

/** What a target has, and whether it would take a push. */
export interface SeenTarget extends TargetFacts {
  /** Undefined in a dry run, which does not ask. */
  readonly push: PushCheck | undefined
}

/**
 * Looks at a target before anything is written.
 * @param writes false in a dry run, which does without what it may not read
 * @throws RegistryError where its tags cannot be read, although a push would be taken
 */
export async function lookAtTarget(
  host: Host,
  image: ImageName,
  { tags }: Promotion,
  writes: boolean,
): Promise<SeenTarget> {
  const [push, registry] = await Promise.all([
    writes ? host.registry.canPush(image) : undefined,
    Promise.all([
      readListing(host, image, needsOf(publishQuestion(tags))),
      readHeldTags(host.registry, image, tagsOf(tags)),
    ]).catch(asRefusal),
  ])
  if (!(registry instanceof RegistryError)) {
    const [listing, held] = registry
    return { image, registry: { listing, held }, push }
  }
  // Where a push is refused, that tells more than the tags.
  if (push?.ok) throw registry
  if (push === undefined) {
    host.log.notice(
      `${formatImageName(image)} cannot be read (${registry.trouble.found}), so it is taken to have no tags.`,
    )
  }
  return { image, registry: { listing: EMPTY_LISTING, held: new Map() }, push }
}

function asRefusal(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error
  throw error
}
