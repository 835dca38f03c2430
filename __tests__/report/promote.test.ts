import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { PromoteOutcome } from '../../src/plan/promote-outcome.ts'
import {
  describeCopied,
  describeTarget,
  PROMOTE_OUTPUT_TABLE,
  promoteOutputs,
  summarizePromotion,
} from '../../src/report/promote.ts'
import { SHA, tag } from '../plan/given.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const NOW = digest('a')
const COPIED = { manifests: 3, mounted: 4, present: 1, copied: 2, bytes: 2_500_000 }

/** Two targets: one that is new, and one that has a higher version. */
function outcome(change: Partial<PromoteOutcome> = {}): PromoteOutcome {
  const moved = { before: undefined, after: NOW, moved: true, reason: 'this version' }
  return {
    ...{ dryRun: false, reason: 'push of acme/app', from: 'ghcr.io/o/dev/app:v1.2.3', digest: NOW },
    ...{ version: '1.2.3', commit: SHA, timings: [], notices: ['beware of <b>'], signature: undefined },
    targets: [
      {
        image: { registry: 'ghcr.io', repository: 'o/a' },
        copied: COPIED,
        tags: [{ tag: tag('v1.2.3'), ...moved }],
      },
      {
        image: { registry: 'ghcr.io', repository: 'o/b' },
        copied: { ...COPIED, manifests: 0 },
        tags: [
          { tag: tag('v1.2.3'), ...moved, before: NOW, moved: false },
          {
            tag: tag('latest'),
            before: digest('b'),
            after: digest('b'),
            moved: false,
            reason: '2.0.0 is higher',
          },
          { tag: tag('v1'), before: digest('b'), after: NOW, moved: true, reason: 'highest of 1' },
        ],
      },
    ],
    ...change,
  }
}
const rehearsed = () => {
  const { targets, ...rest } = outcome()
  const tags = (all: (typeof targets)[number]['tags']) => all.map((one) => ({ ...one, after: undefined }))
  return {
    ...rest,
    dryRun: true,
    targets: targets.map((one) => ({ ...one, copied: undefined, tags: tags(one.tags) })),
  }
}

describe('the outputs of a promotion', () => {
  test('are those of the table', () => {
    expect(Object.keys(promoteOutputs(outcome()))).toEqual(Object.keys(PROMOTE_OUTPUT_TABLE))
  })

  test('name every target and every tag that names the image now', () => {
    expect(promoteOutputs(outcome())).toMatchObject({
      digest: NOW,
      reference: `ghcr.io/o/a@${NOW}\nghcr.io/o/b@${NOW}`,
      tags: 'ghcr.io/o/a:v1.2.3\nghcr.io/o/b:v1.2.3\nghcr.io/o/b:v1',
    })
  })

  test('name in a dry run what a real run would write', () => {
    expect(promoteOutputs(rehearsed())).toMatchObject({
      digest: NOW,
      reference: '',
      tags: 'ghcr.io/o/a:v1.2.3\nghcr.io/o/b:v1.2.3\nghcr.io/o/b:v1',
    })
  })

  test('tell whether the source is signed', () => {
    const signature = {
      reference: 'ghcr.io/o/dev/app@sha256:1',
      signed: true,
      reason: 'by cosign-public-key',
    }
    const signed = promoteOutputs(outcome({ signature }))
    expect(signed.signed).toBe('true')
    expect(JSON.parse(signed.json).signature).toEqual(signature)
    expect(summarizePromotion(outcome({ signature }))).toContain('is signed by cosign-public-key; verified.')
    expect(promoteOutputs(outcome({ signature: { ...signature, signed: false } })).signed).toBe('false')
    expect(promoteOutputs(outcome()).signed).toBe('')
    expect(JSON.parse(promoteOutputs(outcome()).json).signature).toBeNull()
  })

  test('as JSON have null for what is not known', () => {
    const json: unknown = JSON.parse(promoteOutputs({ ...rehearsed(), commit: undefined }).json)
    expect(json).toMatchObject({
      commit: null,
      dryRun: true,
      targets: [
        { image: 'ghcr.io/o/a', reference: null, copied: null, tags: [{ before: null, after: null }] },
        {},
      ],
    })
    expect(JSON.parse(promoteOutputs(outcome()).json)).toMatchObject({
      digest: NOW,
      targets: [{ reference: `ghcr.io/o/a@${NOW}`, copied: COPIED }, {}],
    })
  })
})

describe('a promotion in words', () => {
  test.each([
    [COPIED, '3 manifests; blobs: 4 mounted, 2 sent (2.5 MB), 1 there already'],
    [{ ...COPIED, manifests: 0 }, 'everything is there already'],
  ])('says what was sent', (copied, words) => {
    expect(describeCopied(copied)).toBe(words)
  })

  test('says what became of each tag', () => {
    const lines = (one: PromoteOutcome) => one.targets.flatMap((target) => describeTarget(target, one))
    expect(lines(outcome())).toEqual([
      'ghcr.io/o/a:v1.2.3  new: this version',
      'ghcr.io/o/b:v1.2.3  stays, before aaaaaaaaaaaa: this version',
      'ghcr.io/o/b:latest  stays, before bbbbbbbbbbbb: 2.0.0 is higher',
      'ghcr.io/o/b:v1  moved, before bbbbbbbbbbbb: highest of 1',
    ])
    expect(lines(rehearsed())[0]).toBe('ghcr.io/o/a:v1.2.3  would move: this version')
  })

  test('has a table for each target in the summary, and foreign text in it means nothing', () => {
    const text = summarizePromotion(outcome())
    expect(text).toContain('## Promoted `ghcr.io/o/dev/app:v1.2.3` as `1.2.3`')
    expect(text).toContain('### `ghcr.io/o/a`')
    expect(text).toContain('| `v1.2.3` | new | – | `aaaaaaaaaaaa` | this version |')
    expect(text).toContain('| `latest` | kept | `bbbbbbbbbbbb` | `bbbbbbbbbbbb` | 2.0.0 is higher |')
    expect(text).not.toContain('<b>')
    expect(summarizePromotion(rehearsed())).toContain(
      '| `v1.2.3` | would move | – | this image | this version |',
    )
  })
})
