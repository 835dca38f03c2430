import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createProcesses } from '../../src/host/process.ts'
import { isAlive } from './alive.ts'

const folder = mkdtempSync(join(tmpdir(), 'process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SH = { tool: 'docker', file: '/bin/sh', timeoutMs: 20_000 } as const
const sh = (script: string) => ({ ...SH, args: ['-c', script] })
const processes = () => createProcesses({ PATH: process.env.PATH })

describe('a child', () => {
  test('gives its exit code and both streams', async () => {
    const result = await processes().run(sh('echo out; echo err >&2; exit 7'))
    expect(result).toMatchObject({ code: 7, timedOut: false, stderr: 'err\n' })
    expect(result.stdout.toString()).toBe('out\n')
  })

  test('gets its input on stdin', async () => {
    const result = await processes().run({ ...SH, args: ['-c', 'cat'], input: 'secret on stdin' })
    expect(result.stdout.toString()).toBe('secret on stdin')
  })

  test('that does not read its input does no harm', async () => {
    const result = await processes().run({ ...SH, args: ['-c', 'exit 0'], input: 'x'.repeat(1_000_000) })
    expect(result.code).toBe(0)
  })

  test('gets its arguments as they are: no shell looks at them', async () => {
    const args = ['$(id)', '`id`', ';id', '--x=*', 'a\nb', '']
    const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))'
    const command = { ...SH, file: process.execPath, args: ['-e', script, '--', ...args] }
    const result = await processes().run(command)
    expect(JSON.parse(result.stdout.toString())).toEqual(args)
  })

  test('gives each line as it comes, cut at carriage returns too', async () => {
    const lines: string[] = []
    await processes().run({ ...sh("printf 'a\\rb\\r\\nc\\n\\nd'"), onLine: (line) => lines.push(line) })
    expect(lines).toEqual(['a', 'b', 'c', '', 'd'])
  })

  test('of which only so much is kept', async () => {
    const result = await processes().run({ ...sh('head -c 100000 /dev/zero'), stdoutLimit: 10 })
    expect(result.stdout.length).toBe(10)
  })

  test('whose program is missing fails with its name and what to do', async () => {
    const missing = processes().run({ ...SH, file: 'no-such-program-here', args: [] })
    await expect(missing).rejects.toThrow('The program no-such-program-here is not on PATH.')
  })

  test.each([
    ['arguments that are too long', { args: ['x'.repeat(200_000)] }, 'arguments of /bin/true are too long'],
    ['a NUL in an argument', { args: ['secret\0word'] }, 'An argument of /bin/true holds a NUL character.'],
    ['a folder that is not there', { args: [], cwd: '/no/such' }, 'The folder /no/such, where /bin/true'],
  ])('that cannot be started for %s says so, and shows no argument', async (_, more, message) => {
    const started = processes().run({ ...SH, file: '/bin/true', ...more })
    await expect(started).rejects.toMatchObject({ name: 'CommandError' })
    await expect(started).rejects.toThrow(message)
    await expect(started).rejects.not.toThrow('secret')
  })

  test('keeps characters whole that arrive in two pieces', async () => {
    const result = await processes().run(sh("printf '\\303' >&2; sleep 0.2; printf '\\251' >&2"))
    expect(result.stderr).toBe('é')
  })
})

describe('the environment of a child', () => {
  const poisoned = {
    PATH: process.env.PATH,
    HOME: '/home/x',
    DOCKER_HOST: 'unix:///x.sock',
    LC_MESSAGES: 'C',
    AWS_SECRET_ACCESS_KEY: 'secret',
    ACTIONS_RUNTIME_TOKEN: 'secret',
    GITHUB_TOKEN: 'secret',
    INPUT_PASSWORD: 'secret',
    STATE_X: 'secret',
    NODE_OPTIONS: '--require=/evil.js',
    LD_PRELOAD: '/evil.so',
    COSIGN_REPOSITORY: 'evil',
    BUILDKIT_HOST: 'evil',
  }
  type Seer = 'docker' | 'git' | 'credential-helper'
  const seen = async (tool: Seer, env?: Readonly<Record<string, string>>) => {
    const script = 'process.stdout.write(JSON.stringify(process.env))'
    const command = { tool, file: process.execPath, args: ['-e', script], timeoutMs: 20_000 }
    const result = await createProcesses(poisoned).run(env === undefined ? command : { ...command, env })
    return JSON.parse(result.stdout.toString())
  }

  test('is an allow-list: what an earlier step set does not reach docker', async () => {
    const { PATH, HOME, DOCKER_HOST, LC_MESSAGES } = poisoned
    expect(await seen('docker')).toEqual({ PATH, HOME, DOCKER_HOST, LC_MESSAGES })
  })

  test('is shorter for git', async () => {
    const { PATH, HOME, LC_MESSAGES } = poisoned
    expect(await seen('git')).toEqual({ PATH, HOME, LC_MESSAGES })
  })

  test('holds the keys of a cloud for helpers only', async () => {
    const { PATH, HOME, LC_MESSAGES, AWS_SECRET_ACCESS_KEY } = poisoned
    expect(await seen('credential-helper')).toEqual({ PATH, HOME, LC_MESSAGES, AWS_SECRET_ACCESS_KEY })
  })

  test('holds what the caller names', async () => {
    expect(await seen('git', { ONE: '1' })).toMatchObject({ ONE: '1' })
  })

  test('is extended for a tool by what the run makes', async () => {
    const all = createProcesses({ PATH: process.env.PATH })
    all.extend('docker', { DOCKER_CONFIG: '/private' })
    expect((await all.run(sh('echo $DOCKER_CONFIG'))).stdout.toString()).toBe('/private\n')
    const git = await all.run({ ...sh('echo $DOCKER_CONFIG'), tool: 'git' })
    expect(git.stdout.toString()).toBe('\n')
  })
})

describe('a time limit', () => {
  test('ends the child and everything that it started', async () => {
    const file = join(folder, 'grandchild')
    const result = await processes().run({ ...sh(`sleep 60 & echo $! > ${file}; wait`), timeoutMs: 300 })
    expect(result.timedOut).toBe(true)
    expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false)
  }, 15_000)

  test('ends a child that does not listen to signals', async () => {
    const started = Date.now()
    const result = await processes().run({
      ...sh("trap '' INT TERM; while :; do sleep 0.1; done"),
      timeoutMs: 200,
    })
    expect(result).toMatchObject({ timedOut: true, code: undefined })
    expect(Date.now() - started).toBeLessThan(7_000)
  }, 15_000)

  test('does not wait for somebody who left the group with the pipes open', async () => {
    const started = Date.now()
    await processes().run({ ...SH, file: 'setsid', args: ['--fork', 'sleep', '8'] })
    expect(Date.now() - started).toBeLessThan(6_000)
  }, 15_000)
})

describe('stopping everything', () => {
  test('ends what runs and refuses what would come, with the reason, but not what cleans up', async () => {
    const all = processes()
    const file = join(folder, 'started')
    const running = all.run(sh(`echo $$ > ${file}; sleep 60`))
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20))
    await all.stopAll('the job was cancelled')
    expect((await running).code).not.toBe(0)
    await expect(all.run(sh('true'))).rejects.toThrow('/bin/sh was not started: the job was cancelled')
    expect((await all.run({ ...sh('true'), cleanup: true })).code).toBe(0)
  }, 15_000)
})

describe('a connection over a program', () => {
  const connect = (script: string, all = processes()) => ({ all, stream: all.connect(sh(script)) })

  test('passes everything on in both directions, and ends with the program', async () => {
    const { stream } = connect('head -c 300000')
    const sent = Buffer.alloc(300_000, 'abc')
    stream.write(sent)
    expect((await buffer(stream)).equals(sent)).toBe(true)
  })

  test('fails with the words of the program where that fails', async () => {
    const { stream } = connect('echo some; echo "no way" >&2; exit 3')
    await expect(buffer(stream)).rejects.toThrow(/^\/bin\/sh -c .* ended: no way$/)
  })

  test('does not wait, once it is ended, for somebody who left the group with the pipes open', async () => {
    const { all, stream } = connect('setsid --fork sleep 4; echo ready; cat')
    await once(stream, 'data')
    const started = Date.now()
    stream.destroy()
    await all.stopAll('the step is over')
    expect(Date.now() - started).toBeLessThan(1_500)
  })

  test('is refused where everything is stopped, with the reason', async () => {
    const all = processes()
    await all.stopAll('the job was cancelled')
    expect(() => connect('cat', all)).toThrow('/bin/sh was not started: the job was cancelled')
  })
})

describe('a short question', () => {
  test('is answered', async () => {
    const answer = await processes().ask({ ...sh('echo yes; exit 3'), tool: 'git' })
    expect(answer).toMatchObject({ code: 3, timedOut: false })
    expect(answer.stdout.toString()).toBe('yes\n')
  })

  test('is given up after its time', async () => {
    const answer = await processes().ask({ ...sh('sleep 1'), timeoutMs: 100 })
    expect(answer.timedOut).toBe(true)
  })
})
