import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/domain/engine.ts'
import { judgeSmoke, planSmoke, planSmokeRun, type SmokeOutcome, type Symptom } from '../../src/plan/smoke.ts'
import { inputs } from './given.ts'

const SEGV = 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped'
const ended = (code: number | undefined, ...last: string[]): SmokeOutcome => ({ code, timedOut: false, last })
/** The container is removed when its time is over. */
const late = (...last: string[]): SmokeOutcome => ({ code: 137, timedOut: true, last })

/** Judged as `--help` (`auto`), as `--version` (`strict`), or as the image's own command (`own`). */
function judge(how: 'auto' | 'strict' | 'own', outcome: SmokeOutcome) {
  const plan = planSmoke(inputs(how === 'strict' ? { smoke: '--version' } : {}).behaviour)
  const config = how === 'own' ? { Cmd: ['app'] } : { Entrypoint: ['app'] }
  const run = planSmokeRun(plan, parseConfig({ config }, { os: 'linux', architecture: 'arm64' }))
  if (run === undefined) throw new Error('nothing is run')
  return judgeSmoke(plan, run, outcome)
}

describe('an emulator that crashed', () => {
  test.each<[what: string, how: 'auto' | 'strict' | 'own', outcome: SmokeOutcome, detail: RegExp]>([
    ['by its exit code', 'auto', ended(139, SEGV), /^killed by signal 11 \(exit code 139\)$/],
    ['by its exit code alone', 'own', ended(132), /^killed by signal 4 /],
    ['by what it wrote', 'strict', ended(1, SEGV, 'make: *** failed'), /^exit code 1$/],
    [
      'as the first process, which hangs then',
      'own',
      late('starting', SEGV, ''),
      /^crashed under emulation \(signal 11\)/,
    ],
    ['as the first process of --help', 'auto', late(SEGV), /^crashed under emulation/],
  ])('%s', (_, how, outcome, detail) => {
    expect(judge(how, outcome)).toEqual({
      kind: 'failed',
      detail: expect.stringMatching(detail),
      symptom: 'crash',
    })
  })

  test('of a part of a program that goes on is no failure of the whole', () => {
    expect(judge('own', late(SEGV, 'worker 2 restarted'))).toMatchObject({ kind: 'passed' })
    expect(judge('auto', ended(0, SEGV))).toMatchObject({ kind: 'passed' })
  })
})

test.each<[what: string, outcome: SmokeOutcome, kind: string, symptom: Symptom | undefined]>([
  ['a program of another machine', ended(255, 'exec /app: exec format error'), 'failed', 'refused'],
  ['a full disk in the container', ended(1, 'write error: No space left on device'), 'failed', 'disk'],
  [
    'a full disk of the engine',
    ended(125, 'docker: failed to register layer: write /x: no space left on device'),
    'untried',
    'disk',
  ],
  ['SIGKILL, which a machine without memory gives', ended(137), 'failed', undefined],
  ['SIGTERM', ended(143), 'failed', undefined],
  ['an exit code of its own', ended(3), 'failed', undefined],
  ['no such program', ended(127), 'failed', undefined],
])('%s', (_, outcome, kind, symptom) => {
  expect(judge('strict', outcome)).toMatchObject({ kind, symptom })
})
