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
  const until = now() + milliseconds
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const left = until - now()
    const answer = await ask()
    if (answer !== undefined || left <= 0) return answer
    await sleep(Math.max(0, Math.min(wait, until - now())))
  }
}
