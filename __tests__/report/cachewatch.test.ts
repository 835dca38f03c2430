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
  const watch = createCacheWatch()
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
