import { describe, expect, test } from '@jest/globals'
import { createCacheWatch } from '../../src/report/cachewatch.ts'

const TIME = '2026-01-01T00:00:00Z'
const begun = (name: string) => JSON.stringify({ vertexes: [{ digest: name, name, started: TIME }] })
const done = (name: string) =>
  JSON.stringify({ vertexes: [{ digest: name, name, started: TIME, completed: TIME }] })
const READ = 'importing cache manifest from ghcr.io/acme/app:buildcache'
const WRITE = 'exporting cache to GitHub Actions Cache'
const STEP = '[linux/amd64 2/3] RUN make'

function after(...lines: readonly string[]) {
  const watch = createCacheWatch(true)
  for (const line of lines) watch.line(line)
  return watch.waiting()
}

describe('a build waits for a cache', () => {
  test.each<[what: string, lines: string[], waits: unknown]>([
    ['before anything', [], undefined],
    ['while one is read', [begun(READ)], { kind: 'import', what: READ }],
    ['while one is written', [done(STEP), begun(WRITE)], { kind: 'export', what: WRITE }],
    ...[
      'exporting cache to registry',
      'exporting cache to client directory',
      'exporting cache to Amazon S3',
    ].map((what): [string, string[], unknown] => [what, [begun(what)], { kind: 'export', what }]),
    ['not while the image is exported', [begun('exporting to image')], undefined],
    ['not while a step runs too', [begun(READ), begun(STEP)], undefined],
    ['again when the step is done', [begun(READ), begun(STEP), done(STEP)], { kind: 'import', what: READ }],
    ['not when it has come', [begun(READ), done(READ)], undefined],
    ['not for a step that looks so', [begun(`${STEP} importing cache`)], undefined],
    [
      'whatever else is said',
      [begun(READ), 'plain text', '{', '{"vertexes":[7]}'],
      { kind: 'import', what: READ },
    ],
  ])('%s', (_, lines, waits) => {
    expect(after(...lines)).toEqual(waits)
  })
})

/** As BuildKit 0.31 tells of layers that it fetches late. */
describe('layers of a cache', () => {
  const CACHED = '[4/6] RUN make'
  const layer = (digit: string) => `sha256:${digit.repeat(64)}`
  const held = JSON.stringify({
    vertexes: [{ digest: CACHED, name: CACHED, started: TIME, completed: TIME, cached: true }],
  })
  const fetching = (current: number, vertex = CACHED, more = {}) =>
    JSON.stringify({
      statuses: [{ id: layer('a'), vertex, current, total: 100, timestamp: TIME, started: TIME, ...more }],
    })
  const WAIT = { kind: 'import', what: `fetching layers of ${CACHED}` }
  const PUSH = begun('exporting to image')

  test.each<[what: string, lines: string[], waits: unknown]>([
    ['are waited for', [held, begun(CACHED), fetching(0)], WAIT],
    ['are waited for beside a login', [held, begun(CACHED), begun('[auth] o/app:pull'), fetching(7)], WAIT],
    ['are not, while a step runs', [held, begun(CACHED), fetching(0), begun(STEP)], undefined],
    ['are not, where all are there', [held, begun(CACHED), fetching(100)], undefined],
    [
      'are not, where they are done',
      [held, begun(CACHED), fetching(7, CACHED, { completed: TIME })],
      undefined,
    ],
    ['are not, of a step that was not cached', [begun(STEP), fetching(0, STEP)], undefined],
    ['may be waited for by a push', [held, begun(CACHED), fetching(0), PUSH], { ...WAIT, kind: 'push' }],
    ['are waited for by a push where one is half there', [held, begun(CACHED), fetching(7), PUSH], WAIT],
    ['are not, by a push that has all', [held, begun(CACHED), fetching(100), PUSH], undefined],
    [
      'are read to be written elsewhere',
      [held, begun(CACHED), fetching(0), begun(WRITE)],
      { kind: 'export', what: WRITE },
    ],
  ])('%s', (_, lines, waits) => {
    expect(after(...lines)).toEqual(waits)
  })

  test('are nobody’s where no cache is read', () => {
    const watch = createCacheWatch(false)
    for (const line of [held, begun(CACHED), fetching(0)]) watch.line(line)
    expect(watch.waiting()).toBeUndefined()
  })

  test('are no news where they stay as they were', () => {
    const watch = createCacheWatch(true)
    const lines = [held, fetching(0), fetching(0), fetching(7), fetching(7), 'text', begun(STEP)]
    expect(lines.map((line) => watch.line(line))).toEqual([true, true, false, true, false, true, true])
  })
})
