import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { releaseTags } from './expectations.ts'

const AMD64 = { platforms: 'linux/amd64', sbom: 'false' }

describe.each(LEGS)('what is published on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test('a dry run builds and tries every platform, and sends nothing', async () => {
    const job = await publish({
      leg,
      workspace: leg.workspace(),
      ref: 'refs/tags/v1.2.3',
      inputs: { 'dry-run': 'true', smoke: '--help' },
    })
    expect(job).toMatchObject({ status: 'success', left: {}, outputs: { 'dry-run': 'true', digest: '' } })
    expect(job.outputs.tags?.split('\n')).toEqual(expect.arrayContaining(['v1.2.3', 'v1.2', 'v1', 'latest']))
    expect(job.log).toMatch(/linux\/amd64 {2}smoke test passed/)
    expect(job.log).toMatch(/linux\/arm64 {2}smoke test passed/)
    expect(releaseTags(job)).toEqual([])
    const sent = job.requests.filter(({ path }) => path !== '/token')
    expect(sent.filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual([])
  }, 90_000)

  test('a pull request of the repository is a dry run by itself', async () => {
    const head = { repo: { full_name: 'octocat/hello-world' } }
    const job = await publish({
      leg,
      workspace: leg.workspace(),
      event: 'pull_request',
      payload: { number: 9, pull_request: { number: 9, user: { login: 'octocat' }, head } },
      ref: 'refs/pull/9/merge',
      inputs: AMD64,
    })
    expect(job).toMatchObject({ status: 'success', left: {}, outputs: { 'dry-run': 'true', tags: 'pr-9' } })
    expect(releaseTags(job)).toEqual([])
  }, 60_000)

  test('with gate: false one build pushes every tag, and post verifies', async () => {
    const job = await publish({
      leg,
      workspace: leg.workspace(),
      ref: 'refs/tags/v2.0.0',
      inputs: { ...AMD64, gate: 'false' },
    })
    expect(job).toMatchObject({ status: 'success', left: {} })
    expect(releaseTags(job)).toEqual(expect.arrayContaining(['v2.0.0', 'v2.0', 'v2', 'latest']))
    expect(job.post?.log.join('\n')).toMatch(/linux\/amd64 {2}smoke test passed/)
  }, 60_000)

  test('with gate: false a bad image fails in post, with the reason', async () => {
    const dockerfile = 'FROM scratch\nCOPY bin/amd64/busybox /bin/busybox\nENTRYPOINT ["/nope"]\n'
    const job = await publish({
      leg,
      workspace: leg.workspace({ Dockerfile: dockerfile }),
      ref: 'refs/tags/v2.0.1',
      inputs: { ...AMD64, gate: 'false' },
    })
    expect([job.main.result, job.post?.result]).toEqual(['success', 'failure'])
    expect(job.annotations.join('\n')).toMatch(/the program or its loader is not in the image/)
    expect(job.left).toEqual({})
  }, 60_000)

  test('an older line does not move latest back', async () => {
    const workspace = leg.workspace()
    workspace.commit('older', { note: 'x' })
    const job = await publish({ leg, workspace, ref: 'refs/tags/v1.9.9', inputs: AMD64 })
    expect(job).toMatchObject({ status: 'success', left: {} })
    expect(job.tags.latest).toBe(job.tags['v2.0.1'])
    expect(job.tags.v1).toBe(job.tags['v1.9.9'])
  }, 60_000)

  test('labels and annotations tell where the image comes from', async () => {
    const workspace = leg.workspace()
    const job = await publish({
      leg,
      workspace,
      ref: 'refs/tags/v5.0.0',
      payload: { repository: { description: 'A | test', license: { spdx_id: 'MIT' } } },
      inputs: { sbom: 'false', labels: 'own=yes' },
    })
    expect(job.status).toBe('success')
    const { manifest } = await leg.reader.manifest('octocat/hello-world', 'v5.0.0')
    const wanted = {
      'org.opencontainers.image.revision': workspace.head(),
      'org.opencontainers.image.version': '5.0.0',
      'org.opencontainers.image.source': 'https://github.com/octocat/hello-world',
      'org.opencontainers.image.description': 'A | test',
      'org.opencontainers.image.licenses': 'MIT',
    }
    expect((manifest as { annotations?: unknown }).annotations).toMatchObject(wanted)
  }, 60_000)
})
