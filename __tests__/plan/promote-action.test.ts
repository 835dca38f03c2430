import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { PROMOTE_TABLE } from '../../src/plan/inputs/promote.ts'
import { PROMOTE_OUTPUT_TABLE } from '../../src/report/promote.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: object
}

const action: Action = parse(readFileSync('promote/action.yml', 'utf8'))
const readme = readFileSync('promote/README.md', 'utf8')
const rows = Object.values(PROMOTE_TABLE).flatMap((group) => Object.values(group))
const outputs = Object.entries(PROMOTE_OUTPUT_TABLE)

describe('promote/action.yml', () => {
  test('and its README declare every input of the table, and no other', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [
      name,
      input.default,
      input.description,
    ])
    expect(declared).toEqual(rows.map((row) => [row.name, row.default, row.description]))
    for (const row of rows) {
      const shown = row.default === undefined ? '' : `\`${row.default}\``
      expect(readme).toContain(`| \`${row.name}\` | ${shown} | ${row.description} |`)
    }
  })

  test('and its README declare every output of the table, and no other', () => {
    const declared = Object.entries(action.outputs).map(([name, output]) => [name, output.description])
    expect(declared).toEqual(outputs)
    for (const [name, text] of outputs) expect(readme).toContain(`| \`${name}\` | ${text} |`)
  })

  test('runs committed files on node24, and post in any case', () => {
    expect(action.runs).toEqual({
      ...{ using: 'node24', main: '../dist/promote.js', post: '../dist/post.js' },
      'post-if': 'always()',
    })
  })
})
