import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import { branch, context, gitTag, pullRequest, tagsOf } from './given.ts'

type Written = Readonly<Record<string, string>>

const release = (tag: unknown) =>
  context({ event: 'release', ref: 'refs/heads/main', payload: { release: { tag_name: tag } } })
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
