import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { describe as words } from '../../src/domain/errors.ts'
import { bytesOf } from '../../src/domain/secretforms.ts'
import { guardFaults, publicFacts, withParts } from '../../src/plan/guard.ts'
import { context, faultsOf, inputs, SHA } from './given.ts'

const VALUE = 'k3Hq-9dP2!xv'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJyb2xlIjoiYW5vbiJ9'}.c2lnbmF0dXJlLW9mLWl0`

describe('a build argument is refused', () => {
  test.each<[what: string, given: Readonly<Record<string, string>>, found: RegExp]>([
    [
      'by its name',
      { 'build-args': `A=1\nNPM_TOKEN=${VALUE}` },
      /^'NPM_TOKEN' looks like a secret by its name\.$/,
    ],
    [
      'by the form of its value',
      { 'build-args': `A=${JWT}` },
      /^'A' holds what looks like a JSON Web Token\.$/,
    ],
    [
      'for a secret of secrets',
      { 'build-args': `A=${VALUE}`, secrets: `npm=${VALUE}` },
      /^'A' holds the secret 'npm' of secrets\.$/,
    ],
    [
      'for a part of its value',
      { 'build-args': `A=https://u:${encodeURIComponent(VALUE)}@example.com`, secrets: `npm=${VALUE}` },
      /^'A' holds the secret 'npm'/,
    ],
    [
      'for its base64',
      { 'build-args': `A=${base64(`u:${VALUE}`)}`, secrets: `npm=${VALUE}` },
      /'A' holds the secret 'npm'/,
    ],
    [
      'for the password',
      { 'build-args': `A=${VALUE}`, password: VALUE },
      /'A' holds the password of the registry\./,
    ],
    [
      'for a password of another registry',
      {
        'build-args': `A=${VALUE}`,
        'registry-auths': `- {registry: r.example, username: u, password: '${VALUE}'}`,
      },
      /'A' holds the password for r\.example of registry-auths\./,
    ],
  ])('%s', (_, given, found) => {
    const faults = faultsOf(given)
    expect(faults.map(({ input }) => input)).toEqual(['build-args'])
    expect(faults[0]?.found).toMatch(found)
    expect(faults[0]?.remedy).toMatch(
      /RUN --mount=type=secret,id=(?:a|npm_token) without ARG (?:A|NPM_TOKEN)\./,
    )
    expect(faults.map(words).join()).not.toContain(VALUE)
  })

  test('with all other faults, in one report', () => {
    const given = {
      platforms: 'linux/vax',
      'build-args': `NPM_TOKEN=${VALUE}\nDB_PASSWORD=${VALUE}\nVERSION=1`,
      labels: `com.example.a=${VALUE}`,
      annotations: `index:com.example.b=x ${VALUE} y`,
      secrets: `npm=${VALUE}`,
      smoke: 'off',
      'smoke-http': '80',
    }
    expect(faultsOf(given).map(({ input }) => input)).toEqual([
      ...['platforms', 'build-args', 'build-args', 'labels', 'annotations', 'smoke-http'],
    ])
  })

  test('for secrets that stand outside of the inputs', () => {
    const { build } = inputs({ 'build-args': `A=${VALUE}`, labels: 'a=b' })
    const secret = { name: "the secret 'x' of secret-files", value: bytesOf(`${VALUE}\n`) }
    expect(guardFaults({ build }, [secret]).map(({ found }) => found)).toEqual([
      "'A' holds the secret 'x' of secret-files.",
    ])
    expect(guardFaults({ build }, [])).toEqual([])
  })
})

describe('a build argument passes', () => {
  test.each([
    ...[
      'NPM_TOKEN=',
      'SKIP_AUTH=true',
      'PASSWORD=changeme',
      'TOKEN_URL=https://example.com/t',
      'CACHE_KEY=k3Hq9dP2xv',
    ],
    ...[
      'AUTHOR=me',
      `NEXT_PUBLIC_ANON_KEY=${JWT}`,
      'PUBLIC_NPM_TOKEN=k3Hq9dP2xv',
      'DATABASE_URL=postgres://u:p@localhost/db',
    ],
  ])('%s', (text) => {
    expect(faultsOf({ 'build-args': text, secrets: `npm=${VALUE}`, password: VALUE })).toEqual([])
  })

  test('where the secret that it equals is no telling one', () => {
    expect(faultsOf({ 'build-args': 'ENVIRONMENT=production', secrets: 'environment=production' })).toEqual(
      [],
    )
  })
})

describe('a secret of several lines', () => {
  const TOKEN = 'a1B2c3D4e5F6g7H8i9J0'
  const facts = publicFacts(inputs({ image: 'ghcr.io/acme/a1b2c3d4e5f6g7h8' }), context())
  const parts = (value: string) => withParts({ name: 'it', value }, facts).parts

  test('is found by a token of one line', () => {
    const secret = withParts({ name: "the secret 'netrc' of secret-files", value: netrc(TOKEN) }, facts)
    const { build } = inputs({ 'build-args': `A=https://x:${TOKEN}@example.com\nB=machine`, labels: 'a=me' })
    expect(guardFaults({ build }, [secret]).map(({ found }) => found)).toEqual([
      "'A' holds the secret 'netrc' of secret-files.",
    ])
  })

  test('has no parts that everybody knows: the commit, the image, the repository', () => {
    expect(parts(`${TOKEN}\n`)).toEqual([TOKEN])
    expect(parts(`${SHA}\n${SHA.slice(0, 20).toUpperCase()}\nA1B2c3D4e5F6g7H8\n`)).toEqual([])
    expect(parts(`${SHA}0\n`)).toEqual([`${SHA}0`])
  })
})

const netrc = (token: string) => `machine example.com\n  login me\n  password ${token}\n`

test('labels and annotations go by their values only', () => {
  const given = { labels: 'com.example.token=described', annotations: 'com.example.password=none needed' }
  expect(faultsOf({ ...given, secrets: `npm=${VALUE}` })).toEqual([])
  expect(faultsOf({ labels: `a=${JWT}` })[0]?.found).toMatch(/'a' holds what looks like a JSON Web Token/)
})

test('no fault shows a value, whatever it is', () => {
  const value = fc
    .string({ minLength: 12, maxLength: 60 })
    .filter((text) => !/["\r\n]/.test(text) && new Set(text.trim()).size > 8)
  fc.assert(
    fc.property(value, (text) => {
      const given = { 'build-args': `NPM_TOKEN=x${text}x`, labels: `l=x${text}x`, secrets: `id=x${text}x` }
      const faults = faultsOf(given)
      expect(faults.map(({ input }) => input)).toEqual(['build-args', 'labels'])
      expect(faults.map(words).join()).not.toContain(`x${text}x`)
    }),
  )
})
