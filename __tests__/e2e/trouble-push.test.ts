import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

const CALM = { faults: [], manifestLagMs: 0, listLagMs: 0 }

describe.each(LEGS)('a registry in trouble during a push, on $name', (kind) => {
  let leg: Leg
  let before: Readonly<Record<string, string>> = {}
  beforeAll(async () => {
    leg = await startLeg(kind)
    // The release that must stay where it is.
    const first = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    expect(first.status).toBe('success')
    before = first.tags
  }, 120_000)
  afterEach(() => leg.registry.set(CALM))
  afterAll(() => leg.stop())

  /** Publishes v1.1.0 of a commit of its own, to a registry with faults. */
  function release(faults: readonly Fault[]): Promise<JobResult> {
    leg.registry.set({ faults })
    const workspace = leg.workspace({ other: `${Math.random()}` })
    return publish({ leg, workspace, ref: 'refs/tags/v1.1.0', inputs: SMALL })
  }

  test.each([
    [
      'layers',
      { method: 'PUT', path: /\/blobs\/uploads\//, status: 400, code: 'BLOB_UPLOAD_INVALID', message: 'no' },
      /pushing it failed\..*unknown: no\) Run the job again/,
    ],
    [
      'the manifest',
      { method: 'PUT', path: /\/manifests\//, status: 400, code: 'MANIFEST_INVALID', message: 'no' },
      /pushing it failed\..*unknown: no\) Run the job again/,
    ],
    [
      'the manifest, for want of rights',
      { method: 'PUT', path: /\/manifests\//, status: 403, code: 'DENIED', message: 'denied' },
      /refused the push.*Give the account/,
    ],
    [
      'layers, as the registry has gone down for good',
      { method: 'PUT', path: /\/blobs\/uploads\//, destroy: true },
      /pushing it failed\.|cannot be reached/,
    ],
    [
      'layers, as the registry has trouble for good',
      { method: 'PUT', path: /\/blobs\/uploads\//, status: 503 },
      /pushing it failed\.|does not work at the moment|in trouble/,
    ],
  ] as const)(
    'a push that fails at %s',
    async (_, fault, words) => {
      const job = await release([fault])
      // A failed push is told; the candidate is no release, also where its name is refused.
      expect(failedInMain(job, before)).toMatch(words)
      expect(job.log).toContain('No release tag was touched.')
    },
    120_000,
  )

  test('503, 429 and cut connections for a while are waited out', async () => {
    const job = await release([
      { method: 'GET', path: /\/tags\/list/, status: 503, times: 1 },
      { method: 'POST', path: /\/blobs\/uploads/, status: 429, headers: { 'retry-after': '1' }, times: 1 },
      { method: 'GET', path: /\/manifests\/sha256/, status: 502, times: 1 },
      { method: 'HEAD', path: /\/manifests\/v1$/, destroy: true, times: 1 },
      { method: 'PUT', path: /\/manifests\/v1\.1\.0$/, status: 503, times: 2 },
      { path: /^\/token/, status: 500, unauthorized: true, times: 1 },
    ])
    succeeded(job)
    expect(job.tags.latest).toBe(job.tags['v1.1.0'])
  }, 120_000)

  test('a tag that is refused is named, and those before it are put back at once', async () => {
    const fault = {
      method: 'PUT',
      path: /\/manifests\/v2\.0$/,
      status: 403,
      code: 'DENIED',
      message: 'denied',
    }
    leg.registry.set({ faults: [fault] })
    const job = await publish({
      ...{ leg, workspace: leg.workspace({ other: '2' }), ref: 'refs/tags/v2.0.0', inputs: SMALL },
      between: async () => leg.registry.set(CALM),
    })
    expect(job.main).toMatchObject({ result: 'failure', code: 1 })
    expect(job.annotations).toEqual([
      expect.stringMatching(
        /^The tag v2\.0 was not moved\. .*the registry answered 403 \(DENIED: denied\)\. Moved before it: v2\.0\.0\..*packages: write/,
      ),
      'The tags were put back: 1 of 1.',
    ])
    // GHCR deletes no tag, so the version is recorded as withdrawn, and every other tag is where it was.
    expect(job.log).toMatch(/:v2\.0\.0 is recorded as withdrawn: this registry deletes no tags/)
    expect(job.tags['withdrawn-v2.0.0']).toBe(job.tags['v2.0.0'])
    expect(releaseTags(job)).not.toContain('v2.0')
    expect(job.post).toMatchObject({ result: 'success', code: 0 })
    expect(job.post?.log.join('\n')).toContain('Nothing was published')
    expect(job.left).toEqual({})
  }, 60_000)

  test('manifests and lists that are shown late', async () => {
    leg.registry.set({ manifestLagMs: 3000, listLagMs: 3000 })
    const workspace = leg.workspace({ other: '3' })
    const job = await publish({ leg, workspace, ref: 'refs/tags/v3.0.0', inputs: SMALL })
    succeeded(job)
    expect(job.tags.latest).toBe(job.tags['v3.0.0'])
    const { digest } = await leg.reader.manifest(REPOSITORY, 'latest')
    expect(job.outputs.digest).toBe(digest)
  }, 120_000)

  test('a tag that another run moves on before post is a notice, not a fault', async () => {
    const release = (version: string, job: Partial<Job> = {}) => {
      const workspace = leg.workspace({ version })
      return publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: SMALL, ...job })
    }
    const job = await release('v4.0.0', { between: async () => succeeded(await release('v4.0.1')) })
    succeeded(job)
    expect(job.post?.annotations.notice.join('\n')).toMatch(
      /Another run has moved a tag meanwhile: .*:v4\.0 is sha256/,
    )
    expect(job.tags['v4.0']).toBe(job.tags['v4.0.1'])
  }, 120_000)
})
