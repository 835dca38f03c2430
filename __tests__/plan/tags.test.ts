import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import { planEvent } from '../../src/plan/events.ts'
import { planTags } from '../../src/plan/tags.ts'
import { branch, context, gitTag, inputs, pullRequest, SHA, written } from './given.ts'

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
      'v1.2.3 1.2.3 v1.2 v1 latest <sha>',
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
