import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type AtOnce, startAtOnce } from '../rig/at-once.ts'
import { LEGS, type Leg, startLeg, WRITER } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

/** Nobody may read it anywhere; a file of this name can be made. */
const SECRET = 'k3Hq-9dP2+xv=7Lm'
const VARIABLE = 'the-secret-in-a-variable-1'
const FILE = 'the-secret-in-a-file-2'
/** One word of a file with several lines; put together, so that no scanner of repositories takes it for a leak. */
const TOKEN = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_')
const AWS_KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY9x2vQmZtAk'

type Written = Readonly<Record<string, string>>

const FINAL = `FROM scratch
ARG TARGETARCH
ARG GIVEN
COPY bin/\${TARGETARCH}/busybox /bin/busybox
COPY --chmod=755 app /app
SHELL ["/bin/busybox", "sh", "-c"]
LINE
ENTRYPOINT ["/app"]
`
const dockerfile = (line: string) => FINAL.replace('LINE', line)
const GIVEN = {
  ...{ secrets: `npm=${SECRET}`, 'secret-envs': 'variable=MY_SECRET' },
  'secret-files': 'file=key.txt\nnetrc=.netrc\naws=aws.txt\nsettings=settings.txt',
  'no-cache': 'true',
}

/** What people mount: two with a token, and one of ordinary words alone. */
const FILES = {
  'key.txt': `${FILE}\n`,
  '.netrc': `machine github.com\n  login octocat\n  password ${TOKEN}\n`,
  'aws.txt': `[default]\naws_secret_access_key = ${AWS_KEY}\nregion = eu-central-1\n`,
  'settings.txt':
    'registry = registry.example.com/some/path\nproject = my-project-123456\nmail = builder@my-project.iam.example.com\n',
}

interface Release {
  readonly Dockerfile?: string
  readonly inputs?: Written
  readonly version?: string
  readonly event?: string
}

function release(leg: Leg, { Dockerfile, inputs = {}, version = 'v1.1.0', event = 'push' }: Release) {
  const ignored = { '.dockerignore': Object.keys(FILES).join('\n') }
  const files = { ...FILES, ...ignored, ...(Dockerfile && { Dockerfile }) }
  const workspace = leg.workspace({ ...files, version })
  const ref = `refs/tags/${version}`
  const env = { MY_SECRET: VARIABLE }
  return publish({ leg, workspace, ref, event, inputs: { ...SMALL, ...GIVEN, ...inputs }, env })
}

/** Runs a program as a person would who is logged in. Not at once: the registry answers in this very process. */
async function loggedIn(leg: Leg, program: string, args: readonly string[]): Promise<string> {
  const config = mkdtempSync(join(leg.root, 'login-'))
  const auth = btoa(`${WRITER.name}:${WRITER.password}`)
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [leg.registry.host]: { auth } } }))
  const env = { ...process.env, ...leg.env, DOCKER_CONFIG: config }
  return (await promisify(execFile)(program, args, { env, maxBuffer: 16 * 1024 * 1024 })).stdout
}

/** Neither the value, nor one of its forms, in anything that a person or another step can read. */
function expectHidden({ log, annotations, outputs, jobOutputs, summary, state }: JobResult): void {
  const seen = JSON.stringify({ log, annotations, outputs, jobOutputs, summary, state })
  const forms = [SECRET, VARIABLE, FILE, TOKEN, AWS_KEY].flatMap((value) => [
    value,
    encodeURIComponent(value),
    btoa(value),
  ])
  expect(forms.filter((form) => seen.includes(form))).toEqual([])
}

const scanned = (leg: Leg) => ({ sbom: `generator=${leg.registry.host}/rig/scanner:1` })
const RUN_WITH_SECRET = 'RUN --mount=type=secret,id=npm'

/** Each plants the secret in one place. */
const PLANTED: Readonly<Record<string, (leg: Leg) => Release>> = {
  variable: () => ({ Dockerfile: dockerfile(`ENV NPMRC="_x=${SECRET}"`) }),
  label: () => ({ Dockerfile: dockerfile(`LABEL com.example.x="${VARIABLE}"`) }),
  step: () => ({ Dockerfile: dockerfile(`RUN echo ${FILE} >/dev/null`) }),
  base64: () => ({ Dockerfile: dockerfile(`ENV AUTH=${btoa(`user:${SECRET}`)}`) }),
  url: () => ({ Dockerfile: dockerfile(`ENV PROXY=http://u:${encodeURIComponent(SECRET)}@proxy`) }),
  'token-of-a-file': () => ({
    Dockerfile: dockerfile(`ENV API=https://octocat:${TOKEN}@github.com\nRUN echo ${TOKEN}`),
  }),
  'key-of-a-file': () => ({ Dockerfile: dockerfile(`LABEL com.example.x="${btoa(`k=${AWS_KEY}`)}"`) }),
  // The name of a file, which the scanner lists as a package: no line of the Dockerfile holds it.
  sbom: (leg) => ({
    Dockerfile: dockerfile(
      `${RUN_WITH_SECRET} /bin/busybox touch "/bin/$(/bin/busybox cat /run/secrets/npm)"`,
    ),
    inputs: scanned(leg),
  }),
  // Provenance of the mode max holds the whole Dockerfile, in base64.
  provenance: () => ({ Dockerfile: `# ${SECRET}\n${dockerfile('')}`, inputs: { provenance: 'max' } }),
  'provenance-of-another-stage': () => ({
    Dockerfile: `FROM scratch AS other\nCOPY docs "/${VARIABLE}"\n${dockerfile('COPY --from=other / /other/')}`,
    inputs: { provenance: 'max' },
  }),
}

const FOUND: Readonly<Record<keyof typeof PLANTED, RegExp>> = {
  variable:
    /the secret 'npm' of secrets \(linux\/amd64: environment variable 'NPMRC'; linux\/amd64: step \d+ of the history \(ENV\)\)/,
  label:
    /the secret 'variable' of secret-envs \(linux\/amd64: label 'com\.example\.x'; linux\/amd64: step \d+ of the history \(LABEL\)\)/,
  step: /the secret 'file' of secret-files \(linux\/amd64: step \d+ of the history \(RUN\)\)/,
  base64: /the secret 'npm' of secrets \(linux\/amd64: environment variable 'AUTH'/,
  url: /the secret 'npm' of secrets \(linux\/amd64: environment variable 'PROXY'/,
  'token-of-a-file':
    /holds the secret 'netrc' of secret-files \(linux\/amd64: environment variable 'API'; linux\/amd64: step \d+ of the history \(ENV\); linux\/amd64: step \d+ of the history \(RUN\)\)\./,
  'key-of-a-file': /holds the secret 'aws' of secret-files \(linux\/amd64: label 'com\.example\.x'/,
  sbom: /the secret 'npm' of secrets \(linux\/amd64: the SBOM\)/,
  provenance: /the secret 'npm' of secrets \(linux\/amd64: the provenance\)/,
  'provenance-of-another-stage': /the secret 'variable' of secret-envs \(linux\/amd64: the provenance\)/,
}

describe.each(LEGS.slice(0, 1))('a secret that gets into the image on $name', (kind) => {
  let leg: Leg
  let first: JobResult
  let jobs: AtOnce<JobResult>
  beforeAll(async () => {
    leg = await startLeg(kind)
    first = await release(leg, { version: 'v1.0.0', inputs: { ...scanned(leg), provenance: 'min' } })
    const planted = Object.entries(PLANTED).map(
      ([name, of]) => [name, (own: Leg) => release(own, of(own))] as const,
    )
    jobs = startAtOnce(leg, { ...Object.fromEntries(planted), atOnce, rehearsed, kept })
  }, 180_000)
  afterAll(async () => {
    await jobs?.end()
    await leg?.stop()
  }, 180_000)

  const atOnce = (own: Leg) => {
    const Dockerfile = dockerfile(`ENV NPMRC="_x=${SECRET}"`)
    return release(own, { Dockerfile, inputs: { gate: 'false' } })
  }
  const rehearsed = (own: Leg) =>
    release(own, { Dockerfile: dockerfile(`ENV NPMRC="_x=${SECRET}"`), inputs: { 'dry-run': 'true' } })
  /** Mounted, and named in the Dockerfile by its id: the right way. Of a file's words everything may say what everybody knows. */
  const kept = (own: Leg) =>
    release(own, {
      Dockerfile: dockerfile(
        [
          `${RUN_WITH_SECRET} --mount=type=secret,id=netrc /bin/busybox test -s /run/secrets/npm && /bin/busybox sed s/.*word// /run/secrets/netrc`,
          'ENV PROJECT=my-project-123456 BASE=registry.example.com/some/path REGION=eu-central-1',
        ].join('\n'),
      ),
      inputs: { ...scanned(own), provenance: 'max', 'build-args': 'GIVEN=something-else' },
    })

  test('is not there where it was mounted', async () => {
    succeeded(first)
    const job = await jobs.result('kept')
    succeeded(job)
    expectHidden(job)
    // The build has shown the token by itself, without the line that it stands in.
    expect(job.log).toMatch(/RUN.*\n(?:.*\n)*?.* \*\*\*$/m)
    expect(job.log).toMatch(
      /^Looked for in the image as a whole only, as no line of it looks like a token: the secret 'settings' of secret-files$/m,
    )
    expect(releaseTags(job)).toContain('v1.1.0')
  }, 180_000)

  test.each(Object.keys(PLANTED))(
    'is found before any tag moves: %s',
    async (place) => {
      const job = await jobs.result(place)
      const error = failedInMain(job, first.tags)
      expect(error).toMatch(FOUND[place] ?? /never/)
      expect(error).toMatch(
        /^The image holds .* The registry has the image already, by its digest, .*: rotate/,
      )
      expect(job.log).toContain('No release tag was touched.')
      expectHidden(job)
    },
    180_000,
  )

  test('is found after the tags were pushed with gate: false, and they go back', async () => {
    const job = await jobs.result('atOnce')
    expect(job.main).toMatchObject({ result: 'failure', code: 1 })
    expect(job.main.annotations.error.join()).toMatch(FOUND.variable ?? /never/)
    for (const tag of ['v1.0', 'v1', 'latest']) expect(job.tags[tag]).toBe(first.tags[tag])
    expect(job.left).toEqual({})
    expectHidden(job)
  }, 180_000)

  test('is found in a dry run, where nothing was pushed', async () => {
    const job = await jobs.result('rehearsed')
    const error = failedInMain(job, first.tags)
    expect(error).toMatch(
      /^The image holds the secret 'npm' of secrets \(linux\/amd64: environment variable 'NPMRC'\)\. Nothing was pushed\./,
    )
    expectHidden(job)
  }, 180_000)

  test('is looked for in an SBOM that the summary shows how to read, of one platform too', async () => {
    const [command = ''] = /^docker buildx imagetools inspect .*$/m.exec(first.summary) ?? []
    const { packages } = JSON.parse(await loggedIn(leg, 'sh', ['-c', command]))
    expect(packages).toHaveLength(2)
  }, 60_000)

  test('never gets there as a build argument, a label or an annotation: all are refused before the build', async () => {
    const inputs = {
      'build-args': `NPM_TOKEN=anything-at-all\nGIVEN=${SECRET}\nMORE=${VARIABLE}\nFINE=1`,
      labels: `com.example.x=${FILE}`,
      annotations: `com.example.y=a ${SECRET} b`,
    }
    const faults = failedInMain(await release(leg, { inputs }), first.tags)
    expect(faults).toMatch(/^3 inputs cannot be used:\n/)
    expect(faults).toMatch(
      /build-args: 'NPM_TOKEN' looks like a secret by its name\..* secrets: .*RUN --mount=type=secret,id=npm_token/,
    )
    expect(faults).toMatch(/build-args: 'GIVEN' holds the secret 'npm' of secrets\./)
    expect(faults).toMatch(/annotations: 'com\.example\.y' holds the secret 'npm' of secrets\./)
    // What only the machine knows is told in the report after it.
    const outside = await release(leg, {
      inputs: { 'build-args': `GIVEN=${VARIABLE}`, labels: inputs.labels, file: 'none' },
    })
    const more = failedInMain(outside, first.tags)
    expect(more).toMatch(/^3 inputs cannot be used:\n/)
    expect(more).toMatch(/build-args: 'GIVEN' holds the secret 'variable' of secret-envs\./)
    expect(more).toMatch(/labels: 'com\.example\.x' holds the secret 'file' of secret-files\./)
    expectHidden(outside)
    expect(outside.log).not.toContain('Build and push')
  }, 60_000)

  test('is not looked for where it would be found by chance, and that is said', async () => {
    const inputs = { 'dry-run': 'true', smoke: 'off', secrets: `npm=${SECRET}\nenvironment=production` }
    const job = await release(leg, { Dockerfile: dockerfile('ENV MODE=production'), inputs })
    succeeded(job)
    expect(job.log).toMatch(
      /^Too short or too plain to be looked for in the image: the secret 'environment' of secrets$/m,
    )
  }, 60_000)
})

describe.each(LEGS)('attestations that are read back on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
    // A scanner that ends well and writes nothing.
    const reference = `${leg.registry.host}/rig/scanner`
    const changed = [
      'mutate',
      `${reference}:1`,
      '--entrypoint',
      '/bin/sh,-c,exit 0',
      '-t',
      `${reference}:silent`,
    ]
    await loggedIn(leg, leg.tools.programs.crane ?? 'crane', changed)
  }, 60_000)
  afterAll(() => leg.stop())

  test('are told by platform, with the packages of each SBOM and the way to read it', async () => {
    const inputs = { ...scanned(leg), platforms: '', provenance: 'min', smoke: 'off' }
    const job = await release(leg, { version: 'v1.0.0', inputs })
    succeeded(job)
    const { platforms } = JSON.parse(job.outputs.json ?? '')
    const attestations = {
      digest: expect.stringMatching(/^sha256:/),
      kinds: ['sbom', 'provenance'],
      packages: 2,
    }
    expect(platforms).toMatchObject([{ attestations }, { attestations }])
    expect(job.log).toMatch(/^linux\/arm64 {2}SBOM with 2 packages, provenance, in sha256:[0-9a-f]{64}$/m)
    expect(job.summary).toMatch(/\| `linux\/amd64` .*\| SBOM, 2 packages; provenance `[0-9a-f]{12}` \|/)
    const [command = ''] = /^docker buildx imagetools inspect .*arm64.*$/m.exec(job.summary) ?? []
    const { packages } = JSON.parse(await loggedIn(leg, 'sh', ['-c', command]))
    expect(packages.map(({ name }: { name: string }) => name).toSorted()).toEqual(['app', 'busybox'])
  }, 120_000)

  test('fail before the tags where one of them is missing, though the other is there', async () => {
    const inputs = { sbom: `generator=${leg.registry.host}/rig/scanner:silent`, provenance: 'min' }
    const before = await leg.reader.tags('octocat/hello-world')
    const error = failedInMain(await release(leg, { version: 'v1.2.0', inputs }), before)
    expect(error).toMatch(
      /^The pushed image has no SBOM for linux\/amd64\. Allowed: SBOM and provenance for every platform\./,
    )
  }, 120_000)
})
