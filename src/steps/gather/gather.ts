import { InputError, type InputFault, RegistryError } from '../../domain/errors.ts'
import { EMPTY_LISTING, type RegistryFacts } from '../../domain/listing.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Secret } from '../../domain/secret.ts'
import type { Host } from '../../host/host.ts'
import { readHeldTags } from '../../host/registry/held.ts'
import { readListing } from '../../host/registry/listing.ts'
import type { PushCheck } from '../../host/registry/registry.ts'
import { guardFaults } from '../../plan/guard.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import { otherSpellings } from '../../plan/lines.ts'
import type { Facts } from '../../plan/publish.ts'
import { needsOf, publishQuestion } from '../../plan/records.ts'
import type { Measure } from '../../plan/space.ts'
import type { TagPlan } from '../../plan/tags.ts'
import type { Target } from '../../plan/target.ts'
import { probeCaches } from './caches.ts'
import { checkMentioned } from './mentioned.ts'
import { lookAtSigning, type Readied } from './signing.ts'
import { weighNext } from './weighing.ts'
import { readWorkspace } from './workspace.ts'

/** The facts, and whether the registry would take a push. */
export interface Gathered {
  readonly facts: Facts
  /** What the build is likely to weigh; undefined where it is not known. Not waited for, and never fails. */
  readonly weighing: Promise<Measure | undefined>
  /** Undefined in a dry run, which does not ask. */
  readonly push: PushCheck | undefined
}

/** What a run brings along, beside its inputs. */
export interface Asked extends Readied {
  readonly tags: TagPlan | { readonly faults: readonly InputFault[] }
  readonly secrets: readonly Secret[]
}

/**
 * Asks engine, builders, registry, workspace and git at the same time.
 * @param asked.tags the tags that are wanted, or the faults of their names, to be told in the same report
 * @param asked.secrets what may stand in no build argument, label or annotation
 * @throws InputError with every fault, RegistryError where a publish cannot list the tags
 */
export async function gather(
  host: Host,
  inputs: Inputs,
  target: Target,
  { tags, secrets, ...readied }: Asked,
): Promise<Gathered> {
  const publishing = target.policy.kind === 'publish'
  const asking = {
    engine: host.engine.describe(),
    workspace: readWorkspace(host, inputs),
    registry: readRegistry(host, target.image, tags),
  }
  const weighing = weighNext(host, inputs, target.image, asking).catch(() => undefined)
  const [engine, builders, localImages, workspace, mentioned, registry, push, gitTag, caches, signing] =
    await Promise.all([
      asking.engine,
      host.buildx.builders().catch(() => []),
      host.engine.imagesOf(formatImageName(target.image)).catch(() => undefined),
      asking.workspace,
      checkMentioned(host, inputs),
      asking.registry.catch(asRegistryError),
      publishing ? host.registry.canPush(target.image) : undefined,
      publishing ? readGitTag(host, inputs) : undefined,
      probeCaches(host, inputs, target),
      lookAtSigning(host, inputs.signing, target, readied),
    ])
  const known = 'faults' in tags ? tags.faults : []
  const guarded = guardFaults(inputs, secrets)
  const faults = [
    ...[...known, ...guarded, ...mentioned, ...signing.faults],
    ...('context' in workspace ? [] : workspace),
  ]
  if (faults.length > 0 || !('context' in workspace)) throw new InputError(faults)
  const facts = { engine, builders, localImages, ...workspace, gitTag, caches, signing: signing.facts }
  if (!(registry instanceof RegistryError)) return { facts: { ...facts, registry }, weighing, push }
  // A dry run works without any access to the registry. Where a push is refused, that tells more than the tags.
  if (push === undefined || !push.ok)
    return {
      facts: { ...facts, registry: { ...NOTHING_KNOWN, unread: registry.trouble.found } },
      weighing,
      push,
    }
  throw registry
}

/** The commit of the git tag that the input `tag` names: by the checkout, which may be shallow, else by GitHub. */
async function readGitTag(host: Host, { identity, build }: Inputs): Promise<string | undefined> {
  const { tag, tagPrefix } = identity
  if (tag === undefined) return undefined
  const start = tagPrefix === undefined ? '' : `${tagPrefix}/`
  const name = tag.startsWith(start) ? tag : `${start}${tag}`
  const folder = await host.files.insideWorkspace(host.runner.context.workspace, build.context)
  const local = folder && (await host.git.tagCommit(folder, name))
  if (local !== undefined) return local
  const answer = await host.github.gitTag(name)
  return 'unknown' in answer ? undefined : answer.value
}

const NOTHING_KNOWN: RegistryFacts = { listing: EMPTY_LISTING, held: new Map() }

async function readRegistry(
  host: Host,
  image: ImageName,
  tags: TagPlan | { readonly faults: readonly InputFault[] },
): Promise<RegistryFacts> {
  // Where a name is faulty nothing is decided by the registry.
  if ('faults' in tags) return NOTHING_KNOWN
  const { fixed, moving, extra, branch, commit } = tags
  const others = [...moving.map(({ tag }) => tag), ...extra, ...[branch, commit].flatMap((tag) => tag ?? [])]
  const [listing, held] = await Promise.all([
    readListing(host, image, needsOf(publishQuestion(tags))),
    readHeldTags(host.registry, image, [...fixed, ...otherSpellings(fixed), ...others]),
  ])
  return { listing, held }
}

function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error
  throw error
}
