import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { BuildOutcome } from '../../src/plan/outcome.ts'
import { hitLines, hitTables } from '../../src/report/hits.ts'
import { createProgress, type Progress } from '../../src/report/progress.ts'
import { platform } from './outcomes.ts'

const BOTH = ['linux/amd64', 'linux/arm64']
const REGISTRY = {
  from: ['type=registry,ref=registry.example:5000/o/app:buildcache'],
  to: ['type=registry,ref=registry.example:5000/o/app:buildcache,mode=max,ignore-error=true'],
}

/** Follows a build that ran on a real engine; the name of its file says what was different. */
function replay(
  name: string,
  platforms: readonly string[],
  caches: { from: string[]; to: string[] },
): Progress {
  const progress = createProgress(platforms.map(platform), caches)
  const file = new URL(`./fixtures/${name}.txt`, import.meta.url)
  for (const line of readFileSync(file, 'utf8').split('\n')) progress.line(line)
  return progress
}

describe('the first step that no cache held', () => {
  test('where one file changed: the COPY of it, not what runs because of it', () => {
    const { steps } = replay('cache-one-file-changed', BOTH, REGISTRY).result()
    expect(steps).toHaveLength(2)
    for (const one of steps) {
      expect(one).toMatchObject({ ran: 5, cached: 4 })
      expect(one.missed).toEqual({
        label: 'build 6/7',
        instruction: 'COPY src src',
        stage: 'build',
        base: expect.stringMatching(/^registry\.example:5000\/o\/base:1@sha256:[0-9a-f]{64}$/),
        onBase: false,
        sharesBase: true,
        readsContext: true,
        layers: { stage: 3, whole: 3 },
        after: undefined,
        lost: undefined,
        others: 0,
      })
    }
    const times = steps.map(({ milliseconds }) => milliseconds)
    expect(Math.min(...times)).toBeGreaterThan(1_000)
    expect(Math.max(...times)).toBeLessThan(5_000)
  })

  test('where a build argument changed: the RUN that uses it, though later ones ran with the same result', () => {
    const { steps } = replay('cache-argument-changed', BOTH, REGISTRY).result()
    expect(steps.map(({ platform, ran, cached, missed }) => [platform, ran, cached, missed?.label])).toEqual(
      expect.arrayContaining(BOTH.map((name) => [name, 3, 6, 'build 5/7'])),
    )
    expect(steps[0]?.missed).toMatchObject({ readsContext: false, onBase: false })
  })

  test('where everything ran: the first on the base image', () => {
    const [one] = replay('cache-gha-empty', ['linux/amd64'], { from: [], to: [] }).result().steps
    expect(one).toMatchObject({ platform: 'linux/amd64', ran: 9, cached: 0 })
    expect(one?.missed).toMatchObject({ label: 'build 2/7', instruction: 'WORKDIR /work', onBase: true })
  })

  test('on a base image that a build context stands for: that image', () => {
    const [one] = replay('base-context', ['linux/amd64'], { from: [], to: [] }).result().steps
    expect(one?.missed).toMatchObject({
      base: 'registry.example:5000/o/bb:v2.0.0',
      onBase: true,
      sharesBase: true,
      layers: { stage: 3, whole: 3 },
    })
  })

  test('on an empty base: its place among the layers of the image', () => {
    const { steps } = replay('two-platforms-running', BOTH, REGISTRY).result()
    expect(steps.map(({ missed }) => missed)).toEqual(
      ['arm64', 'amd64'].map((arch) =>
        expect.objectContaining({
          instruction: `COPY bin/${arch}/busybox /bin/busybox`,
          base: undefined,
          layers: { stage: 3, whole: 3 },
          after: 2,
        }),
      ),
    )
  })

  test('is one of several: the others are counted', () => {
    const progress = createProgress([platform('linux/amd64')])
    const at = (second: number) => `2026-11-24T09:00:0${second}Z`
    const step = (digest: string, name: string, second: number, inputs: readonly string[] = []) => ({
      ...{ digest, name, inputs },
      ...{ started: at(second), completed: at(second + 1) },
    })
    const vertexes = [
      step('b', '[b 1/1] RUN b', 2),
      step('a', '[a 1/1] RUN a', 1),
      step('c', '[c 1/1] COPY --from=a /a /a', 3, ['a', 'b']),
    ]
    progress.line(JSON.stringify({ vertexes }))
    const [one] = progress.result().steps
    expect(one?.missed).toMatchObject({ label: 'a 1/1', others: 1 })
  })

  test('is none where layers that came from a cache are fetched, though BuildKit reports that as a run', () => {
    const { steps } = replay('cache-layers-fetched', ['linux/amd64'], { from: [], to: [] }).result()
    expect(steps).toMatchObject([{ ran: 0, cached: 9, milliseconds: 0, missed: undefined }])
  })

  test('is one whose layer the cache has lost: it ran, and nothing failed', () => {
    const progress = replay('cache-gha-evicted', ['linux/amd64'], { from: ['type=gha,scope=s1'], to: [] })
    const { steps, failure } = progress.result()
    expect(steps).toMatchObject([{ ran: 9, cached: 0 }])
    expect(steps[0]?.missed).toMatchObject({
      instruction: 'WORKDIR /work',
      lost: expect.stringMatching(/^blob sha256:[0-9a-f]{64}: not found$/),
    })
    expect(failure).toBeUndefined()
  })

  test('is known by what it needs, which the report of an end may leave out', () => {
    const progress = createProgress([platform('linux/amd64')])
    const [started, completed] = ['2026-11-24T09:00:00Z', '2026-11-24T09:00:01Z']
    const second = { digest: 'b', name: '[2/2] RUN b', started }
    const reports = [
      { digest: 'a', name: '[1/2] RUN a', started, completed },
      { ...second, inputs: ['a'] },
      { ...second, completed },
    ]
    for (const one of reports) progress.line(JSON.stringify({ vertexes: [one] }))
    expect(progress.result().steps).toMatchObject([{ ran: 2, missed: { label: '1/2', others: 0 } }])
  })

  test('is found in any build, in bounded time, whatever needs what', () => {
    const digest = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const vertex = fc.record({
      digest,
      inputs: fc.array(digest, { maxLength: 4 }),
      name: fc.constantFrom(
        '[x 1/2] RUN x',
        '[linux/arm64 y 2/2] COPY y y',
        '[1/2] FROM z',
        '[internal] load build context',
      ),
      started: fc.constant('2026-11-24T09:00:00Z'),
      completed: fc.constantFrom('2026-11-24T09:00:01Z', undefined),
      cached: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(vertex, { maxLength: 12 }), (vertexes) => {
        const progress = createProgress([])
        progress.line(JSON.stringify({ vertexes }))
        for (const one of progress.result().steps) {
          if (one.missed !== undefined) expect(one.ran).toBeGreaterThan(one.missed.others)
        }
        for (const { milliseconds } of progress.slow(0)) expect(milliseconds).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('a cache layer', () => {
  test.each([
    ['cache-one-file-changed', BOTH, REGISTRY, ['read done', 'write done']],
    [
      'cache-gha-empty',
      ['linux/amd64'],
      { from: ['type=gha,scope=a'], to: ['type=gha,scope=a'] },
      ['read asked', 'write done'],
    ],
    [
      'cache-gha-down',
      ['linux/amd64'],
      { from: ['type=gha,scope=a'], to: ['type=gha,scope=a'] },
      ['read failed', 'write failed'],
    ],
    [
      'cache-local-absent',
      ['linux/amd64'],
      { from: ['type=local,src=/cache/app'], to: ['type=local,dest=/cache/app'] },
      ['read absent', 'write done'],
    ],
    [
      'cache-one-of-two-written',
      ['linux/amd64'],
      {
        from: ['type=registry,ref=registry.example:5000/o/x:c', 'registry.example:5000/o/app:buildcache'],
        to: [],
      },
      ['read absent', 'read done'],
    ],
    ['cache-gha-down', ['linux/amd64'], REGISTRY, ['read unused', 'write unused']],
  ])('in the build %s', (name, platforms, caches, expected) => {
    const { caches: found } = replay(name, platforms, { from: [...caches.from], to: [...caches.to] }).result()
    expect(found.map(({ use, state }) => `${use} ${state}`)).toEqual(expected)
  })

  test('that is one of two of its kind and could not be written: BuildKit does not say which', () => {
    const to = ['type=registry,ref=127.0.0.1:9/o/x:c', '"type=registry","ref=registry.example:5000/o/app:c2"']
    const { caches } = replay('cache-one-of-two-written', ['linux/amd64'], { from: [], to }).result()
    expect(caches).toEqual([
      {
        layer: 'registry 127.0.0.1:9/o/x:c, registry.example:5000/o/app:c2',
        use: 'write',
        state: 'done',
        detail: expect.stringMatching(/^1 of 2 failed: .*connection refused$/),
      },
    ])
  })

  test('of the Actions cache that cannot be written is no failure of the build', () => {
    const progress = createProgress([platform('linux/amd64')])
    const file = new URL('./fixtures/cache-gha-down.txt', import.meta.url)
    const shown = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => progress.line(line))
    expect(shown.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^exporting to GitHub Actions Cache not usable, the build goes on: .*refused$/),
    )
    expect(progress.result().failure).toBeUndefined()
  })
})

const BUILD: BuildOutcome = {
  steps: [
    { platform: 'linux/amd64', ran: 0, cached: 9, milliseconds: 0, missed: undefined },
    {
      platform: 'linux/arm64',
      ran: 3,
      cached: 6,
      milliseconds: 12_340,
      missed: {
        label: 'build 5/7',
        instruction: 'RUN make',
        stage: 'build',
        base: undefined,
        onBase: false,
        sharesBase: false,
        readsContext: false,
        layers: undefined,
        after: undefined,
        lost: undefined,
        others: 1,
      },
      reason: { kind: 'files', certain: true, text: 'a|b.c changed since v1', evidence: ['It did.'] },
    },
  ],
  caches: [{ layer: 'gha app', use: 'write', state: 'failed', detail: 'no <way>' }],
  warnings: [],
}

test('the log has a line for each platform, and one for the layers', () => {
  expect(hitLines(BUILD).map(({ prefix, text }) => `${prefix} ${text}`)).toEqual([
    'linux/amd64: all 9 steps came from a cache.',
    'linux/arm64: 6 of 9 steps came from a cache (67 %), 3 ran for 12.3 s. The first to run was build 5/7 RUN make: a|b.c changed since v1. Another one ran for a reason of its own.',
    'Cache layers: gha app could not be written (no <way>)',
  ])
  expect(hitLines({ steps: [], caches: [], warnings: [] })).toEqual([])
})

test('the summary has a table of both', () => {
  expect(hitTables(BUILD)).toBe(`| Steps of | From a cache | Ran |  | Time of those | First to run, and why |
| --- | --- | --- | --- | --- | --- |
| \`linux/amd64\` | 9 | 0 | 100 % | – | – |
| \`linux/arm64\` | 6 | 3 | 67 % | 12.3 s | build 5/7 <code>RUN make</code>: a&#124;b.c changed since v1 (It did.) |

| Cache layer |  |  |
| --- | --- | --- |
| gha app | write | could not be written &#40;no &#60;way&#62;&#41; |`)
})
