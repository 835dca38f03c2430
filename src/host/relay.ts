import { Duplex } from 'node:stream'
import { CommandError } from '../domain/errors.ts'
import { type Command, start } from './child.ts'
import { cannotStart } from './start-failure.ts'

const WORDS_LIMIT = 4096
/** Somebody who left the group may hold the pipes open for ever. */
const PIPES_LEFT_OPEN = 2_000

/** A program that passes on what it gets: an argument list, never a shell. */
export type RelayCommand = Pick<Command, 'tool' | 'file' | 'args'>

/**
 * A connection whose other end is reached over a program's stdin and stdout. The program ends with the stream, at once, as it has
 * nothing of its own to finish; the stream ends with the program, and where that failed, with a CommandError of its words.
 */
export class Relay extends Duplex {
  /** Resolves when the program is gone. */
  readonly ended: Promise<void>
  readonly #child: ReturnType<typeof start>
  #words = ''

  /** @throws CommandError where the system refuses at once */
  constructor(command: RelayCommand, env: Record<string, string>) {
    // Ended by the program, it is closed: what is written then would get no answer.
    super({ allowHalfOpen: false })
    const child = start(command, env)
    this.#child = child
    child.stdin?.on('error', () => {}) // Why it does not take it is said when it closes.
    child.stdout?.on('data', (piece: Buffer) => this.push(piece) || child.stdout?.pause())
    child.stderr?.on('data', (piece: Buffer) => {
      this.#words = (this.#words + piece.toString('utf8')).slice(-WORDS_LIMIT)
    })
    child.once('exit', () => setTimeout(() => this.#closePipes(), PIPES_LEFT_OPEN).unref())
    this.ended = new Promise((resolve) => {
      child.once('error', (cause) => {
        this.destroy(cannotStart(command, cause))
        resolve()
      })
      child.once('close', (code) => {
        if (code === 0) this.push(null)
        else this.destroy(this.#failure(command))
        resolve()
      })
    })
  }

  /** Ends the program. */
  stop(): Promise<void> {
    this.destroy()
    return this.ended
  }

  override _read(): void {
    this.#child.stdout?.resume()
  }

  override _write(piece: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    // Why a program does not take it is said when it closes.
    this.#child.stdin?.write(piece, () => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // A pipe that is not read to its end is never closed, and `ended` waits for it.
    this.#closePipes()
    try {
      const { pid, exitCode, signalCode } = this.#child
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
    } catch {
      // The group is gone.
    }
    done(error)
  }

  #closePipes(): void {
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
  }

  #failure({ file, args }: RelayCommand): CommandError {
    const lines = this.#words.trim().split('\n')
    const words = lines.slice(-3).join(' ').slice(0, 500)
    return new CommandError({ found: `${file} ${args.join(' ')} ended: ${words}` }, { evidence: lines })
  }
}
