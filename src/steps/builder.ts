import { CommandError } from '../domain/errors.ts'
import { formatPlatform } from '../domain/platform.ts'
import { formatImageName, type ImageName } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { type EmulatorPlan, emulatorName, planTrialEmulators } from '../plan/builder.ts'
import { requireEngine } from '../plan/floors.ts'
import type { Plan } from '../plan/publish.ts'
import type { SmokeSubject } from '../plan/smoke.ts'
import { containerLabel, type Session } from '../plan/state.ts'

/** Installs missing emulators, then makes the builder where one has to be made. Nothing is done where all is there. */
export async function prepareBuilder(host: Host, session: Session, plan: Plan): Promise<void> {
  if (plan.emulators !== undefined) await installEmulators(host, session, plan.emulators)
  const { builder, existing } = plan
  if (builder.kind === 'existing' || existing.kind === 'reuse') return
  session.keep({ builder: builder.name, images: await withNew(host, session, builder.image) })
  host.log.info(`Starting the builder ${builder.name}.`)
  await host.buildx.create(builder.name, builder.driverOpts, builder.config)
}

/** What is tried without having been built here. */
export interface Trial {
  readonly image: ImageName
  readonly subjects: readonly SmokeSubject[]
  /** The input `binfmt-image`. */
  readonly emulators: string | undefined
}

/**
 * Readies the engine to try images of the registry: installs the emulators that its host lacks, and notes what will be pulled and
 * was not there before, so that post removes it.
 * @throws PolicyError where there is no engine, or one below the floor
 */
export async function prepareTrial(host: Host, session: Session, trial: Trial): Promise<void> {
  const [described, builders, local] = await Promise.all([
    host.engine.describe(),
    host.buildx.builders().catch(() => []),
    host.engine.imagesOf(formatImageName(trial.image)).catch((): readonly string[] => []),
  ])
  const engine = requireEngine(described)
  const pulled = trial.subjects.map(({ reference }) => reference).filter((one) => !local.includes(one))
  session.keep({ images: [...session.state.images, ...pulled] })
  const platforms = trial.subjects.map(({ platform }) => platform)
  const facts = { engine, builders, hosted: host.runner.context.hosted }
  const plan = planTrialEmulators(platforms, facts, trial.emulators)
  if (plan !== undefined) await installEmulators(host, session, plan)
}

/** Handlers that were there before stay as they are: only what is missing is named. */
async function installEmulators(host: Host, session: Session, plan: EmulatorPlan): Promise<void> {
  const names = [...new Set(plan.platforms.map(emulatorName))].join(',')
  const platforms = plan.platforms.map(formatPlatform).join(', ')
  host.log.info(`Installing emulators for ${platforms} from ${plan.image}.`)
  session.keep({ images: await withNew(host, session, plan.image) })
  const name = `ghcr-publish-${session.id}-binfmt`
  const result = await host.engine.runPrivileged(
    plan.image,
    ['--install', names],
    name,
    containerLabel(session.id),
  )
  for (const line of result.last) host.log.child('emulators |', line)
  if (result.code === 0) return
  const found = `The emulators for ${platforms} could not be installed from ${plan.image} (exit code ${result.code ?? 'none'}).`
  throw new CommandError({ found, remedy: remedyFor(result.last) }, { evidence: result.last })
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

/** The images to remove, with one that the engine does not hold yet. */
async function withNew(host: Host, { state }: Session, image: string): Promise<readonly string[]> {
  return (await host.engine.hasImage(image)) ? state.images : [...state.images, image]
}
