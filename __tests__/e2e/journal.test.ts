import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

/** The tags of a release in the order in which they are written; `N` is the major version. */
const WRITES = ['vN.0.0', 'vN.0', 'vN', 'latest', 'the commit']

// The journal and the registry are the same on every leg.
describe.each(LEGS.slice(0, 1))('a main step that is killed, on $name', (kind) => {
  let leg: Leg
  let before: JobResult
  let major = 1
  beforeAll(async () => {
    leg = await startLeg(kind)
    before = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    succeeded(before)
  }, 120_000)
  afterEach(() => leg.registry.set({ faults: [] }))
  afterAll(() => leg.stop())

  /** Kills main while it writes a tag: the write is still under way, or was taken. */
  async function killedAt(write: string, taken: boolean, job: Partial<Job> = {}): Promise<JobResult> {
    const version = `v${++major}.0.0`
    const name = write.replace('N', `${major}`)
    const path = write === 'the commit' ? /\/manifests\/[0-9a-f]{40}$/ : new RegExp(`/manifests/${name}$`)
    // Main waits for the answer: of a write that the registry has taken already, or has not begun yet.
    leg.registry.set({
      faults: [{ method: 'PUT', path, ...(taken ? { answerAfterMs: 5000 } : { afterMs: 1500 }) }],
    })
    const arrived = () =>
      leg.registry.requests().some(({ method, path: asked }) => method === 'PUT' && path.test(asked))
    return publish({
      ...{ leg, workspace: leg.workspace({ version }), ref: `refs/tags/${version}`, inputs: SMALL },
      during: async (main) => {
        while (!arrived()) await sleep(20)
        if (taken) await sleep(300)
        main.kill()
      },
      between: async () => leg.registry.set({ faults: [] }),
      ...job,
    })
  }

  describe.each(WRITES)('at %s', (write) => {
    test.each([
      ['after the registry has taken the write', true],
      ['before it has', false],
    ])(
      '%s',
      async (_, taken) => {
        const job = await killedAt(write, taken)
        expect(job.main.signal).toBe('SIGKILL')
        // No moving tag is anywhere else than where it was.
        for (const tag of ['v1.0.0', 'v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(before.tags[tag])
        const version = `v${major}.0.0`
        if (taken) expect(job.tags[version]).toBeDefined()
        if (job.tags[version] !== undefined) expect(job.tags[`withdrawn-${version}`]).toBe(job.tags[version])
        expect(job.left).toEqual({})
        expect(job.post?.code).toBe(0)
        // What cannot be deleted is told.
        if (!['vN.0.0', 'latest'].includes(write))
          expect(job.annotations.join('\n')).toMatch(/put back: \d of \d/)
      },
      60_000,
    )
  })

  test('a machine that vanished with its journal: the next publish of anything puts the tags right', async () => {
    const version = `v${major + 1}.0.0`
    const job = await killedAt('the commit', false, { mainOnly: true })
    await sleep(2000)
    expect(job.tags.latest).toBe(job.tags[version])
    const next = await publish({
      ...{ leg, workspace: leg.workspace({ other: 'next' }), ref: 'refs/tags/v1.0.1', inputs: SMALL },
    })
    succeeded(next)
    // The version was published whole, but for its commit's tag; latest names the highest version.
    expect(next.tags.latest).toBe(next.tags[version])
    expect(next.tags.v1).toBe(next.outputs.digest)
  }, 120_000)

  test.each([
    ['gone', (file: string) => rmSync(file)],
    ['damaged', (file: string) => writeFileSync(file, '[{"tag":')],
  ])(
    'with a journal that is %s: post says so, and the state of the step has it too',
    async (_, harm) => {
      const latest = (await leg.reader.tags('octocat/hello-world')).latest
      const job = await killedAt('latest', true, {
        between: async (_, state) => {
          leg.registry.set({ faults: [] })
          const { folder } = JSON.parse(state['ghcr-publish'] ?? '{}') as { folder: string }
          harm(join(folder, 'journal.json'))
        },
      })
      expect(job.annotations.join('\n')).toMatch(/The journal of the tags is gone, damaged or changed/)
      expect(job.tags.latest).toBe(latest)
      expect(job.left).toEqual({})
    },
    60_000,
  )
})

describe.each(LEGS.slice(0, 1))('a registry that fails while tags move, on $name', (kind) => {
  let leg: Leg
  let before: JobResult
  let major = 1
  beforeAll(async () => {
    leg = await startLeg(kind)
    before = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    succeeded(before)
  }, 120_000)
  afterEach(() => leg.registry.set({ faults: [], deleteStatus: 405 }))
  afterAll(() => leg.stop())

  const fail = (fault: object, { deletes = false } = {}) => {
    const version = `v${++major}.0.0`
    leg.registry.set({
      deleteStatus: deletes ? 'tags' : 405,
      faults: [{ method: 'PUT', path: /manifests\/latest$/, ...fault, times: 3 }],
    })
    return publish({ leg, workspace: leg.workspace({ version }), ref: `refs/tags/${version}`, inputs: SMALL })
  }

  test.each([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['a cut connection', { destroy: true }],
  ])(
    '%s for longer than is waited: every tag is put back',
    async (_, fault) => {
      const job = await fail(fault)
      const version = `v${major}.0.0`
      expect(job.status).toBe('failure')
      expect(job.tags.latest).toBe(before.tags.latest)
      expect(job.tags[`withdrawn-${version}`]).toBe(job.tags[version])
      expect(job.annotations[0]).toMatch(/^The tag latest was not moved\./)
      expect(job.left).toEqual({})
    },
    60_000,
  )

  test('a registry that deletes tags keeps nothing of it', async () => {
    const job = await fail({ status: 400 }, { deletes: true })
    expect(job.status).toBe('failure')
    expect(job.tags.latest).toBe(before.tags.latest)
    expect(Object.keys(job.tags).filter((tag) => tag.includes(`v${major}`))).toEqual([])
    expect(job.log).toMatch(/is deleted, for it did not exist before/)
  }, 60_000)

  test('a tag list that does not work stops a publish before it builds', async () => {
    leg.registry.set({ faults: [{ path: /tags\/list/, status: 405, code: 'UNSUPPORTED' }] })
    const job = await publish({
      ...{ leg, workspace: leg.workspace({ other: 'list' }), ref: 'refs/tags/v50.0.0', inputs: SMALL },
    })
    expect(job.status).toBe('failure')
    expect(job.annotations.join()).toMatch(/the registry answered 405/)
    expect(job.log).not.toMatch(/^(?:▸|::group::)?\s*Build and push/m)
  }, 60_000)
})
