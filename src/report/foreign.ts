const LINE_LIMIT = 2_000

/** Escape sequences of terminals: colours, cursor movements, titles (ECMA-48). */
const ESCAPES = /\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]*\p{Cc}?\\?)/gu

/**
 * One line of foreign text without terminal sequences, control characters and marks that turn the direction of writing; of
 * a line that a program has overwritten (`10 %\r20 %`) the last state. Clipped.
 */
export function clean(text: string): string {
  const clipped = clip(text, 4 * LINE_LIMIT).trimEnd()
  const last = clipped.slice(clipped.lastIndexOf('\r') + 1)
  const plain = last
    .replace(ESCAPES, '')
    .replace(/\t/g, '    ')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trimEnd()
  return clip(plain, LINE_LIMIT)
}

/** At most `limit` characters of a text: its beginning and, where errors say what matters, its end. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = Math.floor(limit / 4)
  return `${text.slice(0, limit - end - 1)}…${text.slice(text.length - end)}`
}

/** Cuts bytes into lines; a line, or a character, may be spread over several pieces. */
export class LineBuffer {
  readonly #decoder = new TextDecoder()
  #rest = ''

  /** The lines that are complete with this piece. */
  take(bytes: Uint8Array): readonly string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n')
    // What a program overwrites many times without ever ending the line is not kept.
    this.#rest = (lines.pop() ?? '').slice(-4 * LINE_LIMIT)
    return lines.map(clean)
  }

  /** What is left at the end. */
  end(): readonly string[] {
    const rest = clean(this.#rest + this.#decoder.decode())
    this.#rest = ''
    return rest === '' ? [] : [rest]
  }
}
