import type { Host } from '../host/host.ts'
import type { Timing } from '../plan/outcome.ts'

/** Measures the phases of a run, each a group of the log. */
export interface Stopwatch {
  phase<T>(name: string, body: () => Promise<T>): Promise<T>
  timings(): readonly Timing[]
}

/** Starts with no phase. */
export function startStopwatch(host: Host): Stopwatch {
  const timings: Timing[] = []
  return {
    timings: () => [...timings],
    async phase(name, body) {
      const started = host.clock.now()
      try {
        return await host.log.group(name, body)
      } finally {
        timings.push({ phase: name, milliseconds: host.clock.now() - started })
      }
    },
  }
}
