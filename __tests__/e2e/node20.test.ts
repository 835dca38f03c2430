import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { run } from '../../scripts/rig/run.js'
import { theRig } from '../rig/engines.ts'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { SMALL, succeeded } from './trouble.ts'

// The runner brings node 24; `npm start` is started with what a maintainer has.
describe.each(LEGS.slice(0, 1))('the committed bundle', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test.each([
    ['20', () => theRig().tools.node20],
    ['24', () => process.execPath],
  ])(
    'publishes on node %s',
    async (major, program) => {
      const node = program()
      expect(await run(node, ['--version'])).toMatch(new RegExp(`^v${major}\\.`))
      const ref = `refs/tags/v${major}.0.0`
      const job = await publish({ leg, workspace: leg.workspace(), ref, inputs: SMALL, node })
      succeeded(job)
      expect(job.outputs).toMatchObject({ version: `${major}.0.0` })
    },
    60_000,
  )
})
