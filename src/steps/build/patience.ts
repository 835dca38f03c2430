import type { Host } from '../../host/host.ts'
import type { CacheWait, CacheWatch } from '../../plan/outcome.ts'

/** How long a build may do nothing but wait for a cache, in milliseconds without any news. */
const LIMITS: Readonly<Record<CacheWait['kind'], number>> = {
  import: 20_000,
  export: 60_000,
  // BuildKit tells nothing of a large push until it is done.
  push: 600_000,
}
const LOOK = 500

/** Patience with the caches of one build. */
export interface Patience {
  /** Aborted when it is lost. */
  readonly over: AbortSignal
  line(text: string): void
  /** What it was lost with; undefined while it was not. */
  lost(): CacheWait | undefined
  end(): void
}

/**
 * BuildKit tries a cache service that is out of order again for minutes, and has no limit at all for a registry that hangs
 * (cache/remotecache). Limits of our own count from the last news of the build, so a slow cache that moves is waited for.
 */
export function createPatience(
  { clock }: Pick<Host, 'clock'>,
  watch: CacheWatch,
  limits: Readonly<Record<CacheWait['kind'], number>> = LIMITS,
): Patience {
  const over = new AbortController()
  let last = clock.now()
  let lost: CacheWait | undefined
  const timer = setInterval(() => {
    const wait = watch.waiting()
    if (lost !== undefined || wait === undefined || clock.now() - last < limits[wait.kind]) return
    lost = wait
    over.abort()
  }, LOOK)
  return {
    over: over.signal,
    line(text) {
      if (watch.line(text)) last = clock.now()
    },
    lost: () => lost,
    end: () => clearInterval(timer),
  }
}
