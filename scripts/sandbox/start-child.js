import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { eachLine } from './runner-output.js'

/**
 * @typedef {object} ChildOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {AbortSignal | undefined} [signal] Ends the child; the promise is then rejected with the signal's reason.
 * @property {number} [timeoutMs]
 * @property {(line: string) => void} [onLine] Gets each line of both streams.
 *
 * @typedef {{ code: number, stdout: string, stderr: string }} ChildResult
 */

// After SIGTERM. apt-get needs a moment to leave a package in a state from which it can go on.
const GRACE_MS = 10_000

/**
 * Runs a program to its end, whatever its exit code; 127 where it does not exist. The child has a process group of its own: Ctrl-C in
 * the terminal reaches us alone, so that we decide in which order things end. Throws the signal's reason when aborted.
 *
 * @param {string} program @param {readonly string[]} args @param {ChildOptions} [options]
 * @returns {Promise<ChildResult>}
 */
export async function run(program, args, { env = process.env, cwd, signal, timeoutMs, onLine } = {}) {
  signal?.throwIfAborted()
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const said = { stdout: '', stderr: '' }
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    eachLine(child[name], (line) => {
      said[name] += `${line}\n`
      onLine?.(line)
    })
  }
  const end = () => endGroup(child.pid)
  const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs)
  signal?.addEventListener('abort', end)
  process.once('exit', end)
  try {
    const code = await ended(child)
    signal?.throwIfAborted()
    return { code, ...said }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    process.off('exit', end)
  }
}

/**
 * As `run`; resolves to the standard output. Throws with the last lines of what the program said where it fails.
 * @param {string} program @param {readonly string[]} args @param {ChildOptions} [options]
 */
export async function must(program, args, options) {
  const { code, stdout, stderr } = await run(program, args, options)
  if (code === 0) return stdout
  const last = `${stderr}${stdout}`.trim().split('\n').slice(-8).join('\n')
  throw new Error(`${[program, ...args.slice(0, 3)].join(' ')} ended with exit code ${code}:\n${last}`)
}

/**
 * The path of a program; undefined where no folder of PATH has it.
 * @param {string} program @param {NodeJS.ProcessEnv} [env]
 */
export function find(program, env = process.env) {
  const paths = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return paths.map((folder) => join(folder, program)).find(isExecutable)
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function ended(child) {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('close', (code) => resolve(code ?? 128))
  })
}

/** SIGTERM, then SIGKILL, to a process group. @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return
  signalGroup(pid, 'SIGTERM')
  setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS).unref()
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // it has ended
  }
}
