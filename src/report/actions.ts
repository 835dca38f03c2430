import { INPUT_TABLE } from '../plan/inputs/inputs.ts'
import { PROMOTE_TABLE } from '../plan/inputs/promote.ts'
import { ROLLBACK_TABLE } from '../plan/inputs/rollback.ts'
import type { Table } from '../plan/inputs/table.ts'
import { VERIFY_TABLE } from '../plan/inputs/verify.ts'
import { OUTPUT_TABLE } from './outputs.ts'
import { PROMOTE_OUTPUT_TABLE } from './promote.ts'
import { ROLLBACK_OUTPUTS } from './rollback.ts'
import { VERIFY_OUTPUTS } from './verify.ts'

/** An action of this repository, as its action.yml and its README tell it. */
export interface ActionTables {
  /** Where its action.yml and its README.md lie. */
  readonly folder: string
  readonly inputs: Table
  /** Descriptions by name. */
  readonly outputs: Readonly<Record<string, string>>
}

/** Every action, by the name of its launcher; src/index.ts has the same names, and `post` for all of them. */
export const ACTIONS: Readonly<Record<string, ActionTables>> = {
  publish: { folder: '.', inputs: INPUT_TABLE, outputs: OUTPUT_TABLE },
  rollback: { folder: 'rollback', inputs: ROLLBACK_TABLE, outputs: ROLLBACK_OUTPUTS },
  promote: { folder: 'promote', inputs: PROMOTE_TABLE, outputs: PROMOTE_OUTPUT_TABLE },
  verify: { folder: 'verify', inputs: VERIFY_TABLE, outputs: VERIFY_OUTPUTS },
}
