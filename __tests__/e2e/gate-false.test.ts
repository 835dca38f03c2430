import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { releaseTags, succeeded } from './trouble.ts'

describe.each(LEGS)('gate: false on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  const release = (
    version: string,
    files: Readonly<Record<string, string>> = {},
    inputs: Readonly<Record<string, string>> = {},
  ) => {
    const workspace = leg.workspace({ version, ...files })
    return publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: { gate: 'false', ...inputs } })
  }

  test('one build pushes every tag, and post verifies what it pushed', async () => {
    const job = await release('v1.1.0')
    succeeded(job)
    expect(releaseTags(job)).toHaveLength(5)
    expect(releaseTags(job)).toEqual(expect.arrayContaining(['v1.1.0', 'v1.1', 'v1', 'latest']))
    expect(new Set(releaseTags(job).map((tag) => job.tags[tag]))).toEqual(new Set([job.outputs.digest]))
    expect(await leg.reader.platforms(REPOSITORY, 'latest')).toEqual(['linux/amd64', 'linux/arm64'])
    expect(job.tags).not.toHaveProperty('candidate')
    expect(job.main.log.join('\n')).not.toContain('smoke test passed')
    expect(job.post?.log.join('\n').match(/^linux\/(?:amd64|arm64) +smoke test passed/gm)).toHaveLength(2)
  }, 120_000)

  test('an older version moves only the tags of its own line', async () => {
    const { tags: before } = await release('v1.2.0', {}, { platforms: 'linux/amd64', sbom: 'false' })
    const job = await release('v1.0.9', {}, { platforms: 'linux/amd64', sbom: 'false' })
    succeeded(job)
    for (const tag of ['latest', 'v1', 'v1.2', 'v1.1']) expect(job.tags[tag]).toBe(before[tag])
    expect(job.tags['v1.0']).toBe(job.tags['v1.0.9'])
    expect(job.tags['v1.0']).not.toBe(before.latest)
  }, 120_000)

  test('a bad image fails in post, with the reason', async () => {
    const Dockerfile = 'FROM scratch\nCOPY docs /docs\nENTRYPOINT ["/nothing"]\n'
    const job = await release('v2.0.0', { Dockerfile }, { sbom: 'false' })
    expect(job.main).toMatchObject({ result: 'success', code: 0 })
    expect(job.post).toMatchObject({ result: 'failure', code: 1 })
    expect(job).toMatchObject({ status: 'failure', left: {} })
    expect(job.post?.annotations.error).toEqual([
      expect.stringMatching(
        /^The smoke test failed\. linux\/amd64: the program or its loader is not in the image/,
      ),
    ])
  }, 120_000)

  test('an image of another machine fails in post too', async () => {
    const Dockerfile = 'FROM scratch\nCOPY bin/amd64/busybox /echo\nENTRYPOINT ["/echo"]\n'
    const job = await release('v3.0.0', { Dockerfile }, { sbom: 'false' })
    expect([job.main.result, job.post?.result]).toEqual(['success', 'failure'])
    expect(job.post?.annotations.error.join()).toMatch(/the linux\/arm64 image is a program for amd64/)
    expect(job.left).toEqual({})
  }, 120_000)

  test('tags that somebody else writes before post are found out', async () => {
    const workspace = leg.workspace({ version: 'v4' })
    const job = await publish({
      ...{
        leg,
        workspace,
        ref: 'refs/tags/v4.0.0',
        inputs: { gate: 'false', platforms: 'amd64', sbom: 'false' },
      },
      between: async () => {
        const inputs = { platforms: 'amd64', sbom: 'false' }
        // The same version of another commit is refused, unless that is wanted.
        const refused = await release('v4.0.0', { other: 'x' }, inputs)
        expect(refused.main.annotations.error.join()).toMatch(/tag: v4\.0\.0 exists already, from commit/)
        succeeded(await release('v4.0.0', { other: 'x' }, { ...inputs, overwrite: 'true' }))
      },
    })
    expect(job.post).toMatchObject({ result: 'failure', code: 1 })
    expect(job.post?.annotations.error.join()).toMatch(
      /Tags do not hold what this job published: .*:v4\.0\.0 is sha256:/,
    )
    expect(job.left).toEqual({})
  }, 120_000)
})
