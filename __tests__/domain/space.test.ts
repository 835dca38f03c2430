import { expect, test } from '@jest/globals'
import { formatBytes } from '../../src/domain/space.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [999_999, '1.0 MB'],
  [17_349_000, '17.3 MB'],
  [2_500_000_000, '2.5 GB'],
  [3e18, '3000000.0 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
