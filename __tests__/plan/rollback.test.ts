import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import type { Held } from '../../src/domain/held.ts'
import type { Tag } from '../../src/domain/reference.ts'
import { parseRollbackInputs, rollbackTags } from '../../src/plan/inputs/rollback.ts'
import { planRollback, planRollbackTarget, type RollbackPlan } from '../../src/plan/rollback.ts'
import {
  type RollbackFacts,
  type RollbackRequest,
  rollbackTagsToRead,
} from '../../src/plan/rollback-facts.ts'
import { context, listing, pullRequest, tag } from './given.ts'

type Written = Readonly<Record<string, string>>
/** What each tag holds: a version of both platforms, or an image. */
type There = Readonly<Record<string, string | Held>>

const digest = (name: string) =>
  `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)}` as Digest
const linux = (architecture: string) => ({ os: 'linux', architecture })
const image = (version: string, change: Partial<Held> = {}): Held => ({
  digest: digest(version),
  platforms: [linux('amd64'), linux('arm64')],
  revision: undefined,
  version,
  attested: false,
  marks: {},
  ...change,
})
const small = (version: string) => image(version, { platforms: [linux('amd64')] })

function requestOf(written: Written): RollbackRequest {
  const { rollback } = parseRollbackInputs((name) => written[name] ?? '')
  const tags = rollbackTags(rollback).flatMap((one) => ('found' in one ? [] : [one]))
  return { tags, to: rollback.to, withdraw: rollback.withdraw, suffix: rollback.tagSuffix ?? '' }
}

/** Reads as the step does: only what the plan asks for is known when it is made. */
function factsOf(request: RollbackRequest, there: There, withdrawn: readonly string[]): RollbackFacts {
  const all = new Map(
    Object.entries(there).map(([name, what]) => [tag(name), typeof what === 'string' ? image(what) : what]),
  )
  const read = (names: readonly Tag[]) => names.flatMap((name) => entryOf(all, name))
  const bad = withdrawn.flatMap((name) =>
    entryOf(all, tag(name)).map(([, held]) => [name, held.digest] as const),
  )
  const { to } = request
  const named = to?.kind === 'digest' ? [...all.values()].find((one) => one.digest === to.digest) : undefined
  const known = listing([...all.keys()], new Map(bad))
  const first = { listing: known, held: new Map(read(request.tags.map((one) => one.tag))), digest: named }
  for (let facts: RollbackFacts = first; ; ) {
    const more = read(rollbackTagsToRead(request, facts))
    if (more.every(([name]) => facts.held.has(name))) return facts
    facts = { ...facts, held: new Map([...facts.held, ...more]) }
  }
}

function entryOf(all: ReadonlyMap<Tag, Held>, name: Tag): readonly (readonly [Tag, Held])[] {
  const held = all.get(name)
  return held === undefined ? [] : [[name, held]]
}

function plan(there: There, written: Written = {}, withdrawn: readonly string[] = []): RollbackPlan {
  const request = requestOf(written)
  return planRollback(request, factsOf(request, there, withdrawn))
}

/** `latest->1.0.0 | -1.1.0 +0.9.0`: where tags go, what is withdrawn, what counts again. */
function shown({ returns, withdraw, lift }: RollbackPlan): string {
  const name = (one: Digest) => Buffer.from(one.slice(7), 'hex').toString().replaceAll('\0', '')
  const moves = returns.map((one) => `${one.tag}${one.move ? '->' : '='}${name(one.digest)}`)
  const records = [...withdraw.map((one) => `-${one.tag}`), ...lift.map((one) => `+${one.tag}`)]
  return [moves.join(' '), ...(records.length > 0 ? [records.join(' ')] : [])].join(' | ')
}

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ input, found }) => `${input}: ${found}`)
    throw error
  }
  return []
}

const THREE: There = {
  'v1.0.0': '1.0.0',
  'v1.1.0': '1.1.0',
  'v2.0.0': '2.0.0',
  'v1.1': '1.1.0',
  v1: '1.1.0',
  v2: '2.0.0',
  latest: '2.0.0',
}

describe('where tags go', () => {
  test.each<[what: string, there: There, written: Written, withdrawn: readonly string[], shown: string]>([
    ['the version before', THREE, {}, [], 'latest->1.1.0 | -v2.0.0'],
    ['the version before, in its line', THREE, { tag: 'v1' }, [], 'v1->1.0.0 | -v1.1.0'],
    [
      'a version that leaves in the same run is none to go to',
      THREE,
      { tag: 'latest,v1' },
      [],
      'latest->1.0.0 v1->1.0.0 | -v2.0.0 -v1.1.0',
    ],
    [
      'unless nothing is withdrawn',
      THREE,
      { tag: 'latest,v1', withdraw: 'false' },
      [],
      'latest->1.1.0 v1->1.0.0',
    ],
    ['withdrawn versions are passed over', THREE, {}, ['v1.1.0'], 'latest->1.0.0 | -v2.0.0'],
    [
      'pre-releases are passed over',
      { 'v1.0.0': '1.0.0', 'v1.1.0-rc.1': '1.1.0-rc.1', 'v1.1.0': '1.1.0', latest: '1.1.0' },
      {},
      [],
      'latest->1.0.0 | -v1.1.0',
    ],
    [
      'a withdrawn image is left for the highest that is not',
      { ...THREE, latest: '1.1.0' },
      {},
      ['v1.1.0'],
      'latest->2.0.0',
    ],
    ['a version that is named', THREE, { to: '1.0.0' }, [], 'latest->1.0.0 | -v2.0.0'],
    [
      'a version in its other spelling',
      { '1.0.0': '1.0.0', '1.1.0': '1.1.0', latest: '1.1.0' },
      { to: 'v1.0.0' },
      [],
      'latest->1.0.0 | -1.1.0',
    ],
    [
      'both spellings are withdrawn',
      { '1.0.0': '1.0.0', '1.1.0': '1.1.0', 'v1.1.0': '1.1.0', latest: '1.1.0' },
      {},
      [],
      'latest->1.0.0 | -1.1.0 -v1.1.0',
    ],
    ['a digest', THREE, { to: digest('1.0.0') }, [], 'latest->1.0.0 | -v2.0.0'],
    ['where it is already', THREE, { to: '2.0.0' }, [], 'latest=2.0.0'],
    [
      'one that is there, and one that is not',
      THREE,
      { to: '1.1.0', tag: 'v1,latest' },
      [],
      'v1=1.1.0 latest->1.1.0 | -v2.0.0',
    ],
    [
      'forward, which withdraws nothing and makes a withdrawn version count again',
      { ...THREE, latest: '1.1.0' },
      { to: '2.0.0' },
      ['v2.0.0'],
      'latest->2.0.0 | +v2.0.0',
    ],
    [
      'fewer platforms, where it is written',
      { 'v1.0.0': small('1.0.0'), 'v1.1.0': '1.1.0', latest: '1.1.0' },
      { to: '1.0.0' },
      [],
      'latest->1.0.0 | -v1.1.0',
    ],
    [
      'an extra tag, where it is written',
      { ...THREE, edge: '2.0.0' },
      { tag: 'edge', to: 'v1.1.0' },
      [],
      'edge->1.1.0 | -v2.0.0',
    ],
    [
      'a line of a suffix',
      {
        'v1.0.0-alpine': '1.0.0',
        'v1.1.0-alpine': '1.1.0',
        'v1.0.5': '1.0.5',
        'latest-alpine': '1.1.0',
      },
      { 'tag-suffix': '-alpine' },
      [],
      'latest-alpine->1.0.0 | -v1.1.0-alpine',
    ],
    [
      'a version of a suffix that stands there already',
      { 'v1.0.0-alpine': '1.0.0', 'v1.1.0-alpine': '1.1.0', 'latest-alpine': '1.1.0' },
      { 'tag-suffix': '-alpine', tag: 'latest-alpine', to: 'v1.0.0-alpine' },
      [],
      'latest-alpine->1.0.0 | -v1.1.0-alpine',
    ],
    [
      'a lower version with the same image is passed over, and as bad as the higher one',
      { ...THREE, 'v1.1.0': image('', { digest: digest('2.0.0') }) },
      {},
      [],
      'latest->1.0.0 | -v2.0.0 -v1.1.0',
    ],
    [
      'the version before the one as which the image is published, whatever the image says of itself',
      { ...THREE, 'v2.0.0': image('2.0.0-rc.1'), latest: image('2.0.0-rc.1') },
      {},
      [],
      'latest->1.1.0 | -v2.0.0',
    ],
    [
      'the same of an image that says a lower version of itself',
      { ...THREE, 'v1.8.0': '1.8.0', 'v2.0.0': image('1.0.5'), latest: image('1.0.5') },
      {},
      [],
      'latest->1.8.0 | -v2.0.0',
    ],
    [
      'the same of an image that says none',
      { ...THREE, 'v2.0.0': image('', { version: undefined }), latest: image('', { version: undefined }) },
      {},
      [],
      'latest->1.1.0 | -v2.0.0',
    ],
    [
      'forward to a version that says a lower one of itself, which withdraws nothing',
      { ...THREE, 'v2.0.0': image('1.0.5'), latest: '1.1.0' },
      { to: 'v2.0.0' },
      [],
      'latest->1.0.5',
    ],
    [
      'forward to the digest of one, too',
      { ...THREE, 'v2.0.0': image('1.0.5'), latest: '1.1.0' },
      { to: digest('1.0.5') },
      [],
      'latest->1.0.5',
    ],
    [
      'a version that was published again is not withdrawn for its old image',
      { ...THREE, 'v2.0.0': image('2.0.0', { digest: digest('new') }) },
      {},
      [],
      'latest->1.1.0',
    ],
  ])('%s', (_, there, written, withdrawn, expected) => {
    expect(shown(plan(there, written, withdrawn))).toBe(expected)
  })

  const FIRST_OF_LINE: There = {
    ...{ 'v1.1.0': '1.1.0', 'v1.1.1': '1.1.1', 'v1.2.0': '1.2.0' },
    ...{ 'v1.2': '1.2.0', v1: '1.2.0', latest: '1.2.0' },
  }

  test('the first version of its line leaves the other tags, and keeps its own', () => {
    const done = plan(FIRST_OF_LINE, { tag: 'latest, v1, v1.2' })
    expect(shown(done)).toBe('latest->1.1.1 v1->1.1.1 v1.2=1.2.0 | -v1.2.0')
    expect(done.warnings).toEqual([
      'v1.2 stays where it is: there is no stable version of 1.2 below 1.2.0 that is not withdrawn. Publish a fixed version of 1.2, or leave v1.2 out of tag:.',
    ])
  })

  test('a second run then goes one more version back', () => {
    const there = { ...FIRST_OF_LINE, v1: '1.1.1', latest: '1.1.1' }
    expect(shown(plan(there, { tag: 'latest,v1,v1.2' }, ['v1.2.0']))).toBe(
      'latest->1.1.0 v1->1.1.0 v1.2=1.2.0 | -v1.1.1',
    )
  })

  test('of a run that was not finished such a tag stays, too', () => {
    const there = { ...FIRST_OF_LINE, latest: '1.1.1' }
    expect(shown(plan(there, { tag: 'latest,v1,v1.2' }, ['v1.2.0']))).toBe(
      'latest=1.1.1 v1->1.1.1 v1.2=1.2.0',
    )
  })

  test('a version whose tag is listed and was deleted is passed over', () => {
    const request = requestOf({})
    const facts = factsOf(request, THREE, [])
    const held = new Map([...facts.held].filter(([name]) => name !== 'v1.1.0'))
    expect(shown(planRollback(request, { ...facts, held }))).toBe('latest->1.0.0 | -v2.0.0')
  })

  test('of a rollback that was not finished, what is done stays', () => {
    const there = { ...THREE, latest: '1.1.0', v1: '1.1.0', 'v1.2.0': '1.2.0', 'v1.2': '1.2.0' }
    const unfinished = { ...there, v1: '1.2.0' }
    expect(shown(plan(unfinished, { tag: 'latest,v1' }, ['v1.2.0', 'v2.0.0']))).toBe('latest=1.1.0 v1->1.1.0')
  })
})

describe('what is told', () => {
  test.each<[what: string, there: There, written: Written, withdrawn: readonly string[], words: RegExp]>([
    [
      'a loss of platforms',
      { 'v1.0.0': small('1.0.0'), 'v1.1.0': '1.1.0', latest: '1.1.0' },
      { to: '1.0.0' },
      [],
      /latest loses linux\/arm64: v1\.0\.0 is not for it/,
    ],
    [
      'a good version between',
      THREE,
      { to: '1.0.0' },
      [],
      /v1\.1\.0 is higher and not withdrawn, so the next publish moves latest on/,
    ],
    [
      'that nothing keeps the next publish away',
      THREE,
      { withdraw: 'false' },
      [],
      /v2\.0\.0 is higher and not withdrawn/,
    ],
    ['tags that were forgotten', THREE, {}, [], /still in v2: write tag: with these too/],
    [
      'an image that names no version',
      { ...THREE, latest: image('', { version: undefined }) },
      { to: '1.1.0' },
      [],
      /does not say which version it is, so none is withdrawn/,
    ],
    [
      'a version whose tag holds something else',
      { ...THREE, latest: image('2.0.0', { digest: digest('old') }) },
      {},
      [],
      /No tag of 2\.0\.0 holds what latest held/,
    ],
    [
      'that a version counts again',
      THREE,
      { to: '1.1.0' },
      ['v1.1.0'],
      /v1\.1\.0 was recorded as withdrawn, and counts again/,
    ],
  ])('%s', (_, there, written, withdrawn, words) => {
    expect(plan(there, written, withdrawn).warnings.join('\n')).toMatch(words)
  })

  test('nothing where all is well', () => {
    const there = { 'v1.0.0': '1.0.0', 'v1.1.0': '1.1.0', latest: '1.1.0', v1: '1.1.0', 'v1.1': '1.0.0' }
    expect(plan(there, { tag: 'latest,v1' }).warnings).toEqual([])
  })
})

describe('what is refused, with all reasons in one report', () => {
  const ONE: There = { 'v1.0.0': '1.0.0', latest: '1.0.0' }
  test.each<[what: string, there: There, written: Written, faults: readonly RegExp[]]>([
    ['nothing before', ONE, {}, [/^to: latest: there is no stable version of all versions below 1\.0\.0/]],
    ['a tag that does not exist', ONE, { tag: 'v7', to: '1.0.0' }, [/^tag: v7 does not exist/]],
    [
      'a version that does not exist',
      ONE,
      { to: 'v3.0.0' },
      [/^to: the image has no version v3\.0\.0 or 3\.0\.0/],
    ],
    ['a digest that does not exist', ONE, { to: digest('?') }, [/^to: the image has no sha256:/]],
    [
      'fewer platforms, by itself',
      { 'v1.0.0': small('1.0.0'), 'v1.1.0': '1.1.0', latest: '1.1.0' },
      {},
      [/^to: latest holds an image for linux\/arm64 too, and v1\.0\.0 is not/],
    ],
    [
      'a version of another line',
      THREE,
      { tag: 'v1,v2', to: '2.0.0' },
      [/^to: v1 is for versions of 1, and v2\.0\.0 is none/],
    ],
    [
      'a pre-release',
      { ...ONE, 'v1.1.0-rc.1': '1.1.0-rc.1' },
      { to: '1.1.0-rc.1' },
      [/^to: v1\.1\.0-rc\.1 is a pre-release/],
    ],
    [
      'an extra tag without a place to go',
      { ...ONE, edge: '1.0.0' },
      { tag: 'edge' },
      [/^tag: edge follows no line/],
    ],
    [
      'an image that says no version',
      { ...ONE, latest: image('', { version: undefined }) },
      {},
      [/^to: latest holds an image that does not say which version it is/],
    ],
    [
      'something that is no image',
      { ...ONE, 'v0.9.0': image('0.9.0', { platforms: [] }), latest: '1.0.0' },
      { to: '0.9.0' },
      [/^to: v0\.9\.0 is no image/],
    ],
    [
      'all at once, each once',
      { ...ONE, edge: '1.0.0' },
      { tag: 'latest, edge, v9, v8' },
      [/there is no stable version/, /edge follows no line/, /v9 does not exist/, /v8 does not exist/],
    ],
    [
      'what all tags lack, once',
      { ...ONE, v1: '1.0.0' },
      { tag: 'latest,v1', to: '3.0.0' },
      [/no version 3\.0\.0 or v3\.0\.0/],
    ],
  ])('%s', (_, there, written, faults) => {
    expect(faultsOf(() => plan(there, written))).toEqual(faults.map((one) => expect.stringMatching(one)))
  })

  test('with the versions that there are', () => {
    expect(() => plan(THREE, { to: '3.0.0' })).toThrow(/It has v2\.0\.0, v1\.1\.0, v1\.0\.0\./)
  })
})

describe('the inputs of rollback', () => {
  const parsed = (written: Written) => parseRollbackInputs((name) => written[name] ?? '')

  test.each<[tag: string, words: RegExp]>([
    ['v1.2.3', /names one version for good/],
    ['1.2.3-rc.1', /names one version for good/],
    ['c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00', /names one commit for good/],
    ['candidate', /is reserved/],
    ['withdrawn-v1.0.0', /is reserved/],
    ['buildcache', /is reserved/],
    ['pr-7', /belongs to a pull request/],
    ['a b', /is not a valid tag/],
    [',', /names no tag/],
  ])('refuse the tag %s', (name, words) => {
    expect(faultsOf(() => parsed({ tag: name })).join()).toMatch(words)
  })

  test('refuse a version of a suffix', () => {
    expect(faultsOf(() => parsed({ tag: '1.2.3', 'tag-suffix': '-alpine' })).join()).toMatch(
      /'1\.2\.3-alpine' names one version/,
    )
  })

  test('tell every fault in one report', () => {
    const bad = { tag: 'v1.2.3, candidate', to: 'soon', withdraw: 'maybe', 'dry-run': 'auto', smoke: "'" }
    const inputs = faultsOf(() => parsed(bad)).map((one) => one.split(':')[0])
    expect(inputs).toEqual(['to', 'withdraw', 'dry-run', 'smoke', 'tag', 'tag'])
  })
})

describe('who may roll back', () => {
  const target = (written: Written, where = context()) =>
    planRollbackTarget(
      parseRollbackInputs((name) => written[name] ?? ''),
      where,
    )

  test.each([
    ['workflow_dispatch', context({ event: 'workflow_dispatch', ref: 'refs/heads/main' })],
    ['push', context()],
  ])('%s may', (_, where) => {
    expect(target({}, where).policy).toMatchObject({ kind: 'publish', login: 'write' })
    expect(target({ 'dry-run': 'true' }, where).policy).toMatchObject({ kind: 'dry-run', login: 'read' })
  })

  test.each([
    ['a pull request', pullRequest(), 'read'],
    ['a fork', pullRequest('mallory/app'), 'none'],
  ] as const)('%s may not, and may look', (_, where, login) => {
    expect(() => target({}, where)).toThrow(PolicyError)
    expect(() => target({}, where)).toThrow(/No tag may be moved here: .*write dry-run: true/)
    expect(target({ 'dry-run': 'true' }, where).policy).toMatchObject({ kind: 'dry-run', login })
  })

  test('pull_request_target may do nothing', () => {
    const where = pullRequest('mallory/app', { event: 'pull_request_target' })
    expect(() => target({ 'dry-run': 'true' }, where)).toThrow(PolicyError)
  })
})
