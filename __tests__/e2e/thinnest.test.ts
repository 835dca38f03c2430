import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'

describe.each(LEGS)('a first release on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test('is published, checked again after the job, and leaves nothing behind', async () => {
    const workspace = leg.workspace()
    const job = await publish({ leg, workspace, ref: 'refs/tags/v1.2.3' })
    expect(job).toMatchObject({ status: 'success', left: {} })
    expect(Object.keys(job.tags)).toEqual(
      expect.arrayContaining(['v1.2.3', 'v1.2', 'v1', 'latest', workspace.head()]),
    )
    expect(await leg.reader.platforms(REPOSITORY, 'v1.2.3')).toEqual(['linux/amd64', 'linux/arm64'])
  }, 180_000)
})
