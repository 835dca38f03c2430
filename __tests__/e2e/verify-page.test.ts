import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { parse } from 'yaml'
import { SIGNATURE_TYPES } from '../../src/domain/signature.ts'
import { REPOSITORY } from '../rig/legs.ts'
import { publish as publishJob } from '../rig/publish.ts'
import { type Ended, type Release, SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

jest.setTimeout(180_000)

const PAGE = readFileSync('docs/verify.md', 'utf8')
const COMMANDS = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
const [EXPECTED = '', BY_BUILDX = '', BY_CRANE = '', IS_SIGNATURE = '', ...VERIFYING] = COMMANDS
const [EXACTLY = '', BY_PATTERN = '', BY_KEY = '', BY_ROOT = '', SBOM = '', PROVENANCE = ''] = VERIFYING
/** Workflows and policies. */
const YAML: readonly unknown[] = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) =>
  parse(text ?? ''),
)
const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const ONE_PLATFORM = BY_BUILDX.replace('.digest', '.manifests[0].digest')
const OWNER = '  --certificate-github-workflow-repository "$REPOSITORY" \\\n'
const NO_LOG = { 'sigstore-signing-config': '', 'sigstore-trusted-root': '' }

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

/** A step of one of the workflows. */
function stepOf(at: number, isIt: (step: Step) => boolean): Step {
  const { jobs: written } = YAML[at] as {
    jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>
  }
  return (
    Object.values(written)
      .flatMap((job) => job.steps)
      .find(isIt) ?? {}
  )
}

/** An image of one version. */
interface Image {
  readonly version: string
  readonly commit: string
  readonly digest: string
  readonly command: string
}

let jobs: SigningJobs
let signed: Image
let byKey: Image
let attested: Image
let unsigned: Image
let key: ReturnType<SigningJobs['makeKey']>

const workflow = (ref: string) => `${REPOSITORY}/.github/workflows/publish.yml@${ref}`

/** Publishes as the workflow of the page does, for a git tag. */
async function publish(inputs: Release['inputs']): Promise<Image> {
  const version = jobs.next()
  const claims = { job_workflow_ref: workflow(`refs/tags/${version}`) }
  const job = await jobs.publish({ version, claims, ...(inputs && { inputs }) })
  succeeded(job)
  const { digest = '', 'verify-command': command = '' } = job.outputs
  return { version, commit: jobs.workspace.head(), digest, command }
}

/** Has cosign sign, or attest something, by the token of the job that published last. */
async function byToken(verb: string, { digest }: Image): Promise<void> {
  const { signingConfig, trustedRoot } = jobs.sigstore.files
  const services = `--signing-config ${signingConfig.v2} --trusted-root ${trustedRoot}`
  const command = `cosign ${verb} --yes --fulcio-auth-flow token ${services} ${jobs.leg.image}@${digest}`
  expect(await jobs.shell(command, jobs.sigstore.env, 'write')).toMatchObject({ code: 0 })
}

beforeAll(async () => {
  jobs = await SigningJobs.start()
  key = jobs.makeKey('')
  const whole = { platforms: 'linux/amd64,linux/arm64', sbom: jobs.leg.inputs.sbom ?? '', provenance: 'min' }
  signed = await publish(whole)
  byKey = await publish({ ...NO_LOG, 'cosign-key': key.pem })
  unsigned = await publish({ ...NO_LOG, sign: 'off' })
  attested = await publish({ ...NO_LOG, sign: 'off' })
  await byToken('attest --type https://example.com/x --predicate package.json', attested)
})
afterEach(() => jobs.reset())
afterAll(() => jobs.stop())

/** The page's examples, with what they are here. */
function filled(text: string, { version, commit }: Image): string {
  const named = text.replaceAll('ghcr.io/octo-org/app', jobs.leg.image).replaceAll('octo-org/app', REPOSITORY)
  return named.replaceAll('v1.2.3', version).replaceAll(COMMIT, commit)
}

/** Types what the page says, up to a command; of the machine's own is only whom cosign believes. */
function typed(image: Image, command: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { trustedRoot } = jobs.sigstore.files
  const files = `cd "$HOME"\ncp ${trustedRoot} trusted_root.json\ncp ${join(key.folder, 'cosign.pub')} .\n`
  const script = filled(EXPECTED + BY_BUILDX + IS_SIGNATURE + command, image)
  return jobs.shell(files + script, { COSIGN_TRUSTED_ROOT: trustedRoot, ...env })
}

/** The first cells of the rows of one of the page's tables. */
function firstCells(head: string): readonly string[] {
  const [table = ''] = PAGE.slice(PAGE.indexOf(`\n${head}`))
    .trimStart()
    .split('\n\n')
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '')
}

const alone = (command: string) => command.replace(' && is_signature', '')

test('there is no command on the page that is not tried here', () => expect(COMMANDS).toHaveLength(10))

test('the policies of clusters have the pattern of the command', () => {
  const pattern = /-regexp '(.*)'/.exec(BY_PATTERN)?.[1] ?? 'none'
  const found = YAML.map((one) => JSON.stringify(one)).filter((text) => text.includes('"kind":'))
  expect(found).toHaveLength(2)
  for (const policy of found) expect(policy).toContain(`"subjectRegExp":${JSON.stringify(pattern)}`)
})

test('the page knows the types of signatures that the action knows', () => {
  const types = [...IS_SIGNATURE.matchAll(/type == "([^"]*)"/g)].map(([, type]) => type)
  expect(types).toEqual(SIGNATURE_TYPES)
})

describe('by hand, as typed', () => {
  test.each([
    ['buildx', BY_BUILDX],
    ['crane', BY_CRANE],
  ])('%s resolves the tag', async (_, command) => {
    const script = `${filled(EXPECTED + command, signed)}printf '%s' "$DIGEST"`
    expect(await jobs.shell(script)).toMatchObject({ code: 0, stdout: signed.digest })
  })

  test.each([
    ['exactly', EXACTLY, {}],
    ['by a pattern', BY_PATTERN, {}],
    ['with a trusted root', BY_ROOT, { COSIGN_TRUSTED_ROOT: '' }],
  ] as const)('%s', async (_, command, env) => {
    expect(await typed(signed, command, env)).toMatchObject({ code: 0, stdout: 'true\n' })
  })

  test('by a key, without anything of a Sigstore', async () => {
    expect(await typed(byKey, BY_KEY, { COSIGN_TRUSTED_ROOT: '' })).toMatchObject({
      ...{ code: 0, stdout: 'true\n' },
    })
  })

  test('the output verify-command is the exact one', async () => {
    const words = async (command: string) => {
      const { code, stdout } = await typed(signed, `cosign() { printf '%s\\n' "$@"; }\n${alone(command)}`)
      expect(code).toBe(0)
      return stdout.replace(/^--trusted-root\n.*\n/m, '')
    }
    expect(await words(signed.command)).toBe(await words(EXACTLY.replace('> verified.json', '')))
  })

  test('SBOM and provenance of a platform', async () => {
    expect(await typed(signed, SBOM)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^app/m) })
    const { code, stdout } = await typed(signed, PROVENANCE)
    expect([code, Object.keys(JSON.parse(stdout))]).toEqual([0, expect.arrayContaining(['builder'])])
  })
})

describe('what must not pass', () => {
  test('an attestation of the same signer, with which cosign is content', async () => {
    expect(await typed(attested, alone(EXACTLY))).toMatchObject({ code: 0 })
    for (const command of [EXACTLY, BY_PATTERN, BY_ROOT])
      expect(await typed(attested, command)).toMatchObject({ code: 1, stdout: 'false\n' })
  })

  test('an image of another version under the tag', async () => {
    const moved = EXACTLY.replace('$TAG', 'v9.9.9')
    expect(await typed(signed, moved)).toMatchObject({ code: 1, stdout: '' })
  })

  test.each([
    [`${REPOSITORY}-fork`, 'publish.yml@refs/heads/main', /`(https:\S+)` is found/],
    [
      'mallory/x',
      `a.yml@refs/heads/github.com/${REPOSITORY}/-github/workflows/publish.yml`,
      /`(github\.com\S+)` in that of/,
    ],
  ])('a workflow of %s, that a pattern without anchors finds', async (repository, file, said) => {
    const image = await publish({ ...NO_LOG, sign: 'off' })
    const job_workflow_ref = `${repository}/.github/workflows/${file}`
    jobs.sigstore.set({ claims: { repository, job_workflow_ref } })
    await byToken('sign', image)
    const wide = BY_PATTERN.replace(/'\^.*'/, `'${said.exec(PAGE)?.[1]}'`)
    expect(await typed(image, wide.replace(OWNER, ''))).toMatchObject({ code: 0, stdout: 'true\n' })
    for (const command of [wide, BY_PATTERN, BY_PATTERN.replace(OWNER, '')])
      expect(await typed(image, command)).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('each message of the table is what cosign says, with its exit code', () => {
  const older = '--new-bundle-format=false --use-signing-config=false --tlog-upload=false'
  const otherKey = () => join(jobs.makeKey('').folder, 'cosign.pub')
  const NO_ROOT = 'getting trusted root from TUF'
  type Case = readonly [said: string, code: number, image: () => Image, command: () => string]
  const CASES: readonly Case[] = [
    ['no signatures found', 10, () => unsigned, () => EXACTLY],
    ['no signatures found', 10, () => signed, () => EXACTLY.replace('@$DIGEST', `@sha256:${'0'.repeat(64)}`)],
    ['no signatures found', 10, () => signed, () => ONE_PLATFORM + EXACTLY],
    ['image tag not found', 11, () => signed, () => EXACTLY.replace('@$DIGEST', ':v9.9.9')],
    ['UNAUTHORIZED', 1, () => signed, () => `DOCKER_CONFIG=/nowhere\n${EXACTLY}`],
    ['expected SAN value', 1, () => signed, () => EXACTLY.replace('refs/tags/$TAG', 'refs/heads/main')],
    [
      'expected GithubWorkflowRepository to be',
      1,
      () => signed,
      () => EXACTLY.replace(OWNER, OWNER.replace('$REPOSITORY', 'x/y')),
    ],
    [
      'expected GithubWorkflowSHA to be',
      1,
      () => signed,
      () => `COMMIT=${COMMIT.replace('0', '1')}\n${EXACTLY}`,
    ],
    ['expected issuer value', 1, () => signed, () => EXACTLY.replace('token.actions', 'tokens.actions')],
    [
      'accepted signatures do not match threshold',
      1,
      () => byKey,
      () => BY_KEY.replace('cosign.pub', otherKey()),
    ],
    ['expected key signature, not certificate', 1, () => signed, () => BY_KEY],
    ['not enough verified log entries from transparency log', 1, () => byKey, () => EXACTLY],
    [
      'not enough verified log entries from transparency log',
      1,
      () => byKey,
      () => BY_KEY.replace('--insecure-ignore-tlog ', ''),
    ],
  ]

  test('and there is none on the page that is not tried here', () => {
    // The registry of these tests says UNAUTHORIZED to whoever may not read.
    const notHere = ['DENIED']
    // What jq says is in "what must not pass".
    const tried = [...CASES.map(([said]) => said), NO_ROOT, 'false']
    const cells = firstCells('| message |').join()
    const told = [...cells.matchAll(/`([^`]+)`/g)].map(([, words]) => words)
    expect(told.toSorted()).toEqual([...new Set([...tried, ...notHere])].toSorted())
  })

  test('and no exit code is on the page that is not tried here', () => {
    // Nothing here makes a signature in the older format that lacks its certificate.
    const notHere = [13]
    const tried = [...CASES.map(([, code]) => code), 0, 12]
    const told = firstCells('| `cosign verify` ends with |').join().match(/\d+/g)
    expect(told?.map(Number).toSorted()).toEqual([...new Set([...tried, ...notHere])].toSorted())
  })

  test.each(CASES)('%s: %d', async (said, code, image, command) => {
    const ended = await typed(image(), command())
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toContain(said)
  })

  test(`${NO_ROOT}: 1`, async () => {
    const nowhere = { COSIGN_TRUSTED_ROOT: '', TUF_MIRROR: 'http://127.0.0.1:1' }
    const { code, stderr } = await typed(signed, EXACTLY, nowhere)
    expect([code, stderr]).toEqual([1, expect.stringContaining(NO_ROOT)])
  })

  test('a list of bundles that cannot be read: 10, and nothing is proved', async () => {
    jobs.leg.registry.set({ faults: [{ path: /\/manifests\/sha256-[0-9a-f]{64}$/, status: 503 }] })
    expect(await typed(signed, EXACTLY)).toMatchObject({ code: 10 })
  })

  test('in the older format: 0 and 12', async () => {
    const image = await publish({ ...NO_LOG, sign: 'off' })
    const sign = `cosign sign --yes --key ${key.folder}/cosign.key ${older} ${jobs.leg.image}@${image.digest}`
    expect(await jobs.shell(sign, { COSIGN_PASSWORD: '' }, 'write')).toMatchObject({ code: 0 })
    expect(await typed(image, BY_KEY)).toMatchObject({ code: 0, stdout: 'true\n' })
    expect(await typed(image, BY_KEY.replace('cosign.pub', otherKey()))).toMatchObject({ code: 12 })
  })
})

describe('in a job, as its step runs it', () => {
  const STEP = stepOf(0, ({ id }) => id === 'verify').run ?? 'false'

  test.each<[what: string, image: () => Image, code: number]>([
    ['passes what is signed', () => signed, 0],
    ['stops at an attestation alone', () => attested, 1],
    ['stops at what is not signed', () => unsigned, 10],
  ])('%s', async (_, image, code) => {
    const { version, digest } = image()
    // As the runner calls it for `shell: bash`.
    const bash = 'bash --noprofile --norc -eo pipefail -c "$STEP"'
    const script = `cd "$HOME"; touch outputs; ${bash} >&2; code=$?; cat outputs; exit $code`
    const stdout = code === 0 ? `reference=${jobs.leg.image}@${digest}\n` : ''
    const ended = await jobs.shell(script, {
      ...{ STEP, IMAGE: jobs.leg.image, REPOSITORY, TAG: version },
      ...{ RUNNER_TEMP: '.', GITHUB_OUTPUT: 'outputs' },
      COSIGN_TRUSTED_ROOT: jobs.sigstore.files.trustedRoot,
    })
    expect(ended).toMatchObject({ code, stdout })
  })
})

describe('by the actions, with the inputs of the page', () => {
  /** What a workflow writes under `with`, with what the runner would put in its place. */
  function inputsOf(at: number, { version }: Image): Readonly<Record<string, string>> {
    const given = Object.entries(stepOf(at, ({ uses }) => uses?.startsWith('org/') === true).with ?? {})
    const text = (value: unknown) =>
      filled(String(value), signed)
        .replace(/\$\{\{ inputs\.(?:tag|version) \}\}/, version)
        .replace(/\$\{\{ vars\.COSIGN_PUBLIC_KEY \}\}/, readFileSync(join(key.folder, 'cosign.pub'), 'utf8'))
    return Object.fromEntries(given.map(([name, value]) => [name, text(value)]))
  }
  const run = (action: string, inputs: Readonly<Record<string, string>>) =>
    publishJob({ leg: jobs.leg, workspace: jobs.workspace, action, event: 'workflow_dispatch', inputs })

  test.each<[what: string, image: () => Image, refused: RegExp | undefined]>([
    ['passes what is signed', () => signed, undefined],
    ['stops at an attestation alone', () => attested, /is not signed: .*says other things/],
    ['stops at what is not signed', () => unsigned, /is not signed: it has no signature/],
  ])('verify %s', async (_, image, refused) => {
    const root = { 'sigstore-trusted-root': jobs.sigstore.files.trustedRoot }
    const before = await jobs.leg.reader.tags(REPOSITORY)
    const job = await run('verify', { sbom: '', ...root, ...inputsOf(1, image()) })
    if (refused !== undefined) expect(failedInMain(job, before)).toMatch(refused)
    else expect(job.outputs.reference).toBe(`${jobs.leg.image}@${image().digest}`)
  })

  test('promote takes what the key has signed, and nothing else', async () => {
    const places = (image: Image) => ({
      from: `${jobs.leg.image}:${image.version}`,
      to: `${jobs.leg.registry.host}/octocat/prod`,
    })
    const take = (image: Image) =>
      run('promote', { sbom: '', image: '', 'binfmt-image': '', ...inputsOf(2, image), ...places(image) })
    const tags = () => jobs.leg.reader.tags('octocat/prod')
    succeeded(await take(byKey))
    const taken = await tags()
    expect(taken).toMatchObject({ [byKey.version]: byKey.digest })
    const before = await jobs.leg.reader.tags(REPOSITORY)
    expect(failedInMain(await take(signed), before)).toMatch(/is not signed by cosign-public-key/)
    expect(await tags()).toEqual(taken)
  })
})
