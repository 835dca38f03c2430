import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, succeeded } from './trouble.ts'

/** Without credentials nobody knows whether the package is empty. */
const UNREAD = expect.stringMatching(
  /^What is published already could not be read, .* planned as for an empty package: .*127\.0\.0\.1/,
)

const pullRequest = (repository: string, login: string) => ({
  event: 'pull_request',
  ref: 'refs/pull/9/merge',
  payload: {
    number: 9,
    pull_request: { number: 9, user: { login }, head: { repo: { full_name: repository } } },
  },
})

describe.each(LEGS)('a dry run on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  const run = (job: Partial<Job>, workspace = leg.workspace()) =>
    publish({ leg, workspace, ref: 'refs/tags/v1.2.3', ...job })

  /** Asks for nothing but tokens and what is there; the bodies of tokens' requests are no writes. */
  function expectNothingSent(job: JobResult): void {
    const sent = job.requests.filter(
      ({ method, path }) => !['GET', 'HEAD'].includes(method) && path !== '/token',
    )
    expect(sent).toEqual([])
    expect(job.tags).toEqual({})
    expect(job.outputs).toMatchObject({ 'dry-run': 'true', digest: '', reference: '' })
  }

  /** Every platform was started in the engine. */
  function expectTried({ log }: JobResult): void {
    expect(log).toMatch(/^linux\/amd64 \| machine: x86_64$/m)
    expect(log).toMatch(/^linux\/arm64 \| machine: aarch64$/m)
    expect(log.match(/^linux\/(?:amd64|arm64) +smoke test passed/gm)).toHaveLength(2)
  }

  test('that a person asks for tries everything and tells what a real run then does', async () => {
    const workspace = leg.workspace()
    const dry = await run({ inputs: { 'dry-run': 'true' } }, workspace)
    succeeded(dry)
    expectNothingSent(dry)
    expectTried(dry)
    expect(dry.post?.log.join('\n')).toContain('Nothing was published')
    const real = await run({}, workspace)
    succeeded(real)
    expect(dry.outputs.tags).toBe(real.outputs.tags)
    expect(dry.outputs.tags?.split('\n').toSorted()).toEqual([...releaseTags(real)].toSorted())
    expect(dry.outputs.tags).toContain('v1.2.3')
  }, 180_000)
})

describe.each(LEGS)('a pull request on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test.each([
    ['of the same repository', pullRequest('octocat/hello-world', 'octocat'), {}, []],
    [
      'of a fork, without any token',
      pullRequest('stranger/hello-world', 'stranger'),
      { username: '', password: '' },
      [UNREAD],
    ],
    ['of Dependabot', pullRequest('octocat/hello-world', 'dependabot[bot]'), {}, [UNREAD]],
  ])(
    '%s is a dry run by itself',
    async (_, event, inputs, notices) => {
      const job = await publish({ leg, workspace: leg.workspace(), ...event, inputs })
      succeeded(job)
      expect(job.outputs).toMatchObject({ 'dry-run': 'true', digest: '', tags: 'pr-9' })
      expect(job.tags).toEqual({})
      expect(job.main.annotations.notice.filter((notice) => /published already/.test(notice))).toEqual(
        notices,
      )
      expect(job.requests.filter(({ method }) => ['PUT', 'PATCH'].includes(method))).toEqual([])
      expect(job.log.match(/^linux\/(?:amd64|arm64) +smoke test passed/gm)).toHaveLength(2)
    },
    120_000,
  )

  test('whose image cannot start fails, and a fork cannot publish by an input', async () => {
    const Dockerfile = 'FROM scratch\nCOPY docs /docs\nENTRYPOINT ["/nothing"]\n'
    const own = pullRequest('octocat/hello-world', 'octocat')
    const bad = await publish({ leg, workspace: leg.workspace({ Dockerfile }), ...own })
    expect(failedInMain(bad)).toMatch(
      /linux\/amd64: the program or its loader is not in the image .*linux\/arm64: the program or its loader/,
    )
    const fork = pullRequest('stranger/hello-world', 'stranger')
    const refused = await publish({
      leg,
      workspace: leg.workspace(),
      ...fork,
      inputs: { 'dry-run': 'false' },
    })
    expect(failedInMain(refused)).toMatch(/dry-run: false cannot be given here: it comes from a fork/)
    expect(refused.requests).toEqual([])
  }, 120_000)
})
