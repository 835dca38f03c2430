import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cacheFolder } from '../../scripts/rig/cache.js'
import { type CacheService, startCacheService } from '../../scripts/sandbox/cache-service.js'
import { makeRuntimeToken } from '../../scripts/sandbox/cache-service-token.js'
import { dockerHubReachable } from '../../scripts/sandbox/python-base.js'
import { secretInputs } from '../../scripts/sandbox/start-secrets.js'
import { baseInputs } from '../../scripts/sandbox/start-supplies.js'
import { exampleFiles } from '../rig/example.ts'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { succeeded } from './trouble.ts'

// A builder of its own in every job: what is cached comes from a cache, and from nowhere else.
const kind = LEGS.find(({ name }) => name === 'containerd-container')

interface Steps {
  readonly platform: string | null
  readonly ran: number
  readonly cached: number
  readonly missed: { readonly instruction: string; readonly others: number } | null
}

/** For each platform, in the order of their names: the output has that in which they were first heard of. */
function steps(job: JobResult): readonly Steps[] {
  succeeded(job)
  const { build } = JSON.parse(job.outputs.json ?? '{}') as { build: { steps: readonly Steps[] } }
  return build.steps.toSorted((a, b) => String(a.platform).localeCompare(String(b.platform)))
}

describe('the example, with a fresh builder for each publish', () => {
  let leg: Leg
  let service: CacheService
  let workspace: Workspace
  let base: Readonly<Record<string, string>>
  let first: readonly Steps[]
  beforeAll(async () => {
    if (kind === undefined) throw new Error('there is no such leg')
    ;[leg, service] = [await startLeg(kind), await startCacheService()]
    workspace = leg.workspace(exampleFiles())
    base = (await dockerHubReachable()) ? {} : await baseInputs({ cache: cacheFolder(), log: console.log })
    first = steps(await run('registry,gha'))
  }, 300_000)
  afterAll(async () => {
    await service.stop()
    await leg.stop()
  })

  /** Publishes the next commit, with all that it changes. */
  function run(cache: string, files: Readonly<Record<string, string>> = {}): Promise<JobResult> {
    workspace.commit('Next', files)
    const inputs = { ...secretInputs(), ...base, file: 'Dockerfile.example', sbom: 'false', smoke: 'off' }
    const token = makeRuntimeToken([{ scope: 'refs/heads/main', permission: 'read-write' }])
    return publish({ leg, workspace, inputs: { ...inputs, cache }, env: service.env(token) })
  }

  test.each(['gha', 'registry'])(
    'is all from the cache by %s',
    async (cache) => {
      expect(counts(first).cached).toBe(0)
      const job = await run(cache)
      expect(job.annotations).toEqual([])
      expect(counts(steps(job))).toEqual({ ran: 0, cached: counts(first).ran })
    },
    120_000,
  )

  test('builds what a changed source file is copied by, and nothing else', async () => {
    const [path = '', text = ''] =
      Object.entries(exampleFiles()).find(([name]) => name.endsWith('api.py')) ?? []
    const changed = steps(await run('registry,gha', { [path]: `${text}# changed\n` }))
    expect(counts(changed)).toEqual({ ran: 2, cached: counts(first).ran - 2 })
    const copied = { ran: 1, missed: { instruction: 'COPY example/app ./app', others: 0 } }
    expect(changed).toMatchObject([
      { ...copied, platform: 'linux/amd64' },
      { ...copied, platform: 'linux/arm64' },
    ])
  }, 120_000)
})

/** Of all platforms together: a step that both share counts for the one where it was first heard of. */
function counts(all: readonly Steps[]): { readonly ran: number; readonly cached: number } {
  const sum = (numbers: readonly number[]) => numbers.reduce((sofar, one) => sofar + one, 0)
  return { ran: sum(all.map(({ ran }) => ran)), cached: sum(all.map(({ cached }) => cached)) }
}
