import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { REPOSITORY } from '../rig/legs.ts'
import type { JobResult } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { IDENTITY, ISSUER, NOTING, SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

jest.setTimeout(120_000)

let jobs: SigningJobs

beforeAll(async () => {
  jobs = await SigningJobs.start()
})
afterEach(() => jobs.reset())
afterAll(() => jobs.stop())

/** The output `verify-command`, typed by somebody who may only pull. */
async function verifies({ outputs }: JobResult): Promise<void> {
  const { code, stdout } = await jobs.shell(outputs['verify-command'] ?? 'false')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject([
    {
      critical: {
        type: 'https://sigstore.dev/cosign/sign/v1',
        image: { 'docker-manifest-digest': outputs.digest },
      },
    },
  ])
}

function notSigned({ outputs }: JobResult, reason: RegExp): void {
  expect(outputs).toMatchObject({ signed: 'false', 'certificate-identity': '', 'verify-command': '' })
  expect(JSON.parse(outputs.json ?? '').signature).toMatchObject({
    signed: false,
    reason: expect.stringMatching(reason),
  })
}

describe('without a key', () => {
  test.each(['404', 'api'] as const)(
    'signs before any tag names the image, verifies, and a re-run adds nothing: referrers %s',
    async (referrers) => {
      jobs.leg.registry.set({ referrers })
      const version = jobs.next()
      const inputs = { platforms: 'linux/amd64,linux/arm64', 'sign-platforms': 'true' }
      const job = await jobs.publish({ version, inputs })
      succeeded(job)
      expect(job.outputs).toMatchObject({ signed: 'true', 'certificate-identity': IDENTITY })
      expect(job.summary).toContain(`Signed by \`${IDENTITY}\``)
      expect(job.log).toMatch(
        /^ {2}sign +without a key, as https:\/\/github\.com\/octocat\/.*: the repository is public/m,
      )
      await verifies(job)
      const digest = job.outputs.digest ?? ''
      const platforms: { digest: string }[] = JSON.parse(job.outputs.json ?? '').platforms
      for (const one of platforms) {
        const command = job.outputs['verify-command']?.replace(digest, one.digest) ?? 'false'
        expect(await jobs.shell(command)).toMatchObject({ code: 0 })
      }
      const logged = jobs.sigstore.requests().filter(({ service }) => service === 'rekor')
      const moved = job.requests.find(({ method, path }) => method === 'PUT' && path.endsWith(`/${version}`))
      expect(logged).toHaveLength(3)
      expect(moved?.at).toBeGreaterThanOrEqual(Math.max(...logged.map(({ at }) => at)))

      jobs.sigstore.clearRequests()
      const again = await jobs.publish({ version, inputs })
      succeeded(again)
      expect(again.outputs).toMatchObject({
        signed: 'true',
        digest,
        'verify-command': job.outputs['verify-command'],
      })
      expect(jobs.asked()).toEqual(['oidc'])
      if (referrers === '404') expect(await jobs.count(digest)).toBe(1)
    },
  )

  test('names workflow, issuer, repository and commit in the command that verifies it', async () => {
    const job = await jobs.publish()
    const command = job.outputs['verify-command'] ?? ''
    for (const part of [
      `--certificate-identity ${IDENTITY} `,
      `--certificate-oidc-issuer ${ISSUER} `,
      `--certificate-github-workflow-repository ${REPOSITORY} `,
      `--certificate-github-workflow-sha ${jobs.workspace.head()} `,
    ])
      expect(command).toContain(part)
    expect((await jobs.shell(command.replace(jobs.workspace.head(), 'f'.repeat(40)))).code).not.toBe(0)
  })
})

test('says where the certificate names another commit than that of the image', async () => {
  const version = jobs.next()
  const named = 'f'.repeat(40)
  const job = await jobs.publish({ version, claims: { sha: named } })
  succeeded(job)
  for (const text of [job.main.annotations.notice.join(), job.summary])
    expect(text).toMatch(new RegExp(`names commit ${named}, .* is of commit ${jobs.workspace.head()}`))
  expect(await jobs.shell(job.outputs['verify-command'] ?? '')).toMatchObject({ code: 0 })
})

test('no token stands anywhere, and cosign sees nothing of the job but its own', async () => {
  const shim = makeShim(jobs.leg, NOTING, 'cosign')
  const job = await jobs.publish({
    env: { ...shim.env, COSIGN_EXPERIMENTAL: '1', TUF_MIRROR: 'http://127.0.0.1:1' },
  })
  succeeded(job)
  expect(shim.notes()).toMatch(/^SIGSTORE_ID_TOKEN$/m)
  expect(shim.notes()).not.toMatch(/^(?:ACTIONS_|GITHUB_|INPUT_|STATE_|COSIGN_|TUF_MIRROR)/m)
  const { log, annotations, outputs, summary, state } = job
  const everything = JSON.stringify({ log, annotations, outputs, summary, state, notes: shim.notes() })
  expect(everything).not.toMatch(/eyJ[\w-]{20}/)
  expect(everything).not.toContain(jobs.sigstore.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN)
})

describe('nothing is signed', () => {
  test.each<[what: string, release: Parameters<SigningJobs['publish']>[0], reason: RegExp, asked: string[]]>([
    ['where the job may have no token', { token: false }, /no token .*id-token: write/, []],
    [
      'with sign: off',
      { inputs: { sign: 'off', 'sigstore-signing-config': '', 'sigstore-trusted-root': '' } },
      /sign: off/,
      [],
    ],
    [
      'where the token says that the repository is private',
      { claims: { repository_visibility: 'private' } },
      /is private, and its name would stay in a public log/,
      ['oidc'],
    ],
    [
      'where the event says so: nobody asks',
      { payload: { repository: { visibility: 'internal' } } },
      /is internal/,
      [],
    ],
    [
      'in a dry run',
      { inputs: { 'dry-run': 'true' } },
      /a dry run signs nothing; a real run signs without/,
      [],
    ],
  ])('%s', async (_, release, reason, asked) => {
    const job = await jobs.publish(release)
    succeeded(job)
    notSigned(job, reason)
    expect(jobs.asked()).toEqual(asked)
    expect(await jobs.count(job.outputs.digest ?? '')).toBe(0)
  })

  test('from a private repository, unless sign: keyless is written', async () => {
    const claims = { repository_visibility: 'private' }
    const job = await jobs.publish({ claims, inputs: { sign: 'keyless' } })
    succeeded(job)
    expect(job.outputs.signed).toBe('true')
    await verifies(job)
  })

  test('where somebody else asks for tokens: a token of another repository ends the job', async () => {
    const tags = await jobs.leg.reader.tags(REPOSITORY)
    const job = await jobs.publish({ claims: { repository: 'octocat/other' } })
    expect(failedInMain(job, tags)).toMatch(/^The token that says who this job is is of another repository/)
  })
})

describe('before anything is built, all that is wrong is said', () => {
  test('of a signature without a token, and of files that are none', async () => {
    const tags = await jobs.leg.reader.tags(REPOSITORY)
    const inputs = {
      sign: 'keyless',
      'sigstore-signing-config': 'Dockerfile',
      'sigstore-trusted-root': 'nowhere.json',
      'secret-files': 'a=nothing.txt',
    }
    const error = failedInMain(await jobs.publish({ token: false, inputs }), tags)
    expect(error).toMatch(/^4 inputs cannot be used/)
    expect(error).toMatch(/ sign: the job may have no token.* id-token: write/)
    expect(error).toMatch(/ sigstore-signing-config: the file is not JSON/)
    expect(error).toMatch(/ sigstore-trusted-root: 'nowhere\.json' is not a file/)
    expect(jobs.asked()).toEqual([])
  })
})

test('with gate: false, the image is signed and post looks at it', async () => {
  const job = await jobs.publish({ inputs: { gate: 'false' } })
  succeeded(job)
  await verifies(job)
  expect(job.post?.log.join('\n')).toMatch(/@sha256:[0-9a-f]{64} is signed\./)
})
