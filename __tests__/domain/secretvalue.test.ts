import { describe, expect, test } from '@jest/globals'
import { canBeSecret, shapeOf } from '../../src/domain/secretvalue.ts'

/** So that no scanner of repositories takes a test for a leak. */
const made = (...parts: readonly string[]) => parts.join('')
const JWT = made('eyJhbGciOiJIUzI1NiJ9.', 'eyJyb2xlIjoiYW5vbiJ9.', 'c2lnbmF0dXJlLW9mLWl0')

describe('the form of a value', () => {
  test.each([
    [made('ghp', '_', 'a1B2'.repeat(9)), 'a token of GitHub'],
    [made('gho', '_', 'a1B2'.repeat(9)), 'a token of GitHub'],
    [made('ghs', '_', 'a1B2'.repeat(9)), 'a token of GitHub'],
    [made('https://x:', 'ghp', '_', 'a1B2'.repeat(9), '@github.com/o/r'), 'a token of GitHub'],
    [made('github', '_pat_', '11ABCDEFG0', '_', 'a1B2'.repeat(12)), 'a token of GitHub'],
    [made('glpat', '-', 'a1B2c3D4e5F6g7H8i9J0'), 'a token of GitLab'],
    [made('xox', 'b-', '123456789012-abcdefghijkl'), 'a token of Slack'],
    [made('xox', 'p-', '123456789012-abcdefghijkl'), 'a token of Slack'],
    [made('AKIA', 'IOSFODNN7EXAMPLE'), 'an access key of AWS'],
    [made('npm', '_', 'a1B2'.repeat(9)), 'a token of npm'],
    [made('dckr', '_pat_', 'a1B2'.repeat(7)), 'a token of Docker Hub'],
    [made('-----BEGIN ', 'PRIVATE KEY-----\nMIIE'), 'a private key'],
    [made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE'), 'a private key'],
    [made('-----BEGIN OPENSSH ', 'PRIVATE KEY-----'), 'a private key'],
    [made('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----'), 'a private key'],
    [JWT, 'a JSON Web Token'],
    [`Bearer ${JWT}`, 'a JSON Web Token'],
  ])('%#: %s', (value, what) => {
    expect(shapeOf(value)).toBe(what)
  })

  test.each([
    ...[
      '',
      '1.2.3',
      'production',
      'ghp_short',
      'xoxo',
      'AKIA',
      'https://example.com/a?b=c',
      'sha256:0123456789abcdef',
    ],
    ...[
      '-----BEGIN PUBLIC KEY-----\nMIIB',
      '-----BEGIN CERTIFICATE-----',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me',
    ],
    ...[
      '7169605F62C751356D054A26A821E680E5FA6305',
      'eyJhbGciOiJIUzI1NiJ9',
      'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
    ],
    made('MAKIA', 'IOSFODNN7EXAMPLE'),
  ])('%j has none', (value) => {
    expect(shapeOf(value)).toBeUndefined()
  })

  test('of a web token may be public where its name says so, of a key never', () => {
    expect(shapeOf(JWT, true)).toBeUndefined()
    expect(shapeOf(made('-----BEGIN ', 'PRIVATE KEY-----'), true)).toBe('a private key')
  })
})

test.each([
  ['', false],
  ['true', false],
  [' Off ', false],
  ['1', false],
  ['dummy', false],
  ['changeme', false],
  ['***', false],
  ['hunter2', true],
  ['1234', true],
  ['truest', true],
])('%j can be a secret: %s', (value, can) => {
  expect(canBeSecret(value)).toBe(can)
})
