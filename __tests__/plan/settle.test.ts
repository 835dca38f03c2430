import { describe, expect, test } from '@jest/globals'
import type { Held, HeldTags } from '../../src/domain/held.ts'
import { highestTags, overriddenChoice, planRepairs, type Repair } from '../../src/plan/settle.ts'
import { listing, tag } from './given.ts'
import { digest, image, lines, platforms } from './releases.ts'

/** `tag -> version` of each repair, where tags hold images of these versions. */
function repairs(
  moving: string,
  there: Readonly<Record<string, string | Held>>,
  { withdrawn = [], suffix = '' }: { readonly withdrawn?: readonly string[]; readonly suffix?: string } = {},
): string {
  const held: HeldTags = new Map(
    Object.entries(there).map(([name, what]) => [tag(name), typeof what === 'string' ? image(what) : what]),
  )
  const bad = new Map(withdrawn.map((name) => [name, held.get(tag(name))?.digest ?? digest('?')]))
  const all = listing(Object.keys(there), bad)
  const found = planRepairs(lines(moving, suffix), suffix, all, held)
  for (const { release, digest } of found) expect(held.get(release)?.digest).toBe(digest)
  return found.map(({ tag, release }) => `${tag}->${release}`).join(' ')
}

describe('moving tags are brought to the highest version of their line', () => {
  test.each<[what: string, moving: string, there: Readonly<Record<string, string | Held>>, repairs: string]>([
    ['all is well', 'v1 latest', { 'v1.0.0': '1.0.0', v1: '1.0.0', latest: '1.0.0' }, ''],
    [
      'a slow run has put latest back',
      'v1 latest',
      { 'v1.0.0': '1.0.0', 'v1.0.1': '1.0.1', v1: '1.0.1', latest: '1.0.0' },
      'latest->v1.0.1',
    ],
    [
      'each line has its own',
      'v1.0 v1 latest',
      {
        'v1.0.0': '1.0.0',
        'v1.1.0': '1.1.0',
        'v2.0.0': '2.0.0',
        'v1.0': '1.0.0',
        v1: '1.0.0',
        latest: '1.0.0',
      },
      'v1->v1.1.0 latest->v2.0.0',
    ],
    [
      'a tag of the lines that does not exist is made',
      'v1 latest',
      { 'v1.0.0': '1.0.0' },
      'v1->v1.0.0 latest->v1.0.0',
    ],
    [
      'another spelling of the same version is the same',
      'latest',
      { '1.0.0': image('1.0.0', { digest: digest('x') }), 'v1.0.0': '1.0.0', latest: '1.0.0' },
      '',
    ],
    [
      'the version was written again',
      'latest',
      { 'v1.0.0': image('1.0.0', { digest: digest('new') }), latest: '1.0.0' },
      'latest->v1.0.0',
    ],
    [
      'an image that names no version stays',
      'latest',
      { 'v1.0.0': '1.0.0', latest: image('x', { version: undefined }) },
      '',
    ],
    ['an image of another kind of version stays', 'latest', { 'v1.0.0': '1.0.0', latest: 'main' }, ''],
    [
      'a pre-release that somebody put there stays',
      'latest',
      { 'v1.0.0': '1.0.0', latest: '0.9.0-rc.1' },
      '',
    ],
    ['a higher version whose tag was deleted stays', 'latest', { 'v1.0.0': '1.0.0', latest: '2.0.0' }, ''],
    ['a version of another line stays', 'v1', { 'v1.0.0': '1.0.0', v1: '0.9.0' }, ''],
    [
      'fewer platforms do not replace more',
      'latest',
      { 'v1.0.1': image('1.0.1', { platforms: platforms('amd64') }), 'v1.0.0': '1.0.0', latest: '1.0.0' },
      '',
    ],
    [
      'signatures, records and other tags have no weight',
      'latest',
      { 'v1.0.0': '1.0.0', latest: '1.0.0', 'sha256-1.sig': '9.0.0', edge: '8.0.0' },
      '',
    ],
  ])('%s', (_, moving, there, expected) => {
    expect(repairs(moving, there)).toBe(expected)
  })

  test('a withdrawn version is passed over, and what still holds its image is put right', () => {
    const there = { 'v1.0.0': '1.0.0', 'v1.0.1': '1.0.1', v1: '1.0.0', latest: '1.0.1' }
    expect(repairs('v1 latest', there, { withdrawn: ['v1.0.1'] })).toBe('latest->v1.0.0')
    expect(repairs('v1 latest', there)).toBe('v1->v1.0.1')
  })

  test('a withdrawn image is left for one with fewer platforms', () => {
    const there = {
      'v1.0.0': image('1.0.0', { platforms: platforms('amd64') }),
      'v1.0.1': '1.0.1',
      latest: '1.0.1',
    }
    expect(repairs('latest', there, { withdrawn: ['v1.0.1'] })).toBe('latest->v1.0.0')
  })

  test('the only version is withdrawn: there is nothing to go to', () => {
    expect(repairs('latest', { 'v1.0.0': '1.0.0', latest: '1.0.0' }, { withdrawn: ['v1.0.0'] })).toBe('')
  })

  test('a suffix has lines of its own', () => {
    const there = {
      'v1.0.0-alpine': '1.0.0',
      'v1.0.1-alpine': '1.0.1',
      'v2.0.0': '2.0.0',
      'latest-alpine': '1.0.0',
    }
    expect(repairs('latest-alpine', there, { suffix: '-alpine' })).toBe('latest-alpine->v1.0.1-alpine')
  })

  test('a version tag that is listed and not there leads nowhere', () => {
    const held: HeldTags = new Map([[tag('latest'), image('1.0.0')]])
    expect(planRepairs(lines('latest'), '', listing(['v1.0.0', 'v1.0.1', 'latest']), held)).toEqual([])
    expect(highestTags(lines('latest'), '', listing(['v1.0.0', 'v1.0.1', '1.0.1']))).toEqual([
      'v1.0.1',
      '1.0.1',
    ])
  })
})

test('an image that was taken back holds no moving tag, also where another run has taken its version', () => {
  const there = { 'v1.0.0': '1.0.0', latest: image('1.0.1', { digest: digest('ours') }) }
  const held = new Map(
    Object.entries(there).map(([name, what]) => [tag(name), typeof what === 'string' ? image(what) : what]),
  )
  const all = listing(Object.keys(there))
  expect(planRepairs(lines('latest'), '', all, held)).toEqual([])
  expect(planRepairs(lines('latest'), '', all, held, [digest('ours')]).map(({ release }) => release)).toEqual(
    ['v1.0.0'],
  )
})

describe('that a choice of latest may have been overridden', () => {
  const repair = (change: Partial<Repair> = {}): Repair => ({
    ...{ tag: tag('latest'), before: digest('1.0.0'), release: tag('v2.0.0'), digest: digest('2.0.0') },
    ...{ kind: 'behind', reason: '', ...change },
  })
  const notice = (change: Partial<Repair> = {}, own: readonly string[] = [], suffix = '') =>
    overriddenChoice(repair(change), suffix, new Set(own.map(digest)))

  test('is said where latest goes to the version of another run', () => {
    expect(notice()).toMatch(/^latest was moved on to v2\.0\.0, .* latest: false in every publish/)
    expect(notice({ kind: 'absent', before: undefined }, ['1.0.1'])).toBeDefined()
    expect(notice({ tag: tag('latest-alpine') }, [], '-alpine')).toMatch(/^latest-alpine was moved on/)
  })

  test('is not said of its own version, of a withdrawn image, or of another tag', () => {
    expect(notice({}, ['2.0.0'])).toBeUndefined()
    expect(notice({ kind: 'withdrawn' })).toBeUndefined()
    expect(notice({ tag: tag('v2') })).toBeUndefined()
  })
})
