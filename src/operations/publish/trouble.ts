import { type Platform, parsePlatform } from '../../domain/platform.ts'
import type { Host } from '../../host/host.ts'
import { isForeign } from '../../plan/machine.ts'
import type { BuildOutcome, CacheLoss, ProgressLine, ProgressReader } from '../../plan/outcome.ts'
import type { Plan } from '../../plan/publish.ts'
import type { CacheEntries } from '../../report/cacheuse.ts'
import type { Circumstances } from '../../report/diagnosis.ts'
import { afterLoss } from '../../report/lostcache.ts'
import { explainSmoke, explainStandstill, isCrash } from '../../report/machine.ts'
import { createProgress, type Progress } from '../../report/progress.ts'
import { readEmulation } from '../../steps/emulation.ts'
import { whoAsks } from '../../steps/login.ts'
import type { Advise } from '../../steps/smoke/smoke.ts'
import { freePlaces } from '../../steps/space.ts'

/** How long a crash may be the last word of a step before somebody should know why. */
const HANGS_AFTER = 10_000

/** What a diagnosis needs to know of the machine. Asked after a failure only. */
export async function circumstances(
  host: Host,
  plan: Plan,
  platform: Platform | undefined,
  where: 'build' | 'smoke',
): Promise<Circumstances> {
  const { context } = host.runner
  const [emulation, places] = await Promise.all([
    platform && readEmulation(host, plan, platform, where),
    freePlaces(host, plan.machine.root),
  ])
  const { platforms } = plan.build
  const { image } = plan.target
  return { ...context, ...whoAsks(host, image), image, platforms, emulation, places }
}

/** Explains platforms that failed their smoke test, where the machine and not the image may be the cause. */
export function adviser(host: Host, plan: Plan): Advise {
  return async (failed) => {
    const told = failed.map(async ({ platform, verdict }) => {
      if (verdict.symptom === undefined) return []
      return [explainSmoke(verdict.symptom, platform, await circumstances(host, plan, platform, 'smoke'))]
    })
    return [...new Set((await Promise.all(told)).flat().filter((words) => words !== ''))]
  }
}

/** Follows the builds of one image, of which there are two where a cache was in the way of the first. */
export interface Watched {
  /** A reader for a new build. @param loss why the one before came to nothing, where there was one */
  begin(caches: CacheEntries, loss?: CacheLoss): ProgressReader
  /** What is known of the newest, with what only the one before it knows. */
  result(): ReturnType<Progress['result']>
  /** Whether the newest follows one that a cache was in the way of. */
  lost(): boolean
  /** What the newest has spent its time on. @param now milliseconds since the epoch */
  slow(now: number): ReturnType<Progress['slow']>
  /** Nobody waits any more. */
  over(): void
}

/**
 * Follows a build, and tells why it stands still where an emulator does: QEMU that is the first process of a container cannot end
 * itself after a crash, and waits for ever (linux-user/signal.c sends itself a signal that the kernel keeps from a first process).
 */
export function watched(
  host: Host,
  plan: Plan,
  platforms: readonly Platform[],
  listen: (line: string) => void,
): Watched {
  let progress = createProgress(platforms)
  /** Steps whose last word is that of a crash, by the prefix of their lines. */
  const silent = new Set<string>()
  const warn = async (crash: ProgressLine) => {
    const platform = platformOf(crash, plan)
    const about = await circumstances(host, plan, platform, 'build')
    await host.clock.sleep(HANGS_AFTER)
    if (silent.delete(crash.prefix)) host.log.warning(explainStandstill(crash.text, platform, about))
  }
  const follow = (line: ProgressLine) => {
    const told = silent.has(line.prefix)
    if (!isCrash(line.text)) silent.delete(line.prefix)
    else if (!told) {
      silent.add(line.prefix)
      void warn(line).catch(() => undefined)
    }
  }
  const read = (text: string) => {
    listen(text)
    const lines = progress.line(text)
    for (const line of lines) follow(line)
    return lines
  }
  let before: { readonly outcome: BuildOutcome; readonly loss: CacheLoss } | undefined
  const result = () => {
    const own = progress.result()
    return before === undefined ? own : afterLoss(before.outcome, own, before.loss)
  }
  return {
    begin(caches, loss) {
      silent.clear()
      before = loss && { outcome: progress.result(), loss }
      progress = createProgress(platforms, caches)
      return { line: read, result }
    },
    result,
    lost: () => before !== undefined,
    slow: (now) => progress.slow(now),
    over: () => silent.clear(),
  }
}

/** Steps on an empty base do not name their platform; where one alone is emulated, it is that. */
function platformOf({ prefix }: ProgressLine, plan: Plan): Platform | undefined {
  const named = parsePlatform(prefix.split(' ')[0] ?? '')
  const foreign = plan.build.platforms.filter((one) => isForeign(plan.machine, one))
  return named ?? (foreign.length === 1 ? foreign[0] : undefined)
}
