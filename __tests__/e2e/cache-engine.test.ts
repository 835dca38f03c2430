import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type CacheService, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { startDaemon } from '../../scripts/sandbox/start-daemon.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Cached, cachedImage, steps } from './cached.ts'

// The engine's own builder keeps what it has built, so it is an engine of the test, which can be emptied.
const kind = LEGS.find(({ name }) => name === 'containerd-docker')
let leg: Leg
let engine: { readonly host: string; readonly stop: () => Promise<void> }
let service: CacheService
let image: Cached
beforeAll(async () => {
  if (kind === undefined) throw new Error('there is no such leg')
  ;[leg, service] = [await startLeg(kind), await startCacheService()]
  engine = await startDaemon({ containerdStore: true })
  const own = {
    engine: { host: engine.host, exclusive: true },
    env: { ...leg.env, DOCKER_HOST: engine.host },
  }
  image = cachedImage({ ...leg, ...own }, () => service)
}, 120_000)
afterAll(async () => {
  await Promise.all([engine?.stop(), service?.stop()])
  await leg?.stop()
}, 60_000)

async function forget(): Promise<void> {
  const env = { ...process.env, ...leg.env, DOCKER_HOST: engine.host }
  for (const what of ['builder', 'image'])
    await promisify(execFile)('docker', [what, 'prune', '-af'], { env })
}

test('with the docker driver a second build is all from either layer alone', async () => {
  expect(steps(await image.run())).toEqual([5, 0])
  for (const cache of ['gha', 'registry']) {
    await forget()
    const again = await image.run({ cache })
    expect([cache, ...steps(again)]).toEqual([cache, 0, 5])
    expect(again.annotations).toEqual([])
  }
  await forget()
  expect(steps(await image.run({ cache: 'off' }))).toEqual([5, 0])
}, 120_000)
