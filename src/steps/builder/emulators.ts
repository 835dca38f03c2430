import { CommandError } from '../../domain/errors.ts'
import { formatPlatform } from '../../domain/platform.ts'
import type { Host } from '../../host/host.ts'
import { type EmulatorPlan, emulatorName } from '../../plan/emulators.ts'
import { containerLabel, type Session } from '../../plan/state.ts'
import { obtain } from './images.ts'

/** Handlers that were there before stay as they are: only what is missing is named. */
export async function installEmulators(host: Host, session: Session, plan: EmulatorPlan): Promise<void> {
  const names = [...new Set(plan.platforms.map(emulatorName))].join(',')
  const platforms = plan.platforms.map(formatPlatform).join(', ')
  const image = await obtain(host, session, plan.image).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error
    const { trouble, evidence } = error
    throw notInstalled(platforms, plan, trouble.found, { cause: error, evidence })
  })
  host.log.info(`Installing emulators for ${platforms} from ${image}.`)
  const name = `ghcr-publish-${session.id}-binfmt`
  const result = await host.engine.runPrivileged(
    image,
    ['--install', names],
    name,
    containerLabel(session.id),
  )
  for (const line of result.last) host.log.child('emulators |', line)
  if (result.code === 0) return
  throw notInstalled(platforms, plan, `exit code ${result.code ?? 'none'}`, { evidence: result.last })
}

function notInstalled(
  platforms: string,
  { image }: EmulatorPlan,
  why: string,
  told: { readonly cause?: unknown; readonly evidence: readonly string[] },
): CommandError {
  return new CommandError(
    {
      found: `The emulators for ${platforms} could not be installed from ${image.reference}: ${why.replace(/\.?$/, '.')}`,
      remedy: remedyFor(told.evidence),
    },
    told,
  )
}

/** A host that gives no such rights refuses every installer; anything else is mostly a pull that failed. */
function remedyFor(last: readonly string[]): string {
  const native = 'use a runner of that architecture, or leave the platform out of platforms.'
  const refused = last.some((line) => REFUSED.test(line))
  if (refused) return `The engine or its host allows no privileged containers: ${native}`
  return `Look at the lines above. Where the image cannot be pulled, name another in binfmt-image; where the engine allows no privileged containers, ${native}`
}

const REFUSED =
  /privileged mode|operation not permitted|permission denied|read-only file system|authorization denied/i
