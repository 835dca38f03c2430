import type { RegistryFacts } from '../../domain/listing.ts'
import type { ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Measure } from '../../plan/space.ts'
import { weigh } from '../space.ts'
import type { readWorkspace } from './workspace.ts'

/** What is being asked of the world. */
export interface Asking {
  readonly engine: ReturnType<Host['engine']['describe']>
  readonly workspace: ReturnType<typeof readWorkspace>
  readonly registry: Promise<RegistryFacts>
}

/**
 * What the build is likely to weigh. Begins as soon as its own facts are there, so it is mostly over when the last of the others is.
 * @returns undefined where nothing can be said of the disk, because the engine is on another machine
 * @throws whatever the facts do, and RegistryError
 */
export async function weighNext(
  host: Host,
  { build: { platforms } }: Inputs,
  image: ImageName,
  asking: Asking,
): Promise<Measure | undefined> {
  const [engine, workspace, { held }] = await Promise.all([asking.engine, asking.workspace, asking.registry])
  if ('unreachable' in engine || engine.root === undefined || !('context' in workspace)) return undefined
  return weigh(host, { image, held, platforms, file: workspace.file })
}
