import type { Place } from '../domain/space.ts'
import type { Host } from '../host/host.ts'
import type { Plan } from '../plan/publish.ts'
import { type Measure, spaceWarning } from '../plan/space.ts'

/** For how long a build may be held up for a warning. What was asked beside the rest of the facts is mostly there by then. */
const PATIENCE = 500
/** An answer that comes later is of no use any more: the build is on its way. */
const USEFUL_WITHIN = 10_000

/**
 * Looks whether the disk is large enough for a build, and warns where it may not be. Ends when that is told, or when the build has waited
 * for long enough: then it is told beside the build. Never fails: where something is not known, nothing is said.
 * @param weighing what the build is likely to weigh, asked for beside the other facts
 */
export async function checkSpace(
  host: Host,
  plan: Plan,
  weighing: Promise<Measure | undefined>,
): Promise<void> {
  const { root, builds } = plan.machine
  if (root === undefined || !builds) return
  await Promise.race([tellSpace(host, plan, root, weighing), host.clock.sleep(PATIENCE)])
}

async function tellSpace(
  host: Host,
  plan: Plan,
  root: string,
  weighing: Promise<Measure | undefined>,
): Promise<void> {
  const started = host.clock.now()
  const free = await host.disk.free(root)
  if (free === undefined) return
  const measure = await weighing
  if (measure === undefined || host.clock.now() - started > USEFUL_WITHIN) return
  const warning = spaceWarning({
    ...measure,
    root,
    free,
    platforms: plan.build.platforms,
    pulls: plan.smoke.mode !== 'off' && !plan.inEngine && plan.target.policy.kind === 'publish',
    hosted: host.runner.context.hosted,
  })
  if (warning !== undefined) host.log.warning(warning)
}

/** Free space where builds and this step write. A place that is not there, or is another machine's, is left out. */
export async function freePlaces(host: Host, root: string | undefined): Promise<readonly Place[]> {
  const { temp, workspace } = host.runner.context
  const named = [
    ['the data root of the engine', root],
    ['RUNNER_TEMP', temp],
    ['the workspace', workspace],
  ] as const
  const places = named.map(async ([name, path]) => {
    const free = path === undefined ? undefined : await host.disk.free(path)
    return path === undefined || free === undefined ? [] : [{ name, path, free }]
  })
  return (await Promise.all(places)).flat()
}
