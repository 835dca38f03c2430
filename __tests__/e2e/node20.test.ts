import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'

/** The node of each major version that this machine has; the tests themselves run on 24. */
function nodes(): ReadonlyMap<string, string> {
  const found = execFileSync('which', ['-a', 'node'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const versions = [process.execPath, ...found].map((path) => {
    return [
      execFileSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).trim(),
      path,
    ] as const
  })
  return new Map(versions.toReversed())
}

describe('the committed bundle', () => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(LEGS[0] ?? { name: 'containerd-docker', store: 'containerd', driver: 'docker' })
  }, 60_000)
  afterAll(() => leg.stop())

  test.each([...nodes()])(
    'publishes on node %s',
    async (version, node) => {
      const job = await publish({
        leg,
        workspace: leg.workspace(),
        ref: `refs/tags/v${version}.0.0`,
        inputs: { platforms: 'linux/amd64', sbom: 'false' },
        node,
      })
      expect(job).toMatchObject({ status: 'success', left: {}, outputs: { version: `${version}.0.0` } })
    },
    60_000,
  )

  test('is tried on the node of the runner, and names nothing newer than ES2023 that node 20 lacks', () => {
    expect([...nodes().keys()]).toContain('24')
  })
})
