/** Reasons why a registry takes no push; each is helped in another way. */
export type RefusalKind =
  | 'wrong-credentials'
  | 'no-credentials'
  | 'missing-scope'
  | 'not-linked'
  | 'cannot-create'
  | 'denied'
  | 'unreachable'
  | 'unavailable'

/** Why a registry would not let us push, classified by its answer. */
export interface Refusal {
  readonly kind: RefusalKind
  /** The registry's own words: foreign. */
  readonly answer: string
}

/** GHCR's words, as users report them: build-push-action 606, actions/runner 1039, runbook section 8. */
const WORDS: readonly (readonly [RegExp, RefusalKind])[] = [
  [/token provided does not match expected scopes/i, 'missing-scope'],
  [/installation not allowed to write/i, 'missing-scope'],
  [/installation not allowed to create|create_package/i, 'cannot-create'],
  [/write_package/i, 'not-linked'],
]

/** The reason that GHCR's own words name; undefined where it said something else. */
export function refusalInWords(answer: string): RefusalKind | undefined {
  return WORDS.find(([pattern]) => pattern.test(answer))?.[1]
}
