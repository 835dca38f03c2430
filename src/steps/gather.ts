import { InputError, RegistryError } from '../domain/errors.ts'
import { formatImageName } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import type { PushCheck } from '../host/registry/registry.ts'
import type { Inputs } from '../plan/inputs/inputs.ts'
import type { Commit } from '../plan/labels.ts'
import type { Facts } from '../plan/publish.ts'
import type { Target } from '../plan/target.ts'

/** The facts, and whether the registry would take a push. */
export interface Gathered {
  readonly facts: Facts
  /** Undefined in a dry run, which does not ask. */
  readonly push: PushCheck | undefined
}

/**
 * Asks engine, builders, registry, workspace and git at the same time.
 * @throws InputError where context or Dockerfile are not there, RegistryError where a publish cannot list the tags
 */
export async function gather(host: Host, inputs: Inputs, target: Target): Promise<Gathered> {
  const publishing = target.policy.kind === 'publish'
  const [engine, builders, localImages, place, registryTags, push] = await Promise.all([
    host.engine.describe(),
    host.buildx.builders().catch(() => []),
    host.engine.imagesOf(formatImageName(target.image)).catch(() => []),
    locate(host, inputs),
    host.registry.tags(target.image).catch(asRegistryError),
    publishing ? host.registry.canPush(target.image) : undefined,
  ])
  const facts = { engine, builders, localImages, ...place }
  if (!(registryTags instanceof RegistryError)) return { facts: { ...facts, registryTags }, push }
  // A dry run works without any access to the registry. Where a push is refused, that tells more than the tags.
  if (push === undefined || !push.ok) return { facts: { ...facts, registryTags: [] }, push }
  throw registryTags
}

function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error
  throw error
}

async function locate(host: Host, inputs: Inputs): Promise<Pick<Facts, 'context' | 'file' | 'commit'>> {
  const { workspace, sha } = host.runner.context
  const context = await host.files.insideWorkspace(workspace, inputs.build.context)
  if (context === undefined) throw await noContext(host, inputs.build.context, workspace)
  const [file, commit] = await Promise.all([
    findDockerfile(host, inputs, context),
    readCommit(host, context, sha),
  ])
  return { context, file, commit }
}

/** HEAD of the checkout; the event's commit only where there is no checkout. */
async function readCommit(host: Host, context: string, sha: string): Promise<Commit> {
  const head = await host.git.head(context)
  if (head === undefined) return { sha, time: undefined }
  return { sha: head, time: await host.git.commitTime(context, head) }
}

async function noContext(host: Host, context: string, workspace: string): Promise<InputError> {
  const found = await host.files.list(workspace)
  const checkout = 'Add a step with actions/checkout before this one.'
  return new InputError([
    {
      input: 'context',
      found: `'${context}' is no folder of the workspace, which ${found.length === 0 ? 'is empty' : `holds ${names(found)}`}.`,
      allowed: 'a folder of the workspace',
      remedy: found.length === 0 ? checkout : `If files are missing: ${checkout}`,
    },
  ])
}

async function findDockerfile(host: Host, inputs: Inputs, context: string): Promise<string> {
  const { workspace } = host.runner.context
  const given = inputs.build.file
  const candidates =
    given === undefined ? [`${context}/Dockerfile`, `${context}/Dockerfile.example`] : [given]
  for (const candidate of candidates) {
    const path = await host.files.insideWorkspace(workspace, candidate)
    if (path !== undefined && (await host.files.kind(path)) === 'file') return path
  }
  const found = await host.files.list(context)
  throw new InputError([
    {
      input: 'file',
      found: `${given === undefined ? 'neither Dockerfile nor Dockerfile.example is' : `'${given}' is not a file`} in the workspace; the context ${found.length === 0 ? 'is empty' : `holds ${names(found)}`}.`,
      allowed: 'a file of the workspace',
      remedy:
        found.length === 0
          ? 'Add a step with actions/checkout before this one.'
          : 'Write file: with the path of the Dockerfile, relative to the workspace.',
    },
  ])
}

function names(found: readonly string[]): string {
  const shown = found.slice(0, 12).join(', ')
  return found.length > 12 ? `${shown} and ${found.length - 12} more` : shown
}
