import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isReservedTag, parseImageName, parseTag } from '../../src/domain/reference.ts'
import { parseVersion } from '../../src/domain/version.ts'
import { planMoves, schemeNotice } from '../../src/plan/moves.ts'
import { planTags } from '../../src/plan/tags.ts'
import { planTarget } from '../../src/plan/target.ts'
import { given, inputs, latest, property, registry, release, releasePlan } from './arbitraries.ts'
import { context, identity, listing, PUBLISH, inputs as parsed, rules, SHA } from './given.ts'

describe('whatever the ref, the inputs and the registry', () => {
  test('every tag is valid, not reserved and written once', () => {
    fc.assert(
      property((plan, tags, force) => {
        const moves = planMoves(plan, listing(tags), rules(force))
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
        const moved = planMoves(plan, listing(tags), rules(force)).filter((move) => move.move)
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
        const moves = planMoves(plan, listing(tags), rules(of.latest))
        expect(planMoves(plan, listing(tags), rules(of.latest))).toEqual(moves)
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
        expect(planMoves(plan, listing(mixed), rules(force))).toEqual(
          planMoves(plan, listing(tags), rules(force)),
        )
        expect(schemeNotice(plan, mixed)).toBe(schemeNotice(plan, tags))
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
