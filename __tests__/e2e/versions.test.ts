import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { failedInMain, releaseWrites, SMALL, succeeded } from './trouble.ts'

const BOTH = { ...SMALL, platforms: 'amd64, arm64' }
const BROKEN = 'FROM scratch\nCOPY docs /docs\nENTRYPOINT ["/nothing"]\n'

// What the registry says decides here, and it says the same on every leg.
describe.each(LEGS.slice(0, 1))('on $name', (kind) => {
  let leg: Leg
  afterAll(() => leg.stop())

  /** A registry without any package of before. */
  const fresh = async () => {
    await leg?.stop()
    leg = await startLeg(kind)
  }
  const release = (version: string, workspace: Workspace, job: Partial<Job> = {}) =>
    publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: SMALL, ...job })
  const good = async (
    version: string,
    workspace: Workspace,
    inputs: Readonly<Record<string, string>> = SMALL,
  ) => {
    const job = await release(version, workspace, { inputs })
    succeeded(job)
    return job
  }
  const built = ({ log }: JobResult) => /^(?:▸|::group::)?\s*Build and push/m.test(log)

  describe('a version that is there', () => {
    let workspace: Workspace
    let first: JobResult
    beforeAll(async () => {
      await fresh()
      workspace = leg.workspace()
      first = await good('v1.0.0', workspace)
    }, 120_000)

    test('is used again by a second run of the same commit, which builds and writes nothing', async () => {
      const job = await good('v1.0.0', workspace)
      expect(built(job)).toBe(false)
      expect(job.requests.filter(({ method }) => method === 'PUT')).toEqual([])
      expect(job.outputs.digest).toBe(first.outputs.digest)
      expect(job.tags).toEqual(first.tags)
      expect(job.annotations).toContainEqual(expect.stringMatching(/published from this commit already/))
    }, 60_000)

    test('is finished by a second run where a tag is missing', async () => {
      const job = await good('v1.0.0', workspace, { ...SMALL, 'extra-tags': 'stable' })
      expect(built(job)).toBe(false)
      expect(releaseWrites(job)).toEqual(['stable'])
      expect(job.tags.stable).toBe(first.outputs.digest)
    }, 60_000)

    test('is refused to another commit, before anything is built', async () => {
      const job = await release('v1.0.0', leg.workspace({ other: '1' }))
      expect(failedInMain(job, job.tags)).toMatch(
        /tag: v1\.0\.0 exists already, from commit [0-9a-f]{12}, and this is [0-9a-f]{12}\. A published version does not change\..*overwrite: true.*rollback/,
      )
      expect(built(job)).toBe(false)
      expect(job.tags['v1.0.0']).toBe(first.outputs.digest)
    }, 60_000)

    test('is replaced by another commit where that is wanted, and every tag follows', async () => {
      const job = await good('v1.0.0', leg.workspace({ other: '2' }), { ...SMALL, overwrite: 'true' })
      for (const tag of ['v1.0.0', 'v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(job.outputs.digest)
      expect(job.outputs.digest).not.toBe(first.outputs.digest)
      expect(job.summary).toMatch(/overwrite: true replaces v1\.0\.0 of commit/)
    }, 60_000)

    test('holds its image again where post finds the one that replaced it bad', async () => {
      const before = await leg.reader.tags(REPOSITORY)
      const inputs = { ...SMALL, overwrite: 'true', gate: 'false' }
      const job = await release('v1.0.0', leg.workspace({ Dockerfile: BROKEN }), { inputs })
      expect([job.main.result, job.post?.result]).toEqual(['success', 'failure'])
      expect(releaseWrites(job)).toEqual(expect.arrayContaining(['v1.0.0', 'v1.0', 'v1', 'latest']))
      for (const tag of ['v1.0.0', 'v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(before[tag])
      expect(Object.keys(job.tags).filter((tag) => tag.startsWith('withdrawn-'))).toEqual([])
      expect(job.annotations.join('\n')).toMatch(/put back: 4 of 5/)
      expect(job.left).toEqual({})
    }, 60_000)
  })

  test('more platforms complete a version, and fewer never replace more', async () => {
    await fresh()
    const workspace = leg.workspace()
    const narrow = await good('v1.0.0', workspace)
    const wide = await good('v1.0.0', workspace, BOTH)
    expect(built(wide)).toBe(true)
    expect(wide.annotations).toContainEqual(expect.stringMatching(/lacks linux\/arm64, so it is completed/))
    expect(wide.tags['v1.0.0']).not.toBe(narrow.tags['v1.0.0'])
    expect(await leg.reader.platforms(REPOSITORY, 'latest')).toEqual(['linux/amd64', 'linux/arm64'])
    const next = leg.workspace({ other: '1' })
    const less = await good('v1.0.1', next)
    for (const tag of ['v1.0', 'v1', 'latest']) expect(less.tags[tag]).toBe(wide.outputs.digest)
    expect(less.summary).toMatch(/it holds an image for linux\/arm64 too, and this one is not/)
    const forced = await good('v1.0.1', next, { ...SMALL, latest: 'true' })
    for (const tag of ['v1.0', 'v1', 'latest']) expect(forced.tags[tag]).toBe(forced.outputs.digest)
  }, 240_000)

  test('a version that post finds bad is withdrawn; older lines and the repaired version then do what is right', async () => {
    await fresh()
    const before = await good('v1.2.2', leg.workspace())
    const bad = await release('v1.2.3', leg.workspace({ Dockerfile: BROKEN }), {
      inputs: { ...SMALL, gate: 'false' },
    })
    expect([bad.main.result, bad.post?.result]).toEqual(['success', 'failure'])
    expect(bad.tags['withdrawn-v1.2.3']).toBe(bad.tags['v1.2.3'])
    for (const tag of ['v1.2', 'v1', 'latest']) expect(bad.tags[tag]).toBe(before.outputs.digest)
    const older = await good('v1.1.9', leg.workspace({ other: 'old' }))
    expect(older.tags.latest).toBe(before.outputs.digest)
    expect(older.tags.v1).toBe(before.outputs.digest)
    expect(older.tags['v1.1']).toBe(older.outputs.digest)
    const fixed = await good('v1.2.3', leg.workspace({ other: 'fixed' }))
    for (const tag of ['v1.2.3', 'v1.2', 'v1', 'latest']) expect(fixed.tags[tag]).toBe(fixed.outputs.digest)
    const later = await good('v1.1.10', leg.workspace({ other: 'later' }))
    expect(later.tags.latest).toBe(fixed.outputs.digest)
  }, 240_000)

  test('the same image counts again where its version is published once more', async () => {
    await fresh()
    const workspace = leg.workspace()
    const before = await good('v1.0.0', leg.workspace({ other: 'before' }))
    leg.registry.set({ faults: [{ method: 'PUT', path: /manifests\/v1$/, status: 400, times: 1 }] })
    const failed = await release('v1.0.1', workspace)
    expect(failed.status).toBe('failure')
    expect(failed.tags['withdrawn-v1.0.1']).toBe(failed.tags['v1.0.1'])
    expect(failed.tags.latest).toBe(before.outputs.digest)
    expect(failed.tags['v1.0']).toBe(before.outputs.digest)
    const again = await good('v1.0.1', workspace)
    expect(again.tags['v1.0.1']).toBe(failed.tags['v1.0.1'])
    expect(again.tags['withdrawn-v1.0.1']).not.toBe(again.tags['v1.0.1'])
    expect(again.tags.latest).toBe(again.outputs.digest)
    const older = await good('v0.9.0', leg.workspace({ other: 'older' }))
    expect(older.tags.latest).toBe(again.outputs.digest)
  }, 240_000)

  test('a package that another tool filled is understood, and what it put somewhere else is left', async () => {
    await fresh()
    const foreign = leg.workspace({ other: 'foreign' })
    const stripped = { ...SMALL, 'v-prefix': 'strip' }
    const theirs = await good('v1.0.0', foreign, { ...stripped, labels: 'org.opencontainers.image.version=' })
    // A hand-made latest, of an image that is no version.
    const nightly = await publish({
      leg,
      workspace: leg.workspace({ other: 'nightly' }),
      inputs: { ...SMALL },
    })
    await copyTag(leg, 'main', 'latest')
    const older = await good('v0.9.0', leg.workspace({ other: 'older' }))
    expect(older.tags.latest).toBe(nightly.outputs.digest)
    expect(older.summary).toMatch(/1\.0\.0 is higher/)
    expect(older.annotations).toContainEqual(expect.stringMatching(/written without a v so far/))
    const newer = await good('v1.0.1', leg.workspace({ other: 'newer' }))
    expect(newer.tags.latest).toBe(newer.outputs.digest)
    expect(newer.tags['1.0.0']).toBe(theirs.outputs.digest)
  }, 240_000)

  test('a version tag that was deleted meanwhile holds nothing back', async () => {
    await fresh()
    await good('v1.0.0', leg.workspace())
    const deleted = await good('v1.1.0', leg.workspace({ other: '1' }))
    await fetch(`${leg.registry.storeUrl}/v2/${REPOSITORY}/manifests/v1.1.0`, { method: 'DELETE' })
    const next = await good('v1.0.1', leg.workspace({ other: '2' }))
    expect(next.tags['v1.0']).toBe(next.outputs.digest)
    // It is the highest that is left, and nobody takes a tag back that somebody may have put there.
    expect([deleted.outputs.digest, next.outputs.digest]).toContain(next.tags.latest)
  }, 120_000)

  test('a version whose git tag is on another commit is a fault', async () => {
    const workspace = leg.workspace()
    workspace.git('tag', 'v9.9.9')
    workspace.commit('Later', { other: 'later' })
    const job = await publish({ leg, workspace, inputs: { ...SMALL, tag: 'v9.9.9' } })
    expect(failedInMain(job, job.tags)).toMatch(
      /tag: the git tag of that name is on commit [0-9a-f]{12}, and [0-9a-f]{12} is checked out\. Check out the tag/,
    )
  }, 60_000)

  test('an older run of a branch does not take its tag back', async () => {
    await fresh()
    const run = (number: number) => ({
      env: {
        GITHUB_RUN_NUMBER: `${number}`,
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/p.yml@refs/heads/main`,
      },
    })
    const newer = await publish({ leg, workspace: leg.workspace({ other: '2' }), inputs: SMALL, ...run(8) })
    succeeded(newer)
    const older = await publish({ leg, workspace: leg.workspace({ other: '1' }), inputs: SMALL, ...run(7) })
    succeeded(older)
    expect(older.tags.main).toBe(newer.outputs.digest)
    expect(older.annotations).toContainEqual(
      expect.stringMatching(/The tag main stays where it is: run 7 is older/),
    )
    const next = await publish({ leg, workspace: leg.workspace({ other: '3' }), inputs: SMALL, ...run(9) })
    expect(next.tags.main).toBe(next.outputs.digest)
  }, 120_000)
})

/** Points a tag at what another one holds, as a person with another tool does. */
async function copyTag({ registry, reader }: Leg, from: string, to: string): Promise<void> {
  const { manifest } = await reader.manifest(REPOSITORY, from)
  const url = `${registry.storeUrl}/v2/${REPOSITORY}/manifests`
  const answer = await fetch(`${url}/${from}`, { headers: { accept: manifest.mediaType } })
  const put = await fetch(`${url}/${to}`, {
    method: 'PUT',
    headers: { 'content-type': manifest.mediaType },
    body: await answer.arrayBuffer(),
  })
  if (!put.ok) throw new Error(`${to}: ${put.status}`)
}
