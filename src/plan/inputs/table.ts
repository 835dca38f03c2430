import { InputError, type InputFault } from '../../domain/errors.ts'
import { parseRows, type Rows, type Values } from './row.ts'

/** All inputs of one action, by group, in the order in which people read them. */
export type Table = Readonly<Record<string, Rows>>

/** The parsed values of a table. */
export type TableValues<T extends Table> = { readonly [G in keyof T]: Values<T[G]> }

/** What could be parsed; an input with a fault has the value that it has where it is absent. */
export interface Read<V> {
  readonly values: V
  readonly faults: readonly InputFault[]
}

/**
 * Parses every input of an action.
 * @param get the text of an input as the runner gives it, '' where it is absent
 * @param contradictions faults of inputs that are each valid and cannot be meant together
 */
export function readTable<T extends Table>(
  table: T,
  get: (name: string) => string,
  contradictions: (values: TableValues<T>) => readonly InputFault[],
): Read<TableValues<T>> {
  const faults: InputFault[] = []
  const groups = Object.entries(table).map(([name, rows]) => [name, parseRows(rows, get, faults)])
  const values: TableValues<T> = Object.freeze(Object.fromEntries(groups))
  faults.push(...contradictions(values))
  return { values, faults }
}

/**
 * Parses every input of an action, as `readTable` does.
 * @throws InputError with every fault of every input
 */
export function parseTable<T extends Table>(
  table: T,
  get: (name: string) => string,
  contradictions: (values: TableValues<T>) => readonly InputFault[],
): TableValues<T> {
  const { values, faults } = readTable(table, get, contradictions)
  if (faults.length > 0) throw new InputError(faults)
  return values
}
