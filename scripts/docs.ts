import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from '../src/plan/inputs/row.ts'
import { ACTIONS, type ActionTables } from '../src/report/actions.ts'

// Writes the tables of each action's action.yml and README.md from the tables in the code. `--check` writes nothing and fails
// where one is stale.

type Groups = readonly (readonly [title: string, rows: readonly Row<unknown>[]])[]

function groupsOf({ inputs }: ActionTables): Groups {
  return Object.entries(inputs).map(([name, rows]) => [
    `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    Object.values(rows),
  ])
}

/** A double-quoted YAML scalar: JSON strings are a subset of those. */
const scalar = (text: string) => JSON.stringify(text)

function actionInputs(action: ActionTables): string {
  const lines = groupsOf(action).flatMap(([title, rows]) => [
    `  # ${title}`,
    ...rows.flatMap((row) => [
      `  ${row.name}:`,
      `    description: ${scalar(row.description)}`,
      ...(row.default === undefined ? [] : [`    default: ${scalar(row.default)}`]),
    ]),
  ])
  return ['inputs:', ...lines].join('\n')
}

function actionOutputs({ outputs }: ActionTables): string {
  const lines = Object.entries(outputs).flatMap(([name, text]) => [
    `  ${name}:`,
    `    description: ${scalar(text)}`,
  ])
  return ['outputs:', ...lines].join('\n')
}

const cell = (text: string) => text.replaceAll('|', '\\|')

function readmeInputs(action: ActionTables): string {
  return groupsOf(action)
    .flatMap(([title, rows]) => [
      `**${title}**`,
      '',
      '| input | default | what it does |',
      '|---|---|---|',
      ...rows.map(
        (row) =>
          `| \`${row.name}\` | ${row.default === undefined ? '' : `\`${row.default}\``} | ${cell(row.description)} |`,
      ),
      '',
    ])
    .join('\n')
    .trimEnd()
}

function readmeOutputs({ outputs }: ActionTables): string {
  const rows = Object.entries(outputs).map(([name, text]) => `| \`${name}\` | ${cell(text)} |`)
  return ['| output | what it holds |', '|---|---|', ...rows].join('\n')
}

interface Block {
  readonly file: string
  readonly begin: string
  readonly end: string
  readonly text: string
}

function blocksOf(action: ActionTables): readonly Block[] {
  const yaml = join(action.folder, 'action.yml')
  const readme = join(action.folder, 'README.md')
  const marks = (name: string) => ({ begin: `# ${name}: generated`, end: `# ${name}: end` })
  const comments = (name: string) => ({
    begin: `<!-- ${name}: generated -->`,
    end: `<!-- ${name}: end -->`,
  })
  return [
    { file: yaml, ...marks('inputs'), text: actionInputs(action) },
    { file: yaml, ...marks('outputs'), text: actionOutputs(action) },
    { file: readme, ...comments('inputs'), text: readmeInputs(action) },
    { file: readme, ...comments('outputs'), text: readmeOutputs(action) },
  ]
}

const check = process.argv.includes('--check')
let stale = 0
for (const { file, begin, end, text } of Object.values(ACTIONS).flatMap(blocksOf)) {
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
