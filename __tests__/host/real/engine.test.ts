import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Platform } from '../../../src/domain/platform.ts'
import type { ContainerRun } from '../../../src/host/engine.ts'
import { createEngine } from '../../../src/host/engine.ts'
import { createProcesses } from '../../../src/host/process.ts'
import { type Store, theRig } from '../../rig/engines.ts'
import { DOCKERFILE, type Machine, machine } from './machine.ts'

const LABEL = `host-real=${randomBytes(6).toString('hex')}`
let user: Machine
const others: Machine[] = []
let platform: Platform

const engine = () => user.host.engine
/** One more user, for one test. */
function another(...parameters: Parameters<typeof machine>): Machine {
  const made = machine(...parameters)
  others.push(made)
  return made
}
let count = 0
const run = (args: readonly string[], more: Partial<ContainerRun> = {}): ContainerRun => ({
  ...{ image: user.image, platform, entrypoint: undefined, args, env: {}, label: LABEL, port: undefined },
  name: `host-real-${process.pid}-${++count}`,
  timeoutMs: 30_000,
  ...more,
})

beforeAll(async () => {
  user = machine()
  const facts = await engine().describe()
  if ('unreachable' in facts) throw new Error(facts.unreachable)
  platform = facts.platform
  await user.build(user.image, DOCKERFILE)
}, 60_000)

afterEach(async () => {
  await engine().removeContainers(await engine().containersOf(LABEL))
  for (const one of others.splice(0)) one.stop()
})

afterAll(async () => {
  await engine().removeImages([user.image])
  user.stop()
})

describe('the facts of an engine', () => {
  test.each(['containerd', 'classic'] as const)('tell the %s image store', async (store: Store) => {
    const other = another(theRig().engines[store])
    expect(await other.host.engine.describe()).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+/),
      buildx: expect.stringMatching(/^\d+\.\d+/),
      containerdStore: store === 'containerd',
      platform: { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    })
  })

  test('are missing where none answers, or there is no docker, with the reason', async () => {
    const silent = createProcesses({ ...user.env, DOCKER_HOST: 'unix:///no/such.sock' })
    expect(await createEngine(silent).describe()).toEqual({
      unreachable: expect.stringContaining('unix:///no/such.sock'),
    })
    const bare = createProcesses({ PATH: '/no/such' })
    expect(await createEngine(bare).describe()).toEqual({
      unreachable: expect.stringContaining('docker is not on PATH'),
    })
  })
})

describe('a container in the foreground', () => {
  test('gives its exit code and the lines of both streams, and is gone', async () => {
    const result = await engine().run(run(['echo out; echo err >&2; exit 7']))
    expect(result).toMatchObject({ code: 7, timedOut: false })
    expect(result.last.toSorted()).toEqual(['err', 'out'])
    expect(await engine().containersOf(LABEL)).toEqual([])
  })

  test('gives the first and the last lines of many', async () => {
    const { first, last } = await engine().run(run(['/bin/busybox seq 1000']))
    expect([first.length, first[0], last.length, last.at(-1)]).toEqual([50, '1', 50, '1000'])
  })

  test('gets variables that would steer docker itself, and docker works', async () => {
    const env = { PATH: '/app/bin', HOME: '/nowhere', DOCKER_HOST: 'tcp://127.0.0.1:9', LD_PRELOAD: '/no.so' }
    const result = await engine().run(run(['echo "$PATH $HOME $DOCKER_HOST $LD_PRELOAD"'], { env }))
    expect(result).toMatchObject({ code: 0, last: ['/app/bin /nowhere tcp://127.0.0.1:9 /no.so'] })
  })

  test('gets secrets that stand in no argument', async () => {
    const secret = randomBytes(12).toString('hex')
    const env = { API_KEY: secret, https_proxy: `http://u:${secret}@proxy` }
    const { last } = await engine().run(run(['echo "$API_KEY $https_proxy"'], { env }))
    expect(last).toEqual([`${secret} http://u:${secret}@proxy`])
    const [call] = user.calls().filter((line) => line.includes('--env=API_KEY'))
    expect(call).toBeDefined()
    expect(user.calls().join('\n')).not.toContain(secret)
  })

  test('is ended and removed after its time', async () => {
    const started = Date.now()
    const result = await engine().run(run(['deaf'], { timeoutMs: 1_500 }))
    expect(result.timedOut).toBe(true)
    expect(Date.now() - started).toBeLessThan(15_000)
    expect(await engine().containersOf(LABEL)).toEqual([])
  }, 30_000)

  test.each([
    ['a program that is not there', { entrypoint: '/no/such' }, 127],
    ['a program that is no program', { entrypoint: '/home' }, 126],
  ])('that cannot start for %s says so in the words of the engine', async (_, more, code) => {
    const result = await engine().run(run([], more))
    expect(result.code).toBe(code)
    expect(result.last.join('\n')).toMatch(/^docker: |Error/m)
  })

  test('of an image that is nowhere is an error in the words of the engine', async () => {
    const absent = run([], { image: 'host-real.invalid/none:1' })
    await expect(engine().run(absent)).rejects.toThrow(
      /The engine says of pulling host-real.invalid\/none:1: /,
    )
  })

  test('is left to post where everything is stopped, which finds it by its label', async () => {
    const other = another()
    const running = other.host.engine.run(run(['deaf']))
    while ((await engine().containersOf(LABEL)).length === 0) await new Promise((r) => setTimeout(r, 50))
    const stopped = other.host.processes.stopAll('the job was cancelled')
    await Promise.allSettled([running, stopped])
    await other.host.engine.removeContainers(await other.host.engine.containersOf(LABEL))
    expect(await engine().containersOf(LABEL)).toEqual([])
  }, 30_000)
})

describe('files inside an image', () => {
  const name = () => user.image.replace('fixture', 'links')
  beforeAll(async () => {
    const outside = join(user.root, 'outside')
    writeFileSync(outside, 'of the host')
    const pairs = [
      ['/bin/busybox', 'abs'],
      ['../app', 'rel'],
      ['/none', 'gone'],
      [`../../../..${outside}`, 'out'],
    ]
    const script = pairs.map((pair) => `./busybox ln -s ${pair.join(' ')}`).join(' && ')
    const links = `RUN ${JSON.stringify(['/bin/busybox', 'sh', '-c', `cd /bin && ${script}`])}`
    await user.build(name(), `FROM scratch\nCOPY busybox /bin/busybox\nCOPY app /app\n${links}\n`)
  }, 60_000)
  afterAll(() => engine().removeImages([name()]))

  test('are read without starting it, through links that stay inside', async () => {
    const image = await engine().open(run([], { image: name(), entrypoint: '/not-started' }))
    const head = async (path: string) => (await image.head(path, 4))?.toString('latin1')
    expect(await head('/bin/busybox')).toBe('\x7fELF')
    expect(await head('/bin/abs')).toBe('\x7fELF')
    expect(await head('/bin/rel')).toBe('#!/b')
    expect(await head('/bin/gone')).toBeUndefined()
    expect(await head('/bin/out')).toBeUndefined()
    expect(await head('/bin')).toBeUndefined()
    expect(await head('/none')).toBeUndefined()
    await image.close()
    expect(await engine().containersOf(LABEL)).toEqual([])
  }, 30_000)

  test('of an image that is nowhere are an error in the words of the engine', async () => {
    const absent = run([], { image: 'host-real.invalid/none:1' })
    await expect(engine().open(absent)).rejects.toThrow(/The engine says of host-real.invalid\/none:1/)
  })
})

describe('images of an engine', () => {
  test('are unknown where no engine answers: that is not the same as none', async () => {
    const silent = createProcesses({ ...user.env, DOCKER_HOST: 'unix:///no/such.sock' })
    await expect(createEngine(silent).imagesOf('host-real.invalid/none')).rejects.toThrow(/no\/such\.sock/)
  })

  test('are known by name, with their configuration', async () => {
    expect(await engine().hasImage(user.image)).toBe(true)
    expect(await engine().hasImage('host-real.invalid/none:1')).toBe(false)
    expect(await engine().imagesOf(user.image.replace(/:1$/, ''))).toContain(user.image)
    expect(await engine().imageConfig(user.image, platform)).toMatchObject({
      entrypoint: ['/app'],
      cmd: ['echo', 'hello'],
      env: { COLOUR: 'blue' },
      user: '1234',
      workdir: '/home',
      labels: { kind: 'fixture' },
      platform,
    })
    await expect(engine().imageConfig('host-real.invalid/none:1', platform)).rejects.toThrow(/says of/)
  })

  test('are removed, also where some of them are gone', async () => {
    const other = user.image.replace('fixture', 'removed')
    await user.build(other, `FROM scratch\nCOPY app /removed\n`)
    await engine().removeImages(['host-real.invalid/none:1', other])
    expect(await engine().hasImage(other)).toBe(false)
  }, 30_000)
})
