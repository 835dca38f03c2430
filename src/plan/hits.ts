/** How one cache layer did. */
export interface CacheUse {
  /** The layer in words, such as `registry ghcr.io/acme/app:buildcache`; it may hold foreign text. */
  readonly layer: string
  readonly use: 'read' | 'write'
  /**
   * - `done`: read, or written
   * - `asked`: read without an error by a layer of which BuildKit does not tell whether it held anything
   * - `absent`: there was none to read
   * - `failed`: it could not be read or written; the build went on
   * - `unused`: the build did not come to it
   */
  readonly state: 'done' | 'asked' | 'absent' | 'failed' | 'unused'
  /** What BuildKit said of a failure; foreign text, '' where there is nothing to say. */
  readonly detail: string
}

/** The first step of a platform that no cache held, as far as the build's progress tells. */
export interface MissedStep {
  /** Such as `build 6/7`; of harmless characters. */
  readonly label: string
  /** The instruction with its variables filled in; foreign text. */
  readonly instruction: string
  readonly stage: string
  /** The image that its stage begins with, mostly as `name@sha256:…`; foreign text. Undefined where it begins empty. */
  readonly base: string | undefined
  /** Whether it stands directly on that image. */
  readonly onBase: boolean
  /** Whether the published image stands on that image too. */
  readonly sharesBase: boolean
  /** Whether it reads files of the build context. */
  readonly readsContext: boolean
  /** The layers that the Dockerfile makes of the published image; undefined where that cannot be told. */
  readonly layers: OwnLayers | undefined
  /** How many of them follow on the one that this step makes; undefined where it makes none. */
  readonly after: number | undefined
  /** What BuildKit said where a cache named its layer and no longer had it; foreign text. */
  readonly lost: string | undefined
  /** How many other steps had to run although all that they need came from a cache. */
  readonly others: number
}

/** How many layers the last stage makes, and how many it makes with the stages that it is built on. */
export interface OwnLayers {
  readonly stage: number
  readonly whole: number
}

/** Why a step had to run. */
export interface MissReason {
  /**
   * - `off`: no cache was asked for
   * - `absent`: there was no cache to read
   * - `failed`: no cache could be read
   * - `base`: the base image changed
   * - `files`: files of the build context changed
   * - `instruction`: the instruction changed, or a build argument that it uses, or the environment in which it runs
   * - `gone`: nothing of that changed, so the caches do not hold it any more, or never did
   * - `unknown`
   */
  readonly kind: 'off' | 'absent' | 'failed' | 'base' | 'files' | 'instruction' | 'gone' | 'unknown'
  /** Whether the evidence leaves no other reason. */
  readonly certain: boolean
  /** Part of a sentence; it may hold foreign text. */
  readonly text: string
  /** What was looked at, one sentence each; they may hold foreign text. */
  readonly evidence: readonly string[]
}

/** How one platform used the caches. */
export interface PlatformSteps {
  /** As in `linux/arm64`; undefined for steps that serve no platform in particular. */
  readonly platform: string | undefined
  readonly ran: number
  readonly cached: number
  /**
   * How long the steps that ran took, added up: those of one platform may have run at the same time. BuildKit tells no time of a
   * step that came from a cache, so nobody knows what the caches saved.
   */
  readonly milliseconds: number
  readonly missed: MissedStep | undefined
  /** Known only after the published image was looked at. */
  readonly reason?: MissReason | undefined
}
