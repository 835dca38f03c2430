import { CommandError, type Trouble } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'

/**
 * Gives `body` so much time. When it is over, every child is ended and no new one starts; what `body` still does is not
 * waited for.
 * @param remedy what to do about it; made when the time is over, before anything is stopped
 * @throws CommandError when the time is over
 */
export async function within<T>(
  host: Host,
  milliseconds: number,
  what: string,
  remedy: string | (() => string),
  body: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(async () => {
      const found = `${what} was stopped: it took more than ${Math.round(milliseconds / 1000)} s.`
      const advice = typeof remedy === 'string' ? remedy : remedy()
      await host.processes.stopAll(found)
      reject(new CommandError({ found, remedy: advice }))
    }, milliseconds)
  })
  try {
    return await Promise.race([body(), over])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Gives `body` so much time beside others, which go on. What it still does when its time is over is not waited for.
 * @throws CommandError when the time is over
 */
export async function atMost<T>(milliseconds: number, trouble: Trouble, body: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CommandError(trouble)), milliseconds)
  })
  return Promise.race([body(), over]).finally(() => clearTimeout(timer))
}
