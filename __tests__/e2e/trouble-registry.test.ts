import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { DENY } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, READER, startLeg } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, SMALL } from './trouble.ts'

const CALM = { faults: [], denyText: DENY.writePackage }

describe.each(LEGS.slice(0, 1))('a registry that takes no push, on $name', (kind) => {
  let leg: Leg
  let before: Readonly<Record<string, string>> = {}
  beforeAll(async () => {
    leg = await startLeg(kind)
    // The release that must stay where it is.
    const first = await publish({ leg, workspace: leg.workspace(), ref: 'refs/tags/v1.0.0', inputs: SMALL })
    expect(first.status).toBe('success')
    before = first.tags
  }, 120_000)
  afterEach(() => leg.registry.set(CALM))
  afterAll(() => leg.stop())

  /** Publishes v1.1.0 of a commit of its own. */
  function release(inputs: Readonly<Record<string, string>> = {}): Promise<JobResult> {
    const workspace = leg.workspace({ other: `${Math.random()}` })
    return publish({ leg, workspace, ref: 'refs/tags/v1.1.0', inputs: { ...SMALL, ...inputs } })
  }

  const built = ({ log }: JobResult) => /^▸?\s*Build and push/m.test(log)

  test('a wrong password', async () => {
    const job = await release({ password: 'not-the-password' })
    expect(failedInMain(job, before)).toMatch(
      /did not accept the user name and password\. It answered: DENIED: denied\. Check the inputs username and password/,
    )
    expect(built(job)).toBe(false)
    expect(job.log).not.toContain('not-the-password')
  }, 60_000)

  const may = 'Give the account in username the right to push'
  test.each([
    [DENY.writePackage, `the registry refused the push. It answered: DENIED: ${DENY.writePackage}. ${may}`],
    [
      DENY.createPackage,
      `the repository does not exist there, and the account may not create it. It answered: DENIED: ${DENY.createPackage}. ${may}`,
    ],
    [DENY.scopes, `the account may not push there. It answered: DENIED: ${DENY.scopes} ${may}`],
    ['something new', `the registry refused the push. It answered: DENIED: something new. ${may}`],
  ])(
    'a token that may not write: %s',
    async (denyText, words) => {
      leg.registry.set({ denyText })
      const job = await release({ username: READER.name, password: READER.password })
      expect(failedInMain(job, before)).toContain(words)
      expect(built(job)).toBe(false)
    },
    60_000,
  )

  test("the job's token is not sent to a registry that is not GitHub's", async () => {
    const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
    const job = await release({ password: token })
    expect(failedInMain(job, before)).toMatch(
      /there are no credentials for 127\.0\.0\.1:\d+\. .*Write username and password, or registry-auths .*or log in before .*token is sent to GitHub's registry only/,
    )
    expect(job.requests.length).toBeGreaterThan(0)
    expect(job.requests.filter(({ auth, user }) => auth !== 'none' || user !== undefined)).toEqual([])
    expect(job.log).not.toContain(token)
  }, 60_000)

  test('no registry at all', async () => {
    leg.registry.set({
      faults: [
        { path: /./, destroy: true },
        { path: /./, destroy: true, unauthorized: true },
      ],
    })
    const job = await release()
    expect(failedInMain(job, before)).toMatch(
      /127\.0\.0\.1:\d+ cannot be reached.*Nothing was pushed\. Run the job again.*whether this runner reaches/,
    )
    expect(built(job)).toBe(false)
  }, 60_000)

  test('a registry that answers 503 to everything', async () => {
    const down = { path: /^\/v2/, status: 503 }
    leg.registry.set({ faults: [down, { ...down, unauthorized: true }] })
    const job = await release()
    expect(failedInMain(job, before)).toMatch(
      /answers, and does not work at the moment\. It answered: UNKNOWN: a fault was asked for\. Nothing was pushed/,
    )
    expect(built(job)).toBe(false)
  }, 60_000)
})
