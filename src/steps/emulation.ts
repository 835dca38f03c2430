import { type Emulation, handlerName } from '../domain/emulator.ts'
import { type Platform, samePlatform } from '../domain/platform.ts'
import type { Host } from '../host/host.ts'
import { isForeign } from '../plan/machine.ts'
import type { Plan } from '../plan/publish.ts'

/**
 * Looks at what runs the programs of a platform, after a failure: success asks nothing of this. Undefined where no emulator does, or
 * where nobody can say.
 * @param where a build may run elsewhere, a smoke test runs on the engine
 */
export async function readEmulation(
  host: Host,
  { machine, emulators }: Pick<Plan, 'machine' | 'emulators'>,
  platform: Platform,
  where: 'build' | 'smoke',
): Promise<Emulation | undefined> {
  if (!isForeign(machine, platform) || (where === 'build' && !machine.builds)) return undefined
  const unknown = { kind: 'unknown', name: handlerName(platform) } as const
  const handler = machine.root === undefined ? unknown : await host.emulators.handler(platform)
  const installed = emulators?.platforms.some((one) => samePlatform(one, platform)) === true
  return { platform, handler, installedFrom: installed ? emulators.image.reference : undefined }
}
