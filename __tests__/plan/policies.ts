import type { Context } from '../../src/domain/context.ts'
import type { EventPolicy } from '../../src/plan/events.ts'

/** What an event's context says otherwise than a push. */
export type Given = Partial<Context>

/** `publish, login write, cache gha registry, #7` of a policy. */
export function show(policy: EventPolicy): string {
  if (policy.kind === 'refuse') return 'refuse'
  const { gha, registry } = policy.cacheWrite
  const cache = [gha && 'gha', registry && 'registry'].filter(Boolean).join(' ') || 'none'
  const number = policy.pullRequest === undefined ? '' : `, #${policy.pullRequest}`
  return `${policy.kind}, login ${policy.login}, cache ${cache}${number}`
}

/** A pull request event; its head lies in this repository unless a test says otherwise. */
export function pullRequest(given: { head?: unknown; author?: string; number?: unknown } = {}): Given {
  const { head = { repo: { full_name: 'acme/app' } }, author = 'ada', number = 7 } = given
  return {
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: { number, pull_request: { number, head, user: { login: author } } },
  }
}

/** An event that another workflow's run caused. */
export function workflowRun(run: Readonly<Record<string, unknown>>): Given {
  return { event: 'workflow_run', payload: { workflow_run: run } }
}

export const FORK = pullRequest({ head: { repo: { full_name: 'mallory/app' } } })
export const DELETED_FORK = pullRequest({ head: { repo: null } })
export const DEPENDABOT = pullRequest({ author: 'dependabot[bot]' })
export const OWN_RUN = { head_repository: { full_name: 'acme/app' } }
export const DEPENDABOT_RUN = { ...OWN_RUN, event: 'pull_request', actor: { login: 'dependabot[bot]' } }

export const FULL = 'publish, login write, cache gha registry'
export const TRIED = 'dry-run, login read, cache gha'
export const ALONE = 'dry-run, login none, cache none'
