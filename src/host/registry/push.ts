import type { RegistryError } from '../../domain/errors.ts'

/** Whether a push would be taken, and if not, why, as far as the registry's answer tells. */
export type PushCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: RefusalKind; readonly answer: string }

/** Reasons that help in different ways. */
export type RefusalKind =
  | 'wrong-credentials'
  | 'no-credentials'
  | 'missing-scope'
  | 'not-linked'
  | 'cannot-create'
  | 'denied'
  | 'unreachable'

/** GHCR's words, as users report them: build-push-action 606, actions/runner 1039, runbook section 8. */
const WORDS: readonly (readonly [RegExp, RefusalKind])[] = [
  [/token provided does not match expected scopes/i, 'missing-scope'],
  [/installation not allowed to write/i, 'missing-scope'],
  [/installation not allowed to create|create_package/i, 'cannot-create'],
  [/write_package/i, 'not-linked'],
]

/** Names a refusal by status and words. */
export function refuse(status: number, answer = ''): PushCheck {
  const named = byWords(answer)
  if (named !== undefined) return { ok: false, kind: named, answer }
  if (status === 401) return { ok: false, kind: 'no-credentials', answer }
  if (status === 429 || status >= 500)
    return { ok: false, kind: 'unreachable', answer: answer || `status ${status}` }
  return { ok: false, kind: 'denied', answer: answer || `status ${status}` }
}

/** Names a refusal that came before the registry itself was asked; undefined where the error is none. */
export function refuseError(error: RegistryError): PushCheck | undefined {
  const { kind, answer = '', trouble } = error
  if (kind === 'unreachable' || kind === 'temporary') {
    return { ok: false, kind: 'unreachable', answer: trouble.found }
  }
  if (kind !== 'unauthorized') return undefined
  // The token desk refuses wrong credentials with the same status as a missing right; its words tell them apart.
  return { ok: false, kind: byWords(answer) ?? 'wrong-credentials', answer }
}

function byWords(answer: string): RefusalKind | undefined {
  return WORDS.find(([pattern]) => pattern.test(answer))?.[1]
}
