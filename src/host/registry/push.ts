import { RegistryError } from '../../domain/errors.ts'
import type { ImageName } from '../../domain/reference.ts'
import { type Refusal, refusalInWords } from '../../domain/refusal.ts'
import { type Access, urlOf } from './access.ts'
import { answerText } from './answer.ts'
import { cancelUpload } from './upload.ts'

/** Whether a push would be taken, and if not, why, as far as the registry's answer tells. */
export type PushCheck = { readonly ok: true } | ({ readonly ok: false } & Refusal)

/** Asks by opening an upload that is cancelled: nothing else tells (distribution-spec has no request for it). */
export async function checkPush(access: Access, name: ImageName): Promise<PushCheck> {
  const url = urlOf(name, 'blobs/uploads/')
  try {
    const answer = await access.write(name, { method: 'POST', url })
    if (answer.status !== 202) return refuse(answer.status, answerText(answer.body))
    await cancelUpload(access, answer, url, name)
    return { ok: true }
  } catch (error) {
    const refusal = error instanceof RegistryError ? refuseError(error) : undefined
    if (refusal === undefined) throw error
    return refusal
  }
}

/** Names a refusal by status and words. */
function refuse(status: number, answer = ''): PushCheck {
  const named = refusalInWords(answer)
  if (named !== undefined) return { ok: false, kind: named, answer }
  if (status === 401) return { ok: false, kind: 'no-credentials', answer }
  if (status === 429 || status >= 500)
    return { ok: false, kind: 'unavailable', answer: answer || `status ${status}` }
  return { ok: false, kind: 'denied', answer: answer || `status ${status}` }
}

/** Names a refusal that came before the registry itself was asked; undefined where the error is none. */
function refuseError(error: RegistryError): PushCheck | undefined {
  const { kind, answer = '', trouble } = error
  if (kind === 'unreachable') return { ok: false, kind, answer: trouble.found }
  if (kind === 'temporary') return { ok: false, kind: 'unavailable', answer: trouble.found }
  if (kind !== 'unauthorized') return undefined
  // The token desk refuses wrong credentials with the same status as a missing right; its words tell them apart.
  return { ok: false, kind: refusalInWords(answer) ?? 'wrong-credentials', answer }
}
