import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createProgress } from '../../src/report/progress.ts'
import type { SlowStep } from '../../src/report/slow.ts'
import { explainTimeout } from '../../src/report/timeout.ts'
import { platform } from './outcomes.ts'

const BOTH = ['linux/amd64', 'linux/arm64']

function slow(name: string, step: string, seconds: number, running = false): SlowStep {
  return { platform: name, step, milliseconds: seconds * 1000, running }
}

describe('a build that took too long', () => {
  test('on an emulated platform: its steps, the line that leaves it out, the native runner', () => {
    const text = explainTimeout({
      slow: [
        slow('linux/arm64', '3/4 RUN make', 50.25, true),
        slow('linux/amd64', '3/4 RUN make', 8),
        slow('linux/arm64', '2/4 RUN apt', 5),
        slow('linux/arm64', '1/4 RUN a', 0.2),
        slow('linux/arm64', '1/4 RUN b', 0.1),
      ],
      platforms: BOTH,
      native: ['linux/amd64'],
    })
    expect(text).toBe(`The slowest steps of the build:
  linux/arm64 (emulated): 3/4 RUN make, 50.3 s and still running
  linux/arm64 (emulated): 2/4 RUN apt, 5.0 s
  linux/arm64 (emulated): 1/4 RUN a, 0.2 s
  linux/amd64: 3/4 RUN make, 8.0 s
To publish without linux/arm64 for now, run the workflow by hand (workflow_dispatch) with its input platforms at linux/amd64; the step takes it over with the line
  platforms: \${{ inputs.platforms }}
Without such an input, write platforms: linux/amd64.
linux/arm64 is emulated on this runner; in a job of its own with runs-on: ubuntu-24.04-arm it is not.
Or give it more time with timeout:.`)
  })

  test.each<[string, readonly SlowStep[], readonly string[], readonly string[] | undefined, RegExp, RegExp]>([
    [
      'on both, of which one is emulated',
      [slow('linux/amd64', 'a', 60, true), slow('linux/arm64', 'a', 50, true)],
      BOTH,
      ['linux/amd64'],
      /without linux\/arm64 for/,
      /without linux\/amd64|amd64 is emulated/,
    ],
    [
      'on both, on a builder of which nothing is known',
      [slow('linux/amd64', 'a', 60, true), slow('linux/arm64', 'a', 50, true)],
      BOTH,
      undefined,
      /without linux\/amd64 for/,
      /emulated/,
    ],
    [
      'on both emulated ones',
      [slow('linux/arm64', 'a', 9, true), slow('linux/amd64', 'a', 20, true)],
      BOTH,
      ['linux/riscv64'],
      /without linux\/amd64 for.*platforms at linux\/arm64/,
      /without linux\/arm64/,
    ],
    [
      'on the only one, which is emulated',
      [slow('linux/arm64', 'a', 60, true)],
      ['linux/arm64'],
      ['linux/amd64'],
      /runs-on: ubuntu-24\.04-arm/,
      /To publish without|inputs\.platforms/,
    ],
    [
      'on the only one, which is native',
      [slow('linux/amd64', 'a', 60, true)],
      ['linux/amd64'],
      ['linux/amd64'],
      /Or give it more time/,
      /To publish without|runs-on/,
    ],
    [
      'after all its steps were done',
      [slow('linux/amd64', 'a', 60)],
      BOTH,
      ['linux/amd64'],
      /amd64: a, 60\.0 s\n/,
      /To publish without|still running/,
    ],
    ['before any step', [], BOTH, ['linux/amd64'], /^Or give it more time/, /slowest/],
  ])('%s', (_, steps, platforms, native, wanted, unwanted) => {
    const text = explainTimeout({ slow: steps, platforms, native })
    expect(text).toMatch(wanted)
    expect(text).not.toMatch(unwanted)
  })
})

describe('the slowest steps', () => {
  const recorded = (name: string) => {
    const progress = createProgress(BOTH.map(platform))
    const file = new URL(`./fixtures/${name}.txt`, import.meta.url)
    for (const line of readFileSync(file, 'utf8').split('\n')) progress.line(line)
    return progress.slow(Date.parse('2026-11-24T16:07:50Z'))
  }

  test('of a build that is under way: what runs, for so long as it has; each with its platform, which BuildKit leaves out', () => {
    const [first, second, ...others] = recorded('two-platforms-running')
    const step = '3/3 RUN ["/bin/busybox","sleep","30"]'
    expect([first, second]).toEqual(
      BOTH.map((name) => ({ platform: name, step, milliseconds: expect.any(Number), running: true })),
    )
    expect(first?.milliseconds).toBeGreaterThan(4_500)
    expect(others.map(({ running }) => running)).toEqual([false, false, false, false])
  })

  test('of a build that was stopped: what was stopped with it counts as running', () => {
    const running = recorded('two-platforms-stopped').filter((one) => one.running)
    expect(running.map(({ platform: name }) => name).toSorted()).toEqual(BOTH)
    for (const { milliseconds } of running) expect(milliseconds).toBeLessThan(4_500)
  })
})
