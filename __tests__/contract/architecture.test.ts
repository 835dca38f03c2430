import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

/** The rooms of src/, each with the rooms that it may import from; its own is always allowed inside a folder of its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  plan: ['plan', 'domain'],
  report: ['report', 'plan', 'domain'],
  host: ['host', 'domain'],
  steps: ['plan', 'host', 'domain'],
  operations: ['steps', 'report', 'plan', 'host', 'domain'],
  index: ['operations', 'host', 'domain'],
}
/** Packages from outside, by room. */
const MAY_USE: Readonly<Record<string, RegExp>> = {
  domain: /^semver$/,
  plan: /^(?:semver|yaml)$/,
  report: /^$/,
  host: /^(?:node:.*|@actions\/.*)$/,
  steps: /^$/,
  operations: /^$/,
  index: /^$/,
}

interface Import {
  readonly file: string
  readonly from: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join('src', file), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...found].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' }))
}

const imports = files.flatMap(importsOf)
const room = (file: string) => (file === 'index.ts' ? 'index' : (file.split('/')[0] ?? ''))
const target = ({ file, from }: Import) => relative('src', resolve('src', dirname(file), from))
const inside = imports.filter(({ from }) => from.startsWith('.'))
const outside = imports.filter(({ from }) => !from.startsWith('.'))

describe('the house', () => {
  test('has the rooms of the plan and no others', () => {
    expect([...new Set(files.map(room))].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted())
    expect(inside.length).toBeGreaterThan(100)
  })

  test('imports go one way', () => {
    const wrong = inside.filter((one) => !(MAY_IMPORT[room(one.file)] ?? []).includes(room(target(one))))
    // A step or an operation that has a folder of its own may use the parts in it.
    const real = wrong.filter(
      (one) =>
        !(
          ['steps', 'operations'].includes(room(one.file)) &&
          dirname(one.file) === dirname(target(one)) &&
          dirname(one.file) !== room(one.file)
        ),
    )
    expect(real).toEqual([])
  })

  test('only the rooms at the edge use packages from outside', () => {
    const wrong = outside.filter(({ file, from }) => !MAY_USE[room(file)]?.test(from))
    expect(wrong).toEqual([])
  })

  test('only the runner and the log speak to @actions/core', () => {
    const users = outside.filter(({ from }) => from === '@actions/core').map(({ file }) => file)
    expect(users.toSorted()).toEqual(['host/log.ts', 'host/runner.ts'])
  })

  test('only the process host starts children', () => {
    const users = outside
      .filter(({ from }) => /child_process|@actions\/exec/.test(from))
      .map(({ file }) => file)
    expect([...new Set(users)].toSorted()).toEqual(['host/child.ts', 'host/process.ts'])
  })

  test('the pure rooms read no clock, no chance and no environment', () => {
    const impure = /\b(?:Date\.now|new Date\(\)|Math\.random|process\.|performance\.|setTimeout|fetch\()/
    const wrong = files
      .filter((file) => ['domain', 'plan', 'report'].includes(room(file)))
      .filter((file) =>
        impure.test(readFileSync(join('src', file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      )
    expect(wrong).toEqual([])
  })

  test('no file is longer than 200 lines', () => {
    const long = files.filter((file) => readFileSync(join('src', file), 'utf8').split('\n').length > 201)
    expect(long).toEqual([])
  })

  test('whatever a step or a story fails with says what to do next', () => {
    const failures = files
      .filter((file) => ['steps', 'operations', 'plan', 'report'].includes(room(file)))
      .flatMap((file) => failuresOf(readFileSync(join('src', file), 'utf8')).map((text) => ({ file, text })))
    const silent = failures.filter(
      ({ text }) => /\bfound\b/.test(text) && !/\bremedy\b|\.\.\.trouble\b/.test(text),
    )
    expect(failures.length).toBeGreaterThan(20)
    expect(silent).toEqual([])
  })
})

/** The text of every error that a file makes. */
function failuresOf(source: string): readonly string[] {
  const starts = [...source.matchAll(/\bnew (?:Command|Registry|Verification|Policy)Error\(/g)]
  return starts.map((start) => {
    const begin = start.index + start[0].length
    let depth = 1
    let end = begin
    for (; depth > 0 && end < source.length; end++) {
      if (source[end] === '(') depth++
      if (source[end] === ')') depth--
    }
    return source.slice(begin, end)
  })
}
