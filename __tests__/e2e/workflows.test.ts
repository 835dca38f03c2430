import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { prepareTools } from '../../scripts/rig/tools.js'
import { COSIGN_VERSION, pinnedCosign } from '../../src/domain/cosign.ts'
import { ACTIONS } from '../../src/report/actions.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly Step[]; readonly permissions?: Readonly<Record<string, string>> }
    >
  >
}

/** Every action of this repository: how workflows name it, and its inputs. */
const OURS = Object.values(ACTIONS).map(({ folder, inputs }) => ({
  names: folder === '.' ? ['org/ghcr-publish@v1', './'] : [`org/ghcr-publish/${folder}@v1`, `./${folder}`],
  inputs: Object.values(inputs).flatMap((group) => Object.values(group).map(({ name }) => name)),
}))
const folder = mkdtempSync(join(tmpdir(), 'workflows-'))
const pages = [...Object.values(ACTIONS).map(({ folder }) => join(folder, 'README.md')), 'docs/verify.md']
const snippets = pages
  .flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)])
  .map((match) => match[1] ?? '')
  .filter((text) => text.includes('uses:'))
const texts = new Map([
  ...readdirSync('.github/workflows').map(
    (name) => [name, readFileSync(join('.github/workflows', name), 'utf8')] as const,
  ),
  ...snippets.map((text, at) => [`readme-${at + 1}.yml`, text] as const),
])
let programs: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  programs = (await prepareTools()).programs
  mkdirSync(join(folder, '.github/workflows'), { recursive: true })
  for (const [name, text] of texts) writeFileSync(join(folder, '.github/workflows', name), text)
  writeFileSync(join(folder, 'action.yml'), readFileSync('action.yml'))
  mkdirSync(join(folder, 'dist'))
  for (const name of ['publish.js', 'post.js']) writeFileSync(join(folder, 'dist', name), '')
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: string, ...args: readonly string[]): readonly [number | null, string] {
  const { status, stdout, stderr } = spawnSync(programs[program] ?? program, args, {
    cwd: folder,
    encoding: 'utf8',
  })
  return [status, `${stdout}${stderr}`]
}

describe('workflows, and those in each README.md and in docs/verify.md', () => {
  test('there is at least one in the README.md of each action', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(Object.keys(ACTIONS).length)
  })

  test('the first can be read at a glance', () => {
    expect(snippets[0]?.trimEnd().split('\n').length).toBeLessThanOrEqual(13)
  })

  test('the probe of the real registry runs every action', () => {
    const { jobs } = parse(texts.get('probe.yml') ?? '') as Workflow
    const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    for (const { names } of OURS) expect(used.some((one) => names.includes(one))).toBe(true)
  })

  test('the probe signs, and demands the signature of each action', () => {
    const { publish } = (parse(texts.get('probe.yml') ?? '') as Workflow).jobs
    expect(publish?.permissions).toMatchObject({ 'id-token': 'write' })
    const published = publish?.steps.filter(({ uses }) => uses === './') ?? []
    expect(published.map(({ with: inputs }) => inputs?.sign)).toEqual([undefined, undefined, undefined])
    const told = publish?.steps.find(({ run }) => run?.includes('"$public $public $public"'))
    expect(Object.values(told?.env ?? {})).toEqual(
      expect.arrayContaining(['first', 'again', 'older'].map((id) => `\${{ steps.${id}.outputs.signed }}`)),
    )
    const others = publish?.steps.filter(({ uses }) => /^\.\/(?:verify|promote|rollback)$/.test(uses ?? ''))
    expect(others).toHaveLength(3)
    for (const { with: inputs } of others ?? [])
      expect(inputs?.['require-signature']).toMatch(/^\$\{\{ steps\.(?:first|older)\.outputs\.signed \}\}$/)
  })

  test('the probe finds every pinned cosign in the table', () => {
    const { pins } = (parse(texts.get('probe.yml') ?? '') as Workflow).jobs
    const script = pins?.steps.map(({ run }) => run ?? '').find((one) => one.includes('cosign-')) ?? ''
    const [sums = '', version = ''] = script.split('\n')
    const shell = `${sums.replace(' > sums.txt', '')}\n${version}\necho "$version"`
    const hashes = ['x64', 'arm64'].map((processor) => pinnedCosign('linux', processor)?.sha256)
    expect(execFileSync('bash', ['-euc', shell], { encoding: 'utf8' })).toBe(
      `${hashes[0]}  cosign-linux-amd64\n${hashes[1]}  cosign-linux-arm64\n${COSIGN_VERSION}\n`,
    )
  })

  test.each(['verify', 'rollback', 'promote'])('%s has the inputs that docs/verify.md explains', (action) => {
    const explained = [...readFileSync('docs/verify.md', 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(
      ([, name]) => name,
    )
    const inputs = OURS.find(({ names }) => names.includes(`./${action}`))?.inputs
    expect(explained.length).toBeGreaterThan(3)
    expect(inputs).toEqual(expect.arrayContaining(explained))
  })

  test('pass actionlint', () => {
    expect(run('actionlint', '-no-color')).toEqual([0, ''])
  })

  test('pass zizmor at its strictest', () => {
    const config = join(process.cwd(), '.github/zizmor.yml')
    const [status, output] = run(
      'zizmor',
      '--offline',
      '--persona=pedantic',
      '--no-progress',
      `--config=${config}`,
      '.',
    )
    expect(output).toContain('No findings to report')
    expect(status).toBe(0)
  })

  test.each([...texts.keys()])('%s gives our actions only inputs that exist', (name) => {
    const workflow: Workflow = parse(texts.get(name) ?? '')
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
    const unknown = steps.flatMap(({ uses = '', with: given = {} }) => {
      const ours = OURS.find(({ names }) => names.includes(uses))
      return ours === undefined ? [] : Object.keys(given).filter((input) => !ours.inputs.includes(input))
    })
    expect(unknown).toEqual([])
  })
})
