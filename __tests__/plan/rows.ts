import { INPUT_TABLE } from '../../src/plan/inputs/inputs.ts'
import type { Row } from '../../src/plan/inputs/row.ts'

/** Every input of the table, with its group and its name in code. */
export const rows: readonly (readonly [group: string, key: string, row: Row<unknown>])[] = Object.entries(
  INPUT_TABLE,
).flatMap(([group, table]) =>
  Object.entries(table).map(([key, row]) => [group, key, row as Row<unknown>] as const),
)
