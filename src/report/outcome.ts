import type { Attached } from '../domain/attestation.ts'
import type { Digest } from '../domain/digest.ts'
import { type Platform, samePlatform } from '../domain/platform.ts'
import type { BuildOutcome, Outcome, PlatformOutcome, TagOutcome, Timing } from '../plan/outcome.ts'
import type { Plan } from '../plan/publish.ts'
import type { SmokeVerdict } from '../plan/smoke.ts'
import { describeCacheKey } from './cachekey.ts'

/** One platform as it was pushed. */
interface Pushed {
  readonly platform: Platform
  readonly digest: Digest
  readonly bytes: number
  readonly attached?: Attached | undefined
}

/** How one platform did in the smoke test. */
interface Smoked {
  readonly platform: Platform
  readonly verdict: SmokeVerdict
  readonly milliseconds: number
}

/** What every run knows at its end. */
export interface Ending {
  readonly smoked: readonly Smoked[]
  readonly build: BuildOutcome
  readonly timings: readonly Timing[]
}

/** The outcome of a publish. */
export function publishedOutcome(
  plan: Plan,
  pushed: {
    readonly digest: Digest
    readonly tags: readonly TagOutcome[]
    readonly platforms: readonly Pushed[]
    readonly anonymousPull: boolean | undefined
  },
  ending: Ending,
): Outcome {
  return {
    ...common(plan, ending),
    dryRun: false,
    digest: pushed.digest,
    tags: pushed.tags,
    platforms: pushed.platforms.map((one) => platformOutcome(one.platform, one, ending.smoked)),
    anonymousPull: pushed.anonymousPull,
  }
}

/** The outcome of a dry run: its tags are those that a real run would write. */
export function rehearsedOutcome(plan: Plan, ending: Ending): Outcome {
  return {
    ...common(plan, ending),
    dryRun: true,
    digest: undefined,
    tags: plan.moves.map(({ tag, move, reason }) => ({
      tag,
      before: plan.held.get(tag)?.digest,
      beforeVersion: plan.held.get(tag)?.version,
      after: undefined,
      moved: move,
      reason,
    })),
    platforms: plan.build.platforms.map((platform) => platformOutcome(platform, undefined, ending.smoked)),
    anonymousPull: undefined,
  }
}

function common(plan: Plan, { build, timings }: Ending) {
  return {
    reason: plan.target.policy.reason,
    image: plan.target.image,
    version: plan.tags.version?.text,
    suffix: plan.tags.suffix,
    commit: plan.commit.sha,
    build,
    cacheKey: describeCacheKey(plan.build.caches),
    signing: plan.signing,
    timings,
    notices: [...plan.notices, ...plan.warnings],
  }
}

/** What is known of one platform's image, with how it did in the smoke test. */
export function platformOutcome(
  platform: Platform,
  pushed: Pushed | undefined,
  smoked: readonly Smoked[],
): PlatformOutcome {
  const result = smoked.find((one) => samePlatform(one.platform, platform))
  return {
    platform,
    digest: pushed?.digest,
    bytes: pushed?.bytes,
    attached: pushed?.attached,
    smoke: result?.verdict,
    smokeMilliseconds: result?.milliseconds,
  }
}
