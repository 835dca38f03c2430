import { expect, test } from '@jest/globals'
import type { HeldTags } from '../../src/domain/held.ts'
import { isOutrun } from '../../src/plan/settle.ts'
import { listing, tag } from './given.ts'
import { digest, image, lines } from './releases.ts'

test.each<[what: string, written: string | undefined, outrun: boolean]>([
  ['the highest version', '1.0.1', false],
  ['a lower one', '1.0.0', true],
  ['nothing', undefined, false],
])('a run that wrote %s is outrun: %s, %s', (_, written, outrun) => {
  const held: HeldTags = new Map(['1.0.0', '1.0.1'].map((one) => [tag(`v${one}`), image(one)]))
  const entry = (version: string) => ({ tag: tag('latest'), before: undefined, after: digest(version) })
  const journal = written === undefined ? [] : [entry('0.9.0'), entry(written)]
  const all = listing([...held.keys(), 'latest'])
  expect(isOutrun(lines('latest'), '', all, held, journal)).toBe(outrun)
  expect(isOutrun(lines('latest'), '', listing([]), new Map(), journal)).toBe(false)
})
