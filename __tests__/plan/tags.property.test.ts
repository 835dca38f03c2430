import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isReservedTag, parseTag } from '../../src/domain/reference.ts'
import { branch, context, goodTags, tagsOf } from './given.ts'

type Written = Readonly<Record<string, string>>

const number = fc.integer({ min: 0, max: 30 })
const ident = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
const version = fc
  .record({
    v: fc.constantFrom('', 'v'),
    numbers: fc.tuple(number, number, number),
    pre: fc.option(fc.tuple(ident, number), { nil: undefined }),
    build: fc.option(ident, { nil: undefined }),
  })
  .map(({ v, numbers, pre, build }) => {
    const tail = `${pre === undefined ? '' : `-${pre.join('.')}`}${build === undefined ? '' : `+${build}`}`
    return `${v}${numbers.join('.')}${tail}`
  })
const anyRef = fc.oneof(
  version.map((name) => `refs/tags/${name}`),
  fc.string({ unit: 'binary', maxLength: 200 }).map((name) => `refs/heads/${name}`),
  fc.string({ maxLength: 200 }).map((name) => `refs/tags/${name}`),
  fc.string({ maxLength: 10 }),
)
const anyInput = fc.record(
  {
    tag: version,
    'tag-suffix': fc.constantFrom('-alpine', `-${'x'.repeat(63)}`),
    'v-prefix': fc.constantFrom('keep', 'strip', 'both'),
    'extra-tags': fc.constantFrom('edge', 'latest', 'v1', 'edge,stable'),
    latest: fc.constantFrom('auto', 'true', 'false'),
  },
  { requiredKeys: [] },
)

describe('properties of planned tags', () => {
  test('every tag is valid and none is reserved, whatever the ref', () => {
    fc.assert(
      fc.property(anyRef, anyInput, (ref, input) => {
        const tags = tagsOf(input as Written, context({ ref }))
        if ('faults' in tags) return expect(tags.faults.length).toBeGreaterThan(0)
        const { fixed, moving, extra, branch: ofBranch, commit } = tags
        const all = [...fixed, ...moving.map(({ tag }) => tag), ...extra, ofBranch, commit]
        for (const tag of all.filter((one) => one !== undefined)) {
          expect(parseTag(tag)).toBe(tag)
          expect(isReservedTag(tag)).toBe(false)
        }
        return undefined
      }),
    )
  })

  test('a branch never writes a tag that looks like a release', () => {
    const name = fc.oneof(version, fc.constantFrom('latest', 'v1', '1.2'), fc.string({ maxLength: 140 }))
    fc.assert(
      fc.property(name, fc.constantFrom('', '-alpine'), (text, suffix) => {
        const tag = goodTags(suffix === '' ? {} : { 'tag-suffix': suffix }, branch(text)).branch ?? ''
        expect(tag).not.toMatch(/^(?:v?\d+(?:\.\d+)*(?:[-+].*)?|latest(?:-.*)?|pr-\d+|[0-9a-f]{40})$/i)
      }),
    )
  })

  test('the same input gives the same frozen plan', () => {
    fc.assert(
      fc.property(anyRef, anyInput, (ref, input) => {
        const first = tagsOf(input as Written, context({ ref }))
        expect(tagsOf(input as Written, context({ ref }))).toEqual(first)
        if ('faults' in first) return
        expect(isDeeplyFrozen(first)).toBe(true)
      }),
    )
  })
})

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen)
}
