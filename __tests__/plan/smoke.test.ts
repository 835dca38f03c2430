import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/domain/engine.ts'
import {
  judgeSmoke,
  planSecondRun,
  planSmoke,
  planSmokeRun,
  type SmokeOutcome,
  type SmokeRun,
} from '../../src/plan/smoke.ts'
import { inputs } from './given.ts'

type Written = Readonly<Record<string, string>>

const plan = (written: Written = {}) => planSmoke(inputs(written).behaviour)
const run = (written: Written, config: unknown) =>
  planSmokeRun(plan(written), parseConfig({ config }, { os: 'linux', architecture: 'amd64' }))

describe('how an image is tried', () => {
  test.each<[written: Written, mode: string, args: string[] | undefined, entrypoint: string | undefined]>([
    [{}, 'auto', undefined, undefined],
    [{ smoke: 'off' }, 'off', undefined, undefined],
    [{ smoke: '--version' }, 'strict', ['--version'], undefined],
    [{ smoke: "''" }, 'strict', [''], undefined],
    [{ 'smoke-command': 'app check --all' }, 'strict', ['check', '--all'], 'app'],
    [{ 'smoke-command': 'app', smoke: 'auto' }, 'strict', [], 'app'],
    [{ 'smoke-http': '80' }, 'auto', undefined, undefined],
  ])('%j is %s', (written, mode, args, entrypoint) => {
    expect(plan(written)).toMatchObject({ mode, args, entrypoint })
  })

  test('environment, probe and time are as written', () => {
    expect(plan({ 'smoke-env': 'A=1', 'smoke-http': '80/x', 'smoke-timeout': '5s' })).toMatchObject({
      env: [{ name: 'A', value: '1' }],
      http: { port: 80, path: '/x' },
      timeoutMs: 5000,
    })
  })
})

describe('the command that is run', () => {
  const HELP: SmokeRun = { entrypoint: undefined, args: ['--help'], timeoutMs: 20_000, staysUp: false }
  const OWN: SmokeRun = { entrypoint: undefined, args: [], timeoutMs: 5000, staysUp: true }
  test.each<[what: string, written: Written, config: unknown, run: SmokeRun | undefined]>([
    ['--help of an entrypoint', {}, { Entrypoint: ['app'] }, HELP],
    ['--help also where a command is there', {}, { Entrypoint: ['app'], Cmd: ['serve'] }, HELP],
    ['the own command behind an init program', {}, { Entrypoint: ['tini', '--'], Cmd: ['serve'] }, OWN],
    ['--help of what an init program starts', {}, { Entrypoint: ['tini', '--', 'app'], Cmd: ['x'] }, HELP],
    ['nothing of an init program alone', {}, { Entrypoint: ['tini', '--'] }, undefined],
    ['the own command of an image without one', {}, { Cmd: ['sh', '-c', 'serve'] }, OWN],
    ['nothing of an image that starts nothing', {}, {}, undefined],
    ['nothing where a probe proves more', { 'smoke-http': '80' }, { Entrypoint: ['app'] }, undefined],
    ['nothing when off', { smoke: 'off' }, { Entrypoint: ['app'] }, undefined],
    [
      'the arguments that are written',
      { smoke: '-v' },
      { Cmd: ['x'] },
      { ...HELP, args: ['-v'], timeoutMs: 60_000 },
    ],
    [
      'them also beside a probe',
      { smoke: '-v', 'smoke-http': '80' },
      {},
      { ...HELP, args: ['-v'], timeoutMs: 60_000 },
    ],
    [
      'another program',
      { 'smoke-command': 'app -v' },
      { Entrypoint: ['x'] },
      { ...HELP, entrypoint: 'app', args: ['-v'], timeoutMs: 60_000 },
    ],
    [
      '--help within the time',
      { 'smoke-timeout': '3s' },
      { Entrypoint: ['app'] },
      { ...HELP, timeoutMs: 3000 },
    ],
    [
      'the own command within the time',
      { 'smoke-timeout': '3s' },
      { Cmd: ['app'] },
      { ...OWN, timeoutMs: 3000 },
    ],
    [
      'arguments with all of the time',
      { smoke: 'x', 'smoke-timeout': '2m' },
      {},
      { ...HELP, args: ['x'], timeoutMs: 120_000 },
    ],
  ])('%s', (_, written, config, expected) => {
    expect(run(written, config)).toEqual(expected)
  })
})

describe('the verdict', () => {
  const AUTO: Written = {}
  const STRICT: Written = { smoke: '--version' }
  const ended = (code: number | undefined, ...last: string[]): SmokeOutcome => ({
    code,
    timedOut: false,
    last,
  })
  const running: SmokeOutcome = { code: 137, timedOut: true, last: [] }
  const HELP = { Entrypoint: ['app'] }
  const OWN = { Cmd: ['app'] }

  test.each<
    [what: string, written: Written, config: unknown, outcome: SmokeOutcome, kind: string, detail: RegExp]
  >([
    ['exit code 0', STRICT, HELP, ended(0), 'passed', /^exit code 0$/],
    ['exit code 0 of --help', AUTO, HELP, ended(0), 'passed', /^exit code 0$/],
    [
      'exit code 0 that talks of formats',
      STRICT,
      HELP,
      ended(0, 'exec format error: a manual'),
      'passed',
      /./,
    ],
    ['exit code 1, strict', STRICT, HELP, ended(1), 'failed', /^exit code 1$/],
    ['exit code 2 of --help', AUTO, HELP, ended(2), 'warning', /^exit code 2; it starts.*smoke: --version$/],
    ['exit code 1 of the own command', AUTO, OWN, ended(1), 'warning', /exit code 1/],
    ['exit code 0 of the own command', AUTO, OWN, ended(0), 'passed', /exit code 0/],
    ['the own command that runs on', AUTO, OWN, running, 'passed', /^still running after 5 s$/],
    [
      '--help that runs on',
      AUTO,
      HELP,
      running,
      'warning',
      /--help was still running after 20 s; write smoke:.*smoke-http:/,
    ],
    ['strict that runs on', STRICT, HELP, running, 'failed', /still running after 60 s \(smoke-timeout\)/],
    [
      'exec format error',
      AUTO,
      HELP,
      ended(1, 'exec /app: exec format error'),
      'failed',
      /^exec format error/,
    ],
    [
      'exec format error of the engine',
      AUTO,
      HELP,
      ended(255, 'standard_init_linux.go: exec user process caused "exec format error"'),
      'failed',
      /exec format error/,
    ],
    [
      'exec format error, while running on',
      AUTO,
      OWN,
      { ...running, last: ['sh: Exec format error'] },
      'failed',
      /exec format/,
    ],
    ['125', AUTO, HELP, ended(125), 'untried', /engine could not start.*125/],
    ['126', AUTO, HELP, ended(126), 'failed', /cannot be executed.*126/],
    ['127', AUTO, HELP, ended(127), 'failed', /not in the image.*127/],
    ['127, strict', STRICT, HELP, ended(127), 'failed', /not in the image/],
    [
      'a library that is missing',
      AUTO,
      HELP,
      ended(1, 'app: error while loading shared libraries: libx.so.1: cannot open'),
      'failed',
      /shared library or the loader/,
    ],
    [
      'a loader that is missing',
      AUTO,
      HELP,
      ended(1, 'exec /app: no such file or directory'),
      'failed',
      /shared library or the loader/,
    ],
    [
      'a file that the application misses',
      AUTO,
      HELP,
      ended(1, 'config.yml: no such file or directory'),
      'warning',
      /exit code 1/,
    ],
    ['killed by SIGSEGV', AUTO, HELP, ended(139), 'failed', /killed by signal 11/],
    ['killed by SIGILL', AUTO, HELP, ended(132), 'failed', /killed by signal 4/],
    ['killed by SIGKILL', AUTO, OWN, ended(137), 'failed', /killed by signal 9/],
    ['128, which is no signal', AUTO, HELP, ended(128), 'warning', /exit code 128/],
    ['255, which is no signal', AUTO, HELP, ended(255), 'warning', /exit code 255/],
    ['no exit code', AUTO, HELP, ended(undefined), 'untried', /ended before it gave an exit code/],
    ['no exit code, strict', STRICT, HELP, ended(undefined), 'untried', /ended before it gave an exit code/],
    [
      'no exit code, after the time',
      STRICT,
      HELP,
      { ...running, code: undefined },
      'untried',
      /ended before it gave an exit code/,
    ],
  ])('%s', (_, written, config, outcome, kind, detail) => {
    const tried = run(written, config)
    if (tried === undefined) throw new Error('nothing is run')
    const verdict = judgeSmoke(plan(written), tried, outcome)
    expect(verdict.kind).toBe(kind)
    expect(verdict.detail).toMatch(detail)
  })
})

describe('a second run, by the own command,', () => {
  const OWN: SmokeRun = { entrypoint: undefined, args: [], timeoutMs: 5000, staysUp: true }
  const ended = (code: number, ...last: string[]): SmokeOutcome => ({ code, timedOut: false, last })
  const HELP = { Entrypoint: ['/entrypoint.sh'], Cmd: ['serve'] }
  const lost =
    'docker: failed to connect to the docker API at unix:///x: dial unix /x: no such file or directory'

  test.each<
    [what: string, written: Written, config: unknown, outcome: SmokeOutcome, second: SmokeRun | undefined]
  >([
    ['127 of --help', {}, HELP, ended(127, '/entrypoint.sh: 3: exec: --help: not found'), OWN],
    [
      '127 of tini',
      {},
      HELP,
      ended(127, '[FATAL tini (7)] exec --help failed: No such file or directory'),
      OWN,
    ],
    ['126 of --help', {}, HELP, ended(126), OWN],
    ['127 where there is no command', {}, { Entrypoint: ['/entrypoint.sh'] }, ended(127), OWN],
    ['another code with its words', {}, HELP, ended(1, 'fork/exec --help: no such file or directory'), OWN],
    ['words of gosu', {}, HELP, ended(1, 'error: exec: "--help": executable file not found in $PATH'), OWN],
    ['words of ash', {}, HELP, ended(2, '/entrypoint.sh: exec: line 3: illegal option --'), OWN],
    ['words of bash', {}, HELP, ended(2, 'exec: exec [-cl] [-a name] [command [argument ...]]'), OWN],
    ['within the time', { 'smoke-timeout': '3s' }, HELP, ended(127), { ...OWN, timeoutMs: 3000 }],
    ['not after 0', {}, HELP, ended(0, '--help: topic not found'), undefined],
    ['not after another code', {}, HELP, ended(2, 'unknown option --help'), undefined],
    ['not after a signal', {}, HELP, ended(139), undefined],
    ['not after the time', {}, HELP, { ...ended(127), timedOut: true }, undefined],
    ['not of arguments that are written', { smoke: '--help' }, HELP, ended(127), undefined],
    ['not of the own command', {}, { Cmd: ['serve'] }, ended(127), undefined],
    ['not of an engine that is lost', {}, HELP, ended(127, lost), undefined],
  ])('%s', (_, written, config, outcome, second) => {
    const first = run(written, config)
    if (first === undefined) throw new Error('nothing is run')
    expect(planSecondRun(plan(written), first, outcome)).toEqual(second)
  })
})

describe('of docker itself', () => {
  const start =
    'docker: Error response from daemon: failed to create task for container: failed to create shim task:'
  const runc = `${start} OCI runtime create failed: runc create failed: unable to start container process:`
  const judge = (code: number, ...last: string[]) => {
    const tried = run({}, { Entrypoint: ['app'] })
    if (tried === undefined) throw new Error('nothing is run')
    return judgeSmoke(plan(), tried, {
      code,
      timedOut: false,
      last: [...last, '', "Run 'docker run --help'"],
    })
  }

  test.each([
    [125, 'docker: unexpected EOF'],
    [125, 'error waiting for container: unexpected EOF'],
    [
      125,
      'docker: error during connect: Post "http://%2Fvar%2Frun%2Fdocker.sock/v1.47/containers/create": EOF',
    ],
    [125, 'docker: Error response from daemon: context deadline exceeded'],
    [125, 'docker: Error response from daemon: Get "https://ghcr.io/v2/": net/http: TLS handshake timeout'],
    [125, `${runc} cannot allocate memory`],
    [125, 'docker: Error response from daemon: Conflict. The container name "/x" is already in use'],
    [125, 'docker: Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?'],
    [125, `${runc} error mounting "proc" to rootfs at "/proc": permission denied`],
    [
      126,
      'docker: permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    ],
    [
      127,
      'docker: failed to connect to the docker API at unix:///x: dial unix /x: connect: no such file or directory',
    ],
    [
      127,
      `${start} failed to start shim: exec: "containerd-shim-runc-v2": executable file not found in $PATH`,
    ],
  ])('%i says nothing about the image where it says %s', (code, line) => {
    const detail = `the engine could not start the container (exit code ${code})`
    expect(judge(code, line)).toEqual({ kind: 'untried', detail, symptom: undefined })
  })

  test.each([
    [125, `${runc} exec: "/app": stat /app: no such file or directory`],
    [125, `${runc} exec: "app": executable file not found in $PATH`],
    [125, `${runc} exec: "/app": permission denied`],
    [125, `${runc} exec /app: exec format error`],
    [125, `${runc} chdir to cwd ("/root") set in config.json failed: permission denied`],
    [125, 'docker: Error response from daemon: Cannot mkdir: /etc/hosts is not a directory'],
    [125, 'docker: Error response from daemon: unable to find user app: no matching entries in passwd file'],
    [126, `${runc} exec: "/app": permission denied`],
    [127, `${runc} exec: "/app": stat /app: no such file or directory`],
    [127, 'error from the docker daemon, as the program itself says'],
  ])('%i proves that the image is bad where it says %s', (code, line) => {
    expect(judge(code, line).kind).toBe('failed')
  })
})
