import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type CacheService, type Fault, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

/** Two steps that work, and between them a file that changes. */
const Dockerfile = `FROM scratch AS tools
COPY bin/amd64/busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox dd if=/dev/urandom of=/big bs=1k count=300"]
FROM tools
COPY docs /docs
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox cp /docs /copy"]
COPY app /app
ENTRYPOINT ["/app"]
`

// A builder of its own in every job: what is cached comes from a cache, and from nowhere else.
const [kind] = LEGS.filter(({ name }) => name === 'containerd-container')
let leg: Leg
let service: CacheService
beforeAll(async () => {
  if (kind === undefined) throw new Error('there is no such leg')
  leg = await startLeg(kind)
}, 60_000)
afterAll(() => leg.stop())
beforeEach(async () => {
  service = await startCacheService()
})
afterEach(() => service.stop())

const token = (permission: 'read' | 'read-write' = 'read-write') =>
  makeRuntimeToken([{ scope: 'refs/heads/main', permission }])

let packages = 0
/** A package of its own, so that no test finds what another one has written. */
function given(files: Readonly<Record<string, string>> = {}) {
  const image = `${leg.image}-cache-${++packages}`
  const workspace = leg.workspace({ Dockerfile, ...files })
  const run = async (inputs: Job['inputs'] = {}, env: Job['env'] = service.env(token())) => {
    workspace.commit('Next')
    const job = await publish({
      ...{ leg, workspace },
      inputs: { ...SMALL, cache: 'registry,gha', image, smoke: 'off', ...inputs },
      env,
    })
    return job
  }
  return { image, workspace, run }
}

/** Steps that ran, and steps that came from a cache. */
function steps(job: JobResult): readonly [ran: number, cached: number] {
  succeeded(job)
  const { build } = JSON.parse(job.outputs.json ?? '{}') as {
    build: { steps: readonly { ran: number; cached: number }[] }
  }
  const counts = build.steps
  return [sum(counts.map(({ ran }) => ran)), sum(counts.map(({ cached }) => cached))]
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

describe('a second build', () => {
  test.each(['registry', 'gha', 'registry,gha'])(
    'is all from the cache by %s',
    async (layers) => {
      const { run } = given()
      expect(steps(await run())).toEqual([5, 0])
      const again = await run({ cache: layers })
      expect(steps(again)).toEqual([0, 5])
      expect(again.annotations).toEqual([])
    },
    120_000,
  )

  test('builds what follows a changed file, and nothing else', async () => {
    const { run, workspace } = given()
    await run()
    workspace.commit('Change', { docs: 'new\n' })
    expect(steps(await run())).toEqual([3, 2])
  }, 120_000)
})

/** Whatever the service does, the image is published, in time, and at most one warning is written. */
describe('a cache service', () => {
  const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
    ['conflicts', { on: 'CreateCacheEntry', kind: 'status', status: 409 }],
    ['is throttled where it is asked', { on: 'any', kind: 'status', status: 429, retryAfterSeconds: 60 }],
    ['is throttled where it is written', { on: 'CreateCacheEntry', kind: 'status', status: 429 }],
    ['fails where it is asked', { on: 'any', kind: 'status', status: 500 }],
    ['fails where it is read', { on: 'download', kind: 'status', status: 500 }],
    ['fails where it is written', { on: 'upload', kind: 'status', status: 500 }],
    ['hangs where it is asked', { on: 'any', kind: 'hang' }],
    ['hangs where it is read', { on: 'download', kind: 'hang' }],
    ['hangs where it is written', { on: 'upload', kind: 'hang' }],
    ['cuts what is read', { on: 'download', kind: 'truncate', bytes: 10 }],
    ['cuts what is written', { on: 'upload', kind: 'destroy' }],
  ]
  test.each(FAULTS)(
    '%s',
    async (_, fault) => {
      const { run, workspace } = given()
      succeeded(await run({ cache: 'gha' }))
      workspace.commit('Change', { app: 'new\n' })
      service.set({ faults: [fault] })
      const began = Date.now()
      const job = await run({ cache: 'gha' })
      succeeded(job)
      console.log(_, Date.now() - began, job.annotations, steps(job))
      expect(job.annotations.length).toBeLessThanOrEqual(1)
    },
    120_000,
  )
})
