import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Context } from '../../src/domain/context.ts'
import { type EventPolicy, planEvent } from '../../src/plan/events.ts'
import { context } from './given.ts'

type Given = Partial<Context>

/** `publish, login write, cache gha registry, #7` of a policy. */
function show(policy: EventPolicy): string {
  if (policy.kind === 'refuse') return 'refuse'
  const { gha, registry } = policy.cacheWrite
  const cache = [gha && 'gha', registry && 'registry'].filter(Boolean).join(' ') || 'none'
  const number = policy.pullRequest === undefined ? '' : `, #${policy.pullRequest}`
  return `${policy.kind}, login ${policy.login}, cache ${cache}${number}`
}

function pullRequest(given: { head?: unknown; author?: string; number?: unknown } = {}): Given {
  const { head = { repo: { full_name: 'acme/app' } }, author = 'ada', number = 7 } = given
  return {
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: { number, pull_request: { number, head, user: { login: author } } },
  }
}

function workflowRun(run: Readonly<Record<string, unknown>>): Given {
  return { event: 'workflow_run', payload: { workflow_run: run } }
}

const FORK = pullRequest({ head: { repo: { full_name: 'mallory/app' } } })
const DELETED_FORK = pullRequest({ head: { repo: null } })
const DEPENDABOT = pullRequest({ author: 'dependabot[bot]' })
const OWN_RUN = { head_repository: { full_name: 'acme/app' } }
const DEPENDABOT_RUN = { ...OWN_RUN, event: 'pull_request', actor: { login: 'dependabot[bot]' } }

const FULL = 'publish, login write, cache gha registry'
const TRIED = 'dry-run, login read, cache gha'
const ALONE = 'dry-run, login none, cache none'

describe('by itself', () => {
  test.each<[string, Given, string, RegExp]>([
    ['a push publishes', {}, FULL, /^push of acme\/app$/],
    ['a push of a tag publishes', { ref: 'refs/tags/v1.2.3' }, FULL, /^push/],
    ['a release publishes', { event: 'release', payload: { action: 'published' } }, FULL, /^release of/],
    ['a dispatch publishes', { event: 'workflow_dispatch' }, FULL, /^workflow_dispatch/],
    ['a schedule publishes', { event: 'schedule' }, FULL, /^schedule/],
    ['a repository_dispatch publishes', { event: 'repository_dispatch' }, FULL, /^repository_dispatch/],
    ['a workflow_run of this repository publishes', workflowRun(OWN_RUN), FULL, /^workflow_run/],
    [
      'a workflow_run of this repository in other case publishes',
      { ...workflowRun({ head_repository: { full_name: 'ACME/App' } }), repository: 'Acme/app' },
      FULL,
      /^workflow_run of Acme\/app$/,
    ],
    ['a pull request is tried', pullRequest(), `${TRIED}, #7`, /^pull request 7 is tried, not published$/],
    [
      'a pull request of an upper-case owner is no fork',
      { ...pullRequest(), repository: 'ACME/app' },
      `${TRIED}, #7`,
      /is tried/,
    ],
    ['a merge group is tried', { event: 'merge_group' }, TRIED, /merge group/],
    ['a pull request of a fork is tried alone', FORK, `${ALONE}, #7`, /fork/],
    [
      'a pull request of a deleted fork is one of a fork',
      DELETED_FORK,
      `${ALONE}, #7`,
      /fork that was deleted/,
    ],
    ['a pull request of Dependabot is tried alone', DEPENDABOT, `${ALONE}, #7`, /Dependabot/],
    [
      'a pull request of Dependabot stays one when somebody else runs it again',
      { ...DEPENDABOT, actor: 'ada' },
      `${ALONE}, #7`,
      /Dependabot/,
    ],
    [
      'a pull request of a person stays one when Dependabot touches it',
      { ...pullRequest(), actor: 'dependabot[bot]' },
      `${TRIED}, #7`,
      /is tried/,
    ],
    [
      'a branch called dependabot/ makes nobody Dependabot',
      pullRequest({ head: { ref: 'dependabot/npm', repo: { full_name: 'acme/app' } } }),
      `${TRIED}, #7`,
      /is tried/,
    ],
    ['a push by Dependabot is tried alone', { actor: 'dependabot[bot]' }, ALONE, /push by Dependabot/],
    [
      'a push that Dependabot sent is tried alone',
      { payload: { sender: { login: 'dependabot[bot]' } } },
      ALONE,
      /push by Dependabot/,
    ],
    [
      'a workflow_run for a pull request of Dependabot is tried alone',
      workflowRun(DEPENDABOT_RUN),
      ALONE,
      /Dependabot/,
    ],
    [
      'a workflow_run for a push of Dependabot publishes',
      workflowRun({ ...DEPENDABOT_RUN, event: 'push' }),
      FULL,
      /^workflow_run/,
    ],
    [
      'pull_request_target is refused',
      { ...pullRequest(), event: 'pull_request_target' },
      'refuse',
      /stranger/,
    ],
    [
      'a workflow_run of a fork is refused',
      workflowRun({ head_repository: { full_name: 'mallory/app' } }),
      'refuse',
      /another repository/,
    ],
    ['a workflow_run of nobody is refused', workflowRun({}), 'refuse', /not known/],
    ['a push of a deleted branch is refused', { payload: { deleted: true } }, 'refuse', /nothing to publish/],
    [
      'a deleted release is refused',
      { event: 'release', payload: { action: 'deleted' } },
      'refuse',
      /was deleted/,
    ],
    [
      'an unpublished release is refused',
      { event: 'release', payload: { action: 'unpublished' } },
      'refuse',
      /was unpublished/,
    ],
    ['an issue is tried alone', { event: 'issues' }, ALONE, /the event issues publishes nothing/],
    ['a comment is tried alone', { event: 'issue_comment' }, ALONE, /issue_comment publishes nothing/],
    ['a review is tried alone', { event: 'pull_request_review' }, ALONE, /publishes nothing/],
    ['no event at all is tried alone', { event: '' }, ALONE, /there is no event/],
    ['an event called constructor is tried alone', { event: 'constructor' }, ALONE, /publishes nothing/],
  ])('%s', (_, given, expected, reason) => {
    const policy = planEvent(context(given), 'auto')
    expect(show(policy)).toBe(expected)
    expect(policy.reason).toMatch(reason)
  })
})

describe('with dry-run: true', () => {
  test.each<[string, Given, string]>([
    ['a push is tried', {}, TRIED],
    ['a release is tried', { event: 'release' }, TRIED],
    ['a pull request is tried', pullRequest(), `${TRIED}, #7`],
    ['a pull request of a fork is tried alone', FORK, `${ALONE}, #7`],
    ['a push by Dependabot is tried alone', { actor: 'dependabot[bot]' }, ALONE],
    ['an issue is tried alone', { event: 'issues' }, ALONE],
    ['pull_request_target is refused', { event: 'pull_request_target' }, 'refuse'],
    ['a workflow_run of nobody is refused', workflowRun({}), 'refuse'],
  ])('%s', (_, given, expected) => {
    expect(show(planEvent(context(given), true))).toBe(expected)
  })

  test('the reason names the input', () => {
    expect(planEvent(context(), true).reason).toBe('dry-run: true (push of acme/app)')
  })
})

describe('with dry-run: false', () => {
  test.each<[string, Given, string, RegExp]>([
    ['a push publishes', {}, FULL, /^push of/],
    [
      'a pull request of this repository is published under its number, without the cache of releases',
      pullRequest(),
      'publish, login write, cache gha, #7',
      /^dry-run: false for pull request 7 of acme\/app$/,
    ],
    [
      'a pull request without a number in the payload has that of its ref',
      pullRequest({ number: '7' }),
      'publish, login write, cache gha, #7',
      /pull request 7/,
    ],
    [
      'a pull request without any number is refused',
      { ...pullRequest({ number: -1 }), ref: '' },
      'refuse',
      /has no number/,
    ],
    ['a fork is refused', FORK, 'refuse', /cannot be given here: it comes from a fork/],
    ['a deleted fork is refused', DELETED_FORK, 'refuse', /fork that was deleted/],
    ['Dependabot is refused', DEPENDABOT, 'refuse', /comes from Dependabot/],
    ['a push by Dependabot is refused', { actor: 'dependabot[bot]' }, 'refuse', /push by Dependabot/],
    ['a workflow_run for Dependabot is refused', workflowRun(DEPENDABOT_RUN), 'refuse', /Dependabot/],
    ['a merge group is refused', { event: 'merge_group' }, 'refuse', /merge group/],
    ['an issue is refused', { event: 'issues' }, 'refuse', /issues publishes nothing/],
    ['pull_request_target is refused', { event: 'pull_request_target' }, 'refuse', /stranger/],
    [
      'a workflow_run of a fork is refused',
      workflowRun({ head_repository: { full_name: 'mallory/app' } }),
      'refuse',
      /another repository/,
    ],
  ])('%s', (_, given, expected, reason) => {
    const policy = planEvent(context(given), false)
    expect(show(policy)).toBe(expected)
    expect(policy.reason).toMatch(reason)
    if (policy.kind === 'refuse') expect(policy.remedy).toMatch(/^(Use|Publish|Add|Remove) /)
  })
})

describe('a payload is hostile', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'pull_request'],
    ['a list', [{ pull_request: {} }]],
    ['a pull request that is a text', { pull_request: 'x' }],
    ['a head that is a list', { pull_request: { head: [] } }],
    ['a repository name that is a number', { pull_request: { head: { repo: { full_name: 7 } } } }],
    ['a repository name that is empty', { pull_request: { head: { repo: { full_name: '' } } } }],
    ['a repository that sits in a prototype', JSON.parse('{"__proto__":{"pull_request":{"head":{}}}}')],
  ])('%s makes a pull request one of a fork', (_, payload) => {
    const given = context({ event: 'pull_request', payload, ref: '' })
    expect(show(planEvent(given, 'auto'))).toMatch(/^dry-run, login none, cache none/)
    expect(planEvent(given, false).kind).toBe('refuse')
  })

  test('a repository without a name has no pull requests of its own', () => {
    const given = context({ ...pullRequest({ head: { repo: { full_name: '' } } }), repository: '' })
    expect(planEvent(given, false).kind).toBe('refuse')
  })

  const anyContext = fc
    .record({
      event: fc.oneof(
        fc.constantFrom(
          'push',
          'release',
          'pull_request',
          'workflow_run',
          'merge_group',
          'pull_request_target',
        ),
        fc.string(),
      ),
      payload: fc.oneof(
        fc.jsonValue(),
        fc.record({ pull_request: fc.jsonValue(), workflow_run: fc.jsonValue(), action: fc.jsonValue() }),
        fc.record({
          pull_request: fc.record({
            number: fc.jsonValue(),
            user: fc.record({ login: fc.constantFrom('ada', 'dependabot[bot]') }),
            head: fc.record({
              repo: fc.record({ full_name: fc.constantFrom('acme/app', 'ACME/app', 'x/app') }),
            }),
          }),
        }),
      ),
      actor: fc.constantFrom('ada', 'dependabot[bot]'),
      ref: fc.constantFrom('', 'refs/heads/main', 'refs/pull/7/merge'),
    })
    .map(context)
  const anyInput = fc.constantFrom<'auto' | boolean>('auto', true, false)

  test('no payload makes it throw, and every answer has a reason', () => {
    fc.assert(
      fc.property(anyContext, anyInput, (given, dryRun) => {
        const policy = planEvent(given, dryRun)
        expect(policy.reason).not.toBe('')
        expect(Object.isFrozen(policy)).toBe(true)
        expect(planEvent(given, dryRun)).toEqual(policy)
      }),
    )
  })

  test('an input only takes rights away: what is no publish by itself is one of an own pull request or none', () => {
    fc.assert(
      fc.property(anyContext, (given) => {
        const lifted = planEvent(given, false)
        if (lifted.kind !== 'publish' || planEvent(given, 'auto').kind === 'publish') return
        expect(given.event).toBe('pull_request')
        expect(lifted.pullRequest).toBeGreaterThan(0)
        expect(lifted.cacheWrite.registry).toBe(false)
      }),
    )
  })

  test('dry-run: true never publishes and never writes to the registry', () => {
    fc.assert(
      fc.property(anyContext, (given) => {
        const policy = planEvent(given, true)
        expect(policy.kind).not.toBe('publish')
        if (policy.kind === 'dry-run') expect(policy.cacheWrite.registry).toBe(false)
      }),
    )
  })

  test('without a login no cache is written', () => {
    fc.assert(
      fc.property(anyContext, anyInput, (given, dryRun) => {
        const policy = planEvent(given, dryRun)
        if (policy.kind === 'refuse' || policy.login !== 'none') return
        expect(policy.cacheWrite).toEqual({ gha: false, registry: false })
      }),
    )
  })
})
