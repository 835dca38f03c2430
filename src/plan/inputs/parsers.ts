import { Fault, type Parser } from './row.ts'

const SHOWN = 80

/** A value as a message shows it: quoted, one line, cut. */
export function quote(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '?')
  return `'${flat.length > SHOWN ? `${flat.slice(0, SHOWN)}…` : flat}'`
}

/** One of a few words. */
export function choice<T extends string>(...words: readonly T[]): Parser<T> {
  return (text) =>
    words.find((word) => word === text.toLowerCase()) ??
    new Fault({ found: `${quote(text)} is not one of its values.`, allowed: words.join(', ') })
}

/** `true` or `false`, as YAML 1.2 and @actions/core write them. */
export const flag: Parser<boolean> = (text) => {
  if (/^true$/i.test(text)) return true
  if (/^false$/i.test(text)) return false
  return new Fault({ found: `${quote(text)} is not a boolean.`, allowed: 'true, false' })
}

/** A word of its own, else what `other` makes of it. */
export function autoOr<T>(other: Parser<T>): Parser<T | 'auto'> {
  return (text) => {
    if (/^auto$/i.test(text)) return 'auto'
    const value = other(text)
    if (!(value instanceof Fault)) return value
    return new Fault(
      ...value.troubles.map((trouble) => ({
        ...trouble,
        allowed: trouble.allowed === undefined ? 'auto' : `auto, ${trouble.allowed}`,
      })),
    )
  }
}

/** One line of text that does not start with `-`, so that no program can take it for an option. */
export const plain: Parser<string> = (text) => {
  if (/[\r\n]/.test(text)) return new Fault({ found: 'it has more than one line.', allowed: 'one line' })
  if (text.startsWith('-')) {
    return new Fault({ found: `${quote(text)} starts with '-', which programs take for an option.` })
  }
  return text
}

/** Text that has to match a pattern in full. */
export function matching(pattern: RegExp, allowed: string): Parser<string> {
  return (text) =>
    pattern.test(text) ? text : new Fault({ found: `${quote(text)} cannot be used.`, allowed })
}

/** No job runs longer than five days, and timers cannot count more than 24. */
export const LONGEST_MS = 120 * 3600 * 1000

/** A duration: `90` and `90s` are seconds; `10m`, `1h`, `1h30m`. The value is in milliseconds. */
export const duration: Parser<number> = (text) => {
  const match = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/i.exec(text)
  const [hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0))
  const total = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000
  if (match !== null && total > 0 && total <= LONGEST_MS) return total
  return new Fault({
    found: `${quote(text)} is not a duration.`,
    allowed: '90, 90s, 10m, 1h30m; more than 0, at most 120h',
  })
}

/**
 * Entries by line, each trimmed, empty ones and lines starting with `#` dropped. An entry in double quotes may span lines,
 * `""` is a quote in it (docker/build-push-action reads its lists so).
 */
export function splitLines(text: string): readonly string[] | Fault {
  const entries: string[] = []
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    if (!line.startsWith('"')) {
      entries.push(line)
      continue
    }
    let quoted = line
    while (!isClosed(quoted) && at + 1 < lines.length) quoted += `\n${lines[++at]}`
    if (!isClosed(quoted)) return new Fault({ found: `an entry opens a double quote and never closes it.` })
    entries.push(quoted.trimEnd().slice(1, -1).replaceAll('""', '"'))
  }
  return entries
}

function isClosed(quoted: string): boolean {
  return quoted.trimEnd().length > 1 && (quoted.match(/"/g)?.length ?? 0) % 2 === 0
}

/** A list by line, each entry parsed; the faults of all entries are kept. */
export function lines<T>(entry: Parser<T>): Parser<readonly T[]> {
  return (text) => {
    const entries = splitLines(text)
    return entries instanceof Fault ? entries : all(entries, entry)
  }
}

/** A list by comma or line. */
export function commas<T>(entry: Parser<T>): Parser<readonly T[]> {
  return (text) =>
    all(
      text
        .split(/[,\r\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
      entry,
    )
}

/** Parses every entry; the faults of all of them are kept. */
export function all<E, T>(
  entries: readonly E[],
  parse: (entry: E, at: number) => T | Fault,
): readonly T[] | Fault {
  const values = entries.map(parse)
  const faults = values.filter((value) => value instanceof Fault)
  if (faults.length > 0) return new Fault(...faults.flatMap((fault) => fault.troubles))
  return values.filter((value): value is Exclude<typeof value, Fault> => !(value instanceof Fault))
}

/** A `name=value` pair. */
export interface Pair {
  readonly name: string
  readonly value: string
}

/**
 * `name=value`, the name matching a pattern. The value may hold anything, also `=`, unless it has a pattern too. It may be
 * a secret, so no message shows it.
 */
export function pair(name: RegExp, allowed: string, values = /^[\s\S]*$/): Parser<Pair> {
  return (text) => {
    const at = text.indexOf('=')
    if (at < 1) {
      // The entry may be a secret that lost its name, so only its length is shown.
      return new Fault({ found: `an entry of ${text.length} characters has no '='.`, allowed })
    }
    const key = text.slice(0, at).trim()
    if (!name.test(key)) return new Fault({ found: `the name ${quote(key)} cannot be used.`, allowed })
    const value = text.slice(at + 1)
    if (values.test(value)) return { name: key, value }
    return new Fault({ found: `the value of ${quote(key)} cannot be used.`, allowed })
  }
}

/** Values of one line: what becomes a field of a list of buildx options cannot hold a line break. */
export const ONE_LINE = /^[^\r\n]*$/

/**
 * Words as a shell would split them: blanks separate, single and double quotes and `\` keep them together. Nothing is
 * expanded: no shell ever sees the words.
 */
export const words: Parser<readonly string[]> = (text) => {
  const found: string[] = []
  const token = /\s*(?:((?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\])+)|$)/y
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) return new Fault({ found: `${quote(text)} has a quote that is never closed.` })
    if (match[1] !== undefined) found.push(unquote(match[1]))
    if (match[0] === '') break
  }
  return found
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/g,
    (_, single: string | undefined, double: string | undefined, escaped: string | undefined) =>
      single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  )
}
