import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Context } from '../../src/domain/context.ts'
import { isReservedTag, parseTag } from '../../src/domain/reference.ts'
import { planEvent } from '../../src/plan/events.ts'
import { planTags } from '../../src/plan/tags.ts'
import { branch, context, gitTag, goodTags, inputs, pullRequest, SHA, tagsOf, written } from './given.ts'

type Written = Readonly<Record<string, string>>

const release = (tag: unknown) =>
  context({ event: 'release', ref: 'refs/heads/main', payload: { release: { tag_name: tag } } })
const workflowRun = (head: string, change: Partial<Context> = {}) =>
  context({
    event: 'workflow_run',
    ref: 'refs/heads/main',
    payload: {
      workflow_run: { head_sha: SHA, head_branch: head, head_repository: { full_name: 'acme/app' } },
    },
    ...change,
  })

describe('the tags of a version in an empty repository', () => {
  test.each<[where: string, name: string, input: Written, tags: string]>([
    ['a git tag', 'v1.2.3', {}, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['a git tag without a v', '1.2.3', {}, '1.2.3 1.2 1 latest <sha>'],
    ['the first version', 'v0.0.1', {}, 'v0.0.1 v0.0 latest <sha>'],
    ['v0, which has no line of its own', 'v0.9.1', {}, 'v0.9.1 v0.9 latest <sha>'],
    ['v0 without a v', '0.9.1', {}, '0.9.1 0.9 latest <sha>'],
    ['v0 with both forms', 'v0.9.1', { 'v-prefix': 'both' }, 'v0.9.1 0.9.1 v0.9 0.9 latest <sha>'],
    ['large numbers', 'v10.200.3000', {}, 'v10.200.3000 v10.200 v10 latest <sha>'],
    ['keep, written out', 'v1.2.3', { 'v-prefix': 'keep' }, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['strip', 'v1.2.3', { 'v-prefix': 'strip' }, '1.2.3 1.2 1 latest <sha>'],
    ['strip where no v is', '1.2.3', { 'v-prefix': 'strip' }, '1.2.3 1.2 1 latest <sha>'],
    ['both', 'v1.2.3', { 'v-prefix': 'both' }, 'v1.2.3 1.2.3 v1.2 1.2 v1 1 latest <sha>'],
    ['both where no v is', '1.2.3', { 'v-prefix': 'both' }, 'v1.2.3 1.2.3 v1.2 1.2 v1 1 latest <sha>'],
    ['a pre-release', 'v1.3.0-rc.1', {}, 'v1.3.0-rc.1 <sha>'],
    ['a pre-release without a v', '1.3.0-rc.1', {}, '1.3.0-rc.1 <sha>'],
    ['a pre-release, stripped', 'v1.3.0-rc.1', { 'v-prefix': 'strip' }, '1.3.0-rc.1 <sha>'],
    ['a pre-release, both', 'v1.3.0-rc.1', { 'v-prefix': 'both' }, 'v1.3.0-rc.1 1.3.0-rc.1 <sha>'],
    ['a pre-release of a number', 'v1.3.0-0', {}, 'v1.3.0-0 <sha>'],
    ['a pre-release with latest: true', 'v1.3.0-rc.1', { latest: 'true' }, 'v1.3.0-rc.1 <sha>'],
    ['build metadata', 'v1.2.3+build.5', {}, 'v1.2.3-build.5 <sha>'],
    ['build metadata of a pre-release', 'v1.2.3-rc.1+5', {}, 'v1.2.3-rc.1-5 <sha>'],
    ['latest: false', 'v1.2.3', { latest: 'false' }, 'v1.2.3 v1.2 v1 <sha>'],
    ['latest: true', 'v1.2.3', { latest: 'true' }, 'v1.2.3 v1.2 v1 latest <sha>'],
    [
      'a suffix',
      'v1.2.3',
      { 'tag-suffix': '-alpine' },
      'v1.2.3-alpine v1.2-alpine v1-alpine latest-alpine <sha>-alpine',
    ],
    [
      'a suffix of a pre-release',
      'v1.3.0-rc.1',
      { 'tag-suffix': '-alpine' },
      'v1.3.0-rc.1-alpine <sha>-alpine',
    ],
    ['more tags', 'v1.2.3', { 'extra-tags': 'stable, lts' }, 'v1.2.3 v1.2 v1 latest stable lts <sha>'],
    [
      'more tags by line',
      'v1.2.3',
      { 'extra-tags': 'stable\nlts' },
      'v1.2.3 v1.2 v1 latest stable lts <sha>',
    ],
    [
      'more tags with a suffix',
      'v0.1.0',
      { 'extra-tags': 'x', 'tag-suffix': '-a' },
      'v0.1.0-a v0.1-a latest-a x-a <sha>-a',
    ],
    [
      'a tag that is planned anyway',
      'v1.2.3',
      { 'extra-tags': 'latest,v1.2.3' },
      'v1.2.3 v1.2 v1 latest <sha>',
    ],
    [
      'the other spelling as an extra tag',
      'v1.2.3',
      { 'extra-tags': '1.2.3' },
      'v1.2.3 v1.2 v1 latest 1.2.3 <sha>',
    ],
    ['a monorepo', 'app-a/v1.2.3', { 'tag-prefix': 'app-a' }, 'v1.2.3 v1.2 v1 latest <sha>'],
    [
      'a monorepo, prefix with a slash',
      'app-a/v1.2.3',
      { 'tag-prefix': 'app-a/' },
      'v1.2.3 v1.2 v1 latest <sha>',
    ],
    [
      'a monorepo of two levels',
      'libs/core/v0.1.0',
      { 'tag-prefix': 'libs/core' },
      'v0.1.0 v0.1 latest <sha>',
    ],
    ['a monorepo pre-release', 'app-a/v2.0.0-rc.1', { 'tag-prefix': 'app-a' }, 'v2.0.0-rc.1 <sha>'],
    ['a git tag that is no version', 'nightly', {}, 'nightly <sha>'],
    ['a git tag with a slash', 'nightly/2026-11-24', {}, 'nightly-2026-11-24 <sha>'],
    [
      'a git tag that is no version, with a suffix',
      'nightly',
      { 'tag-suffix': '-alpine' },
      'nightly-alpine <sha>-alpine',
    ],
    ['a git tag that is no version, with latest: true', 'nightly', { latest: 'true' }, 'nightly <sha>'],
    [
      'a git tag that is no version, of a monorepo',
      'app-a/nightly',
      { 'tag-prefix': 'app-a' },
      'nightly <sha>',
    ],
    ['a capital V, which is no version', 'Vier', {}, 'Vier <sha>'],
  ])('%s (%s)', (_, name, input, tags) => {
    expect(written(input, gitTag(name))).toBe(tags)
  })

  test.each<[where: string, where: Context, input: Written, tags: string]>([
    ['a release goes by its own tag', release('v2.0.0'), {}, 'v2.0.0 v2.0 v2 latest <sha>'],
    ['a release of a pre-release', release('v2.0.0-beta'), {}, 'v2.0.0-beta <sha>'],
    [
      'a release in a monorepo',
      release('web/v2.0.0'),
      { 'tag-prefix': 'web' },
      'v2.0.0 v2.0 v2 latest <sha>',
    ],
    ['a release without a tag goes by the ref', release(undefined), {}, 'main <sha>'],
    ['a release whose tag is no text goes by the ref', release(['v2.0.0']), {}, 'main <sha>'],
    ['the tag input wins over a branch', branch('main'), { tag: 'v3.0.0' }, 'v3.0.0 v3.0 v3 latest <sha>'],
    ['the tag input wins over the git tag', gitTag('v1.2.3'), { tag: '4.0.0' }, '4.0.0 4.0 4 latest <sha>'],
    [
      'the tag input wins over a release',
      release('v1.0.0'),
      { tag: 'v5.0.0' },
      'v5.0.0 v5.0 v5 latest <sha>',
    ],
    [
      'the tag input may have the prefix',
      branch('main'),
      { tag: 'web/v1.0.0', 'tag-prefix': 'web' },
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    [
      'the tag input may lack the prefix',
      branch('main'),
      { tag: 'v1.0.0', 'tag-prefix': 'web' },
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    ['a branch that is pushed', branch('main'), {}, 'main <sha>'],
    [
      'a branch that is dispatched',
      context({ event: 'workflow_dispatch', ref: 'refs/heads/main' }),
      {},
      'main <sha>',
    ],
    ['a tag that is dispatched', context({ event: 'workflow_dispatch' }), {}, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['a schedule', context({ event: 'schedule', ref: 'refs/heads/main' }), {}, 'main <sha>'],
    [
      'repository_dispatch',
      context({ event: 'repository_dispatch', ref: 'refs/heads/main' }),
      {},
      'main <sha>',
    ],
    ['a branch with a slash', branch('feature/login'), {}, 'feature-login <sha>'],
    ['a branch with odd letters', branch('fix #12: café'), {}, 'fix-12-caf- <sha>'],
    ['a branch that begins with a dot', branch('.hidden'), {}, 'hidden <sha>'],
    ['a branch that begins with a dash', branch('-x'), {}, 'x <sha>'],
    ['a branch in capitals stays as it is', branch('Main'), {}, 'Main <sha>'],
    ['a branch without any letter of a tag', branch('日本'), {}, '<sha>'],
    ['a branch with a suffix', branch('main'), { 'tag-suffix': '-alpine' }, 'main-alpine <sha>-alpine'],
    ['a branch with more tags', branch('main'), { 'extra-tags': 'edge' }, 'edge main <sha>'],
    ['a branch with latest: true', branch('main'), { latest: 'true' }, 'main <sha>'],
    ['a branch called like a version', branch('v1.2.3'), {}, 'branch-v1.2.3 <sha>'],
    ['a branch called like a minor line', branch('1.2'), {}, 'branch-1.2 <sha>'],
    ['a branch called like a major line', branch('v1'), {}, 'branch-v1 <sha>'],
    ['a branch called like a pre-release', branch('v1.2.3-rc.1'), {}, 'branch-v1.2.3-rc.1 <sha>'],
    ['a branch called latest', branch('latest'), {}, 'branch-latest <sha>'],
    ['a branch called like a suffixed latest', branch('latest-alpine'), {}, 'branch-latest-alpine <sha>'],
    ['a branch called like a pull request', branch('pr-7'), {}, 'branch-pr-7 <sha>'],
    ['a branch called like a commit', branch('0'.repeat(40)), {}, `branch-${'0'.repeat(40)} <sha>`],
    ['a branch called candidate', branch('candidate'), {}, 'branch-candidate <sha>'],
    ['a branch called like a cache', branch('buildcache-x'), {}, 'branch-buildcache-x <sha>'],
    ['a branch called like a withdrawal', branch('withdrawn-v1.0.0'), {}, 'branch-withdrawn-v1.0.0 <sha>'],
    [
      'a branch called like a signature',
      branch(`sha256-${'a'.repeat(64)}.sig`),
      {},
      `branch-sha256-${'a'.repeat(64)}.sig <sha>`,
    ],
    ['a branch that is v and words', branch('v1-dev'), {}, 'branch-v1-dev <sha>'],
    ['a branch that only begins like a version', branch('v1x'), {}, 'v1x <sha>'],
    ['no ref at all', context({ ref: '' }), {}, '<sha>'],
    ['a workflow_run of the default branch', workflowRun('main'), {}, 'main <sha>'],
    ['a pull request of our own, published', pullRequest(), { 'dry-run': 'false' }, 'pr-7'],
    [
      'a pull request with a suffix',
      pullRequest(),
      { 'dry-run': 'false', 'tag-suffix': '-alpine' },
      'pr-7-alpine',
    ],
    ['a pull request, as a dry run', pullRequest(), {}, 'pr-7'],
    ['a pull request of a fork, as a dry run', pullRequest('stranger/app'), {}, 'pr-7'],
    [
      'a dry run of a pull request shows a version',
      pullRequest(),
      { tag: 'v1.0.0' },
      'v1.0.0 v1.0 v1 latest <sha>',
    ],
    [
      'a pull request writes no other tag',
      pullRequest(),
      { 'dry-run': 'false', 'extra-tags': 'v1,latest' },
      'pr-7',
    ],
    [
      'latest: true moves nothing for a pull request',
      pullRequest(),
      { 'dry-run': 'false', latest: 'true' },
      'pr-7',
    ],
  ])('%s', (_, where, input, tags) => {
    expect(written(input, where)).toBe(tags)
  })

  test('workflow_run: the branch of the other workflow counts where its commit was checked out', () => {
    const head = 'd'.repeat(40)
    const run = { head_sha: head, head_branch: 'next', head_repository: { full_name: 'acme/app' } }
    const where = workflowRun('', { payload: { workflow_run: run } })
    const policy = planEvent(where, 'auto')
    if (policy.kind === 'refuse') throw new Error(policy.reason)
    const { identity } = inputs()
    expect(planTags(identity, where, policy, head)).toMatchObject({ branch: 'next', commit: head })
    expect(planTags(identity, where, policy, SHA)).toMatchObject({ branch: 'main', commit: SHA })
    expect(planTags(identity, where, policy, 'e'.repeat(40))).toMatchObject({ branch: 'main' })
  })
})

describe('names that cannot be published', () => {
  const LONG = 'x'.repeat(129)
  test.each<[what: string, where: Context, input: Written, fault: RegExp]>([
    ['v1.2 as tag', branch('main'), { tag: 'v1.2' }, /^tag: 'v1.2' is not a version/],
    ['v1 as tag', branch('main'), { tag: 'v1' }, /^tag: 'v1' is not a version/],
    ['1.2.3.4 as tag', branch('main'), { tag: '1.2.3.4' }, /^tag: '1.2.3.4' is not a version/],
    ['latest as tag', branch('main'), { tag: 'latest' }, /^tag: 'latest' is not a version/],
    ['a name as tag', branch('main'), { tag: 'nightly' }, /^tag: 'nightly' is not a version/],
    ['leading zeros', branch('main'), { tag: 'v01.2.3' }, /^tag: 'v01.2.3' is not a version/],
    ['a capital V', branch('main'), { tag: 'V1.2.3' }, /^tag: 'V1.2.3' is not a version/],
    ['an equals sign', branch('main'), { tag: '=1.2.3' }, /^tag: '=1.2.3' is not a version/],
    ['refs/tags/ in the tag', branch('main'), { tag: 'refs/tags/v1.2.3' }, /is not a version/],
    ['a comparison', branch('main'), { tag: '>=1.2.3' }, /is not a version/],
    ['a number that is too large', branch('main'), { tag: `v${'9'.repeat(20)}.0.0` }, /is not a version/],
    ['a git tag v1', gitTag('v1'), {}, /^tag: the git tag 'v1' is not a version/],
    ['a git tag v1.2', gitTag('v1.2'), {}, /^tag: the git tag 'v1.2' is not a version/],
    ['a git tag 1.2.3.4', gitTag('1.2.3.4'), {}, /^tag: the git tag '1.2.3.4' is not a version/],
    ['a git tag latest', gitTag('latest'), {}, /^tag: the git tag 'latest' is not a version/],
    ['a git tag Latest', gitTag('Latest'), {}, /^tag: the git tag 'Latest' is not a version/],
    ['a git tag candidate', gitTag('candidate'), {}, /^tag: the git tag 'candidate' is not a version/],
    ['a git tag buildcache', gitTag('buildcache'), {}, /is not a version/],
    ['a git tag pr-7', gitTag('pr-7'), {}, /is not a version/],
    ['a git tag that is a commit', gitTag('a'.repeat(40)), {}, /is not a version/],
    ['a git tag without any letter of a tag', gitTag('日本'), {}, /is not a version/],
    ['a release of v1.2', release('v1.2'), {}, /^tag: the tag of the release, 'v1.2', is not a version/],
    [
      'a git tag of another part',
      gitTag('app-b/v1.2.3'),
      { 'tag-prefix': 'app-a' },
      /^tag-prefix: the git tag 'app-b\/v1.2.3' does not begin with 'app-a\/'/,
    ],
    [
      'a git tag without the prefix',
      gitTag('v1.2.3'),
      { 'tag-prefix': 'app-a' },
      /^tag-prefix: the git tag 'v1.2.3' does not/,
    ],
    ['a git tag that is only the prefix', gitTag('app-a/'), { 'tag-prefix': 'app-a' }, /^tag-prefix: /],
    [
      'a longer part with the same start',
      gitTag('app-ab/v1.2.3'),
      { 'tag-prefix': 'app-a' },
      /^tag-prefix: /,
    ],
    [
      'a version that is too long',
      branch('main'),
      { tag: `v1.2.3-${LONG}` },
      /^tag: .*\(136 characters\) is not a valid tag/,
    ],
    [
      'a suffix that makes it too long',
      branch('main'),
      { tag: `v1.2.3-${'x'.repeat(120)}`, 'tag-suffix': '-alpine' },
      /^tag: .*\(134 characters\)/,
    ],
    [
      'an extra tag that a suffix makes too long',
      gitTag('v1.2.3'),
      { 'extra-tags': 'x'.repeat(128), 'tag-suffix': '-alpine' },
      /^extra-tags: .*\(135 characters\)/,
    ],
    [
      'another version as an extra tag',
      gitTag('v1.2.3'),
      { 'extra-tags': 'v9.9.9' },
      /^extra-tags: 'v9.9.9' is a version, and not the one/,
    ],
    [
      'a version as an extra tag of a branch',
      branch('main'),
      { 'extra-tags': '1.0.0' },
      /^extra-tags: '1.0.0' is a version/,
    ],
    [
      'a version for a published pull request',
      pullRequest(),
      { tag: 'v1.0.0', 'dry-run': 'false' },
      /^tag: a pull request is published as pr-7 only/,
    ],
  ])('%s is a fault', (_, where, input, fault) => {
    const tags = tagsOf(input, where)
    const faults = 'faults' in tags ? tags.faults : []
    expect(faults.map(({ input: name, found }) => `${name}: ${found}`)).toContainEqual(
      expect.stringMatching(fault),
    )
  })

  test('every fault comes in one report', () => {
    const tags = tagsOf({ 'extra-tags': 'v9.9.9,8.8.8' }, gitTag('v1.2'))
    expect('faults' in tags && tags.faults.map(({ input }) => input)).toEqual([
      'tag',
      'extra-tags',
      'extra-tags',
    ])
  })
})

const number = fc.integer({ min: 0, max: 30 })
const ident = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
const version = fc
  .record({
    v: fc.constantFrom('', 'v'),
    numbers: fc.tuple(number, number, number),
    pre: fc.option(fc.tuple(ident, number), { nil: undefined }),
    build: fc.option(ident, { nil: undefined }),
  })
  .map(({ v, numbers, pre, build }) => {
    const tail = `${pre === undefined ? '' : `-${pre.join('.')}`}${build === undefined ? '' : `+${build}`}`
    return `${v}${numbers.join('.')}${tail}`
  })
const anyRef = fc.oneof(
  version.map((name) => `refs/tags/${name}`),
  fc.string({ unit: 'binary', maxLength: 200 }).map((name) => `refs/heads/${name}`),
  fc.string({ maxLength: 200 }).map((name) => `refs/tags/${name}`),
  fc.string({ maxLength: 10 }),
)
const anyInput = fc.record(
  {
    tag: version,
    'tag-suffix': fc.constantFrom('-alpine', `-${'x'.repeat(63)}`),
    'v-prefix': fc.constantFrom('keep', 'strip', 'both'),
    'extra-tags': fc.constantFrom('edge', 'latest', 'v1', 'edge,stable'),
    latest: fc.constantFrom('auto', 'true', 'false'),
  },
  { requiredKeys: [] },
)

describe('properties of planned tags', () => {
  test('every tag is valid and none is reserved, whatever the ref', () => {
    fc.assert(
      fc.property(anyRef, anyInput, (ref, input) => {
        const tags = tagsOf(input as Written, context({ ref }))
        if ('faults' in tags) return expect(tags.faults.length).toBeGreaterThan(0)
        const { fixed, moving, extra, branch: ofBranch, commit } = tags
        const all = [...fixed, ...moving.map(({ tag }) => tag), ...extra, ofBranch, commit]
        for (const tag of all.filter((one) => one !== undefined)) {
          expect(parseTag(tag)).toBe(tag)
          expect(isReservedTag(tag)).toBe(false)
        }
        return undefined
      }),
    )
  })

  test('a branch never writes a tag that looks like a release', () => {
    const name = fc.oneof(version, fc.constantFrom('latest', 'v1', '1.2'), fc.string({ maxLength: 140 }))
    fc.assert(
      fc.property(name, fc.constantFrom('', '-alpine'), (text, suffix) => {
        const tag = goodTags(suffix === '' ? {} : { 'tag-suffix': suffix }, branch(text)).branch ?? ''
        expect(tag).not.toMatch(/^(?:v?\d+(?:\.\d+)*(?:[-+].*)?|latest(?:-.*)?|pr-\d+|[0-9a-f]{40})$/i)
      }),
    )
  })

  test('the same input gives the same frozen plan', () => {
    fc.assert(
      fc.property(anyRef, anyInput, (ref, input) => {
        const first = tagsOf(input as Written, context({ ref }))
        expect(tagsOf(input as Written, context({ ref }))).toEqual(first)
        if ('faults' in first) return
        expect(isDeeplyFrozen(first)).toBe(true)
      }),
    )
  })
})

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen)
}
