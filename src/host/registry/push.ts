import type { RegistryError } from '../../domain/errors.ts'
import { type Refusal, refusalInWords } from '../../domain/refusal.ts'

/** Whether a push would be taken, and if not, why, as far as the registry's answer tells. */
export type PushCheck = { readonly ok: true } | ({ readonly ok: false } & Refusal)

/** Names a refusal by status and words. */
export function refuse(status: number, answer = ''): PushCheck {
  const named = refusalInWords(answer)
  if (named !== undefined) return { ok: false, kind: named, answer }
  if (status === 401) return { ok: false, kind: 'no-credentials', answer }
  if (status === 429 || status >= 500)
    return { ok: false, kind: 'unavailable', answer: answer || `status ${status}` }
  return { ok: false, kind: 'denied', answer: answer || `status ${status}` }
}

/** Names a refusal that came before the registry itself was asked; undefined where the error is none. */
export function refuseError(error: RegistryError): PushCheck | undefined {
  const { kind, answer = '', trouble } = error
  if (kind === 'unreachable') return { ok: false, kind, answer: trouble.found }
  if (kind === 'temporary') return { ok: false, kind: 'unavailable', answer: trouble.found }
  if (kind !== 'unauthorized') return undefined
  // The token desk refuses wrong credentials with the same status as a missing right; its words tell them apart.
  return { ok: false, kind: refusalInWords(answer) ?? 'wrong-credentials', answer }
}
