import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import { parsePlatform } from '../../src/domain/platform.ts'
import { INPUT_TABLE } from '../../src/plan/inputs/inputs.ts'
import { PROMOTE_TABLE } from '../../src/plan/inputs/promote.ts'
import {
  leftToPost,
  planEnds,
  planPromotion,
  refusals,
  requirePromoteInputs,
  tagsOf,
} from '../../src/plan/promote.ts'
import { prefixedTags, type SourceFacts, versionTags } from '../../src/plan/promote-version.ts'
import { formatState, newState, parseState } from '../../src/plan/state.ts'
import { context, listing, pullRequest, SHA, tag } from './given.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const GOOD = { from: 'ghcr.io/o/dev/app:v1.2.3', to: 'ghcr.io/o/prod/app' }
type Written = Readonly<Record<string, string>>

const inputs = (written: Written = {}, where: Context = context()) =>
  requirePromoteInputs((name) => ({ ...GOOD, ...written })[name] ?? '', where)

/** What an image that this project built says of itself. */
function facts(change: Partial<SourceFacts> = {}): SourceFacts {
  const platform = parsePlatform('linux/amd64')
  return {
    digest: digest('a'),
    platforms: platform === undefined ? [] : [platform],
    ...{ revision: SHA, version: '1.2.3', prefixed: false, withdrawn: undefined },
    ...change,
  }
}

const plan = (written: Written = {}, change: Partial<SourceFacts> = {}) =>
  planPromotion(inputs(written), context(), facts(change))
const names = (written?: Written, change?: Partial<SourceFacts>) =>
  tagsOf(plan(written, change).tags).join(' ')

/** The faults, one per line; '' where there are none. */
function faults(body: () => unknown): string {
  try {
    body()
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return ''
}

describe('inputs', () => {
  test.each([
    ['ghcr.io/O/App:v1', { kind: 'tag', image: { registry: 'ghcr.io', repository: 'o/app' }, tag: 'v1' }],
    [
      'localhost:5000/app:x',
      { kind: 'tag', image: { registry: 'localhost:5000', repository: 'app' }, tag: 'x' },
    ],
    [
      `[::1]:5000/o/app@${digest('a')}`,
      { kind: 'digest', image: { registry: '[::1]:5000', repository: 'o/app' }, digest: digest('a') },
    ],
  ])('from: %s', (from, expected) => {
    expect(inputs({ from }).from).toEqual(expected)
  })

  test.each<[written: Written, words: RegExp]>([
    [{ from: '' }, /from: it is missing\. Write from: ghcr\.io/],
    [{ to: '' }, /to: it is missing\. Write to: ghcr\.io/],
    [{ to: ' , \n' }, /to: it is missing/],
    [
      { from: 'ghcr.io/o/app' },
      /from: 'ghcr\.io\/o\/app' has neither a tag nor a digest\. Allowed: image:tag/,
    ],
    [{ from: 'localhost:5000/app' }, /has neither a tag nor a digest/],
    [{ from: 'ghcr.io/o/app:' }, /has no valid tag/],
    [{ from: 'ghcr.io/o/app:-x' }, /has no valid tag/],
    [{ from: 'ghcr.io/o/app@sha256:abc' }, /has no valid digest/],
    [
      { from: `ghcr.io/o/app:v1@${digest('a')}` },
      /has a tag and a digest\..* Write from: with the tag, and digest:/,
    ],
    [{ from: 'ghcr.io/o/app:candidate' }, /names no release/],
    [{ from: `ghcr.io/o/app:sha256-${'a'.repeat(64)}.sig` }, /names no release/],
    [{ from: 'ghcr.io/-/app:v1' }, /is not a valid path/],
    [{ from: '::error::x' }, /from: '::error::x'/],
    [{ to: 'ghcr.io/o/prod/app:v1' }, /to: .* has a tag; write only the name/],
    [{ tag: 'latest' }, /tag: 'latest' is not a version/],
    [{ tag: 'app-a/v1.2.3' }, /tag: 'app-a\/v1\.2\.3' is not a version/],
    [{ digest: 'abc' }, /digest: 'abc' is not a digest\. Allowed: sha256: and 64/],
    [
      { from: `ghcr.io/o/app@${digest('a')}`, digest: digest('b') },
      /digest: it is sha256:b+, and from names sha256:a+\. Write the same twice/,
    ],
    [{ tag: 'v1.2.3', 'extra-tags': 'v9.9.9' }, /extra-tags: 'v9\.9\.9' is a version/],
    [{ 'v-prefix': 'x', latest: 'x', overwrite: 'x', 'dry-run': 'x' }, /^4 inputs cannot be used/],
  ])('%j', (written, words) => {
    expect(faults(() => inputs(written))).toMatch(words)
  })

  test('have all their faults in one report, each once', () => {
    const message = faults(() =>
      inputs({ from: 'x', to: 'a:b, c@d', tag: 'v1.2.3', 'extra-tags': 'v2.0.0', digest: 'y', latest: 'z' }),
    )
    expect(message.split('\n').map((line) => line.split(':')[0]?.trim())).toEqual([
      '6 inputs cannot be used',
      ...['from', 'to', 'to', 'latest', 'digest', 'extra-tags'],
    ])
  })

  test('targets stand in their order, each once', () => {
    const { promotion } = inputs({ to: 'ghcr.io/o/b\nghcr.io/O/a, ghcr.io/o/b' })
    expect(promotion.to.map(({ repository }) => repository)).toEqual(['o/b', 'o/a'])
  })

  test('have names of their own, and those of the main action mean the same', () => {
    const rows = Object.values(PROMOTE_TABLE).flatMap((group) => Object.values(group))
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
    expect(PROMOTE_TABLE.registry).toBe(INPUT_TABLE.registry)
    for (const { name } of rows) expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
  })
})

describe('the version', () => {
  test.each<[what: string, written: Written, change: Partial<SourceFacts>, version: string]>([
    ['is the input', { tag: 'v7.0.0' }, { version: '1.2.3' }, 'v7.0.0'],
    ['is what both say, written as the tag', {}, {}, 'v1.2.3'],
    ['is what both say, without a v', { from: 'ghcr.io/o/app:1.2.3' }, { prefixed: true }, '1.2.3'],
    ['is what the image says, of a digest', { from: `o/app@${digest('a')}` }, {}, '1.2.3'],
    [
      'is written with a v where the source does so',
      { from: `o/app@${digest('a')}` },
      { prefixed: true },
      'v1.2.3',
    ],
    ['is what the image says, of another tag', { from: 'o/app:main' }, { version: 'v2.0.0' }, 'v2.0.0'],
    ['is the tag where the image says nothing', {}, { version: undefined }, 'v1.2.3'],
    ['is the tag where the image says no version', {}, { version: '24.04' }, 'v1.2.3'],
    ['has the suffix once', { from: 'o/app:v1.2.3-alpine', 'tag-suffix': '-alpine' }, {}, 'v1.2.3-alpine'],
    ['gets a suffix', { 'tag-suffix': '-alpine' }, {}, 'v1.2.3-alpine'],
    ['may be a pre-release', { from: 'o/app:v2.0.0-rc.1' }, { version: '2.0.0-rc.1' }, 'v2.0.0-rc.1'],
    ['loses its v where that is asked for', { 'v-prefix': 'strip' }, {}, '1.2.3'],
  ])('%s', (_, written, change, version) => {
    expect(plan(written, change).tags.fixed).toEqual([version])
  })

  test.each<[what: string, written: Written, change: Partial<SourceFacts>, words: RegExp]>([
    [
      'is needed',
      { from: 'ghcr.io/o/app:main' },
      { version: undefined },
      /tag: the image names no version \(org\.opencontainers\.image\.version\), and ghcr\.io\/o\/app:main has no version as its tag\. Allowed: MAJOR.* Write tag:/,
    ],
    [
      'is needed, and a foreign one is shown on one line',
      { from: `ghcr.io/o/app@${digest('a')}` },
      { version: '24.04\n::error::x' },
      /says that it is '24\.04\?::error::x'/,
    ],
    [
      'is one',
      {},
      { version: '3.12.1' },
      /tag: from names '1\.2\.3', and the image says that it is '3\.12\.1'\. Write tag:/,
    ],
    ['has no other one beside it', { 'extra-tags': 'v1.2.4' }, {}, /extra-tags: 'v1\.2\.4' is a version/],
  ])('%s', (_, written, change, words) => {
    expect(faults(() => plan(written, change))).toMatch(words)
  })
})

describe('a promotion', () => {
  test.each<[what: string, written: Written, change: Partial<SourceFacts>, tags: string]>([
    ['has the tags of a publish', {}, {}, `v1.2.3 v1.2 v1 latest ${SHA}`],
    ['has no commit where the image names none', {}, { revision: undefined }, 'v1.2.3 v1.2 v1 latest'],
    [
      'has no commit where the image names something else',
      {},
      { revision: 'main; rm' },
      'v1.2.3 v1.2 v1 latest',
    ],
    ['has more tags', { 'extra-tags': 'stable' }, {}, `v1.2.3 v1.2 v1 latest stable ${SHA}`],
    ['of a pre-release moves nothing', { tag: 'v2.0.0-rc.1' }, {}, `v2.0.0-rc.1 ${SHA}`],
  ])('%s', (_, written, change, tags) => {
    expect(names(written, change)).toBe(tags)
  })

  test('is of the digest and the commit of the source', () => {
    expect(plan({ overwrite: 'true' }).publishing).toMatchObject({
      ...{ fixed: ['v1.2.3'], commit: SHA, digest: digest('a'), attested: false, overwrite: true },
    })
    expect(plan({}, { revision: 'x' }).publishing.commit).toBe('')
  })

  test('is refused where the source is not what was expected, with everything else that is wrong', () => {
    const message = faults(() =>
      plan({ digest: digest('b') }, { version: '9.9.9', withdrawn: tag('v1.2.3') }),
    )
    expect(message.split('\n')).toEqual([
      '3 inputs cannot be used:',
      expect.stringMatching(/digest: ghcr\.io\/o\/dev\/app:v1\.2\.3 is sha256:a+ now\. Allowed: sha256:b+\./),
      expect.stringMatching(/from: sha256:a+ was withdrawn as v1\.2\.3\. Promote another version/),
      expect.stringMatching(/tag: from names '1\.2\.3'/),
    ])
    expect(faults(() => plan({ digest: digest('a') }))).toBe('')
  })

  test('is refused by every target that has the version as another image', () => {
    const held = (letter: string) => ({
      ...{
        digest: digest(letter),
        platforms: [],
        marks: {},
        revision: SHA,
        version: '1.2.3',
        attested: true,
      },
    })
    const target = (repository: string, letter: string | undefined) => ({
      image: { registry: 'ghcr.io', repository },
      registry: {
        listing: listing(letter === undefined ? [] : ['v1.2.3']),
        held: new Map(letter === undefined ? [] : [[tag('v1.2.3'), held(letter)] as const]),
      },
    })
    const all = [target('o/a', 'b'), target('o/b', undefined), target('o/c', 'a'), target('o/d', 'c')]
    expect(refusals(plan(), all).map(({ found }) => found)).toEqual([
      expect.stringMatching(
        /^ghcr\.io\/o\/a: v1\.2\.3 exists already, as sha256:b+ of commit c0ffee00c0ff, and this is sha256:a+\./,
      ),
      expect.stringMatching(/^ghcr\.io\/o\/d: v1\.2\.3 exists already/),
    ])
    expect(refusals(plan({ overwrite: 'true' }), all)).toEqual([])
    expect(refusals(plan({}, { revision: undefined }), all)).toHaveLength(2)
  })

  test('leaves to post what it reads again, whatever the platforms are', () => {
    const left = leftToPost(
      { registry: 'ghcr.io', repository: 'o/b' },
      plan({}, { platforms: [{ os: 'x', architecture: 'y' }] }),
    )
    const state = { ...newState('0123456789ab', '/t/ghcr-publish-0123456789ab'), published: left }
    expect(parseState(formatState(state), '/t')).toEqual(state)
  })

  test('asks the source for the tags that may name it', () => {
    const suffixed = inputs({ 'tag-suffix': '-x' })
    expect(versionTags(inputs(), '1.2.3')).toEqual(['v1.2.3', '1.2.3'])
    expect(versionTags(inputs({ from: `o/app@${digest('a')}` }), undefined)).toEqual([])
    expect(versionTags(suffixed, '1.2.3')).toEqual(['v1.2.3', '1.2.3-x', '1.2.3', 'v1.2.3-x'])
    expect(prefixedTags(suffixed, '1.2.3')).toEqual(['v1.2.3-x', 'v1.2.3'])
    expect(prefixedTags(suffixed, '24.04')).toEqual([])
  })
})

describe('both ends', () => {
  const ends = (written: Written, where = context()) => planEnds(inputs(written, where), where)
  const ELSEWHERE = { to: 'registry.example/o/app, ghcr.io/o/prod/app', username: 'me' }

  test('get user name and password, once each', () => {
    expect(ends({ ...ELSEWHERE, password: 'secret' })).toMatchObject({
      policy: { kind: 'publish' },
      credentials: [
        { registry: 'ghcr.io', username: 'me', password: 'secret' },
        { registry: 'registry.example', username: 'me', password: 'secret' },
      ],
      notices: [],
    })
  })

  test("get the job's token where they are GitHub's, and the others say so", () => {
    const { credentials, notices } = ends({ ...ELSEWHERE, password: 'ghs_x' })
    expect(credentials.map(({ registry }) => registry)).toEqual(['ghcr.io'])
    expect(notices).toEqual([expect.stringMatching(/so registry\.example gets no credentials from it/)])
  })

  test('get what registry-auths says instead', () => {
    const auths = '[{ registry: registry.example, username: you, password: other }]'
    expect(ends({ ...ELSEWHERE, password: 'secret', 'registry-auths': auths }).credentials).toEqual([
      { registry: 'ghcr.io', username: 'me', password: 'secret' },
      { registry: 'registry.example', username: 'you', password: 'other' },
    ])
  })

  test('get nothing, and nothing is written, for a fork', () => {
    const where = pullRequest('eve/app')
    expect(ends({ username: 'me', password: 'secret' }, where)).toMatchObject({
      policy: { kind: 'dry-run', login: 'none' },
      credentials: [],
    })
  })

  test.each([
    [{ 'dry-run': 'false' }, pullRequest(), /Pull request 7 may not promote/],
    [{}, context({ event: 'pull_request_target' }), /pull_request_target/],
  ])('%j is refused for some events', (written, where, words) => {
    expect(() => ends(written, where)).toThrow(PolicyError)
    expect(() => ends(written, where)).toThrow(words)
  })
})
