import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDigest } from '../../src/domain/digest.ts'
import {
  digestReference,
  formatImageName,
  isReservedTag,
  parseImageName,
  parseTag,
  sanitizeTag,
  taggedReference,
} from '../../src/domain/reference.ts'

/** `registry repository`, or what is wrong. */
function show(text: string): string {
  const name = parseImageName(text)
  return 'fault' in name ? name.fault : `${name.registry} ${name.repository}`
}

describe('an image name', () => {
  test.each([
    ['ghcr.io/acme/app', 'ghcr.io acme/app'],
    ['GHCR.io/Acme/App', 'ghcr.io acme/app'],
    ['ghcr.io/acme/app/web/api', 'ghcr.io acme/app/web/api'],
    ['ghcr.io/a_b/c__d/e-f/g--h/i.j', 'ghcr.io a_b/c__d/e-f/g--h/i.j'],
    ['localhost/app', 'localhost app'],
    ['localhost:5000/app', 'localhost:5000 app'],
    ['127.0.0.1:65535/app', '127.0.0.1:65535 app'],
    ['[::1]:5000/app', '[::1]:5000 app'],
    ['[2001:DB8::1]/app', '[2001:db8::1] app'],
    ['acme/app', 'docker.io acme/app'],
    ['app', 'docker.io app'],
    ['registry:5000/app', 'registry:5000 app'],
  ])('%s is %s', (text, expected) => {
    expect(show(text)).toBe(expected)
  })

  test.each<[string, string]>([
    ['', "has the repository '', which is not a valid path"],
    ['ghcr.io/', "has the repository '', which is not a valid path"],
    ['ghcr.io//app', "has the repository '/app', which is not a valid path"],
    ['ghcr.io/app/', "has the repository 'app/', which is not a valid path"],
    ['ghcr.io/-app', "has the repository '-app', which is not a valid path"],
    ['ghcr.io/app-', "has the repository 'app-', which is not a valid path"],
    ['ghcr.io/a___b', "has the repository 'a___b', which is not a valid path"],
    ['ghcr.io/a..b', "has the repository 'a..b', which is not a valid path"],
    ['ghcr.io/../app', "has the repository '../app', which is not a valid path"],
    ['--output=x', "has the repository '--output=x', which is not a valid path"],
    ['ghcr.io/a,type=x', "has the repository 'a,type=x', which is not a valid path"],
    ['ghcr.io/acme/app:v1', 'has a tag; write only the name'],
    ['app:v1', 'has a tag; write only the name'],
    [`ghcr.io/app@sha256:${'a'.repeat(64)}`, 'has a digest; write only the name'],
    ['user@ghcr.io/app', 'has a digest; write only the name'],
    ['https://ghcr.io/app', "has the registry host 'https:', which is not a host name"],
    ['-ghcr.io/app', "has the registry host '-ghcr.io', which is not a host name"],
    ['ghcr..io/app', "has the registry host 'ghcr..io', which is not a host name"],
    ['ghcr.io:/app', "has the registry host 'ghcr.io:', which is not a host name"],
    ['ghcr.io:99999/app', "has the registry host 'ghcr.io:99999', which is not a host name"],
    ['ghcr.io:x/app', "has the registry host 'ghcr.io:x', which is not a host name"],
    ['ghcr.io/acme app', 'has characters other than letters, digits and ._-/'],
    ['ghcr.io/acme/app\n', 'has characters other than letters, digits and ._-/'],
    ['ghcr.io/größe', 'has characters other than letters, digits and ._-/'],
    // The Kelvin sign, whose small letter is an ordinary k.
    ['ghcr.io/\u212a/app', 'has characters other than letters, digits and ._-/'],
    [`ghcr.io/${'a'.repeat(248)}`, 'is 256 characters long, at most 255 are possible'],
  ])('%j: %s', (text, expected) => {
    expect(show(text)).toBe(expected)
  })

  test('a name that is parsed is lower-case, and parsed again the same', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){0,12}$/)
    const host = fc.constantFrom('ghcr.io', 'GHCR.IO', 'localhost:5000', '[::1]:5000', 'Registry.Example.com')
    fc.assert(
      fc.property(host, fc.array(part, { minLength: 1, maxLength: 4 }), (registry, path) => {
        const text = `${registry}/${path.join('/')}`
        const name = parseImageName(text)
        if ('fault' in name) throw new Error(name.fault)
        expect(formatImageName(name)).toBe(text.toLowerCase())
        expect(parseImageName(formatImageName(name))).toEqual(name)
      }),
    )
  })

  test('no text makes it throw, and what it takes has no character that could mean something else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const name = parseImageName(text)
        if (!('fault' in name)) expect(formatImageName(name)).toMatch(/^[a-z0-9[][a-z0-9._:/[\]-]*$/)
      }),
      { numRuns: 500 },
    )
  })

  test('is written with a tag or a digest', () => {
    const name = { registry: 'ghcr.io', repository: 'acme/app' }
    const tag = parseTag('v1')
    const digest = parseDigest(`sha256:${'a'.repeat(64)}`)
    if (tag === undefined || digest === undefined) throw new Error('not parsed')
    expect(taggedReference(name, tag)).toBe('ghcr.io/acme/app:v1')
    expect(digestReference(name, digest)).toBe(`ghcr.io/acme/app@sha256:${'a'.repeat(64)}`)
  })
})

describe('a tag', () => {
  test.each(['a', '_', 'v1.2.3', 'latest', 'A-b_c.d', '0', 'x'.repeat(128)])('may be %s', (text) => {
    expect(parseTag(text)).toBe(text)
  })

  test.each(['', '.a', '-a', 'a b', 'a/b', 'a:b', 'a+b', 'a,b', 'é', 'a\n', 'x'.repeat(129)])(
    'may not be %j',
    (text) => {
      expect(parseTag(text)).toBeUndefined()
    },
  )

  const hex = 'a'.repeat(64)
  test.each([
    'candidate',
    'buildcache',
    'buildcache-web',
    'withdrawn-v1.2.3',
    `sha256-${hex}`,
    `sha256-${hex}.sig`,
    `sha256-${hex}.att`,
  ])('%s is reserved', (text) => {
    expect(isReservedTag(text)).toBe(true)
  })

  test.each([
    'candidate-1',
    'withdrawn',
    'sha256-abc',
    `sha256-${hex.slice(1)}`,
    'v1.2.3',
    'my-buildcache',
    hex,
  ])('%s is free', (text) => {
    expect(isReservedTag(text)).toBe(false)
  })
})

describe('a tag of free text', () => {
  test.each<[string, string | undefined]>([
    ['main', 'main'],
    ['feature/login', 'feature-login'],
    ['a//b  c', 'a-b-c'],
    ['.-.x', 'x'],
    ['/x', 'x'],
    ['x/', 'x-'],
    ['v1.2.3+b', 'v1.2.3-b'],
    ['日本', undefined],
    ['', undefined],
    ['---', undefined],
    ['x'.repeat(200), 'x'.repeat(128)],
  ])('%j is %s', (text, expected) => {
    expect(sanitizeTag(text)).toBe(expected)
  })

  test('is always valid, and stays as it is when it is one already', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string()), (text) => {
        const tag = sanitizeTag(text)
        if (tag === undefined) return expect(text).not.toMatch(/[A-Za-z0-9_]/)
        expect(parseTag(tag)).toBe(tag)
        expect(sanitizeTag(tag)).toBe(tag)
        if (parseTag(text) !== undefined) expect(tag).toBe(text)
      }),
    )
  })
})
