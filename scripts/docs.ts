import { readFile, writeFile } from 'node:fs/promises'
import { INPUT_TABLE } from '../src/plan/inputs/inputs.ts'
import type { Row } from '../src/plan/inputs/row.ts'
import { OUTPUT_TABLE } from '../src/report/outputs.ts'

// Writes the tables of action.yml and README.md from the tables in the code. `--check` writes nothing and fails where one
// is stale.

const TITLES: Readonly<Record<keyof typeof INPUT_TABLE, string>> = {
  identity: 'Identity',
  build: 'Build',
  behaviour: 'Behaviour',
  builder: 'Builder',
  cache: 'Cache',
  registry: 'Registry',
}

function rowsOf(group: keyof typeof INPUT_TABLE): readonly Row<unknown>[] {
  return Object.values(INPUT_TABLE[group])
}

const groups = Object.keys(INPUT_TABLE) as (keyof typeof INPUT_TABLE)[]

/** A double-quoted YAML scalar: JSON strings are a subset of those. */
const scalar = (text: string) => JSON.stringify(text)

function actionInputs(): string {
  const lines = groups.flatMap((group) => [
    `  # ${TITLES[group]}`,
    ...rowsOf(group).flatMap((row) => [
      `  ${row.name}:`,
      `    description: ${scalar(row.description)}`,
      ...(row.default === undefined ? [] : [`    default: ${scalar(row.default)}`]),
    ]),
  ])
  return ['inputs:', ...lines].join('\n')
}

function actionOutputs(): string {
  const lines = Object.entries(OUTPUT_TABLE).flatMap(([name, text]) => [
    `  ${name}:`,
    `    description: ${scalar(text)}`,
  ])
  return ['outputs:', ...lines].join('\n')
}

const cell = (text: string) => text.replaceAll('|', '\\|')

function readmeInputs(): string {
  return groups
    .flatMap((group) => [
      `**${TITLES[group]}**`,
      '',
      '| input | default | what it does |',
      '|---|---|---|',
      ...rowsOf(group).map(
        (row) =>
          `| \`${row.name}\` | ${row.default === undefined ? '' : `\`${row.default}\``} | ${cell(row.description)} |`,
      ),
      '',
    ])
    .join('\n')
    .trimEnd()
}

function readmeOutputs(): string {
  const rows = Object.entries(OUTPUT_TABLE).map(([name, text]) => `| \`${name}\` | ${cell(text)} |`)
  return ['| output | what it holds |', '|---|---|', ...rows].join('\n')
}

interface Block {
  readonly file: string
  readonly begin: string
  readonly end: string
  readonly text: string
}

const BLOCKS: readonly Block[] = [
  { file: 'action.yml', begin: '# inputs: generated', end: '# inputs: end', text: actionInputs() },
  { file: 'action.yml', begin: '# outputs: generated', end: '# outputs: end', text: actionOutputs() },
  {
    file: 'README.md',
    begin: '<!-- inputs: generated -->',
    end: '<!-- inputs: end -->',
    text: readmeInputs(),
  },
  {
    file: 'README.md',
    begin: '<!-- outputs: generated -->',
    end: '<!-- outputs: end -->',
    text: readmeOutputs(),
  },
]

const check = process.argv.includes('--check')
let stale = 0
for (const { file, begin, end, text } of BLOCKS) {
  const before = await readFile(file, 'utf8')
  const from = before.indexOf(begin)
  const to = before.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${file} has no block between '${begin}' and '${end}'`)
  const gap = file.endsWith('.md') ? '\n\n' : '\n'
  const after = `${before.slice(0, from)}${begin}${gap}${text}${gap}${before.slice(to)}`
  if (after === before) continue
  stale += 1
  if (check) console.error(`${file} is stale between '${begin}' and '${end}': run npm run docs`)
  else await writeFile(file, after)
}
if (check && stale > 0) process.exit(1)
