import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, startLeg } from '../rig/legs.ts'
import { type JobResult, publish, ROOT } from '../rig/publish.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

const TABLE = '/proc/sys/fs/binfmt_misc'
const REF = 'refs/tags/v1.2.3'
const BOTH = { ...SMALL, platforms: 'amd64, arm64' }
/** This machine's architecture, and the one that it has an emulator for. */
const [OWN, FOREIGN] = process.arch === 'arm64' ? ['arm64', 'amd64'] : ['amd64', 'arm64']
const [MACHINE, HANDLER] = process.arch === 'arm64' ? ['aarch64', 'qemu-x86_64'] : ['x86_64', 'qemu-aarch64']

const kind = LEGS.find(({ name }) => name === 'containerd-docker')
let leg: Leg
beforeAll(async () => {
  if (kind === undefined) throw new Error('no such leg')
  leg = await startLeg(kind)
}, 60_000)
afterAll(() => leg.stop())

/** What the kernel has, entry by entry. */
function handlers(): Readonly<Record<string, string>> {
  const names = readdirSync(TABLE).filter((name) => !['register', 'status'].includes(name))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(TABLE, name), 'utf8')]))
}

/** The first line of what the emulator says of itself, as the diagnosis has it. */
function qemuVersion(): string {
  const interpreter = /^interpreter (.*)$/m.exec(handlers()[HANDLER] ?? '')?.[1] ?? ''
  const said = existsSync(interpreter) ? execFileSync(interpreter, ['--version'], { encoding: 'utf8' }) : ''
  return /^qemu-\S+ version (\S+)/.exec(said)?.[1] ?? 'of a version that is not known'
}

const BASE = 'FROM scratch\nARG TARGETARCH\nCOPY bin/$TARGETARCH/busybox /bin/busybox\n'
/** Shell in which a program crashes under emulation: one of the shell's, or the first process of the container itself. */
const crash = (who: 'a child' | 'the first process') => {
  const how = who === 'a child' ? '' : 'exec '
  return `[ $(/bin/busybox uname -m) = ${MACHINE} ] || ${how}/bin/busybox sh -c 'kill -SEGV $$'; exit $?`
}
const run = (script: string) => `RUN ${JSON.stringify(['/bin/busybox', 'sh', '-c', script])}\n`
const job = (Dockerfile: string, inputs: Readonly<Record<string, string>> = {}, files = {}) =>
  publish({
    leg,
    workspace: leg.workspace({ Dockerfile, ...files }),
    ref: REF,
    inputs: { ...BOTH, ...inputs },
  })

/** Holds words to naming the QEMU, the pinned one, and the ways without. */
function explains(words: string): void {
  expect(words).toMatch(new RegExp(`A program for linux/${FOREIGN} crashed under emulation`))
  expect(words).toContain(`QEMU ${qemuVersion()}`)
  expect(words).toContain(`(${HANDLER}, `)
  expect(words).toMatch(/which was there before this run/)
  expect(words).toMatch(/binfmt-image: docker\.io\/tonistiigi\/binfmt@sha256:[0-9a-f]{64} # qemu-v/)
  expect(words).toContain(`--uninstall ${HANDLER}`)
  expect(words).toMatch(/runs-on: ubuntu-24\.04/)
  expect(words).toContain(`write platforms: linux/${OWN}.`)
}

describe('a program that crashes under emulation', () => {
  let before: Readonly<Record<string, string>>
  beforeAll(() => {
    before = handlers()
    expect(Object.keys(before)).toContain(HANDLER)
  })
  afterEach(() => expect(handlers()).toEqual(before))

  test('in a step', async () => {
    const done = await job(BASE + run(crash('a child')))
    explains(failedInMain(done))
    expect(done.log).toMatch(/qemu: uncaught target signal 11/)
    expect(done.log).not.toMatch(/Installing emulators/)
  }, 60_000)

  test('as the first process of a step, where QEMU hangs: is told while the build stands still', async () => {
    const done = await job(BASE + run(crash('the first process')), { timeout: '16s' })
    expect(done.main).toMatchObject({ result: 'failure' })
    const [warning = ''] = done.main.annotations.warning
    explains(warning)
    expect(warning).toMatch(/If the build stands still since/)
    expect(done.left).toEqual({})
  }, 60_000)

  test.each([
    ['and ends', crash('a child'), /killed by signal 11 \(exit code 139\)/],
    [
      'and hangs',
      crash('the first process'),
      /crashed under emulation \(signal 11\) and did not end after it/,
    ],
  ])(
    'in the smoke test %s',
    async (_, script, detail) => {
      const app = `#!/bin/busybox sh\n${script}\n`
      const Dockerfile = `${BASE}COPY --chmod=755 crash /crash\nENTRYPOINT ["/crash"]\n`
      const error = failedInMain(await job(Dockerfile, { 'smoke-timeout': '4s' }, { crash: app }))
      expect(error).toMatch(new RegExp(`^The smoke test failed\\. linux/${FOREIGN}: `))
      expect(error).toMatch(detail)
      explains(error)
    },
    60_000,
  )
})

describe('handlers', () => {
  /** One that this machine has no handler for. */
  const missing = ['riscv64', 's390x', 'ppc64le'].find((name) => !existsSync(join(TABLE, `qemu-${name}`)))
  const image = `ghcr-publish.invalid/e2e-binfmt:${process.pid}`
  const docker = (...args: readonly string[]) =>
    execFileSync('docker', args, { env: { ...process.env, ...leg.env }, encoding: 'utf8', stdio: 'pipe' })
  /** Makes an installer of one emulator out of the sandbox's script. */
  beforeAll(() => {
    const folder = mkdtempSync(join(leg.root, 'binfmt-'))
    copyFileSync(join(ROOT, 'scripts/sandbox/binfmt-install.sh'), join(folder, 'install.sh'))
    copyFileSync(leg.tools.busybox[OWN as 'amd64'], join(folder, 'busybox'))
    mkdirSync(join(folder, 'qemu'))
    copyFileSync(join(folder, 'busybox'), join(folder, `qemu/qemu-${missing}`))
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM scratch
COPY --chmod=755 busybox install.sh /bin/
COPY --chmod=755 qemu/ /usr/bin/
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV PATH=/bin
ENTRYPOINT ["/bin/install.sh"]
`,
    )
    docker(
      'buildx',
      'build',
      '--builder=default',
      '--provenance=false',
      '--load',
      '--quiet',
      '--tag',
      image,
      folder,
    )
  }, 60_000)
  afterAll(() => {
    if (missing !== undefined && existsSync(join(TABLE, `qemu-${missing}`)))
      writeFileSync(join(TABLE, `qemu-${missing}`), '-1')
    docker('image', 'rm', '--force', image)
  })

  /** Publishes for one platform; nothing of it is started, so the emulator may be any program. */
  const publishFor = (platform: string): Promise<JobResult> => {
    const inputs = { ...SMALL, platforms: `${OWN},${platform}`, smoke: 'off', 'binfmt-image': image }
    const workspace = leg.workspace({ Dockerfile: 'FROM scratch\nCOPY docs /docs\n' })
    return publish({ leg, workspace, inputs })
  }

  test('nothing is installed for what this machine runs already', async () => {
    const before = handlers()
    const done = await publishFor(FOREIGN)
    succeeded(done)
    expect(done.log).not.toMatch(/Installing emulators/)
    expect(done.log).toMatch(/emulators +none needed/)
    expect(handlers()).toEqual(before)
  }, 60_000)

  test('what is missing is installed, once, beside what was there', async () => {
    if (missing === undefined) throw new Error('This machine has emulators for everything.')
    const before = handlers()
    const first = await publishFor(missing)
    succeeded(first)
    expect(first.log).toContain(`Installing emulators for linux/${missing} from ${image}.`)
    const after = handlers()
    expect(Object.keys(after).filter((name) => !(name in before))).toEqual([`qemu-${missing}`])
    expect(after).toMatchObject(before)
    expect(after[`qemu-${missing}`]).toMatch(/^enabled\ninterpreter .*\nflags: .*F/)
  }, 60_000)
})
