import type { Host } from '../../host/host.ts'
import type { Requirement } from '../../plan/demand.ts'
import type { PromoteInputs } from '../../plan/inputs/promote.ts'
import type { Promotion } from '../../plan/promote.ts'
import type { SignatureOutcome } from '../../plan/required.ts'
import type { Session } from '../../plan/state.ts'
import type { Target } from '../../plan/target.ts'
import type { SourceImage } from '../../steps/copy/source.ts'
import type { SeenTarget } from '../../steps/copy/target.ts'
import type { Stopwatch } from '../../steps/stopwatch.ts'

/** What every part of a promotion needs. */
export interface Run {
  readonly host: Host
  readonly session: Session
  readonly inputs: PromoteInputs
  readonly requirement: Requirement
  readonly watch: Stopwatch
  readonly ends: Pick<Target, 'policy' | 'notices'>
}

/** Both ends, looked at, and what is to be done. */
export interface Seen {
  readonly source: SourceImage
  readonly promotion: Promotion
  readonly targets: readonly SeenTarget[]
  /** Of the source; undefined where nobody looks. */
  readonly signature: SignatureOutcome | undefined
}
