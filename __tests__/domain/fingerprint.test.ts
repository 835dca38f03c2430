import { expect, test } from '@jest/globals'
import { fingerprint } from '../../src/domain/fingerprint.ts'

// Of the reference implementation (draft-eastlake-fnv, FNV-1a 64).
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the fingerprint of %j', (text, digits) => {
  expect(fingerprint(text)).toBe(digits)
})
