import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { Runner } from '../../scripts/sandbox/runner.js'

/** An expression of a workflow, as action.yml holds it. */
const expression = (text: string) => `\${{ ${text} }}`

const ROOT = join(import.meta.dirname, 'fixtures')
const ACTION = {
  inputs: {
    do: { default: 'talk' },
    token: { default: expression('github.token') },
    username: { default: expression('github.actor') },
    status: { default: expression('job.status') },
    'two words-here': {},
  },
  runs: { main: 'main.js', post: 'post.js', 'post-if': 'always()' },
}

let runner: Runner
const runners: Runner[] = []

/** A runner of the fixture action that does one thing. */
function runnerOf(deed: string, options: Partial<ConstructorParameters<typeof Runner>[0]> = {}): Runner {
  runner = new Runner({ action: ACTION, root: ROOT, inputs: { do: deed }, ...options })
  runners.push(runner)
  return runner
}

async function main(deed: string, cancel = {}, options = {}) {
  const result = await runnerOf(deed, options).stage('main', cancel)
  if (!result) throw new Error('the stage did not run')
  return result
}

afterEach(() => {
  for (const one of runners.splice(0)) one.dispose()
})

describe('a stage that talks', () => {
  test('is heard: outputs, log, masks, summary, annotations', async () => {
    const lines: string[] = []
    const result = await main(
      'talk',
      {},
      { onLine: (line: string, kind: string) => lines.push(`${kind}: ${line}`) },
    )
    expect(result).toMatchObject({ result: 'success', code: 0, signals: [], summary: '# done with ***\n' })
    expect(runner.outputs).toEqual({ plain: 'one', lines: 'a\nb', leak: 'my-secret-value' })
    expect(runner.jobOutputs()).toEqual({ plain: 'one', lines: 'a\nb' })
    expect([...runner.masks]).toEqual(['my-secret-value', 'token-of-mine'])
    expect(result.annotations).toEqual({ error: [], warning: ['careful\nthere'], notice: [] })
    expect(lines).toEqual(
      expect.arrayContaining(['text: the value is ***', 'group: a title', 'text: on stderr']),
    )
    expect(result.log).toContain('::error::not a command now')
  })

  test('hands state and exported variables to post; outputs of post reach nobody', async () => {
    await main('talk')
    const post = await runner.stage('post')
    expect(post?.log).toEqual([
      'STATE_folder=/some/where',
      'STATE_interrupted=undefined',
      'STATE_forged=value',
      'EXPORTED=yes',
      'NODE_OPTIONS=undefined',
      'INPUT_STATUS=success',
    ])
    expect(post?.outputs).toEqual({ late: 'dropped' })
    expect(runner.outputs).not.toHaveProperty('late')
  })
})

describe('inputs', () => {
  test('come from the workflow, else from evaluated defaults', async () => {
    const github = { token: 'ghs_token', actor: 'Alice' }
    const { log } = await main('inputs', {}, { inputs: { DO: 'inputs' }, github })
    expect(log).toEqual([
      'INPUT_DO=inputs',
      'INPUT_STATUS=success',
      'INPUT_TOKEN=***',
      'INPUT_TWO_WORDS-HERE=',
      'INPUT_USERNAME=Alice',
    ])
  })

  test('that the action does not declare, and expressions that nobody can evaluate, are mistakes', async () => {
    await expect(main('talk', {}, { inputs: { unknown: 'x' } })).rejects.toThrow(
      "Unexpected input(s) 'unknown'",
    )
    const action = { inputs: { a: { default: expression("format('x')") } }, runs: { main: 'main.js' } }
    await expect(main('talk', {}, { action, inputs: {} })).rejects.toThrow("The expression 'format('x')'")
  })
})

describe('failures', () => {
  test.each([
    ['fail', 3, []],
    ['forbidden', 0, ['The `set-env` command is disabled.']],
    ['broken', 0, ["Unable to process file command successfully. Error: Invalid format 'nothing'"]],
  ])('%s', async (deed, code, error) => {
    const result = await main(deed)
    expect(result).toMatchObject({ result: 'failure', code, annotations: { error } })
    expect((await runner.stage('post'))?.log).toContain('INPUT_STATUS=failure')
  })

  test('only ten annotations of a kind are kept', async () => {
    const { annotations, dropped } = await main('annotate')
    expect([annotations.error.length, dropped]).toEqual([10, 2])
  })

  test('a summary above the limit is dropped as a whole', async () => {
    const { summary, annotations } = await main('large')
    expect([summary, annotations.error]).toEqual(['', [expect.stringContaining('upload aborted')]])
  })

  test.each([
    ['success()', false],
    ['failure()', true],
    ['always()', true],
  ])('post with %s after a failed main runs: %s', async (condition, runs) => {
    await main('fail', {}, { action: { ...ACTION, runs: { ...ACTION.runs, 'post-if': condition } } })
    expect((await runner.stage('post')) !== undefined).toBe(runs)
  })
})

describe('cancellation', () => {
  test('is SIGINT first; what a handler leaves in state reaches post', async () => {
    const result = await main('wait', { cancelWhen: /waiting/ })
    expect(result).toMatchObject({ result: 'cancelled', code: 130, signals: ['SIGINT'] })
    expect(result.log).toEqual(['waiting', 'got SIGINT'])
    expect((await runner.stage('post'))?.log).toEqual(
      expect.arrayContaining(['STATE_interrupted=yes', 'INPUT_STATUS=cancelled']),
    )
  })

  test('goes up to SIGKILL, and children of the process are not the runner’s business', async () => {
    const result = await main('stubborn', { cancelAfterMs: 300 }, { grace: [150, 150] })
    expect(result).toMatchObject({
      result: 'cancelled',
      signal: 'SIGKILL',
      signals: ['SIGINT', 'SIGTERM', 'SIGKILL'],
    })
    expect(result.log.slice(1)).toEqual(['ignored SIGINT', 'ignored SIGTERM'])
    const child = Number(/waiting with (\d+)/.exec(result.log[0] ?? '')?.[1])
    expect(process.kill(child, 'SIGTERM')).toBe(true)
  })
})

test('disposing deletes the folders of the job', async () => {
  await main('talk')
  expect(existsSync(runner.temp)).toBe(true)
  runner.dispose()
  expect([existsSync(runner.temp), existsSync(runner.workspace)]).toEqual([false, false])
})
