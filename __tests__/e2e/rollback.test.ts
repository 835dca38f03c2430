import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { LEGS, type Leg, READER, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { failedInMain, releaseWrites, SMALL, succeeded } from './trouble.ts'

type Tags = Readonly<Record<string, string>>

const CALM = { faults: [], manifestLagMs: 0, listLagMs: 0, emptyIndex: true }
const DISPATCH = { event: 'workflow_dispatch' }
const OFF = { smoke: 'off' }
const FORK = {
  event: 'pull_request',
  ref: 'refs/pull/7/merge',
  payload: {
    number: 7,
    pull_request: { number: 7, user: { login: 'stranger' }, head: { repo: { full_name: 'stranger/x' } } },
  },
}

describe.each(LEGS.slice(0, 1))('a rollback, on $name', (kind) => {
  let leg: Leg
  let workspace: Workspace
  let old: string
  let bad: string
  let small: string
  beforeAll(async () => {
    leg = await startLeg(kind)
    workspace = leg.workspace()
    const release = async (version: string, inputs: Readonly<Record<string, string>>) => {
      const job = { leg, workspace: leg.workspace({ version }), ref: `refs/tags/${version}`, inputs }
      const done = await publish(job)
      succeeded(done)
      return done.tags[version] ?? ''
    }
    small = await release('v0.9.0', { ...SMALL, ...OFF })
    old = await release('v1.0.0', {})
    bad = await release('v1.1.0', { 'extra-tags': 'stable' })
  }, 180_000)
  beforeEach(() => restored())
  afterEach(() => leg.registry.set(CALM))
  afterAll(() => leg.stop())

  /** Rolls back, by a person's hand. An input of the leg that this action has not is left out. */
  function rollback(inputs: Readonly<Record<string, string>>, job: Partial<Job> = {}): Promise<JobResult> {
    return publish({
      ...{ leg, workspace, action: 'rollback', ...DISPATCH, ...job },
      inputs: { sbom: '', ...inputs },
    })
  }

  /** Puts the store where every test begins: v1.1.0 in all moving tags, and no version withdrawn. */
  async function restored(): Promise<void> {
    const body = await stored(bad)
    for (const name of ['latest', 'v1', 'v1.1', 'stable']) await put(name, body)
    const places = join(leg.root, 'storage/data/docker/registry/v2/repositories', REPOSITORY)
    const tags = await leg.reader.tags(REPOSITORY)
    for (const name of Object.keys(tags)) {
      // A record that was there before makes the next rollback wait until no list can be old.
      if (name.startsWith('withdrawn-')) rmSync(join(places, '_manifests/tags', name), { recursive: true })
    }
  }
  const url = (reference: string) => `${leg.registry.storeUrl}/v2/${REPOSITORY}/manifests/${reference}`
  const INDEX = 'application/vnd.oci.image.index.v1+json'
  const stored = async (reference: string) =>
    (await fetch(url(reference), { headers: { accept: INDEX } })).text()
  const put = async (name: string, body: string) => {
    const answer = await fetch(url(name), { method: 'PUT', headers: { 'content-type': INDEX }, body })
    expect(answer.status).toBe(201)
  }
  const isWithdrawn = (tags: Tags, version: string) => tags[`withdrawn-${version}`] === tags[version]
  const movingTags = ({ latest, v1, 'v1.1': minor, stable }: Tags) => ({ latest, v1, minor, stable })

  test('goes to the version before, tries it, records the one it leaves, and builds nothing', async () => {
    const job = await rollback({ tag: 'latest, v1' })
    succeeded(job)
    expect(movingTags(job.tags)).toEqual({ latest: old, v1: old, minor: bad, stable: bad })
    expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(true)
    expect(releaseWrites(job)).toEqual(['withdrawn-v1.1.0', 'latest', 'v1'])
    const content = job.requests.filter(
      ({ method, path }) => ['PUT', 'PATCH'].includes(method) && path.includes('/blobs/'),
    )
    expect(content).toEqual([])
    expect(job.log).toMatch(/linux\/amd64 {2}smoke test passed/)
    expect(job.log).toMatch(/linux\/arm64 {2}smoke test passed/)
    expect(job.outputs).toMatchObject({
      'digest-before': bad,
      'digest-after': old,
      reference: `${leg.image}@${old}`,
      withdrawn: 'v1.1.0',
    })
    expect(JSON.parse(job.outputs.json ?? '')).toMatchObject({ tags: [{ tag: 'latest' }, { tag: 'v1' }] })
    expect(job.summary).toContain(`${leg.image}@${old}`)
    expect(job.annotations.join('\n')).toMatch(/The withdrawn image is still in .*v1\.1/)
    expect(job.post?.log.join('\n')).toContain('read back every tag')
    const { manifest } = await leg.reader.manifest(REPOSITORY, 'latest')
    const attestations = manifest.manifests?.filter(
      ({ annotations }) => annotations?.['vnd.docker.reference.type'],
    )
    expect(attestations).toHaveLength(2)
  }, 120_000)

  test('keeps later publishes of older lines away from what was withdrawn', async () => {
    succeeded(await rollback({ tag: 'latest,v1,stable', to: 'v1.0.0', ...OFF }))
    const inputs = { ...SMALL, ...OFF }
    const patch = leg.workspace({ version: 'v0.9.1' })
    const job = await publish({ leg, workspace: patch, ref: 'refs/tags/v0.9.1', inputs })
    succeeded(job)
    expect(movingTags(job.tags)).toMatchObject({ latest: old, v1: old, stable: old })
  }, 120_000)

  test('is the step that the summary of a publish gives, word for word', async () => {
    const alpine = { ...SMALL, ...OFF, 'tag-suffix': '-alpine' }
    const release = async (version: string) => {
      const job = await publish({
        ...{ leg, workspace: leg.workspace({ version }), ref: `refs/tags/${version}`, inputs: alpine },
      })
      succeeded(job)
      return job
    }
    const good = await release('v2.0.0')
    const { summary } = await release('v2.0.1')
    const [, text = ''] = summary.match(/### Take it back\n\n```yaml\n([\s\S]*?)```/) ?? []
    const [{ with: inputs }] = parse(text) as [{ with: Record<string, string> }]
    expect(inputs['tag-suffix']).toBe('-alpine')
    const job = await rollback({ ...inputs, ...OFF })
    succeeded(job)
    expect(job.outputs.withdrawn).toBe('v2.0.1-alpine')
    // Nothing moves the tags on to what was left, also not a publish of an older line.
    const { tags } = await release('v1.9.9')
    for (const name of ['v2.0', 'v2', 'latest'])
      expect(tags[`${name}-alpine`]).toBe(good.tags['v2.0.0-alpine'])
  }, 120_000)

  test('that is a dry run writes nothing and tells the same', async () => {
    const before = await leg.reader.tags(REPOSITORY)
    const job = await rollback({ 'dry-run': 'true', ...OFF })
    succeeded(job)
    expect(job.tags).toEqual(before)
    expect(job.requests.filter(({ method }) => !['GET', 'HEAD', 'POST'].includes(method))).toEqual([])
    expect(job.outputs).toMatchObject({ 'digest-before': bad, 'digest-after': old, withdrawn: 'v1.1.0' })
    expect(job.summary).toMatch(/^## Dry run of a rollback/)
  }, 60_000)

  test('goes to a version in any spelling, forward too, and then it counts again', async () => {
    succeeded(await rollback({ ...OFF }))
    const job = await rollback({ to: '1.1.0', ...OFF })
    succeeded(job)
    expect(job.tags.latest).toBe(bad)
    expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(false)
    expect(job.annotations.join('\n')).toMatch(/v1\.1\.0 was recorded as withdrawn, and counts again/)
  }, 60_000)

  test('makes a version count again also where the registry takes no index of nothing', async () => {
    succeeded(await rollback({ ...OFF }))
    leg.registry.set({ emptyIndex: false })
    const job = await rollback({ to: '1.1.0', ...OFF })
    succeeded(job)
    expect(job.tags.latest).toBe(bad)
    expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(false)
  }, 60_000)

  test('goes to a digest, and withdraws nothing where it is told so', async () => {
    const job = await rollback({ to: old, withdraw: 'false', ...OFF })
    succeeded(job)
    expect(job.tags.latest).toBe(old)
    expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(false)
    expect(job.outputs.withdrawn).toBe('')
    expect(job.annotations.join('\n')).toMatch(/v1\.1\.0 is higher and not withdrawn, so the next publish/)
  }, 60_000)

  test('to fewer platforms needs a to:, and then warns', async () => {
    await put('latest', await stored(old))
    const before = await leg.reader.tags(REPOSITORY)
    const refused = await rollback({ ...OFF })
    expect(failedInMain(refused, before)).toMatch(
      /latest holds an image for linux\/arm64 too, and v0\.9\.\d is not/,
    )
    const job = await rollback({ to: 'v0.9.0', withdraw: 'false', ...OFF })
    succeeded(job)
    expect(job.tags.latest).toBe(small)
    expect(job.annotations.join('\n')).toMatch(/latest loses linux\/arm64: v0\.9\.0 is not for it/)
  }, 60_000)

  test('of what a vanished machine left goes to the highest version that is not withdrawn', async () => {
    leg.registry.set({
      faults: [{ method: 'PUT', path: /\/manifests\/latest$/, afterMs: 2000, destroy: true }],
    })
    const recorded = () =>
      leg.registry.requests().some(({ method, path }) => method === 'PUT' && path.includes('withdrawn-'))
    const killed = await rollback(
      { tag: 'latest,v1', ...OFF },
      {
        mainOnly: true,
        during: async (main) => {
          for (let tries = 0; tries < 600 && !recorded(); tries++) await sleep(50)
          await sleep(500)
          main.kill()
        },
      },
    )
    expect(isWithdrawn(killed.tags, 'v1.1.0')).toBe(true)
    expect(killed.tags.latest).toBe(bad)
    leg.registry.set(CALM)
    const job = await rollback({ tag: 'latest,v1', ...OFF })
    succeeded(job)
    expect(movingTags(job.tags)).toMatchObject({ latest: old, v1: old })
  }, 60_000)

  test('that fails in the middle is put back at once', async () => {
    leg.registry.set({
      faults: [{ method: 'PUT', path: /\/manifests\/v1$/, status: 403, code: 'DENIED', message: 'denied' }],
    })
    const job = await rollback({ tag: 'latest,v1', ...OFF })
    expect(job).toMatchObject({ status: 'failure', outputs: {}, left: {} })
    expect(job.post).toMatchObject({ result: 'success', code: 0 })
    expect(job.annotations.join('\n')).toMatch(
      /The tag v1 was not moved\..*403.*Moved before it: withdrawn-v1\.1\.0, latest/,
    )
    expect(job.annotations).toContain('The tags were put back: 2 of 2.')
    expect(job.summary).toMatch(
      /^## Taken back\n\nThe tag v1 was not moved[\s\S]* The main step has put back/,
    )
    expect(job.summary).toMatch(/\| `latest` \| put back \|/)
    expect(movingTags(job.tags)).toEqual({ latest: bad, v1: bad, minor: bad, stable: bad })
    expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(false)
  }, 60_000)

  test.each(['cancel', 'kill'] as const)(
    'that ends in the middle by %s is put back by post',
    async (end) => {
      leg.registry.set({ faults: [{ method: 'PUT', path: /\/manifests\/v1$/, afterMs: 1500 }] })
      const moving = () =>
        leg.registry.requests().some(({ method, path }) => method === 'PUT' && path.endsWith('/manifests/v1'))
      const job = await rollback(
        { tag: 'latest,v1', ...OFF },
        {
          during: async (main) => {
            for (let tries = 0; tries < 600 && !moving(); tries++) await sleep(50)
            main[end]()
          },
          between: () => sleep(2000),
        },
      )
      expect(job.post).toMatchObject({ result: 'success', code: 0 })
      expect(job.post?.log.join('\n')).toMatch(
        /main step ended while it moved the tags, so they are put back/,
      )
      expect(movingTags(job.tags)).toEqual({ latest: bad, v1: bad, minor: bad, stable: bad })
      expect(isWithdrawn(job.tags, 'v1.1.0')).toBe(false)
      expect(job.left).toEqual({})
    },
    60_000,
  )

  test('at the same time as another leaves each tag at one of the wanted images', async () => {
    const tag = 'latest,stable'
    const jobs = await Promise.all([
      rollback({ tag, to: 'v1.0.0', ...OFF }),
      rollback({ tag, to: 'v0.9.0', ...OFF }),
    ])
    expect(jobs.map(({ status }) => status)).toEqual(['success', 'success'])
    const tags = await leg.reader.tags(REPOSITORY)
    expect([old, small]).toContain(tags.latest)
    expect([old, small]).toContain(tags.stable)
    expect(isWithdrawn(tags, 'v1.1.0')).toBe(true)
  }, 60_000)

  test('to an image that does not start moves nothing', async () => {
    const before = await leg.reader.tags(REPOSITORY)
    const job = await rollback({ smoke: 'exit 3' })
    expect(failedInMain(job, before)).toMatch(/The smoke test failed\. linux\/amd64: exit code 3/)
    expect(job.log).toContain('No tag was touched.')
  }, 60_000)

  test.each<[what: string, inputs: Readonly<Record<string, string>>, job: Partial<Job>, words: RegExp]>([
    [
      'nothing before',
      { tag: 'v1.1' },
      {},
      /v1\.1: there is no stable version of 1\.1 below 1\.1\.0 that is not withdrawn, so there is nothing to go back to/,
    ],
    [
      'a version that does not exist',
      { to: 'v7.0.0' },
      {},
      /the image has no version v7\.0\.0 or 7\.0\.0\. It has v1\.1\.0/,
    ],
    [
      'a version of another line',
      { tag: 'v1.1', to: 'v1.0.0' },
      {},
      /v1\.1 is for versions of 1\.1, and v1\.0\.0 is none/,
    ],
    ['a fork', {}, FORK, /No tag may be moved here: it comes from a fork/],
    [
      'who may only read',
      { username: READER.name, password: READER.password },
      {},
      /may not|refused the push/,
    ],
  ])(
    'is refused: %s',
    async (_, inputs, job, words) => {
      const before = await leg.reader.tags(REPOSITORY)
      expect(failedInMain(await rollback({ ...OFF, ...inputs }, job), before)).toMatch(words)
    },
    60_000,
  )

  test('tells every fault of its inputs in one report, before it asks anything', async () => {
    const before = await leg.reader.tags(REPOSITORY)
    const sha = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'
    const inputs = { tag: `v1.0.0, candidate, ${sha}`, to: 'soon', withdraw: 'maybe', timeout: 'never' }
    const job = await rollback(inputs)
    const error = failedInMain(job, before)
    expect(error).toMatch(/^6 inputs cannot be used/)
    expect(error).toMatch(/to: 'soon' is neither a version nor a digest/)
    expect(error).toMatch(/tag: 'v1\.0\.0' names one version for good/)
    expect(error).toMatch(/tag: 'candidate' is reserved/)
    expect(error).toMatch(/tag: 'c0ffee00.*' names one commit for good/)
    expect(job.requests).toEqual([])
  }, 30_000)
})
