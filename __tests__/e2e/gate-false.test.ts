import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { failedInPost, releaseTags, SMALL, succeeded } from './trouble.ts'

const NARROW = { platforms: SMALL.platforms, sbom: 'false' }

interface Release extends Partial<Job> {
  readonly files?: Readonly<Record<string, string>>
}

function release(leg: Leg, version: string, { files, inputs, ...job }: Release = {}): Promise<JobResult> {
  const workspace = leg.workspace({ version, ...files })
  const ref = `refs/tags/${version}`
  return publish({ leg, workspace, ref, inputs: { gate: 'false', ...inputs }, ...job })
}

/** A version, and then one of an older line. */
async function older(leg: Leg): Promise<readonly JobResult[]> {
  const first = await release(leg, 'v1.2.0', { inputs: NARROW })
  return [first, await release(leg, 'v1.0.9', { inputs: NARROW })]
}

const broken = (Dockerfile: string) => async (leg: Leg) => [
  await release(leg, 'v2.0.0', { files: { Dockerfile }, inputs: { sbom: 'false' } }),
]
const bad = broken('FROM scratch\nCOPY docs /docs\nENTRYPOINT ["/nothing"]\n')
const foreign = broken('FROM scratch\nCOPY bin/amd64/busybox /echo\nENTRYPOINT ["/echo"]\n')

/** Between main and post another commit publishes the same version: refused at first, then by overwriting it. */
async function overtaken(leg: Leg): Promise<readonly JobResult[]> {
  const others: JobResult[] = []
  const other = (inputs: Readonly<Record<string, string>>) =>
    release(leg, 'v4.0.0', { files: { other: 'x' }, inputs })
  const between = async () => {
    others.push(await other(NARROW), await other({ ...NARROW, overwrite: 'true' }))
  }
  return [await release(leg, 'v4.0.0', { inputs: NARROW, between }), ...others]
}

// Each job that fails mostly waits, and has a registry of its own that begins with the first version.
describe.each(LEGS)('gate: false on $name', (kind) => {
  let leg: Leg
  let first: JobResult
  let jobs: AtOnce<readonly JobResult[]>
  beforeAll(async () => {
    leg = await startLeg(kind)
    first = await release(leg, 'v1.1.0')
    jobs = startAtOnce(leg, { overtaken, bad, foreign, older })
  }, 180_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 180_000)

  test('one build pushes every tag, and post verifies what it pushed', async () => {
    const job = first
    succeeded(job)
    expect(releaseTags(job)).toHaveLength(5)
    expect(releaseTags(job)).toEqual(expect.arrayContaining(['v1.1.0', 'v1.1', 'v1', 'latest']))
    expect(new Set(releaseTags(job).map((tag) => job.tags[tag]))).toEqual(new Set([job.outputs.digest]))
    expect(await leg.reader.platforms(REPOSITORY, 'latest')).toEqual(['linux/amd64', 'linux/arm64'])
    expect(job.tags).not.toHaveProperty('candidate')
    expect(job.main.log.join('\n')).not.toContain('smoke test passed')
    expect(job.post?.log.join('\n').match(/^linux\/(?:amd64|arm64) +smoke test passed/gm)).toHaveLength(2)
  })

  test('an older version moves only the tags of its own line', async () => {
    const [before, job] = await jobs.result('older')
    if (before === undefined || job === undefined) throw new Error('There are two.')
    succeeded(job)
    for (const tag of ['latest', 'v1', 'v1.2', 'v1.1']) expect(job.tags[tag]).toBe(before.tags[tag])
    expect(job.tags['v1.0']).toBe(job.tags['v1.0.9'])
    expect(job.tags['v1.0']).not.toBe(before.tags.latest)
  }, 180_000)

  test('a bad image fails in post, with the reason', async () => {
    const [job] = await jobs.result('bad')
    expect(failedInPost(job)).toMatch(
      /^The smoke test failed\. linux\/amd64: the program or its loader is not in the image/,
    )
    expect(job?.post?.annotations.error).toHaveLength(1)
  }, 180_000)

  test('an image of another machine fails in post too', async () => {
    const [job] = await jobs.result('foreign')
    expect(failedInPost(job)).toMatch(/the linux\/arm64 image is a program for amd64/)
  }, 180_000)

  test('tags that somebody else writes before post are found out', async () => {
    const [job, refused, other] = await jobs.result('overtaken')
    if (other === undefined) throw new Error('There are three.')
    // The same version of another commit is refused, unless that is wanted.
    expect(refused?.main.annotations.error.join()).toMatch(/tag: v4\.0\.0 exists already, from commit/)
    succeeded(other)
    expect(failedInPost(job)).toMatch(/Tags do not hold what this job published: .*:v4\.0\.0 is sha256:/)
  }, 180_000)
})
