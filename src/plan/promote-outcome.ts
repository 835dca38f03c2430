import type { Digest } from '../domain/digest.ts'
import type { ImageName } from '../domain/reference.ts'
import type { TagOutcome, Timing } from './outcome.ts'
import type { SignatureOutcome } from './required.ts'

/** What was sent to a target. */
export interface Copied {
  /** Manifests that were not there before. */
  readonly manifests: number
  /** Blobs that the registry took over from another repository of its own. */
  readonly mounted: number
  /** Blobs that were there already. */
  readonly present: number
  /** Blobs that were sent. */
  readonly copied: number
  /** Bytes of those. */
  readonly bytes: number
}

/** What became of one target. */
export interface TargetOutcome {
  readonly image: ImageName
  readonly tags: readonly TagOutcome[]
  /** Undefined in a dry run. */
  readonly copied: Copied | undefined
}

/** A finished promotion, as outputs and summary tell it. */
export interface PromoteOutcome {
  readonly dryRun: boolean
  /** Why it was a promotion or a dry run. */
  readonly reason: string
  /** The source as it was written. */
  readonly from: string
  readonly digest: Digest
  readonly version: string
  /** The commit that the image names; undefined where it names none. */
  readonly commit: string | undefined
  readonly targets: readonly TargetOutcome[]
  /** Of the source; where it is signed, the copies are. Undefined where nobody looked. */
  readonly signature: SignatureOutcome | undefined
  readonly timings: readonly Timing[]
  readonly notices: readonly string[]
}
