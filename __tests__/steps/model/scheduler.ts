/** A call of one run that waits to go on. */
export interface Parked {
  readonly run: string
  readonly what: string
  /** The virtual time before which it cannot go on. */
  readonly at: number
  readonly resume: () => void
}

/** Which call goes on, and how many virtual milliseconds pass before it does. */
export type Choose = (waiting: readonly Parked[]) => { readonly next: Parked; readonly cost: number }

/** More than any schedule takes: beyond it two runs go round in circles. */
const MOST_STEPS = 20_000

/**
 * Runs that share nothing but a registry, in virtual time. Every call to the outside is parked here, and one of them goes on at a time,
 * so an interleaving is a sequence of choices and can be made again.
 */
export class Scheduler {
  now = 0
  /** What went on, in order: the interleaving in words. */
  readonly trace: string[] = []
  #parked: Parked[] = []
  readonly #killed = new Set<string>()
  readonly #choose: Choose
  readonly #patience: number

  /** @param patience how long a call that could go on is held back at most, in virtual milliseconds */
  constructor(choose: Choose, patience: number) {
    this.#choose = choose
    this.#patience = patience
  }

  /** Waits for its turn, at the earliest after some virtual milliseconds. A run that was killed never gets one. */
  pause(run: string, what: string, milliseconds = 0): Promise<void> {
    return new Promise((resume) => {
      if (!this.#killed.has(run)) this.#parked.push({ run, what, at: this.now + milliseconds, resume })
    })
  }

  /** Ends a run as SIGKILL does: nothing of it goes on. */
  kill(run: string): void {
    this.#killed.add(run)
    this.#parked = this.#parked.filter((one) => one.run !== run)
  }

  /** Goes on until nothing waits any more. @throws Error where that never happens */
  async drain(): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step++) {
      // Everything that the last call set in motion parks before an immediate runs.
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#parked.length === 0) return
      const { next, cost } = this.#choose(this.#allowed())
      this.#parked.splice(this.#parked.indexOf(next), 1)
      this.now = Math.max(this.now + cost, next.at)
      this.trace.push(`${String(this.now).padStart(7)} ms  ${next.run}  ${next.what}`)
      next.resume()
    }
    throw new Error(`still going on after ${MOST_STEPS} steps`)
  }

  /** Those that may go on without anybody else being held back for too long. */
  #allowed(): readonly Parked[] {
    const overdue = this.#parked.filter(({ at }) => at + this.#patience <= this.now)
    if (overdue.length > 0) return overdue
    const soonest = Math.min(...this.#parked.map(({ at }) => at))
    return this.#parked.filter(({ at }) => at <= soonest + this.#patience)
  }
}
