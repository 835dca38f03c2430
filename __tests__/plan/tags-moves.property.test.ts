import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isReservedTag, parseImageName, parseTag, type Tag } from '../../src/domain/reference.ts'
import { compareVersions, parseVersion } from '../../src/domain/version.ts'
import { type Permission, planEvent } from '../../src/plan/events.ts'
import type { IdentityInputs } from '../../src/plan/inputs/identity.ts'
import { planMoves, schemeNotice } from '../../src/plan/moves.ts'
import { planTags, type TagPlan } from '../../src/plan/tags.ts'
import { planTarget } from '../../src/plan/target.ts'
import { context, inputs as parsed, SHA } from './given.ts'

const PUBLISH: Permission = {
  kind: 'publish',
  reason: 'push of acme/app',
  login: 'write',
  cacheWrite: { gha: true, registry: true },
  pullRequest: undefined,
}

/** The identity inputs of a workflow that writes none, with what a run says otherwise: also what no parser lets through. */
const identity = (given: Partial<IdentityInputs>): IdentityInputs => ({ ...parsed().identity, ...given })
const small = fc.integer({ min: 0, max: 4 })
const stable = fc
  .tuple(fc.constantFrom('', 'v'), small, small, small)
  .map(([v, a, b, c]) => `${v}${a}.${b}.${c}`)
const prerelease = fc
  .tuple(stable, fc.constantFrom('rc.1', 'alpha', '0', 'alpine', 'x-y.7'))
  .map(([version, rest]) => `${version}-${rest}`)
const suffix = fc.constantFrom(undefined, '-alpine', '-slim')
/** What a registry holds: versions of every line and suffix, moving tags, and what others left there. */
const registry = fc.array(
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
const latest = fc.constantFrom<'auto' | boolean>('auto', true, false)
const extraTags = fc.uniqueArray(
  fc.constantFrom('edge', 'latest', 'v1', '1', '1.2', 'v2.1').map((name) => name as Tag),
  {
    maxLength: 3,
  },
)
const inputs = fc.record({
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
const given = fc.record({ event, ref }).map(({ event: name, ref: of }) =>
  context({
    event: name,
    ref: of,
    payload: { number: 7, pull_request: { number: 7, head: { repo: { full_name: 'acme/app' } } } },
  }),
)

/** Every property is about a plan; names that are faults have no plan. */
function property(check: (plan: TagPlan, tags: readonly string[], force: 'auto' | boolean) => void) {
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
const release = fc.record({
  version: fc.oneof(stable, prerelease),
  tagSuffix: suffix,
  vPrefix: fc.constantFrom<'keep' | 'strip' | 'both'>('keep', 'strip', 'both'),
  extraTags,
})

function releasePlan({ version, ...of }: { version: string } & Partial<IdentityInputs>): TagPlan {
  const plan = planTags(identity(of), context({ ref: `refs/tags/${version}` }), PUBLISH, SHA)
  if ('faults' in plan) throw new Error(JSON.stringify(plan.faults))
  return plan
}

/** The stable versions that a registry has in the line of a suffix, told in another way than the code does. */
function stableOf(tags: readonly string[], end: string): readonly (readonly number[])[] {
  return tags.flatMap((text) => {
    const bare = text.endsWith(end) ? text.slice(0, text.length - end.length) : ''
    const parts = /^v?(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})$/.exec(bare)
    return parts === null ? [] : [parts.slice(1).map(Number)]
  })
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

describe('whatever the ref, the inputs and the registry', () => {
  test('every tag is valid, not reserved and written once', () => {
    fc.assert(
      property((plan, tags, force) => {
        const moves = planMoves(plan, tags, force)
        for (const move of moves) {
          expect(parseTag(move.tag)).toBe(move.tag)
          expect(isReservedTag(move.tag)).toBe(false)
          expect(move.tag.endsWith(plan.suffix)).toBe(true)
          expect(move.reason).not.toBe('')
        }
        expect(new Set(moves.map((move) => move.tag)).size).toBe(moves.length)
      }),
      { numRuns: 500 },
    )
  })

  test('a branch never has the tag of a release', () => {
    fc.assert(
      property((plan) => {
        if (plan.branch === undefined) return
        const name = plan.branch.slice(0, plan.branch.length - plan.suffix.length)
        expect(parseVersion(name)).toBeUndefined()
        expect(name).not.toMatch(/^(latest|v?\d+(\.\d+)?|pr-\d+|candidate)$/)
      }),
      { numRuns: 500 },
    )
  })

  test('a published pull request writes its own tag and no other', () => {
    fc.assert(
      property((plan, tags, force) => {
        if (plan.pullRequest === undefined) return
        const moved = planMoves(plan, tags, force).filter((move) => move.move)
        expect(moved.map((move) => move.tag)).toEqual([`pr-7${plan.suffix}`])
      }),
    )
  })

  test('the same input gives the same frozen plan', () => {
    fc.assert(
      fc.property(inputs, given, registry, (of, at, tags) => {
        const twice = [0, 1].map(() => planTags(identity(of), at, PUBLISH, SHA))
        expect(twice[0]).toEqual(twice[1])
        const [plan] = twice
        if (plan === undefined || 'faults' in plan) return
        for (const part of [plan, plan.fixed, plan.moving, plan.extra])
          expect(Object.isFrozen(part)).toBe(true)
        const moves = planMoves(plan, tags, of.latest)
        expect(planMoves(plan, tags, of.latest)).toEqual(moves)
        expect(Object.isFrozen(moves) && moves.every((move) => Object.isFrozen(move))).toBe(true)
      }),
    )
  })

  test('the order and number of the registry’s tags do not matter', () => {
    const shuffled = registry.chain((tags) =>
      fc.tuple(fc.constant(tags), fc.shuffledSubarray([...tags, ...tags], { minLength: tags.length * 2 })),
    )
    fc.assert(
      fc.property(release, shuffled, latest, (of, [tags, mixed], force) => {
        const plan = releasePlan(of)
        expect(planMoves(plan, mixed, force)).toEqual(planMoves(plan, tags, force))
        expect(schemeNotice(plan, mixed)).toBe(schemeNotice(plan, tags))
      }),
    )
  })
})

describe('the forward rule', () => {
  test('a pre-release moves nothing', () => {
    fc.assert(
      fc.property(release, prerelease, registry, latest, (of, version, tags, force) => {
        const plan = releasePlan({ ...of, version })
        const moved = planMoves(plan, tags, force).filter((move) => move.move)
        expect(
          moved.filter(({ tag: name }) => /^(latest|v?\d+(\.\d+)?)(-alpine|-slim)?$/.test(name)),
        ).toEqual([])
        expect(plan.moving).toEqual([])
      }),
    )
  })

  test('a moving tag moves exactly when no higher stable version of its line is there', () => {
    fc.assert(
      fc.property(release, stable, registry, (of, version, tags) => {
        const plan = releasePlan({ ...of, version, extraTags: [] })
        const own = stableOf([version], '')[0] ?? []
        const higher = stableOf(tags, plan.suffix).filter((other) => isHigher(other, own))
        const depth = { minor: 2, major: 1, latest: 0 }
        const moves = new Map(planMoves(plan, tags, 'auto').map((move) => [move.tag, move.move]))
        for (const { tag: name, line } of plan.moving) {
          const length = depth[line.kind]
          const inLine = higher.filter(
            (other) => other.slice(0, length).join() === own.slice(0, length).join(),
          )
          expect([name, moves.get(name)]).toEqual([name, inLine.length === 0])
        }
      }),
      { numRuns: 500 },
    )
  })

  // The pre-release 1.2.3-alpine and 1.2.3 of the suffix -alpine have one tag, so no package can have both.
  // A line named by extra-tags is the user's own doing.
  const unlikeSuffixed = release
    .filter(({ version }) => !/-(?:alpine|slim)$/.test(version))
    .map((of) => ({ ...of, extraTags: [] }))

  test('publishing versions in any order never takes a tag back, and ends with the highest', () => {
    fc.assert(
      fc.property(fc.array(unlikeSuffixed, { minLength: 1, maxLength: 10 }), (releases) => {
        const held = new Map<string, string>()
        for (const of of releases) {
          const plan = releasePlan(of)
          const version = plan.version
          if (version === undefined) throw new Error(of.version)
          const lines = new Set<string>(plan.moving.map((one) => one.tag))
          for (const { tag: name, move } of planMoves(plan, [...held.keys()], 'auto')) {
            const before = parseVersion(held.get(name) ?? '')
            if (move && lines.has(name) && before !== undefined && stableOf([before.text], '').length > 0) {
              expect(compareVersions(version, before)).toBeGreaterThanOrEqual(0)
            }
            if (move) held.set(name, version.text)
          }
        }
        for (const end of ['', '-alpine', '-slim']) {
          const highest = stableOf([...held.keys()], end).reduce<readonly number[]>(
            (best, one) => (isHigher(one, best) ? one : best),
            [-1],
          )
          if (highest.length === 3) expect(held.get(`latest${end}`)).toBe(highest.join('.'))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('in write order the version is first, the commit last', () => {
    fc.assert(
      fc.property(release, registry, latest, (of, tags, force) => {
        const plan = releasePlan(of)
        const names = planMoves(plan, tags, force).map((move) => move.tag)
        expect(names.slice(0, plan.fixed.length)).toEqual(plan.fixed)
        expect(names.at(-1)).toBe(plan.commit)
      }),
    )
  })
})

test('an upper-case owner gives the image and the rights of the lower-case one', () => {
  const name = fc.stringMatching(
    /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,20}\/[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){0,20}$/,
  )
  fc.assert(
    fc.property(name, (repository) => {
      const payload = { pull_request: { number: 7, head: { repo: { full_name: repository.toLowerCase() } } } }
      const at = context({ event: 'pull_request', repository: repository.toUpperCase(), payload })
      const target = planTarget(parsed({ username: 'ada', password: 'x' }), at)
      expect(target.image).toEqual({ registry: 'ghcr.io', repository: repository.toLowerCase() })
      expect(target.image).toEqual(parseImageName(`ghcr.io/${repository}`))
      expect(target.policy).toMatchObject({ kind: 'dry-run', login: 'read', pullRequest: 7 })
    }),
  )
})
