import { type Clock, eventually } from '../clock.ts'

/**
 * How old an answer of a registry may be at most: what is read later than this after a write is not older than the write. Waited for
 * only where a decision hangs on it.
 */
export const SHOWN_WITHIN = 10_000

/**
 * Asks until the answer is as expected, for as long as it may be an old one: what another job, or an earlier step of this one, wrote a
 * moment ago. Then the last answer counts.
 */
export async function shown<T>(
  clock: Clock,
  ask: () => Promise<T>,
  asExpected: (answer: T) => boolean,
): Promise<T> {
  let last: { readonly answer: T } | undefined
  await eventually(clock, SHOWN_WITHIN, async () => {
    last = { answer: await ask() }
    return asExpected(last.answer) ? true : undefined
  })
  return last === undefined ? ask() : last.answer
}
