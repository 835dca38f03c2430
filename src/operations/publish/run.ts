import type { Host } from '../../host/host.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Session } from '../../plan/state.ts'
import type { Stopwatch } from '../../steps/stopwatch.ts'

/** What every part of a run needs. */
export interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: Inputs
  readonly watch: Stopwatch
}
