import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Platform } from '../../../src/domain/platform.ts'
import type { ContainerRun } from '../../../src/host/engine.ts'
import { createHttp } from '../../../src/host/http.ts'
import { DOCKERFILE, type Machine, machine } from './machine.ts'

const LABEL = `host-real=${randomBytes(6).toString('hex')}`
let user: Machine
let platform: Platform

const engine = () => user.host.engine
let count = 0
const run = (args: readonly string[], more: Partial<ContainerRun> = {}): ContainerRun => ({
  ...{ image: user.image, platform, entrypoint: undefined, args, env: {}, label: LABEL, port: undefined },
  name: `host-real-server-${process.pid}-${++count}`,
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
})

afterAll(async () => {
  await engine().removeImages([user.image])
  user.stop()
})

describe('a container in the background', () => {
  test('is asked on loopback, tells its state and its log, and stops on SIGTERM', async () => {
    const server = run(['serve'], { port: 8000 })
    await engine().start(server)
    const port = await engine().port(server.name, 8000)
    const deadline = Date.now() + 10_000
    let status: number | undefined
    while (status === undefined && Date.now() < deadline)
      status = await createHttp().status(port ?? 0, '/app', 1_000)
    expect(status).toBe(200)
    expect(await engine().state(server.name)).toEqual({ running: true, code: 0 })
    expect(await engine().port(server.name, 9)).toBeUndefined()
    expect(await engine().stop(server.name, 10)).toEqual({ onSigterm: true })
    expect(await engine().state(server.name)).toEqual({ running: false, code: 0 })
  }, 30_000)

  test('that does not listen is killed after its grace, and that is told', async () => {
    const deaf = run(['deaf'])
    await engine().start(deaf)
    expect(await engine().stop(deaf.name, 1)).toEqual({ onSigterm: false })
    expect(await engine().state(deaf.name)).toEqual({ running: false, code: 137 })
  }, 30_000)

  test('is known by the last lines that it wrote', async () => {
    const talker = run(['/bin/busybox seq 20'])
    await engine().start(talker)
    while ((await engine().state(talker.name)).running) await new Promise((r) => setTimeout(r, 50))
    expect(await engine().logs(talker.name, 2)).toEqual(['19', '20'])
  })

  test('that cannot be started is an error in the words of the engine', async () => {
    await expect(engine().start(run([], { entrypoint: '/no/such' }))).rejects.toThrow(/no such file/)
  })

  test('that is not there has no state, and did not stop on SIGTERM', async () => {
    await expect(engine().state('host-real-absent')).rejects.toThrow(/says of container host-real-absent/)
    expect(await engine().stop('host-real-absent', 1)).toEqual({ onSigterm: false })
  })
})
