import type { Digest } from '../domain/digest.ts'
import { RegistryError, VerificationError } from '../domain/errors.ts'
import { type ImageName, type Tag, taggedReference } from '../domain/reference.ts'
import { eventually } from '../host/clock.ts'
import type { Host } from '../host/host.ts'
import type { StoredManifest } from '../host/registry/registry.ts'
import type { Move } from '../plan/moves.ts'
import type { TagOutcome } from '../plan/outcome.ts'
import type { Published } from '../plan/state.ts'

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
 * @param remember hears of every tag before it is written, so that post looks at it whatever becomes of this run
 * @throws RegistryError where a write is refused, VerificationError where a tag does not hold what was written
 */
export async function moveTags(
  host: Host,
  candidate: { readonly image: ImageName; readonly manifest: StoredManifest },
  moves: readonly Move[],
  before: ReadonlyMap<Tag, Digest | undefined>,
  remember: (tags: readonly Tag[]) => void,
): Promise<readonly TagOutcome[]> {
  const { image, manifest } = candidate
  const { digest, mediaType } = manifest.descriptor
  const written: Tag[] = []
  for (const { tag, move } of moves) {
    if (!move) continue
    if (host.processes.stopped !== undefined) {
      throw new VerificationError({ found: `The tag ${tag} was not moved: ${host.processes.stopped}` })
    }
    const done = [...written]
    written.push(tag)
    remember(written)
    if (before.get(tag) === digest) continue
    await host.registry.putManifest(image, tag, mediaType, manifest.body).catch((error: unknown) => {
      if (!(error instanceof RegistryError)) throw error
      // A refusal is final, so there is nothing under that tag to look at; after other trouble nobody knows.
      if (!isOpen(error)) remember(done)
      throw notMoved(error, tag, done)
    })
  }
  return confirmTags(host, image, moves, digest, before)
}

/** Whether a write may have been done although its answer was an error. */
function isOpen({ kind }: RegistryError): boolean {
  return kind === 'temporary' || kind === 'unreachable' || kind === 'invalid-answer'
}

function notMoved(error: RegistryError, tag: Tag, done: readonly Tag[]): RegistryError {
  const { kind, status, answer, trouble } = error
  const others = done.length === 0 ? 'No other tag was moved either' : `Moved before it: ${done.join(', ')}`
  const found = `The tag ${tag} was not moved. ${trouble.found} ${others}.`
  return new RegistryError(kind, { ...trouble, found }, { cause: error, status, answer })
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
    return {
      tag,
      before: old,
      after: await settled(host, image, tag, (held) => held === digest),
      moved: old !== digest,
      reason,
    }
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

/** What became of published tags: those that only this run may hold, and those that another run may move on. */
export interface PublishedTags {
  /** In words; empty where all is well. */
  readonly wrong: readonly string[]
  /** Tags that another run has moved meanwhile, in words. */
  readonly moved: readonly string[]
}

/** Asks the registry, never the engine, what the published tags hold now. */
export async function checkPublishedTags(host: Host, published: Published): Promise<PublishedTags> {
  const { image, digest, tags, fixed } = published
  const look = async (tag: Tag) => {
    const mine = fixed.includes(tag)
    const found = await settled(host, image, tag, (held) => held === digest || !mine)
    if (found === digest) return undefined
    const words = `${taggedReference(image, tag)} is ${found ?? 'absent'}`
    return { words, wrong: mine || found === undefined }
  }
  const strays = (await Promise.all(tags.map(look))).filter((stray) => stray !== undefined)
  return {
    wrong: strays.filter(({ wrong }) => wrong).map(({ words }) => words),
    moved: strays.filter(({ wrong }) => !wrong).map(({ words }) => words),
  }
}

/** The digest of a tag, once it is there and as it should be; after a while, what it is then. */
async function settled(
  host: Host,
  image: ImageName,
  tag: Tag,
  asExpected: (digest: Digest) => boolean,
): Promise<Digest | undefined> {
  let last: Digest | undefined
  await eventually(host.clock, SETTLED_WITHIN, async () => {
    last = (await host.registry.head(image, tag).catch(asAbsent))?.digest
    return last !== undefined && asExpected(last) ? last : undefined
  })
  return last
}

function asAbsent(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'temporary') return undefined
  throw error
}
