import type { Host } from '../host/host.ts'
import { containerLabel, type State } from '../plan/state.ts'

/**
 * Removes what this step made in the engine: containers, builder, images. Each is
 * tried whatever became of the others; what is already gone is fine. Nothing else of the job is touched.
 * @returns what could not be removed, in words
 */
export async function cleanUp(host: Host, state: State): Promise<readonly string[]> {
  const troubles: string[] = []
  const attempt = async (what: string, action: () => Promise<void>) => {
    try {
      await action()
    } catch (error) {
      troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await attempt('containers', async () => {
    const label = containerLabel(state.id)
    // Where no engine answers and nothing was made there, nothing is left there.
    const made = state.builder !== undefined || state.images.length > 0
    const listed = host.engine.containersOf(label)
    await host.engine.removeContainers(await (made ? listed : listed.catch(() => [])))
  })
  // First the builder: its container holds its image.
  await attempt('builder', async () => {
    if (state.builder !== undefined) await host.buildx.remove(state.builder)
  })
  await attempt('images', () => host.engine.removeImages(state.images))
  return troubles
}
