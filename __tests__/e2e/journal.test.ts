import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

const VERSION = 'v2.0.0'
/** The tags of a release in the order in which they are written. */
const WRITES = [VERSION, 'v2.0', 'v2', 'latest', 'the commit']
const TAKEN = 'after the registry has taken the write'
const OPEN = 'before it has'
const LIST = 'a tag list that does not work stops a publish before it builds'

const release = (leg: Leg, job: Partial<Job> = {}) =>
  publish({
    ...{ leg, workspace: leg.workspace({ version: VERSION }), ref: `refs/tags/${VERSION}`, inputs: SMALL },
    ...job,
  })

/** Kills main while it writes a tag: the write is still under way, or was taken. */
async function killedAt(leg: Leg, write: string, taken: boolean, job: Partial<Job> = {}): Promise<JobResult> {
  const workspace = leg.workspace({ version: VERSION })
  const tag = write === 'the commit' ? workspace.head() : write
  const path = new RegExp(`/manifests/${tag}$`)
  const before = (await leg.reader.tags(REPOSITORY))[tag]
  // Main waits for the answer: of a write that the registry has taken already, or has not begun yet.
  leg.registry.set({
    faults: [{ method: 'PUT', path, ...(taken ? { answerAfterMs: 5000 } : { afterMs: 1500 }) }],
  })
  const arrived = () =>
    leg.registry.requests().some(({ method, path: asked }) => method === 'PUT' && path.test(asked))
  return release(leg, {
    workspace,
    during: async (main) => {
      while (!arrived()) await sleep(20)
      while (taken && (await leg.reader.tags(REPOSITORY))[tag] === before) await sleep(20)
      main.kill()
    },
    between: async () => leg.registry.set({ faults: [] }),
    ...job,
  })
}

/** Kills main, does something to its journal, and lets post run. */
function harmed(harm: (file: string) => void) {
  return (leg: Leg) =>
    killedAt(leg, 'latest', true, {
      between: async (_, state) => {
        leg.registry.set({ faults: [] })
        const { folder } = JSON.parse(state['ghcr-publish'] ?? '{}') as { folder: string }
        harm(join(folder, 'journal.json'))
      },
    })
}

/** Publishes to a registry that fails while tags move. */
function failing(fault: object, deleteStatus: 405 | 'tags' = 405) {
  return (leg: Leg) => {
    const faults = [{ method: 'PUT', path: /manifests\/latest$/, ...fault, times: 3 }]
    leg.registry.set({ deleteStatus, faults })
    return release(leg)
  }
}

const HARMED = {
  gone: harmed((file) => rmSync(file)),
  damaged: harmed((file) => writeFileSync(file, '[{"tag":')),
}
const FAILING = {
  '429': failing({ status: 429 }),
  '500': failing({ status: 500 }),
  'a cut connection': failing({ destroy: true }),
}
const DELETING = failing({ status: 400 }, 'tags')
const listing = (leg: Leg) => {
  leg.registry.set({ faults: [{ path: /tags\/list/, status: 405, code: 'UNSUPPORTED' }] })
  return release(leg)
}

const AT_ONCE = { ...SMALL, gate: 'false' }

/** One build pushes all tags of the version, and main is killed while it pushes latest. */
const pushing = (leg: Leg) => killedAt(leg, 'latest', false, { inputs: AT_ONCE })

/** The same of a branch that was published before. */
async function pushingBranch(leg: Leg): Promise<JobResult> {
  const [inputs, ref] = [AT_ONCE, 'refs/heads/main']
  const first = await publish({ leg, workspace: leg.workspace({ other: 'first' }), ref, inputs })
  succeeded(first)
  const job = await killedAt(leg, 'main', false, { ref, inputs })
  expect(job.tags.main).toBe(first.outputs.digest)
  return job
}

/** Kills main, and post finds a registry that shows nothing of the last eight seconds. */
const late = (leg: Leg) =>
  killedAt(leg, 'latest', true, {
    inputs: { ...SMALL, 'v-prefix': 'both' },
    between: async () => leg.registry.set({ faults: [], manifestLagMs: 8000, listLagMs: 8000 }),
  })

/** Kills main in the end and runs no post; then another version is published. */
async function vanished(leg: Leg): Promise<JobResult> {
  const job = await killedAt(leg, 'the commit', false, { mainOnly: true })
  await sleep(2000)
  expect(job.tags.latest).toBe(job.tags[VERSION])
  return publish({
    ...{ leg, workspace: leg.workspace({ other: 'next' }), ref: 'refs/tags/v1.0.1', inputs: SMALL },
  })
}

// The journal and the registry are the same on every leg. Each job mostly waits, and has a registry of its own.
describe.each(LEGS.slice(0, 1))('a publish that does not come to its end, on $name', (kind) => {
  let leg: Leg
  let before: JobResult
  let jobs: AtOnce<JobResult>
  beforeAll(async () => {
    leg = await startLeg(kind)
    before = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    succeeded(before)
    const kills = WRITES.flatMap((write) => [
      [`${write} ${OPEN}`, (own: Leg) => killedAt(own, write, false)] as const,
      [`${write} ${TAKEN}`, (own: Leg) => killedAt(own, write, true)] as const,
    ])
    jobs = startAtOnce(leg, {
      ...Object.fromEntries(kills),
      ...HARMED,
      ...FAILING,
      ...{ DELETING, [LIST]: listing, VANISHED: vanished },
      ...{ PUSHING: pushing, 'PUSHING A BRANCH': pushingBranch, LATE: late },
    })
  }, 120_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 180_000)

  /** No moving tag is anywhere else than where it was. */
  function expectPutBack(job: JobResult): void {
    for (const tag of ['v1.0.0', 'v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(before.tags[tag])
  }

  describe.each(WRITES)('because main is killed at %s', (write) => {
    test.each([
      [OPEN, false],
      [TAKEN, true],
    ])(
      '%s',
      async (when, taken) => {
        const job = await jobs.result(`${write} ${when}`)
        expect(job.main.signal).toBe('SIGKILL')
        expectPutBack(job)
        if (taken) expect(job.tags[VERSION]).toBeDefined()
        if (job.tags[VERSION] !== undefined) expect(job.tags[`withdrawn-${VERSION}`]).toBe(job.tags[VERSION])
        expect(job.left).toEqual({})
        expect(job.post?.code).toBe(0)
        // What cannot be deleted is told.
        if (![VERSION, 'latest'].includes(write))
          expect(job.annotations.join('\n')).toMatch(/put back: \d of \d/)
      },
      180_000,
    )
  })

  test.each(Object.keys(HARMED))(
    'with a journal that is %s: post says so, and the state of the step has it too',
    async (harm) => {
      const job = await jobs.result(harm)
      expect(job.annotations.join('\n')).toMatch(/The journal of the tags is gone, damaged or changed/)
      expectPutBack(job)
      expect(job.left).toEqual({})
    },
    180_000,
  )

  test.each(Object.keys(FAILING))(
    'because of %s for longer than is waited: every tag is put back',
    async (fault) => {
      const job = await jobs.result(fault)
      expect(job.status).toBe('failure')
      expectPutBack(job)
      expect(job.tags[`withdrawn-${VERSION}`]).toBe(job.tags[VERSION])
      expect(job.annotations[0]).toMatch(/^The tag latest was not moved\./)
      expect(job.left).toEqual({})
    },
    180_000,
  )

  test('on a registry that deletes tags keeps nothing of it', async () => {
    const job = await jobs.result('DELETING')
    expect(job.status).toBe('failure')
    expectPutBack(job)
    expect(Object.keys(job.tags).filter((tag) => tag.includes('v2'))).toEqual([])
    expect(job.log).toMatch(/is deleted, for it did not exist before/)
  }, 180_000)

  test(LIST, async () => {
    const job = await jobs.result(LIST)
    expect(job.status).toBe('failure')
    expect(job.annotations.join()).toMatch(/the registry answered 405/)
    expect(job.log).not.toMatch(/^(?:▸|::group::)?\s*Build and push/m)
  }, 180_000)

  test('and whose machine vanished with its journal: the next publish of anything puts the tags right', async () => {
    const next = await jobs.result('VANISHED')
    succeeded(next)
    // The version was published whole, but for its commit's tag; latest names the highest version.
    expect(next.tags.latest).toBe(next.tags[VERSION])
    expect(next.tags.v1).toBe(next.outputs.digest)
  }, 180_000)

  test('because main is killed while a build with gate: false pushes latest', async () => {
    const job = await jobs.result('PUSHING')
    expect([job.main.signal, job.post?.code, job.left]).toEqual(['SIGKILL', 0, {}])
    expectPutBack(job)
    expect(job.tags[VERSION]).toBeDefined()
    expect(job.tags[`withdrawn-${VERSION}`]).toBe(job.tags[VERSION])
  }, 180_000)

  test('because main is killed while a build with gate: false pushes the tag of its branch', async () => {
    const job = await jobs.result('PUSHING A BRANCH')
    expect([job.main.signal, job.post?.code, job.left]).toEqual(['SIGKILL', 0, {}])
    expectPutBack(job)
    expect(job.annotations.join('\n')).toMatch(/put back: \d of \d/)
  }, 180_000)

  test('and whose registry lags by eight seconds: post has the time to put both spellings back', async () => {
    const job = await jobs.result('LATE')
    expect([job.main.signal, job.post?.code, job.left]).toEqual(['SIGKILL', 0, {}])
    expectPutBack(job)
    for (const tag of [VERSION, '2.0.0'])
      expect([tag, job.tags[`withdrawn-${tag}`]]).toEqual([tag, job.tags[tag]])
  }, 180_000)
})
