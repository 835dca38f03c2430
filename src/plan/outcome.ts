import type { Attached } from '../domain/attestation.ts'
import type { Digest } from '../domain/digest.ts'
import type { Platform } from '../domain/platform.ts'
import type { ImageName, Tag } from '../domain/reference.ts'
import type { CacheUse, PlatformSteps } from './hits.ts'
import type { SigningPlan } from './signing.ts'
import type { SmokeVerdict } from './smoke.ts'

/** What happened to one tag. */
export interface TagOutcome {
  readonly tag: Tag
  /** Digest before this run; undefined where the tag did not exist, or was not asked for. */
  readonly before: Digest | undefined
  /** The version that the image of before says of itself; foreign text. */
  readonly beforeVersion?: string | undefined
  /** Digest afterwards, as read back from the registry. In a dry run undefined. */
  readonly after: Digest | undefined
  readonly moved: boolean
  readonly reason: string
}

/** What is known of one platform's image. */
export interface PlatformOutcome {
  readonly platform: Platform
  /** Digest of its manifest; in a dry run undefined. */
  readonly digest: Digest | undefined
  /** Compressed bytes of its layers and config; undefined where nothing was pushed. */
  readonly bytes: number | undefined
  readonly smoke: SmokeVerdict | undefined
  readonly smokeMilliseconds: number | undefined
  /** What is attested to it; undefined where nothing is, or where nobody looked. */
  readonly attached?: Attached | undefined
}

/** How long one part of the run took. */
export interface Timing {
  readonly phase: string
  readonly milliseconds: number
}

/** How the build went: steps that ran and steps that came from a cache, and the caches themselves. */
export interface BuildOutcome {
  readonly steps: readonly PlatformSteps[]
  readonly caches: readonly CacheUse[]
  readonly warnings: readonly string[]
}

/** Of what was not built. */
export const NOT_BUILT: BuildOutcome = { steps: [], caches: [], warnings: [] }

/** A finished run, as outputs and summary tell it. */
export interface Outcome {
  readonly dryRun: boolean
  /** Why it was a publish or a dry run. */
  readonly reason: string
  readonly image: ImageName
  readonly version: string | undefined
  /** The suffix of every tag; '' where there is none. */
  readonly suffix: string
  /** Digest of what was pushed; in a dry run undefined. */
  readonly digest: Digest | undefined
  readonly commit: string
  readonly tags: readonly TagOutcome[]
  readonly platforms: readonly PlatformOutcome[]
  readonly build: BuildOutcome
  /** The key of `cache-key-files`, and what is known of it, in words; undefined where there is none. */
  readonly cacheKey?: string | undefined
  /** Whether it is signed, and by whom. */
  readonly signing: SigningPlan
  readonly timings: readonly Timing[]
  /** Whether anybody can pull it without a login; asked on a first publish only. */
  readonly anonymousPull: boolean | undefined
  readonly notices: readonly string[]
}

/** What one line of a builder's progress gives the log. */
export interface ProgressLine {
  /** Our words: platform, step, time. */
  readonly prefix: string
  /** Text that the build or its author wrote; hostile. */
  readonly text: string
}

/** Why a build stopped, as far as its progress tells. */
export interface BuildFailure {
  readonly platform: string | undefined
  readonly step: string
  readonly message: string
  /** The last lines that the step wrote. */
  readonly lines: readonly string[]
}

/** Reads a builder's progress line by line. */
export interface ProgressReader {
  line(text: string): readonly ProgressLine[]
  result(): BuildOutcome & { readonly failure: BuildFailure | undefined }
}

/** Looks at a builder's progress for a cache that everything waits for. */
export interface CacheWatch {
  /** Takes a line; whether it says anything new. */
  line(text: string): boolean
  /** The work on a cache that is begun and not done while nothing else is; undefined where there is none. */
  waiting(): CacheWait | undefined
}

/** Why a build is run again without caches. */
export interface CacheLoss {
  /** What was lost: a cache that is read, or one that is written when all else is done. */
  readonly kind: CacheWait['kind']
  /** In the builder's words; foreign text. */
  readonly reason: string
}

/** Work on a cache. */
export interface CacheWait {
  /**
   * - `import`: reading it
   * - `export`: writing it
   * - `push`: perhaps reading layers of it for the image that is pushed, perhaps the push itself
   */
  readonly kind: 'import' | 'export' | 'push'
  /** In the builder's words; foreign text. */
  readonly what: string
}
