import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  COMMON_PLATFORMS,
  formatPlatform,
  missingPlatforms,
  normalizePlatform,
  type Platform,
  parsePlatform,
  samePlatform,
} from '../../src/domain/platform.ts'

function platform(text: string): Platform {
  const parsed = parsePlatform(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

const NAMES = [...COMMON_PLATFORMS, 'linux/amd64/v2', 'linux/arm/v5', 'windows/amd64', 'darwin/arm64']

describe('a platform', () => {
  test.each([
    ['linux/amd64', 'linux/amd64'],
    ['amd64', 'linux/amd64'],
    ['x86_64', 'linux/amd64'],
    ['x86-64', 'linux/amd64'],
    ['x64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['arm64', 'linux/arm64'],
    ['aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['arm', 'linux/arm/v7'],
    ['linux/arm', 'linux/arm/v7'],
    ['armhf', 'linux/arm/v7'],
    ['armel', 'linux/arm/v6'],
    ['linux/arm/v6', 'linux/arm/v6'],
    ['i386', 'linux/386'],
    ['386', 'linux/386'],
    ['riscv64', 'linux/riscv64'],
    ['LINUX/ARM64', 'linux/arm64'],
    [' linux/arm64 ', 'linux/arm64'],
    ['windows/amd64', 'windows/amd64'],
  ])('%j is %s', (text, expected) => {
    expect(formatPlatform(platform(text))).toBe(expected)
  })

  test.each([
    '',
    '/',
    'linux',
    'linux/',
    'linux//amd64',
    'linux/amd64/',
    'linux/amd64/v5',
    'linux/arm64/v7',
    'linux/arm/v9',
    'linux/arm/7',
    'linux/arm/v7/x',
    'armhf/v7',
    'linux/386/v1',
    'linux/sparc',
    'plan9/amd64',
    'windows/s390x',
    'linux/amd64,linux/arm64',
    'constructor',
    '__proto__',
    'linux/toString',
    '--privileged',
  ])('is not %j', (text) => {
    expect(parsePlatform(text)).toBeUndefined()
  })

  test.each<[Platform, string]>([
    [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64'],
    [{ os: 'linux', architecture: 'arm64', variant: '8' }, 'linux/arm64'],
    [{ os: 'linux', architecture: 'amd64', variant: 'v1' }, 'linux/amd64'],
    [{ os: 'linux', architecture: 'arm' }, 'linux/arm/v7'],
    [{ os: 'linux', architecture: 'arm', variant: '' }, 'linux/arm/v7'],
    [{ os: 'linux', architecture: 'arm', variant: '6' }, 'linux/arm/v6'],
    [{ os: 'linux', architecture: 'arm', variant: 'v8' }, 'linux/arm/v8'],
    [{ os: 'linux', architecture: 'riscv64', variant: '' }, 'linux/riscv64'],
    [{ os: 'unknown', architecture: 'unknown' }, 'unknown/unknown'],
  ])('as others write it, %j, is %s', (given, expected) => {
    expect(formatPlatform(normalizePlatform(given))).toBe(expected)
  })

  test('is the same however it is written', () => {
    expect(samePlatform(platform('arm64'), { os: 'linux', architecture: 'arm64', variant: 'v8' })).toBe(true)
    expect(samePlatform(platform('arm/v7'), { os: 'linux', architecture: 'arm' })).toBe(true)
    expect(samePlatform(platform('arm/v6'), platform('arm/v7'))).toBe(false)
    expect(samePlatform(platform('amd64'), platform('windows/amd64'))).toBe(false)
  })

  test('is missing where no other is the same', () => {
    const [amd, arm, v7] = ['amd64', 'arm64', 'arm/v7'].map(platform) as [Platform, Platform, Platform]
    expect(
      missingPlatforms([amd, arm, v7], [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, amd]),
    ).toEqual([v7])
    expect(missingPlatforms([amd], [amd, arm])).toEqual([])
    expect(missingPlatforms([], [])).toEqual([])
    expect(missingPlatforms([amd, arm], [])).toEqual([amd, arm])
  })

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), (name) => {
        expect(formatPlatform(platform(name))).toBe(name)
        expect(normalizePlatform(platform(name))).toEqual(platform(name))
      }),
    )
  })

  test('no text makes it throw, and what it takes is read back the same', () => {
    const word = fc.constantFrom(
      'linux',
      'arm',
      'arm64',
      'amd64',
      'v7',
      'v8',
      '',
      'x64',
      'armel',
      '__proto__',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 4 }).map((words) => words.join('/')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parsePlatform(given)
        if (parsed !== undefined) expect(parsePlatform(formatPlatform(parsed))).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })
})
