import { spawn } from 'node:child_process'
import { eachLine } from './runner-output.js'

// Linux takes no single string of more than 128 KiB in an environment (MAX_ARG_STRLEN).
const LONGEST_VARIABLE = 131_072
// How long the runner waits for streams that a child still holds open (ProcessInvoker.cs).
const STREAMS_MS = 5000

/** @typedef {{ cancelWhen?: RegExp, cancelAfterMs?: number }} Cancel */

/** The node process of one stage. */
export class StageProcess {
  /**
   * Starts it. Throws where the environment is too long for Linux.
   * @param {string} node @param {string} script @param {{ cwd: string, env: Record<string, string> }} place
   */
  constructor(node, script, { cwd, env }) {
    const long = Object.entries(env).find(
      ([name, value]) => Buffer.byteLength(`${name}=${value}`) >= LONGEST_VARIABLE,
    )
    if (long) throw new Error(`The variable ${long[0]} is too long for an environment`)
    // In a process group of its own: Ctrl-C in our terminal is not the runner's, which sends its signals itself and once.
    this.child = spawn(node, [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
    this.exited = new Promise((resolve, reject) => {
      this.child.once('error', reject)
      this.child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    this.closed = new Promise((resolve) => this.child.once('close', resolve))
    /** @type {NodeJS.Signals[]} */
    this.signals = []
  }

  /**
   * Follows it to its end.
   * @param {(line: string) => void} take Gets each line of both streams, unmasked.
   * @param {readonly [number, number]} grace @param {Cancel} cancel
   */
  async run(take, grace, { cancelWhen, cancelAfterMs }) {
    /** @param {string} line */
    const onLine = (line) => {
      take(line)
      if (cancelWhen && line.search(cancelWhen) >= 0) this.cancel(grace)
    }
    eachLine(this.child.stderr, onLine)
    eachLine(this.child.stdout, onLine)
    const timer =
      cancelAfterMs === undefined ? undefined : setTimeout(() => this.cancel(grace), cancelAfterMs)
    const end = await this.exited
    clearTimeout(timer)
    await within(STREAMS_MS, this.closed)
    return { ...end, signals: this.signals }
  }

  /**
   * SIGINT, then SIGTERM, then SIGKILL, to the process itself and not to its children (ProcessInvoker.cs).
   * @param {readonly [number, number]} grace
   */
  async cancel([afterInt, afterTerm]) {
    if (this.signals.length > 0 || this.child.exitCode !== null || this.child.signalCode !== null) return
    for (const [signal, ms] of /** @type {const} */ ([
      ['SIGINT', afterInt],
      ['SIGTERM', afterTerm],
    ])) {
      this.signals.push(signal)
      this.child.kill(signal)
      if (await within(ms, this.exited)) return
    }
    this.signals.push('SIGKILL')
    this.kill()
  }

  kill() {
    this.child.kill('SIGKILL')
  }
}

/** Whether a promise is settled within a time. @param {number} ms @param {Promise<unknown>} promise @returns {Promise<boolean>} */
async function within(ms, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const done = await Promise.race([promise.then(() => true), late])
  clearTimeout(timer)
  return done === true
}
