import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Context } from '../../src/domain/context.ts'
import { parseTag } from '../../src/domain/reference.ts'
import { cacheBranches, planScopes, type ScopeFacts, scopeSuffix } from '../../src/plan/cachescopes.ts'
import { branch, context, gitTag, pullRequest } from './given.ts'

const platform = (architecture: string) => ({ os: 'linux', architecture, variant: undefined })
const BOTH = [platform('amd64'), platform('arm64')]
const names = (change: Partial<ScopeFacts>) => {
  const given = { target: undefined, platforms: BOTH, branches: [undefined], key: undefined, ...change }
  const { read, write } = planScopes(given)
  return { read: read.map(scopeSuffix), write: write.map(scopeSuffix) }
}

describe('the scopes of a build', () => {
  test.each<[what: string, change: Partial<ScopeFacts>, read: string[], write: string[]]>([
    ['nothing to tell apart', {}, [''], ['']],
    ['a target', { target: 'slim' }, ['-slim'], ['-slim']],
    ['one platform alone', { platforms: [platform('arm64')] }, ['.linux-arm64', ''], ['.linux-arm64']],
    ['a branch', { branches: ['dev', undefined] }, ['.branch-dev', ''], ['.branch-dev']],
    ['a key', { key: 'k1' }, ['.key-k1', ''], ['.key-k1', '']],
    [
      'all of them',
      { target: 't', platforms: [platform('arm64')], branches: ['dev', 'main2', undefined], key: 'k1' },
      [
        '-t.linux-arm64.branch-dev.key-k1',
        '-t.linux-arm64.branch-dev',
        '-t.branch-dev',
        '-t.linux-arm64.branch-main2',
        '-t.branch-main2',
        '-t.linux-arm64',
        '-t',
      ],
      ['-t.linux-arm64.branch-dev.key-k1', '-t.linux-arm64.branch-dev'],
    ],
  ])('%s', (_, change, read, write) => {
    expect(names(change)).toEqual({ read, write })
  })

  test('no leg of a matrix, target or branch writes what another one writes', () => {
    const legs = [platform('amd64'), platform('arm64')].flatMap((only) =>
      [undefined, 'slim'].flatMap((target) =>
        [undefined, 'dev', 'dev/x', 'dev_x', 'dev-x'].map((name) =>
          names({ target, platforms: [only], branches: [name] }).write.join(),
        ),
      ),
    )
    expect(new Set(legs).size).toBe(legs.length)
  })

  test('any branch gives a part of a tag, and no two the same', () => {
    const suffix = (name: string) =>
      scopeSuffix({ ...{ target: undefined, platform: undefined }, branch: name, key: undefined })
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 12 }),
        fc.string({ minLength: 1, maxLength: 12 }),
        (one, other) => {
          expect(parseTag(`buildcache${suffix(one)}`.slice(0, 128))).toBeDefined()
          if (one !== other) expect(suffix(one)).not.toBe(suffix(other))
        },
      ),
    )
  })
})

describe('the branches of a job', () => {
  const payload = { repository: { full_name: 'acme/app', default_branch: 'main' } }
  const request = (head: string, ref: string) => ({
    ...payload,
    pull_request: { number: 7, head: { ref, repo: { full_name: head } }, base: { ref: 'release/1' } },
  })
  test.each<[what: string, where: Context, branches: (string | undefined)[]]>([
    ['the default branch', { ...branch('main'), payload }, [undefined]],
    ['another branch', { ...branch('dev'), payload }, ['dev', undefined]],
    ['a version', { ...gitTag('v1.2.3'), payload }, [undefined]],
    ['nobody knows the default branch', branch('dev'), [undefined]],
    [
      'a pull request',
      pullRequest('acme/app', { payload: request('acme/app', 'dev') }),
      ['dev', 'release/1', undefined],
    ],
    [
      'in upper case',
      pullRequest('acme/app', { payload: request('ACME/App', 'dev') }),
      ['dev', 'release/1', undefined],
    ],
    ['of a fork', pullRequest('x/app', { payload: request('x/app', 'main') }), ['release/1', undefined]],
    [
      'a merge group',
      context({
        event: 'merge_group',
        ref: 'refs/heads/gh-readonly-queue/x',
        payload: { ...payload, merge_group: { base_ref: 'refs/heads/next' } },
      }),
      ['next', undefined],
    ],
  ])('%s', (_, where, branches) => {
    expect(cacheBranches(where)).toEqual(branches)
  })
})
