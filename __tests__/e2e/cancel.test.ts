import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { releaseTags, releaseWrites, SMALL } from './trouble.ts'

const SLOW_BUILD = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "echo begun; /bin/busybox sleep 45"]
`
const INPUTS = { ...SMALL, 'no-cache': 'true' }

/** A cancelled job gets a signal and time; a machine that runs out of memory gives neither. */
const ENDS = [
  { end: 'cancel', status: 'cancelled', signals: ['SIGINT'], signal: null },
  { end: 'kill', status: 'failure', signals: [], signal: 'SIGKILL' },
] as const

type End = (typeof ENDS)[number]

/** Ends main as soon as something is so. */
function when(isSo: () => boolean | Promise<boolean>, end: End['end']): NonNullable<Job['during']> {
  return async (main) => {
    for (let tries = 0; tries < 600 && !(await isSo()); tries++) await sleep(50)
    main[end]()
  }
}

function expectEnded(job: JobResult, { status, signals, signal }: End): void {
  expect(job).toMatchObject({ status, left: {}, outputs: {} })
  // Cancelled, main says so itself and ends; killed, it says nothing.
  expect(job.main).toMatchObject({ signals, signal })
  expect(job.main.annotations.error).toEqual(signal === null ? ['Cancelled.'] : [])
}

describe.each(LEGS)('on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  /** Whether a container of the job runs; its image is named after the registry. */
  const running = () => {
    const args = ['ps', '--no-trunc', '--format', '{{.Image}}']
    const listed = execFileSync('docker', args, { env: { ...process.env, ...leg.env }, encoding: 'utf8' })
    return listed.includes(leg.registry.host)
  }

  describe.each(ENDS)('$end of a job', (how) => {
    test('that builds', async () => {
      let begun = false
      const workspace = leg.workspace({ Dockerfile: SLOW_BUILD })
      const job = await publish({
        ...{ leg, workspace, ref: 'refs/tags/v1.2.3', inputs: INPUTS },
        during: when(() => begun, how.end),
        onLine: (line) => {
          begun ||= line.endsWith('begun')
        },
      })
      expectEnded(job, how)
      expect(job.post).toMatchObject({ result: 'success', code: 0 })
      // Nor does a child that outlived main go on and push.
      expect(job.requests.filter(({ method }) => method === 'PUT')).toEqual([])
    }, 120_000)

    test('that is smoke-tested', async () => {
      const inputs = { ...INPUTS, smoke: 'sleep 45' }
      const job = await publish({
        ...{ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.2.3', inputs },
        during: when(running, how.end),
      })
      expectEnded(job, how)
      expect(job.post).toMatchObject({ result: 'success', code: 0 })
      expect(releaseTags(job)).toEqual([])
      expect(releaseWrites(job)).toEqual([])
    }, 120_000)
  })
})

describe.each(LEGS.slice(0, 1))('on $name, as the tags move the same way everywhere,', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterEach(() => leg.registry.set({ faults: [] }))
  afterAll(() => leg.stop())

  test.each(ENDS.map((how, at) => ({ ...how, major: at + 1 })))(
    '$end of a job that moves them: none is moved after that, and post puts back those that are',
    async ({ major, ...how }) => {
      leg.registry.set({ faults: [{ method: 'PUT', path: /\/manifests\/v\d\.0$/, afterMs: 1500 }] })
      const moving = () =>
        leg.registry.requests().some(({ method, path }) => method === 'PUT' && /\/v\d\.0$/.test(path))
      const job = await publish({
        ...{
          leg,
          workspace: leg.workspace({ other: how.end }),
          ref: `refs/tags/v${major}.0.0`,
          inputs: SMALL,
        },
        during: when(moving, how.end),
        between: () => sleep(2000),
      })
      expectEnded(job, how)
      const version = `v${major}.0.0`
      expect(releaseWrites(job)).toEqual([version, `v${major}.0`, `withdrawn-${version}`])
      expect(job.tags[`withdrawn-${version}`]).toBe(job.tags[version])
      expect(releaseTags(job)).not.toContain('latest')
      expect(job.post?.log.join('\n')).toMatch(
        /main step ended while it moved the tags, so they are put back/,
      )
    },
    120_000,
  )
})
