import type { Context } from '../domain/context.ts'
import { member, textAt } from './payload.ts'

/** What an event may do, and why, in words. */
export type EventPolicy =
  | {
      readonly kind: 'publish'
      readonly reason: string
      readonly login: 'write'
      readonly cacheWrite: CacheWrite
      /** Number of the pull request that is published, where it is one. */
      readonly pullRequest: number | undefined
    }
  | {
      readonly kind: 'dry-run'
      readonly reason: string
      readonly login: 'read' | 'none'
      readonly cacheWrite: CacheWrite
      readonly pullRequest: number | undefined
    }
  | { readonly kind: 'refuse'; readonly reason: string; readonly remedy: string }

/** An event that may do something. */
export type Permission = Exclude<EventPolicy, { readonly kind: 'refuse' }>

/** Which cache layers an event may write. */
export interface CacheWrite {
  readonly gha: boolean
  readonly registry: boolean
}

/** Events of this repository's own people or clock. */
const TRUSTED: readonly string[] = [
  'push',
  'release',
  'workflow_dispatch',
  'schedule',
  'repository_dispatch',
  'workflow_run',
]
const ALL: CacheWrite = Object.freeze({ gha: true, registry: true })
/** GitHub keeps the caches of a pull request in a scope of its own, where they harm nobody. */
const OWN_SCOPE: CacheWrite = Object.freeze({ gha: true, registry: false })
const NOTHING: CacheWrite = Object.freeze({ gha: false, registry: false })
const DEPENDABOT = 'dependabot[bot]'

/**
 * Decides what the event of this job may do (design: "Who may do what"). An input can take rights away and never give
 * them: code of strangers is built at most, without credentials, and `dry-run: false` there is refused.
 * @param dryRun the input `dry-run`
 */
export function planEvent(context: Context, dryRun: 'auto' | boolean): EventPolicy {
  return Object.freeze(decide(context, dryRun))
}

function decide(context: Context, dryRun: 'auto' | boolean): EventPolicy {
  const refused = strangerWithRights(context) ?? nothingToPublish(context)
  if (refused !== undefined) return refused
  if (context.event === 'pull_request') return pullRequest(context, dryRun)
  const reason = withoutRights(context)
  if (reason !== undefined) return tryOut(reason, dryRun, 'none', NOTHING)
  if (context.event === 'merge_group') {
    return tryOut('a merge group is tried before it is merged', dryRun, 'read', OWN_SCOPE)
  }
  const what = `${context.event} of ${context.repository}`
  if (dryRun === true) return dry(`dry-run: true (${what})`, 'read', OWN_SCOPE)
  return { kind: 'publish', reason: what, login: 'write', cacheWrite: ALL, pullRequest: undefined }
}

/** Events that run with this repository's rights and bring the code of somebody who has none. */
function strangerWithRights({ event, payload, repository }: Context): EventPolicy | undefined {
  if (event === 'pull_request_target') {
    return refuse(
      'pull_request_target runs the code of a stranger with the rights of this repository.',
      'Use on: pull_request, where it is a dry run by itself.',
    )
  }
  if (event !== 'workflow_run') return undefined
  const head = textAt(payload, 'workflow_run', 'head_repository', 'full_name')
  if (sameName(head, repository)) return undefined
  return refuse(
    `workflow_run was caused by ${head === undefined ? 'a repository that is not known' : 'another repository'}: its code would be published with the rights of this one.`,
    'Publish on: push, and let pull requests be dry runs.',
  )
}

/** Events that tell of something that is gone. */
function nothingToPublish({ event, payload }: Context): EventPolicy | undefined {
  if (event === 'push' && member(payload, 'deleted') === true) {
    return refuse(
      'This push deleted a branch or tag: there is nothing to publish.',
      'Add if: github.event.deleted == false to the job.',
    )
  }
  const action = event === 'release' ? textAt(payload, 'action') : undefined
  if (action !== 'deleted' && action !== 'unpublished') return undefined
  return refuse(
    `This release was ${action}: there is nothing to publish.`,
    'Use on: release: types: [published].',
  )
}

function pullRequest(context: Context, dryRun: 'auto' | boolean): EventPolicy {
  const number = numberOf(context)
  const foreign = foreignHead(context)
  if (foreign !== undefined) return tryOut(foreign, dryRun, 'none', NOTHING, number)
  if (number === undefined) return tryOut('its pull request has no number', dryRun, 'none', NOTHING)
  if (dryRun !== false) {
    return dry(`pull request ${number} is tried, not published`, 'read', OWN_SCOPE, number)
  }
  const reason = `dry-run: false for pull request ${number} of ${context.repository}`
  return { kind: 'publish', reason, login: 'write', cacheWrite: OWN_SCOPE, pullRequest: number }
}

function numberOf({ payload, ref }: Context): number | undefined {
  const told = member(payload, 'pull_request', 'number') ?? member(payload, 'number')
  const number = typeof told === 'number' ? told : Number(/^refs\/pull\/(\d+)\//.exec(ref)?.[1])
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** Why a pull request is not ours, in words; undefined where its head lies in this repository. */
function foreignHead({ payload, repository }: Context): string | undefined {
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name')
  // A fork that was deleted leaves no repository.
  if (head === undefined) return 'its head repository is not known, as of a fork that was deleted'
  if (!sameName(head, repository)) return 'it comes from a fork, whose token may only read'
  // By the author: the actor is whoever pushed last or ran it again, and that can be anybody.
  if (textAt(payload, 'pull_request', 'user', 'login') === DEPENDABOT) {
    return 'it comes from Dependabot, whose token may only read'
  }
  return undefined
}

/** Why an event publishes nothing, in words; undefined where it may. */
function withoutRights({ event, payload, actor }: Context): string | undefined {
  const byDependabot = actor === DEPENDABOT || textAt(payload, 'sender', 'login') === DEPENDABOT
  if (event === 'push' && byDependabot) return 'a push by Dependabot has a token that may only read'
  if (event === 'workflow_run' && isDependabotRun(payload)) {
    return 'workflow_run was caused by a pull request of Dependabot'
  }
  if (event === 'merge_group' || TRUSTED.includes(event)) return undefined
  return event === '' ? 'there is no event' : `the event ${event} publishes nothing`
}

/** Dependabot's branches lie in this repository, so the name of the head repository does not show them. */
function isDependabotRun(payload: unknown): boolean {
  const cause = textAt(payload, 'workflow_run', 'event') ?? ''
  return cause.startsWith('pull_request') && textAt(payload, 'workflow_run', 'actor', 'login') === DEPENDABOT
}

/** GitHub's names differ in case from place to place. */
function sameName(name: string | undefined, repository: string): boolean {
  return name?.toLowerCase() === repository.toLowerCase()
}

/** A dry run by itself, which no input can make a publish. */
function tryOut(
  reason: string,
  dryRun: 'auto' | boolean,
  login: 'read' | 'none',
  cacheWrite: CacheWrite,
  pullRequest?: number,
): EventPolicy {
  if (dryRun !== false) return dry(reason, login, cacheWrite, pullRequest)
  return refuse(
    `dry-run: false cannot be given here: ${reason}.`,
    'Remove dry-run: false, and publish on: push or release.',
  )
}

function dry(
  reason: string,
  login: 'read' | 'none',
  cacheWrite: CacheWrite,
  pullRequest?: number,
): EventPolicy {
  return { kind: 'dry-run', reason, login, cacheWrite, pullRequest }
}

function refuse(reason: string, remedy: string): EventPolicy {
  return { kind: 'refuse', reason, remedy }
}
