import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../scripts/sandbox/registry.js'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

const CALM = { faults: [], manifestLagMs: 0, listLagMs: 0 }

/** Pushes that fail: where, by which fault, and what is said of it. */
const FAILING: Readonly<Record<string, readonly [fault: Fault, words: RegExp]>> = {
  layers: [
    { method: 'PUT', path: /\/blobs\/uploads\//, status: 400, code: 'BLOB_UPLOAD_INVALID', message: 'no' },
    /pushing it failed\..*unknown: no\) Run the job again/,
  ],
  'the manifest': [
    { method: 'PUT', path: /\/manifests\//, status: 400, code: 'MANIFEST_INVALID', message: 'no' },
    /pushing it failed\..*unknown: no\) Run the job again/,
  ],
  'the manifest, for want of rights': [
    { method: 'PUT', path: /\/manifests\//, status: 403, code: 'DENIED', message: 'denied' },
    /refused the push.*Give the account/,
  ],
  'layers, as the registry has gone down for good': [
    { method: 'PUT', path: /\/blobs\/uploads\//, destroy: true },
    /pushing it failed\.|cannot be reached/,
  ],
  'layers, as the registry has trouble for good': [
    { method: 'PUT', path: /\/blobs\/uploads\//, status: 503 },
    /pushing it failed\.|does not work at the moment|in trouble/,
  ],
}

/** Trouble that passes. */
const PASSING: readonly Fault[] = [
  { method: 'GET', path: /\/tags\/list/, status: 503, times: 1 },
  { method: 'POST', path: /\/blobs\/uploads/, status: 429, headers: { 'retry-after': '1' }, times: 1 },
  { method: 'GET', path: /\/manifests\/sha256/, status: 502, times: 1 },
  { method: 'HEAD', path: /\/manifests\/v1$/, destroy: true, times: 1 },
  { method: 'PUT', path: /\/manifests\/v1\.1\.0$/, status: 503, times: 2 },
  { path: /^\/token/, status: 500, unauthorized: true, times: 1 },
]

function release(leg: Leg, version: string, job: Partial<Job> = {}): Promise<JobResult> {
  const workspace = leg.workspace({ version })
  return publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: SMALL, ...job })
}

const withFaults = (faults: readonly Fault[]) => (leg: Leg) => {
  leg.registry.set({ faults })
  return release(leg, 'v1.1.0')
}

function refused(leg: Leg): Promise<JobResult> {
  const place = { method: 'PUT', path: /\/manifests\/v2\.0$/ }
  leg.registry.set({ faults: [{ ...place, status: 403, code: 'DENIED', message: 'denied' }] })
  return release(leg, 'v2.0.0', { between: async () => leg.registry.set(CALM) })
}

async function late(leg: Leg): Promise<JobResult> {
  leg.registry.set({ manifestLagMs: 3000, listLagMs: 3000 })
  const job = await release(leg, 'v3.0.0')
  const { digest } = await leg.reader.manifest(REPOSITORY, 'latest')
  expect(job.outputs.digest).toBe(digest)
  return job
}

const overtaken = (leg: Leg) =>
  release(leg, 'v4.0.0', { between: async () => succeeded(await release(leg, 'v4.0.1')) })

// Each job mostly waits, and has a registry of its own that begins with the release that must stay where it is.
describe.each(LEGS)('a registry in trouble during a push, on $name', (kind) => {
  let leg: Leg
  let before: Readonly<Record<string, string>> = {}
  let jobs: AtOnce<JobResult>
  beforeAll(async () => {
    leg = await startLeg(kind)
    const first = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    expect(first.status).toBe('success')
    before = first.tags
    const failing = Object.entries(FAILING).map(([name, [fault]]) => [name, withFaults([fault])] as const)
    const others = { refused, late, overtaken, passing: withFaults(PASSING) }
    jobs = startAtOnce(leg, { ...others, ...Object.fromEntries(failing.toReversed()) })
  }, 120_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 180_000)

  test.each(Object.keys(FAILING))(
    'a push that fails at %s',
    async (name) => {
      const job = await jobs.result(name)
      // A failed push is told; the candidate is no release, also where its name is refused.
      expect(failedInMain(job, before)).toMatch(FAILING[name]?.[1] ?? 'no words')
      expect(job.log).toContain('No release tag was touched.')
    },
    180_000,
  )

  test('503, 429 and cut connections for a while are waited out', async () => {
    const job = await jobs.result('passing')
    succeeded(job)
    expect(job.tags.latest).toBe(job.tags['v1.1.0'])
  }, 180_000)

  test('a tag that is refused is named, and those before it are put back at once', async () => {
    const job = await jobs.result('refused')
    expect(job.main).toMatchObject({ result: 'failure', code: 1 })
    expect(job.annotations).toEqual([
      expect.stringMatching(
        /^The tag v2\.0 was not moved\. .*the registry answered 403 \(DENIED: denied\)\. Moved before it: v2\.0\.0\..*packages: write/,
      ),
      'The tags were put back: 1 of 1.',
    ])
    // GHCR deletes no tag, so the version is recorded as withdrawn, and every other tag is where it was.
    expect(job.summary).toMatch(
      /^## Taken back\n\nThe tag v2\.0 was not moved[\s\S]* The main step has put back/,
    )
    expect(job.summary).toContain('`v2.0.0` is recorded as withdrawn')
    expect(job.log).toMatch(/:v2\.0\.0 is recorded as withdrawn: this registry deletes no tags/)
    expect(job.tags['withdrawn-v2.0.0']).toBe(job.tags['v2.0.0'])
    expect(releaseTags(job)).not.toContain('v2.0')
    expect(job.post).toMatchObject({ result: 'success', code: 0 })
    expect(job.post?.log.join('\n')).toContain('Nothing was published')
    expect(job.left).toEqual({})
  }, 180_000)

  test('manifests and lists that are shown late', async () => {
    const job = await jobs.result('late')
    succeeded(job)
    expect(job.tags.latest).toBe(job.tags['v3.0.0'])
  }, 180_000)

  test('a tag that another run moves on before post is a notice, not a fault', async () => {
    const job = await jobs.result('overtaken')
    succeeded(job)
    expect(job.post?.annotations.notice.join('\n')).toMatch(
      /Another run has moved a tag meanwhile: .*:v4\.0 is sha256/,
    )
    expect(job.tags['v4.0']).toBe(job.tags['v4.0.1'])
  }, 180_000)
})
