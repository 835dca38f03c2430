import type { Platform } from '../../domain/platform.ts'
import type { Secret } from '../../domain/secret.ts'
import type { PrivateKey } from '../../host/cosign/cosign.ts'
import type { Host } from '../../host/host.ts'
import type { Registry } from '../../host/registry/registry.ts'
import type { Inputs } from '../../plan/inputs/inputs.ts'
import type { Plan } from '../../plan/publish.ts'
import type { Session } from '../../plan/state.ts'
import type { Stopwatch } from '../../steps/stopwatch.ts'
import type { Watched } from './trouble.ts'

/** What every part of a run needs. */
export interface Run {
  readonly host: Host
  /** The registry, for what was published before this run: each manifest is read once. */
  readonly published: Registry
  readonly session: Session
  readonly inputs: Inputs
  /** What `cosign-key` names; undefined where there is nothing. */
  readonly key: PrivateKey | undefined
  /** Every secret of the inputs, to be looked for in what is published. It is written nowhere. */
  readonly secrets: readonly Secret[]
  readonly watch: Stopwatch
  /** The build that is under way, for the words of a time-out. */
  readonly building: { current: Building | undefined }
}

/** A build that is under way. */
export interface Building {
  readonly plan: Plan
  readonly platforms: readonly Platform[]
  readonly watch: Watched
}
