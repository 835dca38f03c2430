import { afterEach, describe, expect, test } from '@jest/globals'
import { connectToEngine, type EngineRequest } from '../../src/host/engine-api.ts'
import { createProcesses } from '../../src/host/process.ts'
import { type Dial, gone, startDial } from './dial.ts'

const dials: Dial[] = []
afterEach(async () => {
  for (const dial of dials.splice(0)) await dial.stop()
})

async function start(...parameters: Parameters<typeof startDial>) {
  const dial = await startDial(...parameters)
  dials.push(dial)
  return { dial, api: connectToEngine(dial.processes) }
}

const get = (path: string, more: Partial<EngineRequest> = {}): EngineRequest => ({
  ...{ method: 'GET', path, limit: 1000, timeoutMs: 20_000 },
  ...more,
})
const text = async (answer: Promise<{ readonly body: Buffer }>) => (await answer).body.toString()

describe('questions to the engine', () => {
  test('go over one process, behind the version that the engine has', async () => {
    const { dial, api } = await start((request, response) => response.end(`answer to ${request.url}`))
    expect(await text(api.ask(get('/one')))).toBe('answer to /v1.43/one')
    expect(await Promise.all(['/two', '/three'].map((path) => text(api.ask(get(path)))))).toEqual([
      'answer to /v1.43/two',
      'answer to /v1.43/three',
    ])
    expect(dial.asked.map(({ path }) => path)).toEqual(['/_ping', '/v1.43/one', '/v1.43/two', '/v1.43/three'])
    expect(dial.pids()).toHaveLength(1)
    api.close()
    await gone(dial.pids())
  })

  test('carry JSON, and give every answer with its status and headers', async () => {
    const { dial, api } = await start((_, response) =>
      response.writeHead(409, { 'X-Word': 'yes' }).end('{"message":"in use"}'),
    )
    const answer = await api.ask(get('/x?name=a', { method: 'POST', body: { Image: 'é' } }))
    expect(answer).toMatchObject({ status: 409, headers: { 'x-word': 'yes' } })
    expect(answer.body.toString()).toBe('{"message":"in use"}')
    expect(dial.asked[1]).toEqual({ method: 'POST', path: '/v1.43/x?name=a', body: '{"Image":"é"}' })
    api.close()
  })

  test('get so much of an answer and no more, and the next one is answered too', async () => {
    const { dial, api } = await start((request, response) => {
      if (request.url === '/v1.43/short') return void response.end('short')
      const more = () => response.write('x'.repeat(65_536)) && setImmediate(more)
      response.on('drain', more)
      more()
    })
    expect((await api.ask(get('/endless', { limit: 10 }))).body.toString()).toBe('xxxxxxxxxx')
    expect(await text(api.ask(get('/short', { limit: 3 })))).toBe('sho')
    expect(await text(api.ask(get('/short')))).toBe('short')
    expect(dial.pids()).toHaveLength(2)
    api.close()
    await gone(dial.pids())
  })

  test('are answered after the engine has ended an idle connection', async () => {
    const { dial, api } = await start((_, response) => response.end('here'))
    await api.ask(get('/one'))
    dial.hangUp()
    await gone(dial.pids())
    // Where the end is not seen yet, the question fails at once.
    const again = await api.ask(get('/two')).catch(() => api.ask(get('/two')))
    expect(again.body.toString()).toBe('here')
    api.close()
  })
})

describe('an engine in trouble', () => {
  test.each([
    ['does not answer', () => {}],
    ['stops in the middle', (_: unknown, response: { write(text: string): void }) => response.write('half')],
  ])('that %s is given up in time', async (_, answer) => {
    const { dial, api } = await start(answer)
    const question = api.ask(get('/containers/x/archive?path=/y', { timeoutMs: 1_000 }))
    await expect(question).rejects.toThrow(
      'The engine did not answer in time (GET /v1.43/containers/x/archive).',
    )
    await expect(question).rejects.toMatchObject({ name: 'CommandError' })
    await gone(dial.pids())
    api.close()
  })

  test('that ends the connection instead of an answer is said to have done so', async () => {
    const { api } = await start((request) => request.socket.destroy())
    await expect(api.ask(get('/x'))).rejects.toThrow(
      'The engine cannot be asked (GET /v1.43/x): socket hang up.',
    )
    api.close()
  })

  test('that nobody reaches is told in the words of docker', async () => {
    const { dial } = await start(() => {})
    const env = { PATH: dial.home, HOME: dial.home, DOCKER_HOST: 'unix:///no/such.sock' }
    await expect(connectToEngine(createProcesses(env)).ask(get('/x'))).rejects.toThrow(
      'docker system dial-stdio ended: Cannot connect to the Docker daemon at unix:///no/such.sock.',
    )
  })

  test('is not what is told where there is no docker', async () => {
    const api = connectToEngine(createProcesses({ PATH: '/no/such' }))
    await expect(api.ask(get('/x'))).rejects.toThrow('The program docker is not on PATH.')
  })

  test('that does not say its version is not asked', async () => {
    const { dial, api } = await start(() => {}, {})
    await expect(api.ask(get('/x'))).rejects.toThrow(
      /does not say the version of its API\. Allowed: Docker 24/,
    )
    expect(dial.asked).toHaveLength(1)
    api.close()
  })
})

test('stopping everything ends the connection, the question and the one behind it', async () => {
  const { dial, api } = await start((request, response) => {
    if (request.url === '/v1.43/first') response.end()
  })
  await api.ask(get('/first'))
  const questions = Promise.allSettled([api.ask(get('/second')), api.ask(get('/third'))])
  while (dial.asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 10))
  await dial.processes.stopAll('the job was cancelled')
  const [second, third] = await questions
  expect(second).toMatchObject({ status: 'rejected', reason: { name: 'CommandError' } })
  expect(third).toMatchObject({
    reason: { message: 'docker was not started: the job was cancelled' },
  })
  await gone(dial.pids())
  expect(dial.asked.map(({ path }) => path)).not.toContain('/v1.43/third')
})
