import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HistoryEntry, ImageHistory } from '../../src/domain/history.ts'
import type { Changes, Earlier, MissEvidence } from '../../src/plan/evidence.ts'
import type { CacheUse, MissedStep } from '../../src/plan/hits.ts'
import { explainMiss } from '../../src/plan/misses.ts'

const AMD64 = 'linux/amd64'
const BASE = `base:1@sha256:${'1'.repeat(64)}`

/** The second of three steps on a base image: a COPY of the context. */
const COPY: MissedStep = {
  ...{ label: '3/4', instruction: 'COPY app /app', stage: '', base: BASE, onBase: false, sharesBase: true },
  ...{ readsContext: true, layers: { stage: 3, whole: 3 }, after: 1, lost: undefined, others: 0 },
}
/** The third of them. */
const RUN: MissedStep = { ...COPY, label: '4/4', instruction: 'RUN echo two', readsContext: false, after: 0 }
/** The first of them. */
const FIRST: MissedStep = {
  ...COPY,
  label: '2/4',
  instruction: 'WORKDIR /w',
  readsContext: false,
  onBase: true,
  after: 2,
}
/** A step of a stage that the image has no layer of. */
const inStage = (step: MissedStep): MissedStep => ({ ...step, stage: 'build', after: undefined })

const IMAGE: ImageHistory = [
  { createdBy: 'base', layer: 'b1' },
  { createdBy: 'ENV PATH=/bin', layer: undefined },
  { createdBy: 'WORKDIR /w', layer: 'w1' },
  { createdBy: 'COPY app /app # buildkit', layer: 'a1' },
  { createdBy: 'RUN |1 FLAG=two /bin/sh -c echo $FLAG # buildkit', layer: 'r1' },
  { createdBy: 'CMD ["x"]', layer: undefined },
]

/** The image with some entries changed, by number. */
function image(changes: Readonly<Record<number, Partial<HistoryEntry>>> = {}): ImageHistory {
  return IMAGE.map((entry, at) => ({ ...entry, ...changes[at] }))
}

const read: CacheUse = { layer: 'registry r/app:buildcache', use: 'read', state: 'done', detail: '' }
const absent: CacheUse = { ...read, state: 'absent' }
const asked: CacheUse = { ...read, layer: 'gha app', state: 'asked' }
const failed: CacheUse = { ...read, state: 'failed', detail: 'connection refused' }

const NOTHING_CHANGED: Changes = { files: [], dockerfile: false }

interface Given {
  readonly step: MissedStep
  readonly cached?: number
  readonly caches?: readonly CacheUse[]
  readonly before?: ImageHistory | undefined
  readonly now?: ImageHistory | undefined
  readonly changes?: Changes | undefined
  readonly earlier?: undefined
  readonly more?: Partial<MissEvidence>
}

function explain(given: Given) {
  const {
    step,
    cached = 3,
    caches = [read],
    before,
    now = image({ 3: { layer: 'a2' }, 4: { layer: 'r2' } }),
    more,
  } = given
  const earlier: Earlier | undefined =
    'earlier' in given
      ? undefined
      : {
          tag: 'v1.2',
          commit: 'c'.repeat(40),
          histories: new Map(before === undefined ? [] : [[AMD64, before]]),
          changes: given.changes,
        }
  const evidence: MissEvidence = {
    ...{ caches, noCache: false, noCacheStages: [], earlier, histories: new Map([[AMD64, now]]) },
    ...more,
  }
  return explainMiss(step, { platform: AMD64, cached }, evidence)
}

describe('a step had to run because', () => {
  const old = image()
  const changed = (...files: readonly string[]): Changes => ({ files, dockerfile: false })

  test.each<[string, Given, string, boolean, RegExp]>([
    ['no cache is wanted', { step: RUN, more: { noCache: true } }, 'off', true, /^no-cache: true/],
    [
      'no cache is wanted for its stage',
      { step: inStage(RUN), more: { noCacheStages: ['build'] } },
      'off',
      true,
      /stage build$/,
    ],
    [
      'no layer was asked for',
      { step: RUN, cached: 0, caches: [] },
      'off',
      true,
      /no cache layer was asked for/,
    ],
    [
      'there is no cache',
      { step: RUN, cached: 0, caches: [absent], before: old },
      'absent',
      true,
      /^registry r\/app:buildcache does not exist/,
    ],
    [
      'there may be none of both',
      { step: RUN, cached: 0, caches: [absent, asked], earlier: undefined },
      'absent',
      false,
      /does not exist, and gha app probably held nothing/,
    ],
    [
      'none could be read',
      { step: RUN, cached: 0, caches: [failed, absent] },
      'failed',
      true,
      /no cache could be read: registry r\/app:buildcache failed/,
    ],
    [
      'the base has other layers',
      { step: FIRST, before: image({ 0: { layer: 'b0' } }) },
      'base',
      true,
      /since v1\.2: it is base:1@sha256:1+ now$/,
    ],
    [
      'the base has other layers, and it runs on them',
      { step: RUN, before: image({ 0: { layer: 'b0' } }) },
      'base',
      false,
      /base image changed/,
    ],
    [
      'the base of another stage has other layers',
      { step: inStage({ ...FIRST }), before: image({ 0: { layer: 'b0' } }) },
      'base',
      true,
      /base image changed/,
    ],
    [
      'a file changed',
      { step: COPY, before: old, changes: changed('README', 'app/x') },
      'files',
      true,
      /^app\/x changed since v1\.2$/,
    ],
    [
      'a file of another stage changed',
      { step: inStage(COPY), before: old, changes: changed('app') },
      'files',
      true,
      /^app changed/,
    ],
    [
      'many files changed',
      { step: COPY, before: old, changes: changed('app/1', 'app/2', 'app/3', 'app/4') },
      'files',
      true,
      /^app\/1, app\/2, app\/3 and 1 more changed/,
    ],
    [
      'a file changed on a changed base',
      { step: COPY, before: image({ 0: { layer: 'b0' } }), changes: changed('app') },
      'files',
      true,
      /^app changed/,
    ],
    [
      'a file probably changed',
      { step: COPY, before: old },
      'files',
      false,
      /a file that it reads probably changed/,
    ],
    [
      'a file, or the Dockerfile, probably changed',
      { step: inStage(COPY) },
      'files',
      false,
      /probably changed since v1\.2, or the instruction did/,
    ],
    [
      'a build argument changed',
      { step: RUN, before: image({ 4: { createdBy: 'RUN |1 FLAG=one /bin/sh -c echo $FLAG # buildkit' } }) },
      'instruction',
      true,
      /or a build argument that it uses, changed since v1\.2/,
    ],
    [
      'its environment changed',
      { step: RUN, before: image({ 1: { createdBy: 'ENV PATH=/usr/bin' } }) },
      'instruction',
      true,
      /changed since v1\.2: ENV PATH$/,
    ],
    [
      'the Dockerfile changed',
      { step: inStage(RUN), before: old, changes: { files: ['Dockerfile'], dockerfile: true } },
      'instruction',
      false,
      /probably this instruction/,
    ],
    [
      'the cache lost it',
      { step: RUN, before: old, changes: NOTHING_CHANGED },
      'gone',
      false,
      /do not hold it any more: it is the same as in v1\.2$/,
    ],
    [
      'the cache lost it, though a file changed',
      { step: COPY, before: old, now: old, changes: changed('app') },
      'gone',
      false,
      /same as in v1\.2$/,
    ],
    [
      'a file changed, with no cache but that of the builder',
      { step: COPY, caches: [absent], before: old, changes: changed('app') },
      'files',
      true,
      /^app changed/,
    ],
    [
      'the cache lost it, with the same files',
      { step: COPY, before: old, now: old },
      'gone',
      false,
      /do not hold it any more/,
    ],
    [
      'the cache lost it, no file changed',
      { step: COPY, before: old, changes: changed('README') },
      'gone',
      false,
      /do not hold it any more/,
    ],
    [
      'nobody knows, in another stage',
      { step: inStage({ ...FIRST, sharesBase: false }), before: old, changes: NOTHING_CHANGED },
      'unknown',
      false,
      /probably the base image base:1@\S+, or a build argument/,
    ],
    [
      'nobody knows, below a known base',
      {
        step: inStage({ ...COPY, readsContext: false, instruction: 'COPY --from=x /a /a' }),
        before: old,
        changes: NOTHING_CHANGED,
      },
      'unknown',
      false,
      /^probably a build argument changed/,
    ],
    [
      'a cache lost its layer',
      { step: { ...COPY, lost: 'blob x: not found' }, before: old },
      'gone',
      true,
      /names it, and does not hold its layer/,
    ],
    [
      'there is nothing to compare with',
      { step: RUN, earlier: undefined },
      'unknown',
      false,
      /nothing is known of an earlier image/,
    ],
  ])('%s', (_, given, kind, certain, text) => {
    const reason = explain(given)
    expect(reason).toMatchObject({ kind, certain })
    expect(reason.text).toMatch(text)
  })

  test('an instruction changed: the evidence has both', () => {
    const before = image({ 3: { createdBy: 'COPY old /app # buildkit' } })
    expect(explain({ step: COPY, before }).evidence).toEqual([
      'It is noted as: COPY app /app # buildkit',
      'v1.2 has in its place: COPY old /app # buildkit',
    ])
  })

  test('a build argument changed: the evidence has no value of any', () => {
    const before = image({ 4: { createdBy: 'RUN |1 FLAG=hidden /bin/sh -c echo $FLAG # buildkit' } })
    expect(explain({ step: RUN, before }).evidence).toEqual([
      'It is noted as: RUN |… /bin/sh -c echo $FLAG # buildkit',
      'v1.2 has in its place: RUN |… /bin/sh -c echo $FLAG # buildkit',
    ])
    const exec = image({ 4: { createdBy: 'RUN |1 FLAG=hidden echo x # buildkit' } })
    expect(explain({ step: RUN, before: exec }).evidence.join()).not.toContain('hidden')
  })

  test('the cache is gone: what could not be written this time is part of the evidence', () => {
    const write: CacheUse = { ...failed, use: 'write' }
    const { evidence } = explain({ step: RUN, before: old, caches: [read, write] })
    expect(evidence.at(-1)).toBe('registry r/app:buildcache could not be written this time either.')
  })

  test('the first line of a layer on an empty base is another stage, whose steps are not the image’s', () => {
    const scratch: ImageHistory = [{ createdBy: 'COPY /a /a # buildkit', layer: 'a1' }]
    const step = {
      ...COPY,
      instruction: 'COPY --from=build /a /a',
      readsContext: false,
      layers: { stage: 1, whole: 5 },
      after: 0,
    }
    expect(explain({ step, now: scratch, before: scratch })).toMatchObject({ kind: 'gone' })
    expect(explain({ step, now: scratch, before: [] })).toMatchObject({ kind: 'instruction' })
  })
})

test('a reason is found whatever the images say, and certainty needs evidence', () => {
  const entry = fc.record({
    createdBy: fc.constantFrom('ENV A=1', 'COPY app /app', 'RUN x', ''),
    layer: fc.constantFrom('a', 'b', undefined),
  })
  const history = fc.array(entry, { maxLength: 6 })
  const number = fc.nat({ max: 5 })
  fc.assert(
    fc.property(history, history, number, number, number, (now, before, after, stage, whole) => {
      const reason = explain({ step: { ...COPY, after, layers: { stage, whole } }, now, before })
      if (reason.certain) expect(reason.evidence).not.toEqual([])
    }),
  )
})
