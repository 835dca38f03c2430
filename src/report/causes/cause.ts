import type { Emulation } from '../../domain/emulator.ts'
import type { Place } from '../../domain/space.ts'

/** Why something failed and what to do, without the evidence. */
export interface Explanation {
  readonly cause: string
  readonly remedy: string
}

/** What a row of the table may mention. */
export interface About {
  /** The platform that failed, as in `linux/arm64`. */
  readonly platform: string | undefined
  /** `platforms: …` that did not fail, as a sentence; empty where nothing can be said. */
  readonly without: string
  /** How programs of the platform are run; undefined where no emulator does, or where nobody can say. */
  readonly emulation?: Emulation | undefined
  /** Free space, where a disk may be full. */
  readonly places?: readonly Place[] | undefined
  /** Whether the runner is GitHub's own. */
  readonly hosted?: boolean | undefined
}

/** A kind of failure, known by what tools say about it. */
export interface Cause {
  readonly name: string
  readonly pattern: RegExp
  /** Undefined where it is no such failure after all. */
  explain(match: RegExpExecArray, about: About): Explanation | undefined
}

/** What helps where the cause may pass by itself. */
export const AGAIN = 'Run the job again.'

/** A row whose words depend on what was found. */
export function named(name: string, pattern: RegExp, explain: Cause['explain']): Cause {
  return { name, pattern, explain }
}

/** A row whose words are always the same. */
export function fixed(name: string, pattern: RegExp, cause: string, remedy: string): Cause {
  return { name, pattern, explain: () => ({ cause, remedy }) }
}
