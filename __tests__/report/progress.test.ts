import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePlatform } from '../../src/domain/platform.ts'
import { createProgress, type Progress, type ProgressLine } from '../../src/report/progress.ts'

/** Builds that ran on a real engine; the names of their files say what happened. */
function recorded(name: string): readonly string[] {
  const file = new URL(`./fixtures/${name}.txt`, import.meta.url)
  return readFileSync(file, 'utf8').split('\n')
}

function follow(lines: readonly string[], progress: Progress = createProgress()): readonly string[] {
  return lines.flatMap((line) => progress.line(line)).map(show)
}

function show({ prefix, text }: ProgressLine): string {
  return prefix === '' ? text : `${prefix} ${text}`
}

function vertex(fields: object): string {
  return JSON.stringify({ vertexes: [fields] })
}

const START = '2026-11-24T09:00:00Z'

describe('a recorded build', () => {
  test('of two platforms: each step with platform, number and time, output between them', () => {
    const progress = createProgress()
    expect(follow(recorded('two-platforms'), progress)).toEqual([
      expect.stringMatching(/^linux\/amd64->arm64 deps 2\/2 RUN echo "fetch for arm64 \d+"/),
      expect.stringMatching(/^linux\/amd64->arm64 deps 2\/2 \| fetch for arm64 \d+$/),
      'linux/amd64->arm64 deps 2/2 | ::error::x',
      'linux/amd64->arm64 deps 2/2 | done',
      expect.stringMatching(/^linux\/amd64 tools 2\/2 RUN echo "tools \d+"$/),
      expect.stringMatching(/^linux\/amd64 tools 2\/2 \| tools \d+$/),
      expect.stringMatching(/^linux\/amd64 deps 2\/2 RUN echo "fetch for amd64 \d+"/),
      expect.stringMatching(/^linux\/amd64 deps 2\/2 \| fetch for amd64 \d+$/),
      'linux/amd64 deps 2/2 | ::error::x',
      'linux/amd64 deps 2/2 | done',
      'linux/amd64 tools 2/2 done 0.2 s',
      'linux/amd64->arm64 deps 2/2 done 0.2 s',
      'linux/amd64 deps 2/2 done 0.2 s',
      'linux/arm64 stage-2 2/3 COPY --from=deps /bin/sh /deps 0.0 s',
      'linux/arm64 stage-2 3/3 COPY --from=tools /bin/sh /tools 0.0 s',
      'pushing layers 0.0 s',
      expect.stringMatching(
        /^pushing manifest for registry\.example:5000\/o\/app:1@sha256:[0-9a-f]{64} 0\.0 s$/,
      ),
      'exporting to image 0.2 s',
    ])
    expect(progress.result()).toMatchObject({ warnings: [] })
    expect(progress.result().failure).toBeUndefined()
  })

  test('of one platform: its steps bear its name, though BuildKit leaves it out', () => {
    const arm64 = parsePlatform('linux/arm64')
    const progress = createProgress(arm64 ? [arm64] : [])
    const shown = follow(recorded('one-platform'), progress)
    expect(shown).toContain('linux/arm64 stage-2 3/3 COPY --from=tools /bin/sh /tools CACHED')
    expect(progress.result().steps).toMatchObject([{ platform: 'linux/arm64', ran: 2, cached: 2 }])
  })

  test('with lint warnings: they are collected with the page that explains them', () => {
    const progress = createProgress()
    follow(recorded('warnings'), progress)
    expect(progress.result().warnings).toEqual([
      "StageNameCasing: Stage name 'Base' should be lowercase (line 1) (https://docs.docker.com/go/dockerfile/rule/stage-name-casing/)",
      "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1) (https://docs.docker.com/go/dockerfile/rule/from-as-casing/)",
    ])
  })

  test('with a cache that cannot be read: the build goes on, and that is no failure', () => {
    const progress = createProgress()
    const [first] = follow(recorded('cache-unreachable'), progress)
    expect(first).toMatch(/^importing cache manifest from \S+ not usable, the build goes on: .*refused$/)
    expect(progress.result().failure).toBeUndefined()
  })

  test('that fails on one platform: the failure has step, output and place in the Dockerfile', () => {
    const progress = createProgress()
    const shown = follow(recorded('one-platform-fails'), progress)
    expect(shown).toContainEqual(expect.stringMatching(/^linux\/arm64 2\/2 RUN .* FAILED: .* exit code: 5$/))
    expect(progress.result().failure).toMatchObject({
      platform: 'linux/arm64',
      platforms: ['linux/arm64'],
      step: expect.stringMatching(/^linux\/arm64 2\/2 RUN echo/),
      message: expect.stringMatching(
        /^process "\/bin\/sh -c .*" did not complete successfully: exit code: 5$/,
      ),
      lines: [expect.stringMatching(/^\d+$/), 'gcc: not for arm64'],
      frame: expect.arrayContaining([expect.stringMatching(/^ {3}3 \| >>> RUN/)]),
    })
  })

  test('whose failing step runs on the build platform for another one: the other one fails', () => {
    const progress = createProgress()
    follow(recorded('cross-step-fails'), progress)
    expect(progress.result().failure).toMatchObject({ platform: 'linux/arm64', platforms: ['linux/arm64'] })
  })

  test('whose failing step serves all platforms: none of them is blamed alone', () => {
    const progress = createProgress()
    follow(recorded('shared-step-fails'), progress)
    expect(new Set(progress.result().failure?.platforms)).toEqual(new Set(['linux/amd64', 'linux/arm64']))
  })

  test('whose steps bear no platform (empty base): it is that of what they are built on', () => {
    const progress = createProgress()
    follow(recorded('no-emulator'), progress)
    expect(progress.result().failure).toMatchObject({
      platforms: ['linux/arm64'],
      lines: ['exec /bin/busybox: exec format error'],
    })
  })
})

describe('a step', () => {
  const digest = 'sha256:a'
  const name = '[linux/arm64 3/7] RUN make'

  test('that was reported several times counts once, as it was reported last', () => {
    const progress = createProgress()
    const shown = follow(
      [
        vertex({ digest, name, started: START, completed: START }),
        vertex({ digest, name, started: START, completed: START, cached: true }),
      ],
      progress,
    )
    expect(shown).toEqual(['linux/arm64 3/7 RUN make 0.0 s'])
    expect(progress.result().steps).toMatchObject([
      { platform: 'linux/arm64', ran: 0, cached: 1, milliseconds: 0 },
    ])
  })

  test('has no line for looking a base image up, one for pulling it', () => {
    const from = { digest, name: '[linux/arm64 1/7] FROM base' }
    const shown = follow([
      vertex({ ...from, started: START, completed: START }),
      vertex({ ...from, started: START }),
      vertex({ ...from, started: START, completed: '2026-11-24T09:01:05.250Z' }),
    ])
    expect(shown).toEqual(['linux/arm64 1/7 FROM base 65.3 s'])
  })

  test.each([
    ['[internal] load .dockerignore', 100, []],
    ['[internal] load build context', 3_000, ['load build context 3.0 s']],
    ['[linux/arm64 internal] load metadata for x', 2_000, ['linux/arm64 load metadata for x 2.0 s']],
    ['[auth] o/app:pull token for ghcr.io', 9_000, []],
    ['exporting to image', 100, ['exporting to image 0.1 s']],
    ['[linux/arm64] generating sbom using x', 100, ['linux/arm64 generating sbom using x 0.1 s']],
    ['[linux/arm/v7 a-b 10/12] RUN x', 100, ['linux/arm/v7 a-b 10/12 RUN x 0.1 s']],
    ['[::warning::x 1/2] RUN x', 100, ['1/2 RUN x 0.1 s']],
  ])('%s after %d ms', (name, took, expected) => {
    const completed = new Date(Date.parse(START) + took).toISOString()
    expect(follow([vertex({ digest, name, started: START, completed })])).toEqual(expected)
  })

  test('of which one piece of output ends inside a character, the next completes it', () => {
    const bytes = Buffer.from('naïve — ok\nrest')
    const log = (data: Buffer) =>
      JSON.stringify({ logs: [{ vertex: digest, stream: 1, data: data.toString('base64') }] })
    const lines = [
      vertex({ digest, name, started: START }),
      ...[...bytes].map((byte) => log(Buffer.from([byte]))),
      vertex({ digest, name, started: START, completed: START }),
    ]
    expect(follow(lines)).toEqual([
      'linux/arm64 3/7 RUN make',
      'linux/arm64 3/7 | naïve — ok',
      'linux/arm64 3/7 | rest',
      'linux/arm64 3/7 done 0.0 s',
    ])
  })
})

describe('whatever comes', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .record(
        {
          vertexes: fc.anything(),
          statuses: fc.anything(),
          logs: fc.anything(),
          warnings: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .map((value) => {
        try {
          return JSON.stringify(value)
        } catch {
          return '{"vertexes":[null,1,{"digest":1},[]]}'
        }
      }),
    fc
      .record({
        digest: fc.constantFrom('a', 'b'),
        name: fc.string({ unit: 'binary' }),
        inputs: fc.anything(),
        started: fc.anything(),
        completed: fc.oneof(fc.constant(START), fc.anything()),
        error: fc.oneof(fc.constant(undefined), fc.string({ unit: 'binary' })),
        cached: fc.anything(),
      })
      .map((fields) => {
        try {
          return vertex(fields)
        } catch {
          return ''
        }
      }),
    fc.uint8Array().map((bytes) => {
      const data = Buffer.from(bytes).toString('base64')
      return JSON.stringify({ logs: [{ vertex: 'a', stream: 1, data }] })
    }),
    fc.string({ unit: 'binary' }).map((text) => `ERROR: failed to build: ${text}`),
  )

  test('nothing is thrown, and what is shown is one line of harmless characters', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 30 }), (lines) => {
        const progress = createProgress()
        for (const line of lines) {
          for (const { prefix, text } of progress.line(line)) {
            expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
            expect(prefix).toMatch(/^[A-Za-z0-9 ./_>-]*[|]?$/)
          }
        }
        progress.result()
      }),
    )
  })

  test('terminal sequences and overwritten lines leave the last state', () => {
    expect(follow(['10 %\r\u001b[31m20 %\u001b[0m \u001b]0;title\u0007x\r'])).toEqual(['20 % x'])
  })

  test('memory is bounded: many steps, endless output, endless lines', () => {
    const progress = createProgress()
    for (let at = 0; at < 5_000; at += 1) {
      progress.line(vertex({ digest: String(at), name: `[linux/arm64 1/9] RUN ${'x'.repeat(5_000)}` }))
    }
    const data = Buffer.from(`${'y'.repeat(100_000)}`).toString('base64')
    for (let at = 0; at < 200; at += 1) progress.line(JSON.stringify({ logs: [{ vertex: '1', data }] }))
    for (let at = 0; at < 5_000; at += 1) progress.line(`noise ${at}`)
    const error = 'z'.repeat(50_000)
    progress.line(vertex({ digest: '1', name: 'n', started: START, completed: START, error }))
    progress.line(`ERROR: failed to build: failed to solve: ${error}`)
    expect(JSON.stringify(progress.result()).length).toBeLessThan(20_000)
  })
})
