import type { Context } from '../../src/domain/context.ts'
import { InputError, type InputFault } from '../../src/domain/errors.ts'
import type { Listing, RegistryFacts } from '../../src/domain/listing.ts'
import type { Tag } from '../../src/domain/reference.ts'
import type { CachePlan } from '../../src/plan/caches.ts'
import { type Permission, planEvent } from '../../src/plan/events.ts'
import type { IdentityInputs } from '../../src/plan/inputs/identity.ts'
import { type Inputs, readInputs } from '../../src/plan/inputs/inputs.ts'
import { type Move, type MoveRules, planMoves } from '../../src/plan/moves.ts'
import { planTags, type TagPlan } from '../../src/plan/tags.ts'

/** The commit that is checked out. */
export const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'

/** A push of the tag v1.2.3 to acme/app on a GitHub-hosted runner, with what a test changes. */
export function context(change: Partial<Context> = {}): Context {
  return {
    event: 'push',
    payload: { repository: { full_name: 'acme/app' }, sender: { login: 'octocat' } },
    ref: 'refs/tags/v1.2.3',
    sha: SHA,
    repository: 'acme/app',
    actor: 'octocat',
    workspace: '/w',
    temp: '/t',
    toolCache: '/cache',
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    workflow: 'acme/app/.github/workflows/publish.yml',
    runNumber: 12,
    hosted: true,
    cacheService: 'write',
    idToken: false,
    ...change,
  }
}

/** A pull request event; the head repository is ours unless a test says otherwise. */
export function pullRequest(head: string | undefined = 'acme/app', change: Partial<Context> = {}): Context {
  return context({
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: {
      number: 7,
      pull_request: {
        number: 7,
        user: { login: 'octocat' },
        head: { repo: head === undefined ? null : { full_name: head } },
      },
    },
    ...change,
  })
}

/** The inputs of a workflow that writes these, and leaves all others out. */
export function inputs(written: Readonly<Record<string, string>> = {}): Inputs {
  const { values, faults } = readInputs((name) => written[name] ?? '')
  if (faults.length > 0) throw new InputError(faults)
  return values
}

/** What is wrong with such inputs; empty where nothing is. */
export function faultsOf(written: Readonly<Record<string, string>>): readonly InputFault[] {
  try {
    inputs(written)
  } catch (error) {
    if (error instanceof InputError) return error.faults
    throw error
  }
  return []
}

/** The tags that a run plans, or its faults. */
export function tagsOf(
  written: Readonly<Record<string, string>>,
  where: Context,
): TagPlan | { readonly faults: readonly InputFault[] } {
  const early = faultsOf(written)
  if (early.length > 0) return { faults: early }
  const parsed = inputs(written)
  const policy = planEvent(where, parsed.behaviour.dryRun)
  if (policy.kind === 'refuse') throw new Error(`refused: ${policy.reason}`)
  return planTags(parsed.identity, where, policy, where.sha)
}

/** The tags that a run plans, where the test expects no fault. */
export function goodTags(written: Readonly<Record<string, string>>, where: Context): TagPlan {
  const tags = tagsOf(written, where)
  if ('faults' in tags) throw new Error(tags.faults.map(({ found }) => found).join(' '))
  return tags
}

/** What happens to each tag, by the tags that are in the registry. */
export function movesOf(
  written: Readonly<Record<string, string>>,
  where: Context,
  registry: readonly string[] = [],
): readonly Move[] {
  return planMoves(goodTags(written, where), listing(registry), rules(inputs(written).identity.latest))
}

/** What a registry lists; nothing is withdrawn unless a test says so. */
export function listing(tags: readonly string[], withdrawn: Listing['withdrawn'] = new Map()): Listing {
  return { tags, asked: new Set(withdrawn.keys()), withdrawn }
}

/** What is known of a registry by its list alone. */
export function known(tags: readonly string[] = []): RegistryFacts {
  return { listing: listing(tags), held: new Map() }
}

/** The rules of moves where the tags hold nothing that has a say. */
export function rules(latest: MoveRules['latest'] = 'auto', change: Partial<MoveRules> = {}): MoveRules {
  return { latest, platforms: inputs().build.platforms, held: new Map(), ...change }
}

/** The tags that are written, in the order of writing, in one line; the commit's tag as `<sha>`. */
export function written(
  input: Readonly<Record<string, string>>,
  where: Context,
  registry: readonly string[] = [],
): string {
  const tags = movesOf(input, where, registry).filter((move) => move.move)
  return tags.map(({ tag }) => tag.replace(where.sha, '<sha>')).join(' ')
}

/** A ref in its long form. */
export const gitTag = (name: string) => context({ ref: `refs/tags/${name}` })
export const branch = (name: string) => context({ ref: `refs/heads/${name}` })

/** A tag of the test's own. */
export const tag = (text: string) => text as Tag

/** The permission of a push. */
export const PUBLISH: Permission = {
  kind: 'publish',
  reason: 'push of acme/app',
  login: 'write',
  cacheWrite: { gha: true, registry: true },
  pullRequest: undefined,
}

/** The inputs of identity, parsed already, with what a property changes. */
export function identity(change: Partial<IdentityInputs> = {}): IdentityInputs {
  return { ...inputs().identity, ...change }
}

/** A build without caches. */
export const NO_CACHES: CachePlan = {
  ...{ from: [], to: [], variables: [], folders: [], sources: [], notices: [], warnings: [] },
}
