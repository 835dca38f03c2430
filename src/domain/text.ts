/**
 * Makes a line that somebody else wrote safe to print. The runner takes `::name::` at the start of a line and `##[name]`
 * anywhere in it for commands. Controls and ignorable code points go first, because the runner's own comparison is
 * culture-sensitive and does not see them; then the markers are broken with a visible character. `trimStart` of C# also
 * strips U+0085, which the `\s` of JavaScript does not, hence "anything that is not visible ASCII". (actions/runner
 * 2.336.0, src/Runner.Common/ActionCommand.cs)
 */
export function defuse(line: string): string {
  return line
    .replaceAll('\t', '    ')
    .replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/##(?=\[)/g, '##\\')
    .replace(/^([^\x21-\x7e]*):(?=:)/u, '$1:\\')
}

/** Escape sequences of terminals: colours, cursor movements, titles (ECMA-48). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences begin with one.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g

/** A text without terminal sequences. */
export function stripEscapes(text: string): string {
  return text.replace(ESCAPES, '')
}

/** Cuts a stream of text into lines at `\n` and `\r`, with bounded memory: a longer line is cut at `limit` characters. */
export class LineSplitter {
  #rest = ''
  #afterReturn = false
  readonly #limit: number

  constructor(limit = 8192) {
    this.#limit = limit
  }

  /** The lines that are complete with this piece. */
  push(piece: string): readonly string[] {
    // `\r\n` may arrive in two pieces, and is one end of a line all the same.
    const text = this.#afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece
    if (piece !== '') this.#afterReturn = piece.endsWith('\r')
    const lines = (this.#rest + text).split(/\r\n|\n|\r/)
    this.#rest = (lines.pop() ?? '').slice(0, this.#limit)
    return lines.map((line) => line.slice(0, this.#limit))
  }

  /** What is left at the end of the stream. */
  end(): readonly string[] {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? [] : [rest]
  }
}
