import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { operations } from '../../src/index.ts'
import { ACTIONS } from '../../src/report/actions.ts'

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

const actions = Object.entries(ACTIONS).map(([name, { folder, inputs, outputs }]) => {
  const action: Action = parse(readFileSync(join(folder, 'action.yml'), 'utf8'))
  const rows = Object.values(inputs).flatMap((group) => Object.values(group))
  return { name, folder, action, rows, outputs }
})

describe.each(actions)('the action.yml of $name', ({ name, folder, action, rows, outputs }) => {
  test('declares every input of the table, with its default, and no other', () => {
    const declared = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
    expect(declared).toEqual(rows.map((row) => [row.name, row.default]))
  })

  test('declares every output of the table, and no other', () => {
    expect(Object.keys(action.outputs)).toEqual(Object.keys(outputs))
  })

  test('names inputs so that every runner makes the same variable of them', () => {
    for (const { name } of rows) expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  test('runs committed files on node24, and post in any case', () => {
    const dist = folder === '.' ? 'dist' : '../dist'
    expect(action.runs).toEqual({
      using: 'node24',
      main: `${dist}/${name}.js`,
      post: `${dist}/post.js`,
      'post-if': 'always()',
    })
    expect(existsSync(join(folder, action.runs.main))).toBe(true)
    expect(existsSync(join(folder, action.runs.post))).toBe(true)
  })

  test('says the same of an input as the other actions, where it means the same', () => {
    const main = Object.values(ACTIONS.publish?.inputs ?? {}).flatMap((group) => Object.values(group))
    for (const row of rows) {
      const other = main.find((one) => one.name === row.name && one.description === row.description)
      if (other !== undefined) expect(other.default).toBe(row.default)
    }
  })
})

test('every action has a launcher, and post is there for all of them', () => {
  expect(Object.keys(operations)).toEqual([...Object.keys(ACTIONS), 'post'])
})

test('dist/action.json is the main action.yml', () => {
  expect(JSON.parse(readFileSync('dist/action.json', 'utf8'))).toEqual(actions[0]?.action)
})

test('every action.yml and README.md has fresh tables', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test('the tests run on the node of the runner', () => {
  expect(process.versions.node).toMatch(/^24\./)
})
