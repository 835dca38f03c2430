import { InputError, type InputFault, RegistryError } from '../../domain/errors.ts'
import { formatImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { PushCheck } from '../../host/registry/registry.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Facts } from '../../plan/publish.ts'
import type { Target } from '../../plan/target.ts'
import { checkMentioned } from './mentioned.ts'
import { readWorkspace } from './workspace.ts'

/** The facts, and whether the registry would take a push. */
export interface Gathered {
  readonly facts: Facts
  /** Undefined in a dry run, which does not ask. */
  readonly push: PushCheck | undefined
}

/**
 * Asks engine, builders, registry, workspace and git at the same time.
 * @param known faults that were found before, to be told in the same report
 * @throws InputError with every fault, RegistryError where a publish cannot list the tags
 */
export async function gather(
  host: Host,
  inputs: Inputs,
  target: Target,
  known: readonly InputFault[],
): Promise<Gathered> {
  const publishing = target.policy.kind === 'publish'
  const [engine, builders, localImages, workspace, mentioned, registryTags, push] = await Promise.all([
    host.engine.describe(),
    host.buildx.builders().catch(() => []),
    host.engine.imagesOf(formatImageName(target.image)).catch(() => []),
    readWorkspace(host, inputs),
    checkMentioned(host, inputs),
    host.registry.tags(target.image).catch(asRegistryError),
    publishing ? host.registry.canPush(target.image) : undefined,
  ])
  const faults = [...known, ...mentioned, ...('context' in workspace ? [] : workspace)]
  if (faults.length > 0 || !('context' in workspace)) throw new InputError(faults)
  const facts = { engine, builders, localImages, ...workspace }
  if (!(registryTags instanceof RegistryError)) return { facts: { ...facts, registryTags }, push }
  // A dry run works without any access to the registry. Where a push is refused, that tells more than the tags.
  if (push === undefined || !push.ok) return { facts: { ...facts, registryTags: [] }, push }
  throw registryTags
}

function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error
  throw error
}
