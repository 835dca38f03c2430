import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, READER, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

type Tags = Readonly<Record<string, string>>

const OFF = { smoke: 'off' }
/** Whoever may only pull. */
const PULL = { username: READER.name, password: READER.password }
const NOBODY = { username: '', password: '' }

describe.each(LEGS.slice(0, 1))('verify, on $name', (kind) => {
  let leg: Leg
  let workspace: Workspace
  let tags: Tags
  let published: number
  beforeAll(async () => {
    leg = await startLeg(kind)
    workspace = leg.workspace()
    const bare = { leg, workspace, ref: 'refs/tags/v0.5.0', inputs: { ...SMALL, ...OFF } }
    succeeded(await publish(bare))
    const other = leg.workspace({ version: 'v1.0.0' })
    const between = async () => {
      published = Date.now()
    }
    const job = await publish({ leg, workspace: other, ref: 'refs/tags/v1.0.0', between })
    succeeded(job)
    tags = await leg.reader.tags(REPOSITORY)
  }, 180_000)
  afterEach(async () => {
    leg.registry.set({ anonymousPull: false, manifestLagMs: 0 })
    expect(await leg.reader.tags(REPOSITORY)).toEqual(tags)
  })
  afterAll(() => leg.stop())

  function verify(inputs: Readonly<Record<string, string>>, job: Partial<Job> = {}): Promise<JobResult> {
    return publish({
      ...{ leg, workspace, action: 'verify', event: 'schedule', ...job },
      inputs: { sbom: '', ...PULL, ...inputs },
    })
  }

  /** Asks for nothing but tokens and what is there. */
  function expectReadOnly({ requests }: JobResult): void {
    const writes = requests.filter(
      ({ method, path }) => !['GET', 'HEAD'].includes(method) && !path.startsWith('/token'),
    )
    expect(writes).toEqual([])
    expect(requests.length).toBeGreaterThan(0)
  }

  test('looks at latest and starts it on every platform, with the right to pull only', async () => {
    const job = await verify({ platforms: 'arm64,amd64', attestations: 'true', digest: tags.latest ?? '' })
    succeeded(job)
    expectReadOnly(job)
    expect(job.outputs).toMatchObject({
      digest: tags.latest,
      reference: `${leg.image}@${tags.latest}`,
      platforms: 'linux/amd64,linux/arm64',
    })
    expect(JSON.parse(job.outputs.json ?? '').platforms).toMatchObject([
      { platform: 'linux/amd64', attested: true, smoke: { verdict: 'passed' } },
      { platform: 'linux/arm64', attested: true, smoke: { verdict: 'passed' } },
    ])
    expect(job.log).toMatch(/^linux\/arm64 \| machine: aarch64$/m)
    expect(job.summary).toContain('2 of 2 platforms have attestations.')
  }, 120_000)

  test('needs no login where the package is public', async () => {
    leg.registry.set({ anonymousPull: true })
    const job = await verify({ ...NOBODY, reference: 'v0.5.0' })
    succeeded(job)
    expectReadOnly(job)
    expect(job.requests.filter(({ user }) => user !== undefined)).toEqual([])
    expect(job.outputs).toMatchObject({ digest: tags['v0.5.0'], platforms: 'linux/amd64' })
  }, 60_000)

  test('gives a stranger’s job no credentials', async () => {
    leg.registry.set({ anonymousPull: true })
    const head = { repo: { full_name: 'stranger/hello-world' } }
    const payload = { number: 7, pull_request: { number: 7, user: { login: 'stranger' }, head } }
    const fork = { event: 'pull_request', ref: 'refs/pull/7/merge', payload }
    const job = await verify({ ...OFF }, fork)
    succeeded(job)
    expect(job.requests.filter(({ user }) => user !== undefined)).toEqual([])
  }, 60_000)

  test('waits for what was published a moment ago', async () => {
    leg.registry.set({ manifestLagMs: Date.now() - published + 5000 })
    // The tag was moved on from v0.5.0: that is the old answer.
    const job = await verify({ ...OFF, digest: tags.latest ?? '' })
    succeeded(job)
    expect(job.outputs.digest).toBe(tags.latest)
    const asked = job.requests.filter(({ path }) => path.endsWith('/manifests/latest'))
    expect(asked.length).toBeGreaterThan(1)
  }, 60_000)

  test('takes a digest, and needs no engine without a smoke test', async () => {
    const env = { DOCKER_HOST: `unix://${join(leg.root, 'none.sock')}` }
    const job = await verify({ ...OFF, reference: tags['v1.0.0'] ?? '' }, { env })
    expect(job.main).toMatchObject({ result: 'success', code: 0 })
    expect(job.outputs.digest).toBe(tags['v1.0.0'])
  }, 60_000)

  test('says everything that is not as expected', async () => {
    const inputs = {
      ...OFF,
      reference: 'v0.5.0',
      digest: tags.latest ?? '',
      platforms: 'linux/amd64,linux/arm64',
      attestations: 'true',
    }
    const job = await verify(inputs)
    const error = failedInMain(job, tags)
    expect(error).toMatch(
      /:v0\.5\.0 is not what is expected: its digest is sha256:[0-9a-f]{64}, and not sha256:/,
    )
    expect(error).toMatch(/it lacks linux\/arm64; it has no attestations for linux\/amd64/)
    expectReadOnly(job)
  }, 60_000)

  test.each<[what: string, inputs: Readonly<Record<string, string>>, words: RegExp]>([
    [
      'a platform too many',
      { ...OFF, platforms: 'linux/arm64' },
      /it has linux\/amd64, which nobody expects/,
    ],
    ['a tag that does not exist', { ...OFF, reference: 'v7' }, /:v7 does not exist, or may not be seen/],
    ['a program that fails', { smoke: 'exit 3' }, /The smoke test failed\. linux\/amd64: exit code 3/],
    ['no right to pull', { ...OFF, ...NOBODY }, /401|not exist|authentication required/],
  ])(
    'fails for %s',
    async (_, inputs, words) => {
      const job = await verify(inputs)
      expect(failedInMain(job, tags)).toMatch(words)
      expectReadOnly(job)
    },
    60_000,
  )

  test('tells every fault of its inputs in one report, before it asks anything', async () => {
    const job = await verify({
      image: `${leg.image}:v1`,
      reference: `${leg.image}:v1`,
      digest: 'latest',
      platforms: 'windows/amd64',
      attestations: 'some',
    })
    const error = failedInMain(job, tags)
    expect(error).toMatch(/^5 inputs cannot be used/)
    expect(error).toMatch(/reference: .* is neither a tag nor a digest\..*belongs into image:/)
    expect(job.requests).toEqual([])
  }, 30_000)
})
