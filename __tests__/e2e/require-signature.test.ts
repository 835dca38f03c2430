import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { REPOSITORY } from '../rig/legs.ts'
import { type Job, type JobResult, publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { IDENTITY, NOTING, SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

jest.setTimeout(120_000)

type Inputs = Readonly<Record<string, string>>

const ALONE = { 'sigstore-signing-config': '', 'sigstore-trusted-root': '' }
const STRANGER = 'stranger/tool/.github/workflows/build.yml@refs/heads/main'
const PROD = 'octocat/prod'
/** A program that every platform fails: who sees its failure has executed the image. */
const FATAL = 'exit 3'
const NOT_FOUND = `case "$1" in verify) echo 'Error: no signatures found' >&2; exit 10;; esac; exec "$COSIGN" "$@"`

let jobs: SigningJobs
let key: { readonly pem: string; readonly folder: string }
/** Digests by who signed. */
const images: Record<'workflow' | 'nobody' | 'key' | 'stranger' | 'attested', string> = {
  ...{ workflow: '', nobody: '', key: '', stranger: '', attested: '' },
}
let root: Inputs

beforeAll(async () => {
  jobs = await SigningJobs.start()
  key = jobs.makeKey('')
  root = { 'sigstore-trusted-root': jobs.sigstore.files.trustedRoot }
  const released = async (inputs: Inputs) => {
    const job = await jobs.publish({ inputs })
    succeeded(job)
    return job.outputs.digest ?? ''
  }
  images.workflow = await released({})
  images.nobody = await released({ sign: 'off' })
  images.key = await released({ ...ALONE, sign: 'key', 'cosign-key': key.pem })
  images.stranger = await released({ sign: 'off' })
  images.attested = await released({ sign: 'off' })
  const { signingConfig, trustedRoot } = jobs.sigstore.files
  const trust = `--yes --fulcio-auth-flow token --signing-config ${signingConfig.v2} --trusted-root ${trustedRoot}`
  const byHand = async (command: string, repository: string, workflow: string) => {
    jobs.sigstore.set({ claims: { repository, job_workflow_ref: workflow } })
    const done = await jobs.shell(command, jobs.sigstore.env, 'write')
    expect(done).toMatchObject({ code: 0 })
  }
  await byHand(`cosign sign ${trust} ${nameOf('stranger')}`, 'stranger/tool', STRANGER)
  const predicate = join(jobs.leg.root, 'predicate.json')
  writeFileSync(predicate, '{}')
  await byHand(
    `cosign attest ${trust} --type https://example.com/x --predicate ${predicate} ${nameOf('attested')}`,
    REPOSITORY,
    IDENTITY.slice(19),
  )
}, 300_000)
afterEach(() => jobs.reset())
afterAll(() => jobs.stop())

const nameOf = (who: keyof typeof images) => `${jobs.leg.image}@${images[who]}`

function run(action: string, inputs: Inputs, job: Partial<Job> = {}): Promise<JobResult> {
  const { leg, workspace } = jobs
  return publish({
    ...{ leg, workspace, action, event: 'workflow_dispatch' },
    inputs: { sbom: '', ...root, ...inputs },
    ...job,
  })
}
const verify = (who: keyof typeof images, inputs: Inputs = {}, job: Partial<Job> = {}) =>
  run('verify', { smoke: 'off', reference: images[who], ...inputs }, job)
const rollback = (who: keyof typeof images, inputs: Inputs = {}) =>
  run('rollback', { smoke: 'off', withdraw: 'false', to: images[who], ...inputs })
const promote = (who: keyof typeof images, to: string, inputs: Inputs = {}, job: Partial<Job> = {}) =>
  run(
    'promote',
    {
      ...{ image: '', 'binfmt-image': '', tag: 'v1.0.0' },
      ...{ from: nameOf(who), to: `${jobs.leg.registry.host}/${to}` },
      ...inputs,
    },
    job,
  )
const tagsNow = () => jobs.leg.reader.tags(REPOSITORY)
const tagsOf = (repository: string) => jobs.leg.reader.tags(repository)

describe('verify', () => {
  test('finds the signature of a workflow of this repository, and says whose it is', async () => {
    const job = await verify('workflow')
    succeeded(job)
    expect(job.outputs.signed).toBe('true')
    expect(job.log).toContain(`${nameOf('workflow')} is signed by a workflow of ${REPOSITORY}.`)
    expect(job.summary).toContain('is signed by a workflow of')
    expect(JSON.parse(job.outputs.json ?? '').signature).toEqual({
      reference: nameOf('workflow'),
      signed: true,
      reason: `by a workflow of ${REPOSITORY}`,
    })
  })

  test.each<[string, Inputs]>([
    ['exactly', { 'certificate-identity': IDENTITY }],
    ['by an expression', { 'certificate-identity-regexp': 'https://github\\.com/octocat/.*@refs/.*' }],
  ])('finds it by the identity, %s', async (_, inputs) => {
    const job = await verify('workflow', { 'require-signature': 'true', ...inputs })
    succeeded(job)
    expect(job.outputs.signed).toBe('true')
  })

  test.each<[string, Inputs]>([
    ['another identity', { 'certificate-identity': `${IDENTITY}x` }],
    ['a part of the identity', { 'certificate-identity-regexp': 'https://github\\.com/octocat/' }],
    ['another issuer', { 'certificate-oidc-issuer': 'https://accounts.google.com' }],
  ])('refuses %s before anything of the image is executed', async (_, inputs) => {
    const before = await tagsNow()
    const job = await verify('workflow', { smoke: FATAL, ...inputs })
    expect(failedInMain(job, before)).toMatch(/has a signature, and is not signed by /)
  })

  test('tells of an image that nobody has signed, and starts no cosign', async () => {
    const shim = makeShim(jobs.leg, NOTING, 'cosign')
    const job = await verify('nobody', {}, { env: shim.env })
    succeeded(job)
    expect(job.outputs.signed).toBe('false')
    expect(job.main.annotations.notice).toEqual([
      expect.stringMatching(/is not signed: it has no signature\. To demand .* require-signature: true\.$/),
    ])
    expect(shim.notes()).toBe('')
  })

  test.each(['nobody', 'attested'] as const)(
    'refuses an image that has to be signed and is not, before it is executed: by %s',
    async (who) => {
      const before = await tagsNow()
      const job = await verify(who, { smoke: FATAL, 'require-signature': 'true' })
      expect(failedInMain(job, before)).toMatch(/@sha256:\w+ is not signed: it has no signature/)
    },
  )

  test('takes an attestation for no signature, which cosign does', async () => {
    const trust = `--trusted-root ${jobs.sigstore.files.trustedRoot}`
    const who = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer-regexp .`
    expect(await jobs.shell(`cosign verify ${trust} ${who} ${nameOf('attested')}`)).toMatchObject({ code: 0 })
    const job = await verify('attested')
    succeeded(job)
    expect(job.outputs.signed).toBe('false')
    expect(job.main.annotations.notice).toEqual([expect.stringContaining('says other things')])
  })

  test('looks at none with false', async () => {
    const shim = makeShim(jobs.leg, NOTING, 'cosign')
    const job = await verify('workflow', { 'require-signature': 'false' }, { env: shim.env })
    succeeded(job)
    expect([job.outputs.signed, shim.notes()]).toEqual(['', ''])
    expect(JSON.parse(job.outputs.json ?? '').signature).toBeNull()
    expect(job.requests.filter(({ path }) => path.includes('/manifests/sha256-'))).toEqual([])
  })

  test('of an image that a stranger signed and whose name is not ours only warns, as long as nobody says who should have', async () => {
    const job = await verify('stranger')
    succeeded(job)
    expect(job.outputs.signed).toBe('false')
    expect(job.main.annotations.warning).toEqual([
      expect.stringMatching(/not signed by a workflow of octocat.*Write certificate-identity:/),
    ])
    const before = await tagsNow()
    const must = await verify('stranger', { 'require-signature': 'true' })
    expect(failedInMain(must, before)).toMatch(/is not signed by a workflow of octocat/)
    const known = await verify('stranger', { 'certificate-identity': `https://github.com/${STRANGER}` })
    succeeded(known)
    expect(known.outputs.signed).toBe('true')
  })
})

describe('verify by a key', () => {
  const publicKey = () => readFileSync(join(key.folder, 'cosign.pub'), 'utf8')
  test('takes it as text, from the environment and from a file; no service and no log has a part in it', async () => {
    writeFileSync(join(jobs.workspace.path, 'cosign.pub'), publicKey())
    for (const text of [publicKey(), 'env://RELEASE_KEY', 'cosign.pub']) {
      const inputs = { 'sigstore-trusted-root': '', 'cosign-public-key': text }
      const job = await verify('key', inputs, { env: { RELEASE_KEY: publicKey() } })
      succeeded(job)
      expect(job.outputs.signed).toBe('true')
      expect(job.log).toContain('is signed by cosign-public-key.')
    }
    expect(jobs.asked()).toEqual([])
  })

  test('asks for the log where there is a trusted root', async () => {
    const before = await tagsNow()
    const job = await verify('key', { 'cosign-public-key': publicKey() })
    expect(failedInMain(job, before)).toMatch(
      /has a signature, and is not signed by cosign-public-key: .*not enough verified log entries/,
    )
  })

  test('refuses another one, and only warns where none is given', async () => {
    const other = readFileSync(join(jobs.makeKey('').folder, 'cosign.pub'), 'utf8')
    const before = await tagsNow()
    const wrong = await verify('key', { 'sigstore-trusted-root': '', 'cosign-public-key': other })
    expect(failedInMain(wrong, before)).toMatch(/not signed by cosign-public-key/)
    const none = await verify('key')
    succeeded(none)
    expect(none.outputs.signed).toBe('false')
    expect(none.main.annotations.warning).toEqual([expect.stringContaining('Write cosign-public-key:')])
    const must = await verify('key', { 'require-signature': 'true' })
    expect(failedInMain(must, before)).toMatch(/signed by a key.*Write cosign-public-key:/)
  })
})

describe('trouble proves nothing', () => {
  const UNKNOWN = /Whether .* is signed .* could not be found out: .*require-signature: false/
  test.each(['auto', 'true'])(
    'a cosign that finds no signature where one is listed: %s',
    async (required) => {
      const { env } = makeShim(jobs.leg, NOT_FOUND, 'cosign')
      const before = await tagsNow()
      const job = await verify('workflow', { smoke: FATAL, 'require-signature': required }, { env })
      expect(failedInMain(job, before)).toMatch(UNKNOWN)
      expect(job.log).not.toMatch(/is not signed/)
    },
  )

  test.each([503, 403])('a registry that does not list signatures: %i', async (status) => {
    const before = await tagsNow()
    jobs.leg.registry.set({ faults: [{ path: /\/manifests\/sha256-/, status }] })
    const job = await verify('workflow', { smoke: FATAL })
    jobs.reset()
    expect(failedInMain(job, before)).toMatch(UNKNOWN)
  })
})

describe('rollback', () => {
  test.each(['false', 'true'])(
    'touches no tag for an image that is not signed, and does not execute it; dry-run: %s',
    async (dryRun) => {
      const before = await tagsNow()
      const inputs = { smoke: FATAL, 'require-signature': 'true', 'dry-run': dryRun }
      const job = await rollback('nobody', inputs)
      expect(failedInMain(job, before)).toMatch(/is not signed: it has no signature/)
      expect(job.log).toContain('No tag was touched.')
    },
  )

  test('goes to an image that is signed, and tells of one that is not', async () => {
    const rehearsed = await rollback('nobody', { 'dry-run': 'true' })
    succeeded(rehearsed)
    expect(rehearsed.outputs.signed).toBe('false')
    expect(rehearsed.main.annotations.notice).toEqual([expect.stringContaining('is not signed')])
    const job = await rollback('workflow', { 'require-signature': 'true' })
    succeeded(job)
    expect(job.outputs).toMatchObject({ signed: 'true', 'digest-after': images.workflow })
    expect(JSON.parse(job.outputs.json ?? '').signatures).toMatchObject([{ signed: true }])
    expect(job.summary).toContain('is signed by a workflow of')
    expect((await tagsNow()).latest).toBe(images.workflow)
  })
})

describe('promote', () => {
  test.each(['false', 'true'])('copies nothing that is not signed; dry-run: %s', async (dryRun) => {
    const before = await tagsNow()
    const inputs = { 'require-signature': 'true', 'dry-run': dryRun }
    const job = await promote('nobody', 'octocat/none', inputs)
    expect(failedInMain(job, before)).toMatch(/is not signed: it has no signature/)
    // A blob is mounted by a POST with its digest. A bare one asks whether the job may push, which a rehearsal leaves out.
    const asks = dryRun === 'false' ? ['POST /v2/octocat/none/blobs/uploads/'] : []
    const writes = job.requests.filter(({ method }) => /^(?:POST|PUT|PATCH)$/.test(method))
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual(asks)
    expect(await tagsOf('octocat/none')).toEqual({})
  })

  test('verifies the source and the copy, which has its signature', async () => {
    const job = await promote('workflow', PROD, { 'require-signature': 'true' })
    succeeded(job)
    expect(job.outputs.signed).toBe('true')
    expect(JSON.parse(job.outputs.json ?? '').signature).toMatchObject({ reference: nameOf('workflow') })
    const copy = `${jobs.leg.registry.host}/${PROD}@${images.workflow}`
    expect(job.log).toContain(`${copy} is signed by a workflow of ${REPOSITORY}.`)
    expect(await tagsOf(PROD)).toMatchObject({ 'v1.0.0': images.workflow, latest: images.workflow })
    const again = await run('verify', {
      ...{ smoke: 'off', image: `${jobs.leg.registry.host}/${PROD}`, 'require-signature': 'true' },
    })
    succeeded(again)
    expect(again.outputs.signed).toBe('true')
  })

  test('moves no tag to a copy whose signature does not hold', async () => {
    const script = `case "$*" in *verify*octocat/broken@*) echo 'Error: no matching attestations: gone' >&2; exit 1;; esac; exec "$COSIGN" "$@"`
    const { env } = makeShim(jobs.leg, script, 'cosign')
    const job = await promote('workflow', 'octocat/broken', {}, { env })
    expect(job).toMatchObject({ status: 'failure', outputs: {}, left: {} })
    expect(job.main.annotations.error).toEqual([
      expect.stringMatching(/its copy .*octocat\/broken@sha256:\w+ is not: no matching/),
    ])
    expect(job.log).toContain('No tag was touched.')
    // The copy has its signature, as the source has.
    expect(Object.keys(await tagsOf('octocat/broken'))).toEqual([images.workflow.replace(':', '-')])
  })

  test('of an image that nobody signed goes on, and says so', async () => {
    const job = await promote('nobody', 'octocat/plain')
    succeeded(job)
    expect(job.outputs.signed).toBe('false')
    expect((await tagsOf('octocat/plain')).latest).toBe(images.nobody)
  })
})

describe('inputs that cannot be used are told in one report, before anything is asked', () => {
  const BAD = {
    ...{ 'certificate-identity': IDENTITY, 'certificate-identity-regexp': 'a.*' },
    ...{ 'cosign-public-key': 'env://NO_KEY', 'sigstore-trusted-root': 'none.json' },
  }
  const WORDS = [
    /^5 inputs cannot be used:/,
    /certificate-identity-regexp: it cannot be used together with 'certificate-identity'/,
    /cosign-public-key: it cannot be used together with 'certificate-identity'/,
    /cosign-public-key: it cannot be used together with 'certificate-identity-regexp'/,
    /cosign-public-key: the variable NO_KEY is not set/,
    /sigstore-trusted-root: 'none\.json' is not a file/,
  ]
  test.each<[string, () => Promise<JobResult>]>([
    ['verify', () => verify('workflow', BAD)],
    ['rollback', () => rollback('workflow', BAD)],
    ['promote', () => promote('workflow', PROD, BAD)],
  ])('%s', async (_, start) => {
    const before = await tagsNow()
    const job = await start()
    const error = failedInMain(job, before)
    for (const words of WORDS) expect(error).toMatch(words)
    expect(job.requests).toEqual([])
  })

  test.each([
    ['package.json', /it is no public key/],
    ['none.pub', /'none\.pub' is not a file that can be read/],
  ])('a key that is none: %s', async (path, words) => {
    writeFileSync(join(jobs.workspace.path, 'package.json'), '{}')
    const before = await tagsNow()
    const job = await verify('workflow', { 'cosign-public-key': path })
    expect(failedInMain(job, before)).toMatch(words)
  })
})
