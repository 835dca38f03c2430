import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareVersions, parseVersion, type Version } from '../../src/domain/version.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

describe('a version', () => {
  test.each<[string, Partial<Version>]>([
    ['1.2.3', { major: 1, minor: 2, patch: 3, text: '1.2.3', prerelease: false, prefixed: false }],
    ['v1.2.3', { major: 1, minor: 2, patch: 3, text: '1.2.3', prerelease: false, prefixed: true }],
    ['0.0.0', { major: 0, minor: 0, patch: 0, text: '0.0.0' }],
    ['v1.2.3-rc.1', { text: '1.2.3-rc.1', prerelease: true, build: undefined }],
    ['1.2.3-0', { text: '1.2.3-0', prerelease: true }],
    ['1.2.3--', { text: '1.2.3--', prerelease: true }],
    ['1.2.3+5', { text: '1.2.3', prerelease: false, build: '5' }],
    ['1.2.3+5.a-b', { text: '1.2.3', build: '5.a-b' }],
    ['1.2.3-rc.1+007', { text: '1.2.3-rc.1', prerelease: true, build: '007' }],
    ['9007199254740991.0.0', { major: 9007199254740991 }],
  ])('is %s', (text, expected) => {
    expect(parseVersion(text)).toMatchObject(expected)
  })

  test.each([
    '',
    'v',
    '1',
    'v1.2',
    '1.2.3.4',
    'latest',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    '1.2.3-01',
    '1.2.3-',
    '1.2.3+',
    '1.2.3-a..b',
    '1.2.x',
    'V1.2.3',
    'vv1.2.3',
    'v 1.2.3',
    ' 1.2.3',
    '1.2.3 ',
    '1.2.3\n',
    '=1.2.3',
    'v=1.2.3',
    '-1.2.3',
    '1.2.3-é',
    '9007199254740992.0.0',
    `1.2.3-${'x'.repeat(300)}`,
  ])('is not %j', (text) => {
    expect(parseVersion(text)).toBeUndefined()
  })

  // The order of the specification's own example (semver 2.0.0, clause 11), from low to high.
  const ordered = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ]

  test('is ordered by number, a pre-release before its version', () => {
    expect(
      ordered
        .toReversed()
        .map(version)
        .toSorted(compareVersions)
        .map(({ text }) => text),
    ).toEqual(ordered)
  })

  test('is the same with and without v, whatever its build metadata', () => {
    expect(compareVersions(version('v1.2.3+a'), version('1.2.3+b'))).toBe(0)
  })

  test('is told from its parts, and compares with them', () => {
    const number = fc.nat({ max: 1000 })
    const parts = fc.tuple(number, number, number)
    fc.assert(
      fc.property(parts, parts, fc.constantFrom('', 'v'), (a, b, v) => {
        const one = version(v + a.join('.'))
        expect([one.major, one.minor, one.patch]).toEqual(a)
        const at = a.findIndex((part, index) => part !== b[index])
        const expected = at < 0 ? 0 : Math.sign((a[at] ?? 0) - (b[at] ?? 0))
        expect(compareVersions(one, version(b.join('.')))).toBe(expected)
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((end) => `v1.2.3${end}`),
        ),
        (text) => {
          const parsed = parseVersion(text)
          if (parsed === undefined) return
          const build = parsed.build === undefined ? '' : `+${parsed.build}`
          expect(`${parsed.prefixed ? 'v' : ''}${parsed.text}${build}`).toBe(text)
        },
      ),
      { numRuns: 500 },
    )
  })
})
