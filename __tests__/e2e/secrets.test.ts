import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, READER, startLeg, WRITER } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { makeShim } from './shim.ts'
import { SMALL, succeeded } from './trouble.ts'

/** Values that nobody may read anywhere; some have what shells, CSV and JSON would stumble over. */
const SECRETS = {
  password: WRITER.password,
  other: READER.password,
  input: 'first-"secret",with=all $(of) it',
  lines: 'line-one-of-a-key\nline-two-of-a-key',
  variable: "second-secret of 'the' job",
  file: 'third-secret-in-a-file',
  smoke: 'fourth-secret of the smoke test',
} as const

const DOCKERFILE = `FROM scratch
ARG TARGETARCH
COPY bin/\${TARGETARCH}/busybox /bin/busybox
SHELL ["/bin/busybox", "sh", "-c"]
RUN --mount=type=secret,id=input --mount=type=secret,id=lines --mount=type=secret,id=variable --mount=type=secret,id=file \\
  cd /run/secrets && /bin/busybox md5sum input lines variable file && /bin/busybox cat input lines variable && FAIL
ENTRYPOINT ["/bin/busybox"]
`
const INPUTS = {
  ...SMALL,
  secrets: `"input=${SECRETS.input.replaceAll('"', '""')}"\n"lines=${SECRETS.lines}"`,
  'secret-envs': 'variable=MY_SECRET',
  'secret-files': 'file=key.txt',
  'smoke-env': `API_KEY=${SECRETS.smoke}`,
  'no-cache': 'true',
  smoke: `sh -c 'printf %s "$API_KEY" | /bin/busybox md5sum'`,
  'registry-auths': `- { registry: other.example, username: ${READER.name}, password: ${READER.password} }`,
} as const

describe.each(LEGS)('secrets on $name', (kind) => {
  let leg: Leg
  let patch = 0
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  /** Values, whole or by line, and docker's form of the logins. */
  const forms = [
    ...Object.values(SECRETS).flatMap((value) => value.split('\n')),
    ...[WRITER, READER].map(({ name, password }) => Buffer.from(`${name}:${password}`).toString('base64')),
  ]
  const seen = (text: string) => forms.filter((form) => text.includes(form))

  /** Publishes with every kind of secret and a docker that notes its arguments. */
  async function run(end: string, inputs: Readonly<Record<string, string>> = {}) {
    const shim = makeShim(leg, `printf '%s\\n' "$@" >>"$NOTES"; exec "$DOCKER" "$@"`)
    const workspace = leg.workspace({
      Dockerfile: DOCKERFILE.replace('FAIL', end),
      'key.txt': SECRETS.file,
      '.dockerignore': 'key.txt\n',
    })
    const env = { ...shim.env, MY_SECRET: SECRETS.variable }
    const job = await publish({
      leg,
      workspace,
      ref: `refs/tags/v1.2.${patch++}`,
      inputs: { ...INPUTS, ...inputs },
      env,
    })
    return { job, args: shim.notes() }
  }

  function expectHidden(job: JobResult, args: string): void {
    const { log, annotations, outputs, jobOutputs, summary, state } = job
    expect(args).toMatch(/^--secret=id=input,/m)
    const places = { log, annotations, outputs, jobOutputs, summary, state, args }
    const found = Object.entries(places).map(([place, text]) => [
      place,
      seen(typeof text === 'string' ? text : JSON.stringify(text)),
    ])
    expect(found.filter(([, values]) => values?.length !== 0)).toEqual([])
  }

  test('reach the build and the smoke test, and stand nowhere: log, outputs, summary, state, arguments, registry', async () => {
    const { job, args } = await run('true')
    succeeded(job)
    const md5 = (text: string) => execFileSync('md5sum', { input: text, encoding: 'utf8' }).slice(0, 32)
    for (const name of ['input', 'lines', 'variable', 'file'] as const)
      expect(job.log).toContain(`${md5(SECRETS[name])}  ${name}`)
    expect(job.log).toContain(`${md5(SECRETS.smoke)}  -`)
    expectHidden(job, args)
    // Masked, which is not the same as dropped.
    expect(job.log).toMatch(/\*\*\*/)
    const grep = ['-rlaF', ...forms.flatMap((form) => ['-e', form]), join(leg.root, 'storage')]
    expect(() => execFileSync('grep', grep, { encoding: 'utf8' })).toThrow(
      expect.objectContaining({ status: 1 }),
    )
  }, 120_000)

  test('stay hidden when the build fails on a line that shows them', async () => {
    const { job, args } = await run('exit 3')
    expect(job.main).toMatchObject({ result: 'failure', code: 1 })
    expectHidden(job, args)
    expect(job.left).toEqual({})
  }, 120_000)

  test('stay hidden in faults of their inputs', async () => {
    const job = await publish({
      ...{ leg, workspace: leg.workspace() },
      inputs: {
        ...INPUTS,
        secrets: `a b=${SECRETS.input}\n${SECRETS.smoke}`,
        'registry-auths': `- ${READER.password}`,
      },
      env: { MY_SECRET: SECRETS.variable },
    })
    expect(job.main.annotations.error.join()).toMatch(/secrets: .*\n.*registry-auths: /s)
    expect(seen(job.log)).toEqual([])
  }, 60_000)
})
