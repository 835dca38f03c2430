import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { planEvent } from '../../src/plan/events.ts'
import { context } from './given.ts'
import { pullRequest, show } from './policies.ts'

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
        // Constants that policies share: whoever changed one would change what every event may do.
        if (policy.kind !== 'refuse') expect(Object.isFrozen(policy.cacheWrite)).toBe(true)
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
