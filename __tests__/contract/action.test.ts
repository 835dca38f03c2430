import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { INPUT_TABLE } from '../../src/plan/inputs/inputs.ts'
import { OUTPUT_TABLE } from '../../src/report/outputs.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: {
    readonly using: string
    readonly main: string
    readonly post: string
    readonly 'post-if': string
  }
}

const action: Action = parse(readFileSync('action.yml', 'utf8'))
const rows = Object.values(INPUT_TABLE).flatMap((group) => Object.values(group))

describe('action.yml', () => {
  test('declares every input of the table, with its default, and no other', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
    expect(declared).toEqual(rows.map((row) => [row.name, row.default]))
  })

  test('declares every output of the table, and no other', () => {
    expect(Object.keys(action.outputs)).toEqual(Object.keys(OUTPUT_TABLE))
  })

  test('names inputs so that every runner makes the same variable of them', () => {
    for (const { name } of rows) expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  test('runs committed files on node24, and post in any case', () => {
    expect(action.runs).toEqual({
      using: 'node24',
      main: 'dist/publish.js',
      post: 'dist/post.js',
      'post-if': 'always()',
    })
    expect(existsSync(action.runs.main)).toBe(true)
    expect(existsSync(action.runs.post)).toBe(true)
  })

  test('is what dist/action.json says', () => {
    expect(JSON.parse(readFileSync('dist/action.json', 'utf8'))).toEqual(action)
  })

  test('and README.md have fresh tables', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  })

  test('the tests run on the node of the runner', () => {
    expect(process.versions.node).toMatch(/^24\./)
  })
})
