import { broughtIn } from '../../domain/engine.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { planTrialEmulators } from '../../plan/emulators.ts'
import { requireEngine } from '../../plan/floors.ts'
import type { SmokeSubject } from '../../plan/smoke.ts'
import type { Session } from '../../plan/state.ts'
import { installEmulators } from './emulators.ts'

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
    host.engine.imagesOf(formatImageName(trial.image)).catch(() => undefined),
  ])
  const engine = requireEngine(described)
  const references = trial.subjects.map(({ reference }) => reference)
  const pulled = broughtIn(references, local)
  session.keep({ images: [...session.state.images, ...pulled] })
  const platforms = trial.subjects.map(({ platform }) => platform)
  const facts = { engine, builders, hosted: host.runner.context.hosted }
  const plan = planTrialEmulators(platforms, facts, trial.emulators)
  if (plan !== undefined) await installEmulators(host, session, plan)
}
