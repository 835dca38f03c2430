import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault, Service } from '../../scripts/sandbox/sigstore.js'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

const status = (on: Service, code: number, times?: number): Fault => ({
  ...{ on, kind: 'status', status: code },
  ...(times !== undefined && { times }),
})

/** Trouble of a moment, by what is asked again. */
const PASSING = {
  'a token': status('oidc', 500, 1),
  'a certificate': status('fulcio', 500, 2),
  'an entry of the log': status('rekor', 502, 1),
  'a connection to the log': { on: 'rekor', kind: 'destroy', times: 1 },
  'a timestamp': status('tsa', 429, 2),
} as const satisfies Readonly<Record<string, Fault>>

/** Trouble that stays, and what is said of it. */
const LASTING: Readonly<Record<string, readonly [Fault, RegExp]>> = {
  'no token': [status('oidc', 503), /is not signed: GitHub gives no token/],
  'no certificate': [status('fulcio', 500), /is not signed: the certificate authority \(Fulcio\)/],
  'a refused certificate': [
    status('fulcio', 403),
    /is not signed: the certificate authority \(Fulcio\) failed/,
  ],
  'no log': [status('rekor', 502), /is not signed: the transparency log \(Rekor\) failed: .*502/],
  'no timestamp': [status('tsa', 500), /is not signed: .*the timestamp service failed/],
}

/** What came of a job whose services fail once the image is pushed. */
interface Told {
  readonly job: JobResult
  /** How the printed command ended. */
  readonly verified: number
  readonly count: number
  readonly tries: number
  /** A later step that finishes it, where it failed. */
  readonly finished: JobResult | undefined
}

const withFault =
  (fault: Fault, finishes = false) =>
  (leg: Leg) =>
    SigningJobs.with(leg, async (jobs): Promise<Told> => {
      const onLine = (line: string) => {
        if (line === 'Inspect') jobs.sigstore.set({ faults: [fault] })
      }
      const job = await jobs.publish({ onLine })
      const tries = jobs.sigstore.requests().filter(({ service }) => service === fault.on).length
      jobs.sigstore.set({ faults: [] })
      const verified = await jobs.shell(job.outputs['verify-command'] || 'false')
      const count = await jobs.count(job.outputs.digest ?? '')
      const finished = finishes ? await finish(jobs, job) : undefined
      return { job, tries, count, finished, verified: verified.code }
    })

/** Does what the message of a job says. */
async function finish(jobs: SigningJobs, { main }: JobResult): Promise<JobResult> {
  const [error = ''] = main.annotations.error
  const [, sign = 'false'] = /run `(.*?)` in a job/.exec(error) ?? []
  expect(await jobs.shell(sign, jobs.sigstore.env, 'write')).toMatchObject({ code: 0 })
  const [, from = '', to = '', tag = '', root = ''] =
    /\{ from: (\S+), to: (\S+), tag: (\S+), sigstore-trusted-root: (\S+) \}/.exec(error) ?? []
  return publish({
    ...{ leg: jobs.leg, workspace: jobs.workspace, action: 'promote', event: 'workflow_dispatch' },
    inputs: { from, to, tag, 'sigstore-trusted-root': root, image: '', sbom: '', 'binfmt-image': '' },
  })
}

// All of them mostly wait.
describe.each(LEGS.slice(0, 1))('services that fail, on $name', (kind) => {
  let leg: Leg
  let jobs: AtOnce<Told>
  beforeAll(async () => {
    leg = await startLeg(kind)
    const passing = Object.entries(PASSING).map(([name, fault]) => [name, withFault(fault)] as const)
    const lasting = Object.entries(LASTING).map(([name, [fault]]) => {
      return [name, withFault(fault, name === 'no log')] as const
    })
    jobs = startAtOnce(leg, Object.fromEntries([...lasting, ...passing]), 3)
  }, 60_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 300_000)

  test.each(Object.keys(PASSING))(
    'for a moment are asked again: %s',
    async (name) => {
      const { job, verified, count, tries } = await jobs.result(name)
      succeeded(job)
      expect({ verified, count }).toEqual({ verified: 0, count: 1 })
      expect(tries).toBeGreaterThan(1)
    },
    300_000,
  )

  test.each(Object.entries(LASTING))(
    'for longer leave every tag where it is: %s',
    async (name, [, words]) => {
      const { job } = await jobs.result(name)
      const error = failedInMain(job)
      expect(error).toMatch(words)
      expect(error).toMatch(/run the job again; what was built comes from the cache/)
      expect(job.log).toContain('No release tag was touched.')
    },
    300_000,
  )

  test('what could not be signed is finished by digest later, without a build', async () => {
    const { finished } = await jobs.result('no log')
    expect(finished?.main.annotations.error).toEqual([])
    expect(finished?.tags['v1.0.1']).toMatch(/^sha256:/)
    expect(finished?.log).not.toContain('Build')
  }, 300_000)

  test('what is refused is not asked again', async () => {
    expect((await jobs.result('a refused certificate')).tries).toBe(1)
  }, 300_000)
})
