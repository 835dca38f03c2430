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
 * Asks until there is an answer, or the time is over: registries show some seconds later what they took.
 * @returns the answer, or undefined where none came in time
 */
export async function eventually<T>(
  { now, sleep }: Clock,
  milliseconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = now() + milliseconds
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const answer = await ask()
    const left = until - now()
    if (answer !== undefined || left <= 0) return answer
    await sleep(Math.min(wait, left))
  }
}
