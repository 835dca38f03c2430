import fc from 'fast-check'
import type { Tag } from '../../src/domain/reference.ts'
import { planEvent } from '../../src/plan/events.ts'
import type { IdentityInputs } from '../../src/plan/inputs/identity.ts'
import { planTags, type TagPlan } from '../../src/plan/tags.ts'
import { context, identity, PUBLISH, SHA } from './given.ts'

const small = fc.integer({ min: 0, max: 4 })
/** A version that is no pre-release. */
export const stable = fc
  .tuple(fc.constantFrom('', 'v'), small, small, small)
  .map(([v, a, b, c]) => `${v}${a}.${b}.${c}`)
/** A pre-release; `-alpine` is one where no suffix is given. */
export const prerelease = fc
  .tuple(stable, fc.constantFrom('rc.1', 'alpha', '0', 'alpine', 'x-y.7'))
  .map(([version, rest]) => `${version}-${rest}`)
const suffix = fc.constantFrom(undefined, '-alpine', '-slim')
/** What a registry holds: versions of every line and suffix, moving tags, and what others left there. */
export const registry = fc.array(
  fc.oneof(
    stable,
    prerelease,
    fc
      .tuple(fc.oneof(stable, prerelease), fc.constantFrom('-alpine', '-slim'))
      .map((parts) => parts.join('')),
    fc.constantFrom(
      'latest',
      'v1',
      '1.2',
      'main',
      'candidate',
      'withdrawn-v4.4.4',
      `sha256-${'a'.repeat(64)}`,
      SHA,
    ),
    fc.string(),
  ),
  { maxLength: 12 },
)
/** The input `latest`. */
export const latest = fc.constantFrom<'auto' | boolean>('auto', true, false)
const extraTags = fc.uniqueArray(
  fc.constantFrom('edge', 'latest', 'v1', '1', '1.2', 'v2.1').map((name) => name as Tag),
  {
    maxLength: 3,
  },
)
/** The inputs of identity, also what no parser lets through. */
export const inputs = fc.record({
  tag: fc.option(fc.oneof(stable, prerelease, fc.string({ minLength: 1 })), { nil: undefined }),
  tagPrefix: fc.constantFrom(undefined, 'app-a'),
  tagSuffix: suffix,
  vPrefix: fc.constantFrom<'keep' | 'strip' | 'both'>('keep', 'strip', 'both'),
  extraTags,
  latest,
})
const ref = fc.oneof(
  fc.oneof(stable, prerelease).map((name) => `refs/tags/${name}`),
  fc.oneof(stable, prerelease).map((name) => `refs/tags/app-a/${name}`),
  fc.string({ unit: 'binary' }).map((name) => `refs/tags/${name}`),
  fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), stable).map((name) => `refs/heads/${name}`),
  fc.constant('refs/pull/7/merge'),
)
const event = fc.constantFrom('push', 'release', 'workflow_dispatch', 'pull_request', 'schedule')
/** An event whose ref may be anything. */
export const given = fc.record({ event, ref }).map(({ event: name, ref: of }) =>
  context({
    event: name,
    ref: of,
    payload: { number: 7, pull_request: { number: 7, head: { repo: { full_name: 'acme/app' } } } },
  }),
)

/** Every property is about a plan; names that are faults have no plan. */
export function property(check: (plan: TagPlan, tags: readonly string[], force: 'auto' | boolean) => void) {
  return fc.property(
    inputs,
    given,
    fc.constantFrom<'auto' | boolean>('auto', false),
    registry,
    (of, at, dry, tags) => {
      const policy = planEvent(at, dry)
      if (policy.kind === 'refuse') throw new Error(policy.reason)
      const plan = planTags(identity(of), at, policy, SHA)
      fc.pre(!('faults' in plan))
      if (!('faults' in plan)) check(plan, tags, of.latest)
    },
  )
}

/** Where a version and a registry meet, without anything that has no version. */
export const release = fc.record({
  version: fc.oneof(stable, prerelease),
  tagSuffix: suffix,
  vPrefix: fc.constantFrom<'keep' | 'strip' | 'both'>('keep', 'strip', 'both'),
  extraTags,
})

/** The plan of a version that has no fault. */
export function releasePlan({ version, ...of }: { version: string } & Partial<IdentityInputs>): TagPlan {
  const plan = planTags(identity(of), context({ ref: `refs/tags/${version}` }), PUBLISH, SHA)
  if ('faults' in plan) throw new Error(JSON.stringify(plan.faults))
  return plan
}
