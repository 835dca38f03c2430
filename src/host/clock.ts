/** Time, as an argument. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  sleep(milliseconds: number): Promise<void>
}

/** The machine's clock. */
export const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

/** Waits until a time, in milliseconds since the epoch; not at all where it is over. */
export async function until({ now, sleep }: Clock, time: number): Promise<void> {
  const left = time - now()
  if (left > 0) await sleep(left)
}

const FIRST_WAIT = 200
const LONGEST_WAIT = 4_000

/**
 * Asks until there is an answer, or the time is over: registries show some seconds later what they took. The last question is asked
 * when the time is over: a machine that stood still meanwhile has no answer but an old one.
 * @returns the answer, or undefined where none came in time
 */
export async function eventually<T>(
  { now, sleep }: Clock,
  milliseconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = now() + milliseconds
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const left = end - now()
    const answer = await ask()
    if (answer !== undefined || left <= 0) return answer
    await sleep(Math.max(0, Math.min(wait, end - now())))
  }
}
