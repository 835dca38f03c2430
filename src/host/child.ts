import { type ChildProcess, spawn } from 'node:child_process'
import { LineSplitter } from '../domain/text.ts'
import type { Tool } from './environment.ts'
import { cannotStart } from './start-failure.ts'

/** A program to start: an argument list, never a shell. */
export interface Command {
  readonly tool: Tool
  readonly file: string
  readonly args: readonly string[]
  /** Variables for this call beside the allow-list. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
  readonly timeoutMs: number
  /** Ends the child when it is aborted, as when the time is over. */
  readonly stop?: AbortSignal
  /** Cleaning up goes on when everything else is being stopped. */
  readonly cleanup?: boolean
  /** Gets each line as it comes; it is foreign text, to be printed through Log.child only. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  /** How much of stdout is kept, in bytes; the rest is dropped. */
  readonly stdoutLimit?: number
}

/** How a program ended. */
export interface Result {
  /** Undefined where it was ended by a signal. */
  readonly code: number | undefined
  readonly stdout: Buffer
  /** The last 64 KiB. */
  readonly stderr: string
  readonly timedOut: boolean
  readonly milliseconds: number
}

const STDOUT_LIMIT = 4 * 1024 * 1024
/** How much of stderr is kept, in UTF-16 units: its end. */
export const STDERR_LIMIT = 64 * 1024
/** After a first SIGINT: milliseconds to SIGTERM and SIGKILL. The runner gives a cancelled step 10 s in all. */
const ESCALATION = { term: 2_500, kill: 4_000 }

/** A child in a process group of its own. */
export class Child {
  readonly result: Promise<Result>
  readonly #process: ChildProcess
  readonly #closed: Promise<void>
  #timedOut = false
  #stopping = false

  /** @throws CommandError where the system refuses at once */
  constructor(command: Command, env: Record<string, string>) {
    const started = Date.now()
    const kept = new Kept(command)
    this.#process = start(command, env)
    const child = this.#process
    child.stdin?.on('error', () => {}) // A program that does not read its input closes the pipe.
    child.stdin?.end(command.input ?? '')
    child.stdout?.on('data', (piece: Buffer) => kept.stdout(piece))
    child.stderr?.on('data', (piece: Buffer) => kept.stderr(piece))
    const limit = setTimeout(() => {
      this.#timedOut = true
      void this.stop()
    }, command.timeoutMs)
    command.stop?.addEventListener('abort', () => void this.stop(), { once: true })
    this.#closed = new Promise((resolve) => {
      child.once('close', () => resolve())
      child.once('error', () => resolve())
    })
    this.result = new Promise((resolve, reject) => {
      child.once('error', (cause) => reject(cannotStart(command, cause)))
      child.once('close', (code) => {
        kept.end()
        resolve({
          code: code ?? undefined,
          stdout: kept.out(),
          stderr: kept.errorText(),
          timedOut: this.#timedOut,
          milliseconds: Date.now() - started,
        })
      })
    })
    child.once('exit', () => {
      // The leader is gone; whoever of its group is left when it was to be stopped goes too.
      if (this.#stopping) this.#signal('SIGKILL')
      // Somebody who left the group may hold the pipes open for ever.
      setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, 2_000).unref()
    })
    // `finally` makes a promise of its own, whose rejection nobody would handle.
    void this.#closed.then(() => clearTimeout(limit))
  }

  /** SIGINT to the group, then SIGTERM, then SIGKILL. */
  async stop(): Promise<void> {
    this.#stopping = true
    const timers = [
      setTimeout(() => this.#signal('SIGTERM'), ESCALATION.term),
      setTimeout(() => this.#signal('SIGKILL'), ESCALATION.kill),
    ]
    this.#signal('SIGINT')
    await this.#closed
    for (const timer of timers) clearTimeout(timer)
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      process.kill(-pid, signal)
    } catch {
      // The group is gone.
    }
  }
}

/**
 * Starts a program in a process group of its own. Most failures come as an event.
 * @throws CommandError where arguments are too long or hold a NUL
 */
export function start(
  command: Pick<Command, 'file' | 'args' | 'cwd'>,
  env: Record<string, string>,
): ChildProcess {
  const place = command.cwd === undefined ? {} : { cwd: command.cwd }
  try {
    return spawn(command.file, command.args, {
      env,
      ...place,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  } catch (cause) {
    throw cannotStart(command, cause)
  }
}

/** What is kept of a child's output, and the lines that are passed on. */
class Kept {
  readonly #pieces: Buffer[] = []
  #bytes = 0
  #errors = ''
  readonly #limit: number
  readonly #onLine: Command['onLine']
  readonly #splitters = { stdout: new LineSplitter(65_536), stderr: new LineSplitter(1_048_576) }
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }

  constructor(command: Command) {
    this.#limit = command.stdoutLimit ?? STDOUT_LIMIT
    this.#onLine = command.onLine
  }

  stdout(piece: Buffer): void {
    const room = Math.max(0, this.#limit - this.#bytes)
    if (room > 0) this.#pieces.push(piece.subarray(0, room))
    this.#bytes += piece.length
    this.#pass('stdout', this.#decoders.stdout.decode(piece, { stream: true }))
  }

  stderr(piece: Buffer): void {
    const text = this.#decoders.stderr.decode(piece, { stream: true })
    this.#errors = (this.#errors + text).slice(-STDERR_LIMIT)
    this.#pass('stderr', text)
  }

  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      for (const line of this.#splitters[stream].end()) this.#onLine?.(line, stream)
    }
  }

  out(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  errorText(): string {
    return this.#errors
  }

  #pass(stream: 'stdout' | 'stderr', text: string): void {
    if (this.#onLine === undefined) return
    for (const line of this.#splitters[stream].push(text)) this.#onLine(line, stream)
  }
}
