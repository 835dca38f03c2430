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
const ALL: CacheWrite = { gha: true, registry: true }
const OWN_SCOPE: CacheWrite = { gha: true, registry: false }
const NOTHING: CacheWrite = { gha: false, registry: false }

/**
 * Decides what the event of this job may do (design: "Who may do what"). An input can take rights away and never give
 * them: code of strangers is built at most, without credentials.
 * @param dryRun the input `dry-run`
 */
export function planEvent(context: Context, dryRun: 'auto' | boolean): EventPolicy {
  const stranger = refusal(context)
  if (stranger !== undefined) return stranger
  if (context.event === 'pull_request' || context.event === 'merge_group') return pullRequest(context, dryRun)
  if (!TRUSTED.includes(context.event)) return unknownEvent(context.event, dryRun)
  if (context.event === 'push' && textAt(context.payload, 'sender', 'login') === 'dependabot[bot]') {
    return dry('a push by Dependabot has a token that may only read', 'none', NOTHING)
  }
  const what = `${context.event} of ${context.repository}`
  if (dryRun === true) return dry(`dry-run: true (${what})`, 'read', OWN_SCOPE)
  return { kind: 'publish', reason: what, login: 'write', cacheWrite: ALL, pullRequest: undefined }
}

/** Events that run with rights and bring the code of somebody without them, and events that bring nothing. */
function refusal({ event, payload, repository }: Context): EventPolicy | undefined {
  if (event === 'pull_request_target') {
    return {
      kind: 'refuse',
      reason: 'pull_request_target runs the code of a stranger with the rights of this repository.',
      remedy: 'Use on: pull_request: there it is a dry run by itself.',
    }
  }
  if (event === 'workflow_run') {
    const head = textAt(payload, 'workflow_run', 'head_repository', 'full_name')
    if (head?.toLowerCase() === repository.toLowerCase()) return undefined
    return {
      kind: 'refuse',
      reason: `workflow_run was caused by ${head === undefined ? 'a repository that is not known' : 'another repository'}: its code would be published with the rights of this one.`,
      remedy: 'Publish on: push, and let pull requests be dry runs.',
    }
  }
  if (event === 'push' && member(payload, 'deleted') === true) {
    return {
      kind: 'refuse',
      reason: 'This push deleted a branch or tag: there is nothing to build.',
      remedy: 'Add if: github.event.deleted == false to the job.',
    }
  }
  return undefined
}

function pullRequest(context: Context, dryRun: 'auto' | boolean): EventPolicy {
  const { event, payload } = context
  if (event === 'merge_group') {
    return dry('a merge group is tried before it is merged', 'read', OWN_SCOPE)
  }
  const number = member(payload, 'pull_request', 'number') ?? member(payload, 'number')
  const id = typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined
  const foreign = foreignHead(context)
  if (foreign !== undefined) {
    if (dryRun !== false) return dry(foreign, 'none', NOTHING, id)
    return {
      kind: 'refuse',
      reason: `dry-run: false cannot be given to this pull request: ${foreign}.`,
      remedy: 'Remove dry-run: false, or publish on: push after the merge.',
    }
  }
  if (dryRun !== false) return dry('a pull request is tried, not published', 'read', OWN_SCOPE, id)
  const reason = `dry-run: false for a pull request of ${context.repository}`
  return { kind: 'publish', reason, login: 'write', cacheWrite: OWN_SCOPE, pullRequest: id }
}

/** Why a pull request is not ours, in words; undefined where its head lies in this repository. */
function foreignHead({ payload, repository }: Context): string | undefined {
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name')
  // A fork that was deleted leaves no repository.
  if (head === undefined) return 'its head repository is not known, as of a fork that was deleted'
  if (head.toLowerCase() !== repository.toLowerCase())
    return 'it comes from a fork, whose token may only read'
  if (textAt(payload, 'pull_request', 'user', 'login') === 'dependabot[bot]') {
    return 'it comes from Dependabot, whose token may only read'
  }
  return undefined
}

function unknownEvent(event: string, dryRun: 'auto' | boolean): EventPolicy {
  const name = event === '' ? 'no event' : `the event ${event}`
  if (dryRun !== false) return dry(`${name} is none that publishes`, 'none', NOTHING)
  return {
    kind: 'refuse',
    reason: `dry-run: false cannot be given to ${name}: it is none that publishes.`,
    remedy: `Publish on: ${TRUSTED.join(', ')}.`,
  }
}

function dry(
  reason: string,
  login: 'read' | 'none',
  cacheWrite: CacheWrite,
  pullRequest?: number,
): EventPolicy {
  return { kind: 'dry-run', reason, login, cacheWrite, pullRequest }
}
