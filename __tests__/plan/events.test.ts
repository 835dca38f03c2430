import { describe, expect, test } from '@jest/globals'
import { planEvent } from '../../src/plan/events.ts'
import { context } from './given.ts'
import {
  ALONE,
  DELETED_FORK,
  DEPENDABOT,
  DEPENDABOT_RUN,
  FORK,
  FULL,
  type Given,
  OWN_RUN,
  pullRequest,
  show,
  TRIED,
  workflowRun,
} from './policies.ts'

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
      'a pull request whose number stands beside it only is published under that',
      {
        ...pullRequest(),
        ref: '',
        payload: {
          number: 8,
          pull_request: { head: { repo: { full_name: 'acme/app' } }, user: { login: 'ada' } },
        },
      },
      'publish, login write, cache gha, #8',
      /pull request 8/,
    ],
    [
      'a pull request with the number 0 is refused',
      { ...pullRequest({ number: 0 }), ref: 'refs/pull/0/merge' },
      'refuse',
      /has no number/,
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
    if (policy.kind === 'refuse')
      expect(policy.remedy).toMatch(
        /^(Use on: |Publish on: push|Add if: |Remove dry-run: false, and publish on: )/,
      )
  })
})
