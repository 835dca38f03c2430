import type { InputFault, Trouble } from '../../domain/errors.ts'

/** A value that cannot be used, and why. A parser returns it instead of throwing, so that all faults are collected. */
export class Fault {
  readonly troubles: readonly Trouble[]
  constructor(...troubles: readonly Trouble[]) {
    this.troubles = troubles
  }
}

/** Turns the text of an input into its value. Never sees the empty text of an input that was not given. */
export type Parser<T> = (text: string) => T | Fault

/** One input: everything that action.yml, the README table and the parser have to agree on. */
export interface Row<T> {
  /** As written in a workflow; lower-case letters, digits and `-` only (act maps anything else differently). */
  readonly name: string
  readonly description: string
  /** The default of action.yml; undefined where the input is simply absent. */
  readonly default: string | undefined
  readonly parse: Parser<T>
  /** The value where the input is absent or empty. */
  readonly absent: T
}

/** An input with a default that action.yml shows. */
export function withDefault<T>(name: string, text: string, parse: Parser<T>, description: string): Row<T> {
  const absent = parse(text)
  if (absent instanceof Fault) throw new TypeError(`the default of '${name}' is not valid`)
  return { name, description, default: text, parse, absent }
}

/** An input whose default the runner fills in from an expression; where it is empty, the value is undefined. */
export function fromExpression(
  name: string,
  expression: string,
  parse: Parser<string>,
  description: string,
): Row<string | undefined> {
  return { name, description, default: expression, parse, absent: undefined }
}

/** An input that is absent unless it is written. */
export function optional<T>(name: string, parse: Parser<T>, description: string): Row<T | undefined> {
  return { name, description, default: undefined, parse, absent: undefined }
}

/** A list input: empty unless it is written. */
export function list<T>(name: string, parse: Parser<readonly T[]>, description: string): Row<readonly T[]> {
  return { name, description, default: undefined, parse, absent: [] }
}

/** The rows of one group of inputs, by the name that code uses. */
// biome-ignore lint/suspicious/noExplicitAny: a group holds rows of different types; `Values` gets each one back.
export type Rows = Readonly<Record<string, Row<any>>>

/** The parsed values of a group. */
export type Values<R extends Rows> = { readonly [K in keyof R]: R[K] extends Row<infer T> ? T : never }

/** Parses every row of a group; faults are added to `faults`, and such a value stays at its absent value. */
export function parseRows<R extends Rows>(
  rows: R,
  get: (name: string) => string,
  faults: InputFault[],
): Values<R> {
  const values = Object.entries(rows).map(([key, row]) => [key, parseRow(row, get(row.name), faults)])
  return Object.freeze(Object.fromEntries(values))
}

function parseRow<T>(row: Row<T>, raw: string, faults: InputFault[]): T {
  const text = raw.trim()
  if (text === '') return row.absent
  const value = text.includes('\0') ? new Fault({ found: 'it contains a NUL character.' }) : row.parse(text)
  if (!(value instanceof Fault)) return value
  faults.push(...value.troubles.map((trouble) => ({ input: row.name, ...trouble })))
  return row.absent
}
