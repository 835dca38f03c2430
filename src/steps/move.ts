import type { Digest } from '../domain/digest.ts'
import { RegistryError, VerificationError } from '../domain/errors.ts'
import { type ImageName, type Tag, taggedReference } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { StoredManifest } from '../host/registry/registry.ts'
import type { Move } from '../plan/moves.ts'
import type { TagOutcome } from '../plan/outcome.ts'

/** How long the registry may show an old answer after a write: GHCR lags for some seconds. */
const SETTLED_WITHIN = 20_000

/** The digest that each tag has now; undefined where it does not exist. */
export async function readTags(
  host: Host,
  image: ImageName,
  moves: readonly Move[],
): Promise<ReadonlyMap<Tag, Digest | undefined>> {
  const read = async (tag: Tag) => [tag, (await host.registry.head(image, tag))?.digest] as const
  return new Map(await Promise.all(moves.map(({ tag }) => read(tag))))
}

/**
 * Points tags at a manifest, in the order of the moves: the version first, so that a moving tag never names a version
 * that does not exist. Each tag is read back. After a signal nothing is moved any more.
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
export async function moveTags(
  host: Host,
  image: ImageName,
  moves: readonly Move[],
  manifest: StoredManifest,
  before: ReadonlyMap<Tag, Digest | undefined>,
): Promise<readonly TagOutcome[]> {
  const { digest, mediaType } = manifest.descriptor
  for (const { tag, move } of moves) {
    if (!move || before.get(tag) === digest) continue
    if (host.processes.stopped !== undefined) {
      throw new VerificationError({ found: `The tag ${tag} was not moved: ${host.processes.stopped}` })
    }
    await host.registry.putManifest(image, tag, mediaType, manifest.body)
  }
  return confirmTags(host, image, moves, digest, before)
}

/**
 * Reads back what every moved tag holds.
 * @throws VerificationError that names each tag which does not hold the digest
 */
export async function confirmTags(
  host: Host,
  image: ImageName,
  moves: readonly Move[],
  digest: Digest,
  before: ReadonlyMap<Tag, Digest | undefined>,
): Promise<readonly TagOutcome[]> {
  const outcome = async ({ tag, move, reason }: Move): Promise<TagOutcome> => {
    const old = before.get(tag)
    if (!move) return { tag, before: old, after: old, moved: false, reason }
    return { tag, before: old, after: await settled(host, image, tag, digest), moved: old !== digest, reason }
  }
  const outcomes = await Promise.all(moves.map(outcome))
  const wrong = outcomes.filter(({ after }, at) => moves[at]?.move === true && after !== digest)
  if (wrong.length === 0) return outcomes
  const names = wrong
    .map(({ tag, after }) => `${taggedReference(image, tag)} is ${after ?? 'absent'}`)
    .join('; ')
  throw new VerificationError({
    found: `Tags do not hold what was written: ${names}.`,
    allowed: digest,
    remedy:
      'Another run may have moved them meanwhile: give publishing jobs a concurrency group, and run this one again.',
  })
}

async function settled(host: Host, image: ImageName, tag: Tag, digest: Digest): Promise<Digest | undefined> {
  const until = host.clock.now() + SETTLED_WITHIN
  for (let wait = 200; ; wait *= 2) {
    const found = (await host.registry.head(image, tag).catch(asAbsent))?.digest
    if (found === digest || host.clock.now() + wait > until) return found
    await host.clock.sleep(wait)
  }
}

function asAbsent(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'temporary') return undefined
  throw error
}
