import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { releaseTags } from './expectations.ts'

const BUSYBOX = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
`
const AMD64 = { platforms: 'linux/amd64', sbom: 'false' }
const REF = 'refs/tags/v1.2.3'

describe.each(LEGS)('a job that is cancelled on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test('while it builds moves no tag and leaves nothing', async () => {
    const dockerfile = `${BUSYBOX}RUN ["/bin/busybox","sh","-c","echo begun; busybox sleep 60"]\n`
    const workspace = leg.workspace({ Dockerfile: dockerfile })
    const job = await publish({ leg, workspace, ref: REF, inputs: AMD64, cancelWhen: /begun/ })
    expect(job.status).toBe('cancelled')
    expect(releaseTags(job)).toEqual([])
    expect(job.left).toEqual({})
    expect(job.main.signals).toEqual(['SIGINT'])
  }, 60_000)

  test('while it is smoke-tested moves no tag and leaves nothing', async () => {
    const workspace = leg.workspace()
    const inputs = { ...AMD64, smoke: 'sleep 50' }
    const job = await publish({ leg, workspace, ref: REF, inputs, cancelWhen: /Smoke test/ })
    expect(job.status).toBe('cancelled')
    expect(releaseTags(job)).toEqual([])
    expect(job.left).toEqual({})
  }, 60_000)

  test('while the tags move stops there, and post looks at what was written', async () => {
    leg.registry.set({ faults: [{ method: 'PUT', path: /manifests\/v1\.2$/, afterMs: 1500, times: 1 }] })
    const workspace = leg.workspace()
    const job = await publish({ leg, workspace, ref: REF, inputs: AMD64, cancelWhen: /Move the tags/ })
    leg.registry.set({ faults: [] })
    expect(job.status).toBe('cancelled')
    expect(releaseTags(job)).not.toContain('latest')
    expect(job.left).toEqual({})
  }, 60_000)
})
