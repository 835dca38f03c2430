import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import { planEvent } from '../../src/plan/events.ts'
import { planTags } from '../../src/plan/tags.ts'
import { branch, context, gitTag, goodTags, inputs, SHA, tagsOf, written } from './given.ts'

type Written = Readonly<Record<string, string>>

const faults = (input: Written, where: Context): readonly string[] => {
  const tags = tagsOf(input, where)
  return 'faults' in tags ? tags.faults.map(({ input: name, found }) => `${name}: ${found}`) : []
}

describe('a payload counts for its own event only', () => {
  const run = { head_sha: SHA, head_branch: 'next', head_repository: { full_name: 'acme/app' } }

  test.each<[string, Context, string]>([
    [
      'a push that talks of a release',
      context({ ref: 'refs/heads/main', payload: { release: { tag_name: 'v9.9.9' } } }),
      'main <sha>',
    ],
    [
      'a push that talks of a workflow_run',
      context({ ref: 'refs/heads/main', sha: SHA, payload: { workflow_run: run } }),
      'main <sha>',
    ],
    [
      'a workflow_run of another branch for the very commit of the default branch',
      context({ event: 'workflow_run', ref: 'refs/heads/main', sha: SHA, payload: { workflow_run: run } }),
      'main <sha>',
    ],
  ])('%s', (_, where, tags) => {
    expect(written({}, where)).toBe(tags)
  })

  test('also where the commit is not that of the event', () => {
    const where = context({ ref: 'refs/heads/main', sha: 'd'.repeat(40), payload: { workflow_run: run } })
    const policy = planEvent(where, 'auto')
    if (policy.kind === 'refuse') throw new Error(policy.reason)
    expect(planTags(inputs().identity, where, policy, SHA)).toMatchObject({ branch: 'main', commit: SHA })
  })
})

describe('a suffix makes names too', () => {
  const ALPINE = { 'tag-suffix': '-alpine' }

  test('a branch that the suffix would make one of our records gets the prefix', () => {
    expect(written(ALPINE, branch('withdrawn'))).toBe('branch-withdrawn-alpine <sha>-alpine')
    expect(written({}, branch('withdrawn'))).toBe('withdrawn <sha>')
  })

  test('a git tag or an extra tag that it would make one of our records is a fault', () => {
    const reserved =
      "'withdrawn-alpine' is reserved: signatures, caches and this action's own records live under such tags."
    expect(faults(ALPINE, gitTag('withdrawn'))).toEqual([`tag: ${reserved}`])
    expect(faults({ ...ALPINE, 'extra-tags': 'withdrawn' }, branch('main'))).toEqual([
      `extra-tags: ${reserved}`,
    ])
  })

  test('a long branch is cut so that both fit', () => {
    const tags = goodTags(ALPINE, branch('b'.repeat(200)))
    expect(tags.branch).toBe(`${'b'.repeat(121)}-alpine`)
    expect(goodTags({}, branch('b'.repeat(200))).branch).toBe('b'.repeat(128))
    expect(goodTags(ALPINE, branch(`v1-${'b'.repeat(200)}`)).branch).toBe(
      `branch-v1-${'b'.repeat(111)}-alpine`,
    )
  })

  test('with every letter that a suffix may have', () => {
    expect(written({ 'tag-suffix': '-slim_1.x' }, gitTag('v0.1.0'))).toBe(
      'v0.1.0-slim_1.x v0.1-slim_1.x latest-slim_1.x <sha>-slim_1.x',
    )
  })
})

test.each([
  ['a commit of sha256', 'e'.repeat(64), `branch-${'e'.repeat(64)}`],
  ['a line of a suffix', 'v1.2-alpine', 'branch-v1.2-alpine'],
  ['a pull request, once it is sanitised', 'pr/7', 'branch-pr-7'],
  ['latest, once it is sanitised', '/latest', 'branch-latest'],
  ['a maintenance branch, which is no line', '2.x', '2.x'],
  ['a maintenance branch, written out', 'release-1.2', 'release-1.2'],
  ['one of Dependabot', 'dependabot/npm_and_yarn/x-1.0', 'dependabot-npm_and_yarn-x-1.0'],
])('a branch called like %s: %s is %s', (_, name, tag) => {
  expect(goodTags({}, branch(name)).branch).toBe(tag)
})

test('an extra tag may say more than the version', () => {
  expect(written({ 'extra-tags': '1.2.3-bookworm' }, gitTag('v1.2.3'))).toBe(
    'v1.2.3 v1.2 v1 latest 1.2.3-bookworm <sha>',
  )
})

test('an extra tag is not the release of the pre-release that is published', () => {
  expect(faults({ 'extra-tags': 'v1.3.0' }, gitTag('v1.3.0-rc.1'))).toEqual([
    "extra-tags: 'v1.3.0' is a version, and not the one that is published.",
  ])
})

test('a fault shows one line of a name, whatever is in it', () => {
  expect(faults({}, gitTag('v1\n::error::x\u202e'))).toEqual([
    "tag: the git tag 'v1?::error::x?' is not a version.",
  ])
})

test('a fault says what is allowed and what to do', () => {
  expect(tagsOf({}, gitTag('v1.2'))).toEqual({
    faults: [
      {
        input: 'tag',
        found: "the git tag 'v1.2' is not a version.",
        allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
        remedy: 'Name the git tag so, or write tag: with a version.',
      },
    ],
  })
  expect(tagsOf({ 'tag-prefix': 'app-a' }, gitTag('app-b/v1.2.3'))).toEqual({
    faults: [
      {
        input: 'tag-prefix',
        found: "the git tag 'app-b/v1.2.3' does not begin with 'app-a/'.",
        remedy: "Run this job for such tags only, with on: push: tags: ['app-a/v*'].",
      },
    ],
  })
})
