import { AsyncLocalStorage } from 'node:async_hooks'

type Hear = (line: string) => void

const LISTENER = new AsyncLocalStorage<Hear | undefined>()
let diverted = false

/**
 * Runs code of others that writes to standard output by itself, as @actions/cache does. Each line that it writes goes to `hear`, and not
 * to the log of the job, which has one writer; what others write at the same time is left alone.
 */
export function overhear<T>(hear: Hear, body: () => Promise<T>): Promise<T> {
  if (!diverted) divert()
  diverted = true
  return LISTENER.run(hear, body)
}

function divert(): void {
  const write = process.stdout.write.bind(process.stdout) as (...all: unknown[]) => boolean
  process.stdout.write = ((...all: unknown[]) => {
    const hear = LISTENER.getStore()
    if (hear === undefined) return write(...all)
    // What is made of a line is written to the job's log.
    LISTENER.run(undefined, () => {
      for (const line of String(all[0]).split(/\r\n|\n|\r/)) if (line !== '') hear(line)
    })
    const done = all.findLast((one) => typeof one === 'function')
    if (done !== undefined) queueMicrotask(() => done())
    return true
  }) as typeof process.stdout.write
}
