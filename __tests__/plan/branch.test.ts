import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Comparison, GitHubAnswer } from '../../src/domain/github.ts'
import {
  type BranchFacts,
  judgeBranch,
  type Origin,
  parseOrigin,
  planBranchMove,
} from '../../src/plan/branch.ts'
import { SHA, tag } from './given.ts'

const OTHER = 'b'.repeat(40)
const THIRD = 'd'.repeat(40)
const WORKFLOW = 'acme/app/.github/workflows/publish.yml'
const SILENT = { unknown: 'it answered 403' }

const held = (change: Partial<Origin> = {}): Origin => ({
  revision: OTHER,
  workflow: WORKFLOW,
  runNumber: 11,
  ...change,
})

/** Run 12 publishes SHA where run 11 published OTHER, and the head is a third commit. */
function decide(change: Partial<BranchFacts> = {}): string {
  const { move, reason } = planBranchMove({
    tag: tag('main'),
    commit: SHA,
    run: { workflow: WORKFLOW, runNumber: 12 },
    held: held(),
    head: { value: THIRD },
    compared: undefined,
    ...change,
  })
  return `${move ? 'move' : 'keep'} ${reason}`
}

describe('the tag of a branch', () => {
  test.each<[what: string, Partial<BranchFacts>, decision: string]>([
    ['does not exist', { held: undefined, head: undefined }, 'move this branch'],
    ['is of this commit', { held: held({ revision: SHA }) }, 'move this branch, the same commit'],
    [
      'is of this commit by a later run, and GitHub is silent',
      { held: held({ revision: SHA, runNumber: 13 }), head: SILENT },
      'move this branch, the same commit',
    ],
    ['is of another commit than the head', { head: { value: SHA } }, 'move the head of this branch'],
    [
      'is of a commit from which the branch was moved back',
      { head: { value: SHA }, compared: { value: 'behind' }, held: held({ runNumber: 99 }) },
      'move the head of this branch',
    ],
    [
      'is of a commit that a force-push replaced',
      { head: { value: SHA }, compared: { value: 'diverged' } },
      'move the head of this branch',
    ],
    [
      'names no commit, and this is the head',
      { head: { value: SHA }, held: held({ revision: undefined }) },
      'move the head of this branch',
    ],
    [
      'is of an older commit',
      { compared: { value: 'ahead' } },
      'move a newer commit than the one that is there',
    ],
    [
      'is of the same commit as GitHub sees it',
      { compared: { value: 'identical' } },
      'move this branch, the same commit',
    ],
    [
      'is of a newer commit',
      { compared: { value: 'behind' } },
      'keep an older commit than the one that is there',
    ],
    [
      'is of a newer commit of an earlier run',
      { compared: { value: 'behind' }, held: held({ runNumber: 1 }) },
      'keep an older commit than the one that is there',
    ],
    [
      'is of a commit of another history',
      { compared: { value: 'diverged' } },
      'keep the branch was moved away from this commit',
    ],
    [
      'is of the head, to which the branch was moved back',
      { held: held({ revision: THIRD }), compared: { value: 'ahead' } },
      'keep the head of this branch is there',
    ],
    [
      'is of a newer commit of a branch that is gone',
      { head: { value: undefined }, compared: { value: 'behind' } },
      'keep an older commit than the one that is there',
    ],
  ])('that %s', (_, change, decision) => {
    expect(decide(change)).toBe(decision)
  })

  const TOLD = 'GitHub does not tell the history: it answered 403'
  test.each<[what: string, Partial<BranchFacts>, decision: string]>([
    ['an earlier run', { head: SILENT }, `move run 12 is not older than run 11, which wrote it (${TOLD})`],
    [
      'the same run',
      { head: SILENT, held: held({ runNumber: 12 }) },
      `move run 12 is not older than run 12, which wrote it (${TOLD})`,
    ],
    [
      'a later run',
      { head: SILENT, held: held({ runNumber: 13 }) },
      `keep run 12 is older than run 13, which wrote it (${TOLD})`,
    ],
    [
      'a later run, where only the comparison is silent',
      { compared: SILENT, held: held({ runNumber: 13 }) },
      `keep run 12 is older than run 13, which wrote it (${TOLD})`,
    ],
    [
      'a later run, from a commit that does not exist any more',
      { compared: { value: undefined }, held: held({ runNumber: 13 }) },
      'keep run 12 is older than run 13, which wrote it (GitHub does not tell the history)',
    ],
    [
      'a later run that names no commit',
      { held: held({ revision: undefined, runNumber: 13 }) },
      'keep run 12 is older than run 13, which wrote it (the image that is there names no commit)',
    ],
    [
      'a later run of another workflow',
      { head: SILENT, held: held({ workflow: 'acme/app/.github/workflows/x.yml', runNumber: 13 }) },
      `move this branch; ${TOLD}, and another workflow built the image that is there`,
    ],
    [
      'a later run of a workflow that nobody knows',
      { head: SILENT, held: held({ workflow: undefined, runNumber: 13 }) },
      `move this branch; ${TOLD}, and another workflow built the image that is there`,
    ],
    [
      'nobody knows which run',
      { head: SILENT, held: held({ runNumber: undefined }) },
      `move this branch; ${TOLD}, and the runs are not known`,
    ],
    [
      'a later run, and this one has no number',
      { head: SILENT, held: held({ runNumber: 13 }), run: { workflow: WORKFLOW, runNumber: undefined } },
      `move this branch; ${TOLD}, and the runs are not known`,
    ],
    [
      'a later run, and neither workflow is known',
      {
        head: SILENT,
        held: held({ workflow: undefined, runNumber: 13 }),
        run: { workflow: undefined, runNumber: 12 },
      },
      `move this branch; ${TOLD}, and another workflow built the image that is there`,
    ],
    [
      'something that tells nothing',
      { held: { revision: undefined, workflow: undefined, runNumber: undefined } },
      'move this branch; the image that is there names no commit, and the runs are not known',
    ],
  ])('where GitHub cannot tell, by %s', (_, change, decision) => {
    expect(decide(change)).toBe(decision)
  })
})

describe('what is there', () => {
  const there = (change: Partial<BranchFacts>) =>
    judgeBranch({
      ...{ tag: tag('main'), commit: SHA, run: { workflow: WORKFLOW, runNumber: 12 } },
      ...{ held: held(), head: { value: THIRD }, compared: undefined, ...change },
    }).there

  test.each<[BranchFacts['held'] | 'absent', Partial<BranchFacts>, string]>([
    ['absent', {}, 'nothing'],
    [held({ revision: SHA, runNumber: 99 }), {}, 'same'],
    [held(), { compared: { value: 'ahead' } }, 'older'],
    [held(), { compared: { value: 'behind' } }, 'newer'],
    [held(), { compared: { value: 'diverged' } }, 'newer'],
    [held(), { head: { value: SHA }, compared: { value: 'diverged' } }, 'older'],
    [held({ revision: THIRD }), { compared: { value: 'ahead' } }, 'newer'],
    [held(), { head: SILENT }, 'older'],
    [held({ runNumber: 13 }), { head: SILENT }, 'newer'],
    // A second look moves a tag only by what it knows: two runs that know nothing would write it in turns.
    [held({ runNumber: 12 }), { head: SILENT }, 'unknown'],
    [held({ workflow: 'acme/app/.github/workflows/x.yml' }), { head: SILENT }, 'unknown'],
    [held({ runNumber: undefined }), { head: SILENT }, 'unknown'],
  ])('%j with %j is %s', (one, change, expected) => {
    expect(there({ ...change, held: one === 'absent' ? undefined : one })).toBe(expected)
  })
})

const commit = fc.constantFrom(SHA, OTHER, THIRD)
const runNumber = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined })
const workflow = fc.constantFrom(WORKFLOW, 'acme/app/.github/workflows/x.yml', undefined)
const run = fc.record({ workflow, runNumber })
const unknown: fc.Arbitrary<{ unknown: string }> = fc.record({ unknown: fc.string() })
const answer = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<GitHubAnswer<T>> =>
  fc.oneof(fc.record({ value: fc.option(value, { nil: undefined }) }), unknown)
const comparison = fc.constantFrom<Comparison[]>('ahead', 'behind', 'identical', 'diverged')
const revision = fc.option(commit, { nil: undefined })
const facts: fc.Arbitrary<BranchFacts> = fc.record({
  tag: fc.constant(tag('main')),
  commit,
  run,
  held: fc.option(fc.record({ revision, workflow, runNumber }), { nil: undefined }),
  head: fc.option(answer(commit), { nil: undefined }),
  compared: fc.option(answer(comparison), { nil: undefined }),
})

describe('whatever is known of a branch', () => {
  const isHead = ({ head, commit }: BranchFacts) =>
    head !== undefined && 'value' in head && head.value === commit
  const status = ({ compared }: BranchFacts) =>
    compared !== undefined && 'value' in compared ? compared.value : undefined

  test('its head is never kept out', () => {
    fc.assert(
      fc.property(facts.filter(isHead), (given) => {
        expect(planBranchMove(given).move).toBe(true)
      }),
    )
  })

  test('its tag never goes back', () => {
    // Commits that are the same are never behind one another.
    const behind = facts.filter(
      (given) =>
        !isHead(given) &&
        status(given) === 'behind' &&
        given.held !== undefined &&
        given.held.revision !== given.commit,
    )
    fc.assert(
      fc.property(behind, (given) => {
        expect(planBranchMove(given).move).toBe(false)
      }),
    )
  })

  test('a tag is kept for a reason only: history or a later run of the same workflow', () => {
    fc.assert(
      fc.property(facts, (given) => {
        if (planBranchMove(given).move) return
        const late =
          (given.held?.runNumber ?? 0) > (given.run.runNumber ?? 9) &&
          given.held?.workflow === given.run.workflow
        const { held, head } = given
        const isAtHead = head !== undefined && 'value' in head && head.value === held?.revision
        expect(late || isAtHead || ['behind', 'diverged'].includes(status(given) ?? '')).toBe(true)
      }),
    )
  })
})

describe('where an image comes from', () => {
  const ALL = {
    'org.opencontainers.image.revision': SHA,
    'ghcr-publish.run-number': '12',
    'ghcr-publish.workflow': WORKFLOW,
  }
  test('is read from its annotations', () => {
    expect(parseOrigin(ALL)).toEqual({ revision: SHA, runNumber: 12, workflow: WORKFLOW })
    expect(parseOrigin({})).toEqual({ revision: undefined, runNumber: undefined, workflow: undefined })
  })

  test.each(['main', SHA.slice(0, 7), `${SHA}\n::x`, '../..', SHA.toUpperCase(), ''])(
    'is no commit %j',
    (revision) => {
      expect(parseOrigin({ ...ALL, 'org.opencontainers.image.revision': revision }).revision).toBeUndefined()
    },
  )

  test.each(['0', '-1', '1e9', ' 1', '9'.repeat(16), ''])('is no run %j', (number) => {
    expect(parseOrigin({ ...ALL, 'ghcr-publish.run-number': number }).runNumber).toBeUndefined()
  })
})
