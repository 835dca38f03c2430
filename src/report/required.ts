import type { SignatureOutcome } from '../plan/required.ts'
import { prose } from './markdown.ts'

/** The output that the actions have which look at signatures. */
export const SIGNED_OUTPUT = {
  signed:
    '`true` where the image is signed by whom it has to be, and that was verified; `false` where it is not; empty where nobody looked.',
} as const

/** That output; of several images each has to be signed. */
export function signedOutput(outcomes: readonly SignatureOutcome[]): string {
  return outcomes.length === 0 ? '' : String(outcomes.every(({ signed }) => signed))
}

/** Each image in a sentence of a summary, in Markdown; undefined where nobody looked. */
export function signedSummary(outcomes: readonly SignatureOutcome[]): string | undefined {
  if (outcomes.length === 0) return undefined
  return outcomes
    .map(({ reference, signed, reason }) =>
      signed ? prose(`${reference} is signed ${reason}; verified.`, 600) : prose(reason, 600),
    )
    .join('\n\n')
}
