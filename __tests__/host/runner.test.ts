import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../scripts/sandbox/commands.js'
import { createRunner } from '../../src/host/runner.ts'

const root = mkdtempSync(join(tmpdir(), 'runner-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Runs statements about `runner` and `log` in a process of its own, as the runner does, and reads what it left. */
function step(body: string, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(root, 'step-'))
  const file = (name: string) => {
    writeFileSync(join(folder, name), '')
    return join(folder, name)
  }
  const files = {
    GITHUB_OUTPUT: file('output'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
  }
  const from = (name: string) => JSON.stringify(resolve('src/host', name))
  const script = [
    `const { createRunner } = await import(${from('runner.ts')})`,
    `const { createLog } = await import(${from('log.ts')})`,
    'const runner = createRunner(), log = createLog()',
    body,
  ].join('\n')
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', script]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...files, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (stderr !== '') throw new Error(stderr)
  const lines = stdout.split('\n').filter((line) => line !== '')
  const read = (path: string) => readFileSync(path, 'utf8')
  const commands = lines.flatMap((line) => parseCommand(line) ?? [])
  const [output, state] = [read(files.GITHUB_OUTPUT), read(files.GITHUB_STATE)]
  return { status, lines, commands, output, state, summary: read(files.GITHUB_STEP_SUMMARY) }
}

/** What a file of `name<<delimiter` blocks says. */
function blocks(text: string): Record<string, string> {
  const found = text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]))
}

const cacheToken = (permission: number) => {
  const claims = { ac: JSON.stringify([{ Scope: 'refs/heads/main', Permission: permission }]) }
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
}
const [WRITES, READS] = [cacheToken(3), cacheToken(1)]

describe('the runner', () => {
  test('gives inputs trimmed, and nothing for what was not given', () => {
    const env = { 'INPUT_TAG-PREFIX': '  app-a/ \n' }
    const { lines } = step(
      'log.info(JSON.stringify([runner.input("tag-prefix"), runner.input("tag"), runner.environment("NONE") ?? 0]))',
      env,
    )
    expect(lines).toEqual(['["app-a/","",0]'])
  })

  test('gets outputs and state by files, where no text can add another', () => {
    const { output, state, commands } = step(`
      runner.setOutput('tags', 'v1\\nv1.2\\nevil<<EOF\\nx\\nEOF')
      runner.saveState('{"a":1}')
    `)
    expect(blocks(output)).toEqual({ tags: 'v1\nv1.2\nevil<<EOF\nx\nEOF' })
    expect(blocks(state)).toEqual({ 'ghcr-publish': '{"a":1}' })
    expect(commands).toEqual([])
  })

  test('gives post the state that main saved, and nothing where main did not begin', () => {
    const ask = 'log.info(runner.readState() ?? "nothing")'
    expect(step(ask, { 'STATE_ghcr-publish': '{"a":1}' }).lines).toEqual(['{"a":1}'])
    expect(step(ask).lines).toEqual(['nothing'])
  })

  test('hides a value whole, and of one with short lines those that are long enough', () => {
    const masks = (value: string) =>
      step(`runner.mask(${JSON.stringify(value)})`).commands.map(({ name, data }) => `${name} ${data}`)
    expect(masks('secret-word')).toEqual(['add-mask secret-word'])
    expect(masks('first-line\nsecond-line')).toEqual(['add-mask first-line\nsecond-line'])
    expect(masks('{\n  "key": "secret-word"\n}')).toEqual(['add-mask "key": "secret-word"'])
    expect(masks('1')).toEqual([])
  })

  test('hides nothing more than it is told, whatever the value holds', () => {
    const { commands } = step("runner.mask('secret\\n::set-output name=a::b\\n##[add-path]/evil')")
    expect(commands.map(({ name }) => name)).toEqual(['add-mask'])
  })

  test('keeps a summary below the size at which it would be dropped whole', () => {
    const { summary } = step("await runner.summary('# Title\\n' + 'é'.repeat(1_000_000))")
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
    expect(summary).toMatch(/^# Title\n/)
    expect(summary.trimEnd()).toMatch(/The rest of this summary was too long\.$/)
  })

  test('fails the step with one error, whatever the message quotes', () => {
    const { status, commands, lines } = step("runner.fail('bad\\r\\n::set-output name=a::b\\n##[add-mask]x')")
    expect(status).toBe(1)
    expect(commands.map(({ name }) => name)).toEqual(['error'])
    expect(commands[0]?.data).toContain('bad\n')
    expect(lines.join('\n')).not.toContain('##[')
  })
})

describe('annotations', () => {
  test('of one kind are at most eight; what comes later is told all the same', () => {
    const { commands, lines } = step('for (let n = 1; n <= 11; n++) log.warning("number " + n)')
    expect(commands.map(({ name, data }) => `${name} ${data}`)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `warning number ${n}`),
    )
    expect(lines.slice(8)).toEqual([9, 10, 11].map((n) => `warning: number ${n}`))
  })

  test('of every kind hold what they quote, and start no command', () => {
    const { commands } = step(`
      for (const kind of ['notice', 'warning', 'error']) log[kind]('one\\n::add-mask::x\\n##[set-env name=A;]b')
    `)
    expect(commands.map(({ name }) => name)).toEqual(['notice', 'warning', 'error'])
    expect(commands[0]?.data.split('\n')).toHaveLength(3)
  })

  test('a group is closed, also where its body fails; its title starts no command', () => {
    const { commands } = step(`
      await log.group('##[add-mask]x', async () => log.info('inside')).catch(() => {})
      await log.group('two', async () => { throw new Error('x') }).catch(() => {})
    `)
    expect(commands.map(({ name }) => name)).toEqual(['group', 'endgroup', 'group', 'endgroup'])
  })
})

describe('the context', () => {
  const context = (env: Readonly<Record<string, string>>) => createRunner(env).context

  test('is what the environment says', () => {
    const event = join(root, 'event.json')
    writeFileSync(event, '{"action":"published"}')
    const env = {
      GITHUB_EVENT_NAME: 'release',
      GITHUB_EVENT_PATH: event,
      GITHUB_REF: 'refs/tags/v1.2.3',
      GITHUB_REPOSITORY: 'Owner/Repo',
      GITHUB_SERVER_URL: 'https://github.example.com/',
      GITHUB_API_URL: 'https://github.example.com/api/v3/',
      GITHUB_WORKFLOW_REF: 'Owner/Repo/.github/workflows/publish.yml@refs/tags/v1.2.3',
      GITHUB_RUN_NUMBER: '12',
      GITHUB_WORKSPACE: '/w',
      RUNNER_TEMP: '/t',
      RUNNER_ENVIRONMENT: 'github-hosted',
    }
    expect(context(env)).toMatchObject({
      event: 'release',
      payload: { action: 'published' },
      ref: 'refs/tags/v1.2.3',
      repository: 'Owner/Repo',
      serverUrl: 'https://github.example.com',
      apiUrl: 'https://github.example.com/api/v3',
      workflow: 'Owner/Repo/.github/workflows/publish.yml',
      runNumber: 12,
      workspace: '/w',
      temp: '/t',
      toolCache: '/t',
      hosted: true,
    })
  })

  test('has no payload where the event file is absent or broken', () => {
    const broken = join(root, 'broken.json')
    writeFileSync(broken, '{')
    expect(context({ GITHUB_EVENT_PATH: broken }).payload).toBeUndefined()
    expect(context({ GITHUB_EVENT_PATH: join(root, 'none') }).payload).toBeUndefined()
    expect(context({}).payload).toBeUndefined()
  })

  test.each<[ref: string, file: string | undefined]>([
    ['o/r/.github/workflows/a.yml@refs/heads/main', 'o/r/.github/workflows/a.yml'],
    ['o/r/.github/workflows/a.yaml@refs/heads/x@y.yml@z', 'o/r/.github/workflows/a.yaml'],
    ['o/r/.github/workflows/a@b.yml@refs/pull/7/merge', 'o/r/.github/workflows/a@b.yml'],
    ['o/r/.github/workflows/a.yml', undefined],
    ['@refs/heads/main', undefined],
    ['', undefined],
  ])('finds the workflow of %j', (ref, file) => {
    expect(context({ GITHUB_WORKFLOW_REF: ref }).workflow).toBe(file)
  })

  test.each(['', '0', '-1', '1e3', '1.5', 'x', '9'.repeat(16)])('has no run number in %j', (text) => {
    expect(context({ GITHUB_RUN_NUMBER: text }).runNumber).toBeUndefined()
  })

  test('asks GitHub’s own API where the runner names none', () => {
    expect(context({}).apiUrl).toBe('https://api.github.com')
  })

  test.each([
    [{}, 'none'],
    [{ ACTIONS_RESULTS_URL: 'https://x' }, 'none'],
    [{ ACTIONS_RUNTIME_TOKEN: 'opaque', ACTIONS_RESULTS_URL: 'https://x' }, 'none'],
    [{ ACTIONS_RUNTIME_TOKEN: WRITES, ACTIONS_RESULTS_URL: 'https://x' }, 'write'],
    [{ ACTIONS_RUNTIME_TOKEN: WRITES, ACTIONS_CACHE_URL: 'https://x' }, 'write'],
    [{ ACTIONS_RUNTIME_TOKEN: READS, ACTIONS_RESULTS_URL: 'https://x' }, 'read'],
    ...(['readonly', 'Read', 'write', 'none', 'write-only'] as const).map(
      (mode) =>
        [
          { ACTIONS_RUNTIME_TOKEN: WRITES, ACTIONS_RESULTS_URL: 'https://x', ACTIONS_CACHE_MODE: mode },
          { readonly: 'read', Read: 'read', write: 'write', none: 'none', 'write-only': 'none' }[mode],
        ] as const,
    ),
  ])('knows the cache service of %j as %s', (env, expected) => {
    expect(context(env as Record<string, string>).cacheService).toBe(expected)
  })
})
