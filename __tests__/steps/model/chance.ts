import type { Choose, Parked } from './scheduler.ts'

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export type Chance = () => number

/** The chance of one seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of some values. */
export function oneOf<T>(chance: Chance, values: readonly T[]): T {
  const value = values[Math.floor(chance() * values.length)]
  if (value === undefined) throw new Error('There is nothing to choose from.')
  return value
}

/** How the turns are dealt. */
const STYLES = ['any', 'bursts', 'one is slow', 'by time'] as const

/** Turns by a seed: any order, long stretches of one run, one run that hardly comes on, or nearly in order of time. */
export function chooseBy(chance: Chance): Choose {
  const style = oneOf(chance, STYLES)
  const [stay, slowness] = [0.7 + chance() * 0.29, chance() * 0.1]
  // On a quick registry a whole step is over while something old is still shown or on its way.
  const longest = oneOf(chance, [600, 600, 5])
  let last: string | undefined
  let slow: string | undefined
  return (waiting) => {
    const runs = [...new Set(waiting.map(({ run }) => run))]
    slow ??= oneOf(chance, runs)
    const quick = runs.filter((run) => run !== slow)
    let run = oneOf(chance, runs)
    if (style === 'bursts' && last !== undefined && runs.includes(last) && chance() < stay) run = last
    if (style === 'one is slow' && quick.length > 0 && chance() > slowness) run = oneOf(chance, quick)
    last = run
    const own = waiting.filter((one) => one.run === run)
    const next = style === 'by time' && chance() < 0.8 ? first(waiting) : oneOf(chance, own)
    return { next, cost: Math.floor(1 + chance() ** 3 * longest) }
  }
}

function first(waiting: readonly Parked[]): Parked {
  return waiting.reduce((a, b) => (b.at < a.at ? b : a))
}

/**
 * One run goes on until it has had its number of turns, then the next one, and in the end all to their ends in this order: every
 * schedule with so many switches, where the numbers are enumerated.
 */
export function chooseInTurn(turns: readonly { readonly run: string; readonly steps: number }[]): Choose {
  const left = turns.map((turn) => ({ ...turn }))
  return (waiting) => {
    const has = (run: string) => waiting.some((one) => one.run === run)
    const turn = left.find(({ run, steps }) => steps > 0 && has(run))
    const run = turn?.run ?? left.find((one) => has(one.run))?.run
    if (turn !== undefined) turn.steps--
    const next = first(waiting.filter((one) => run === undefined || one.run === run))
    return { next, cost: 40 }
  }
}
