import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/domain/engine.ts'
import { CommandError, VerificationError } from '../../src/domain/errors.ts'
import { createEngine } from '../../src/host/engine.ts'
import type { Host } from '../../src/host/host.ts'
import { createHttp } from '../../src/host/http.ts'
import { createProcesses } from '../../src/host/process.ts'
import { planSmoke, type SmokePlan } from '../../src/plan/smoke.ts'
import { whyTakenBack } from '../../src/plan/undone.ts'
import { smoke } from '../../src/steps/smoke/smoke.ts'
import { inputs } from '../plan/given.ts'

const FOLDERS: string[] = []
afterEach(() => {
  for (const folder of FOLDERS.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A host whose `docker` is lines of shell. */
function hostOf(script: string): Host {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'))
  FOLDERS.push(folder)
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\ncd '${folder}'\n${script}\n`, { mode: 0o755 })
  const processes = createProcesses({ PATH: `${folder}:${process.env.PATH}` })
  const say = () => undefined
  return {
    ...{ processes, engine: createEngine(processes), http: createHttp() },
    clock: {
      now: Date.now,
      sleep: (milliseconds: number) => new Promise((r) => setTimeout(r, milliseconds)),
    },
    log: { info: say, notice: say, warning: say, child: say },
  } as unknown as Host
}

/** Tries an image as post does, whose main step has looked at its programs. */
function tryAgain(host: Host, written: Readonly<Record<string, string>> = {}, more: Partial<SmokePlan> = {}) {
  const plan = { ...planSmoke(inputs(written).behaviour), ...more }
  const platform = { os: 'linux', architecture: 'amd64' }
  const config = parseConfig({ config: { Entrypoint: ['app'], Cmd: ['serve'] } }, platform)
  const subject = { platform, reference: 'x/y@sha256:1', config, inEngine: false }
  return smoke(host, 'id', plan, [subject], false)
}

/** What a smoke test throws. */
async function thrown(tried: Promise<unknown>): Promise<Error> {
  const error = await tried.catch((error: unknown) => error)
  if (error instanceof Error) return error
  throw new Error('nothing was thrown')
}

describe('a container that is ended with everything else', () => {
  // What docker makes of SIGINT: the program of the container ends by it, and so does docker.
  const INTERRUPTED = `trap 'exit 130' INT; case "$1" in run) sleep 30 & wait ;; esac`

  test('by a signal proves nothing', async () => {
    const host = hostOf(INTERRUPTED)
    const tried = thrown(tryAgain(host))
    setTimeout(() => void host.processes.stopAll('the job was cancelled (SIGTERM)'), 300)
    const error = await tried
    expect(error).toBeInstanceOf(CommandError)
    expect(error.message).toMatch(/could not be run\. linux\/amd64: it was ended: the job was cancelled/)
    expect(whyTakenBack(error)).toBeUndefined()
  })

  test('does not make up for a failure that came before', async () => {
    const host = hostOf('exit 139')
    const error = await thrown(tryAgain(host))
    await host.processes.stopAll('the job was cancelled (SIGTERM)')
    expect(error).toBeInstanceOf(VerificationError)
    expect(whyTakenBack(error)).toBe('bad')
  })
})

describe('an image that the engine does not hold any more', () => {
  const ABSENT = `echo 'docker: Error response from daemon: No such image: x/y@sha256:1' >&2; exit 125`
  const WRITTEN = { smoke: '--version', 'smoke-timeout': '1s' }

  test('is pulled outside of the time of the test', async () => {
    const host = hostOf(`echo "$*" >> calls
case "$1" in run) [ -e pulled ] || { ${ABSENT}; } ;; pull) sleep 1.5; touch pulled ;; esac`)
    expect(await tryAgain(host, WRITTEN)).toMatchObject([{ verdict: { kind: 'passed' } }])
    const [folder = ''] = FOLDERS
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
    expect(calls.map((line) => line.replace(/ --name.* x/, ' x'))).toEqual([
      'run --rm --pull=never --platform=linux/amd64 x/y@sha256:1 --version',
      'pull --quiet --platform=linux/amd64 x/y@sha256:1',
      'run --rm --pull=never --platform=linux/amd64 x/y@sha256:1 --version',
    ])
  })

  test('and that cannot be pulled proves nothing', async () => {
    const host = hostOf(`case "$1" in run) ${ABSENT} ;; pull) echo 'toomanyrequests' >&2; exit 1 ;; esac`)
    const error = await thrown(tryAgain(host, WRITTEN))
    expect(error.message).toMatch(
      /could not be run\. linux\/amd64: The engine says of pulling .*: toomanyrequests/,
    )
    expect(whyTakenBack(error)).toBeUndefined()
  })

  test('is asked for by no call of its own where it is there', async () => {
    const host = hostOf('echo "$1" >> calls')
    await tryAgain(host, WRITTEN)
    expect(readFileSync(join(FOLDERS[0] ?? '', 'calls'), 'utf8')).toBe('run\n')
  })
})

describe('a server', () => {
  const PROBE = { 'smoke-http': '8000/', 'smoke-timeout': '1s' }
  /** Runs, and answers nothing; `more` are other cases. */
  const silent = (more: string) =>
    hostOf(`case "$1" in
${more}
port) echo 127.0.0.1:1 ;;
inspect) echo 'true 0' ;;
esac`)
  const info = (name: string) =>
    `info) echo '{"ServerVersion":"28.0.0","Name":"${name}","DockerRootDir":"/data"}' ;;`

  test('whose engine does not tell its state proves nothing', async () => {
    const error = await thrown(tryAgain(silent(`inspect) echo 'unexpected EOF' >&2; exit 1 ;;`), PROBE))
    expect(error.message).toMatch(
      /could not be run\. linux\/amd64: The engine says of container .*: unexpected EOF/,
    )
    expect(whyTakenBack(error)).toBeUndefined()
  })

  test('that does not answer, on an engine of another machine, proves nothing', async () => {
    const error = await thrown(tryAgain(silent(info('elsewhere')), PROBE))
    expect(error.message).toMatch(
      /nothing answered within 1 s .* not on the machine of this step.*without container:.*remove smoke-http\.$/,
    )
    expect(error.message).not.toContain('Run the job again')
    expect(whyTakenBack(error)).toBeUndefined()
  })

  test('that does not answer on this machine is bad', async () => {
    const error = await thrown(tryAgain(silent(info(hostname())), PROBE))
    expect(error.message).toMatch(/: nothing answered within 1 s \(smoke-timeout\)\. The last lines/)
    expect(whyTakenBack(error)).toBe('bad')
  })

  test.each([
    ['exec: "/app": stat /app: no such file or directory', 'bad'],
    ['Get "https://ghcr.io/v2/": net/http: TLS handshake timeout', undefined],
  ])('that docker does not start (%s) is %s', async (words, why) => {
    const refused = `run) echo 'docker: Error response from daemon: ${words}' >&2; exit 127 ;;`
    expect(whyTakenBack(await thrown(tryAgain(silent(refused), PROBE)))).toBe(why)
  })
})

describe('an entrypoint that takes --help for a program', () => {
  const script = (own: string) =>
    hostOf(
      `case "$*" in *--help) echo '/entrypoint.sh: 3: exec: --help: not found'; exit 127 ;; run*) ${own} ;; esac`,
    )

  test('is judged by its own command', async () => {
    const [result] = await tryAgain(script('exit 0'))
    const detail = 'its own command, as it takes no --help: exit code 0'
    expect(result?.verdict).toEqual({ kind: 'passed', detail })
  })

  test('and whose own command is not there either is bad', async () => {
    const error = await thrown(tryAgain(script('exit 127')))
    expect(error.message).toMatch(/linux\/amd64: the program or its loader is not in the image/)
    expect(whyTakenBack(error)).toBe('bad')
  })
})
