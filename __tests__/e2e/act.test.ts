import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, stringify } from 'yaml'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { ROOT } from '../rig/publish.ts'

const run = promisify(execFile)
const NAME = '.github/workflows/publish-container.yml'

interface Step {
  uses?: string
  with?: Record<string, string>
}

/** The workflow as users copy it, with our own action taken from the checkout and told about the local registry. */
function workflowFor(inputs: Readonly<Record<string, string>>): string {
  const workflow = parse(readFileSync(join(ROOT, NAME), 'utf8'))
  const steps: Step[] = workflow.jobs.publish.steps
  const ours = steps.find(({ uses }) => uses === 'org/ghcr-publish@v1')
  if (ours === undefined) throw new Error(`${NAME} does not use our action`)
  ours.uses = './'
  ours.with = { ...ours.with, ...inputs }
  return stringify(workflow)
}

describe('publish-container.yml under act', () => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(
      LEGS[1] ?? { name: 'containerd-container', store: 'containerd', driver: 'docker-container' },
    )
  }, 60_000)
  afterAll(() => leg.stop())

  test('publishes the version and the platforms that the dispatch names, and post runs', async () => {
    const workspace = leg.workspace()
    cpSync(join(ROOT, 'dist'), join(workspace.path, 'dist'), { recursive: true })
    mkdirSync(join(workspace.path, dirname(NAME)), { recursive: true })
    writeFileSync(join(workspace.path, NAME), workflowFor({ ...leg.inputs, sbom: 'false' }))
    workspace.commit('workflow', { 'action.yml': readFileSync(join(ROOT, 'action.yml'), 'utf8') })
    const home = join(leg.root, 'act-home')
    mkdirSync(home)
    const env = {
      ...leg.env,
      PATH: `${dirname(process.execPath)}:${leg.tools.path}`,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
    }
    const dispatch = ['--input', 'platforms=linux/amd64', '--input', 'tag=v1.2.3']
    const host = [
      '-P',
      'ubuntu-latest=-self-hosted',
      '--pull=false',
      '-s',
      'GITHUB_TOKEN=ghs_no_token_at_all',
    ]
    const args = ['workflow_dispatch', '-W', NAME, ...dispatch, ...host]
    const { stdout } = await run(leg.tools.programs.act ?? 'act', args, {
      cwd: workspace.path,
      env,
      maxBuffer: 1e8,
    })
    expect(stdout).toMatch(/Success - Main \.\//)
    expect(stdout).toMatch(/Success - Post \.\//)
    expect(stdout).toMatch(/smoke test passed: exit code 0, GET :8000\/docs: 2xx, stopped on SIGTERM/)
    expect(stdout).toMatch(/platforms +linux\/amd64\n/)
    expect(Object.keys(await leg.reader.tags(REPOSITORY))).toEqual(
      expect.arrayContaining(['v1.2.3', 'v1.2', 'v1', 'latest']),
    )
  }, 120_000)
})
