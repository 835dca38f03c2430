import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

const BOTH = { ...SMALL, platforms: 'amd64, arm64' }
const REF = 'refs/tags/v1.2.3'

describe.each(LEGS)('platforms on $name', (kind) => {
  let leg: Leg
  let before: JobResult
  beforeAll(async () => {
    leg = await startLeg(kind)
    const base = { ...SMALL, sbom: leg.inputs.sbom ?? '', 'extra-tags': 'base' }
    before = await publish({ leg, workspace: leg.workspace(), ref: 'refs/heads/base', inputs: base })
    succeeded(before)
  }, 120_000)
  afterAll(() => leg.stop())

  test('of a base image that has only one of them: says which, and what would work', async () => {
    const Dockerfile = `FROM ${leg.image}:base\nCOPY docs /docs\n`
    const job = await publish({ leg, workspace: leg.workspace({ Dockerfile }), ref: REF, inputs: BOTH })
    expect(failedInMain(job, before.tags)).toMatch(
      /The base image .*:base does not exist for linux\/arm64\..*write platforms: linux\/amd64\./,
    )
  }, 120_000)

  test('of which one does not build: says which would', async () => {
    const Dockerfile = `FROM scratch AS base
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
FROM base AS build-amd64
RUN ["/bin/busybox", "true"]
FROM base AS build-arm64
COPY nothing /nothing
FROM build-$TARGETARCH
ENTRYPOINT ["/bin/busybox"]
`
    const job = await publish({ leg, workspace: leg.workspace({ Dockerfile }), ref: REF, inputs: BOTH })
    expect(failedInMain(job, before.tags)).toMatch(/has no \/nothing\..*[Ww]rite platforms: linux\/amd64/)
  }, 120_000)

  test('with a program of another machine fail, although this one runs it', async () => {
    const Dockerfile = 'FROM scratch\nCOPY bin/amd64/busybox /bin/busybox\nENTRYPOINT ["/bin/busybox"]\n'
    const job = await publish({ leg, workspace: leg.workspace({ Dockerfile }), ref: REF, inputs: BOTH })
    expect(failedInMain(job, before.tags)).toMatch(
      /linux\/arm64: \/bin\/busybox in the linux\/arm64 image is a program for amd64/,
    )
    expect(job.log).toMatch(/^linux\/amd64 +smoke test passed/m)
    expect(releaseTags(job)).not.toContain('v1.2.3')
  }, 120_000)

  test('of an image with nothing but one static program', async () => {
    const Dockerfile =
      'FROM scratch\nARG TARGETARCH\nCOPY bin/$TARGETARCH/busybox /echo\nENTRYPOINT ["/echo"]\n'
    const inputs = { ...BOTH, smoke: 'hello from a static program' }
    const job = await publish({ leg, workspace: leg.workspace({ Dockerfile }), ref: REF, inputs })
    succeeded(job)
    for (const platform of ['linux/amd64', 'linux/arm64'])
      expect(
        job.log.split('\n').filter((line) => line === `${platform} | hello from a static program`),
      ).toHaveLength(2)
  }, 120_000)
})
