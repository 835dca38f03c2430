import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSearch, partsOf } from '../../src/domain/secret.ts'
import { bytesOf, formsOf } from '../../src/domain/secretforms.ts'

const latin1 = (text: string | Buffer) => Buffer.from(text).toString('latin1')
const secret = (name: string, value: string | Buffer) => ({ name, value: latin1(value) })

/** Half a surrogate pair is no text: nothing could be written in UTF-8. */
const wellFormed = (text: string) => Buffer.from(text).toString()

/** Values that are looked for: of any characters, with all that JSON, URLs and shells stumble over. */
const unit = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('"', '\\', '<', '&', '/', '+', ' ', '%', '\b', '\u2028', 'é', '😀'),
)
const value = fc
  .array(unit, { minLength: 4, maxLength: 20 })
  .map((parts) => `k7${wellFormed(parts.join(''))}Zq!3x`)
const around = fc.string({ unit: 'binary', maxLength: 20 }).map(wellFormed)

/** As Go's encoding/json writes a text. */
const goJson = (text: string) =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
/** As Python's json writes it. */
const asciiJson = (text: string) =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
const base64 = (text: string) => Buffer.from(text).toString('base64')

type Write = (before: string, value: string, after: string) => string
const ENCODINGS: Readonly<Record<string, Write>> = {
  'as it is': (before, value, after) => before + value + after,
  'JSON of JavaScript': (before, value, after) => JSON.stringify({ Env: [`A=${before}${value}${after}`] }),
  'JSON of Go': (before, value, after) => `{"created_by":${goJson(before + value + after)}}`,
  'JSON of Python': (before, value, after) =>
    asciiJson(before + value + after).replaceAll('\\u007f', '\u007f'),
  base64: (before, value, after) => base64(before + value + after),
  'base64 for URLs': (before, value, after) => Buffer.from(before + value + after).toString('base64url'),
  'percent, as encodeURIComponent': (before, value, after) => encodeURIComponent(before + value + after),
  'percent, in lower case': (before, value, after) =>
    before + encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase()) + after,
  'percent, as a form': (before, value, after) =>
    new URLSearchParams({ a: before + value + after }).toString(),
}

describe('a secret in a text', () => {
  test.each(Object.entries(ENCODINGS))('is found: %s', (_, write) => {
    fc.assert(
      fc.property(around, value, around, (before, text, after) => {
        const search = createSearch([secret('it', text)])
        expect(search.skipped).toEqual([])
        search.look('here', latin1(write(before, text, after)))
        expect(search.found()).toEqual(new Map([['it', ['here']]]))
      }),
    )
  })

  test.each([
    ['p@ss/w:rd+1$', 'p@ss%2Fw:rd+1$', 'Go, in a path'],
    ['p@ss/w:rd+1$', 'p%40ss%2Fw%3Ard+1$', 'Go, in the user of a URL'],
    ["it's (new) *1*", 'it%27s%20%28new%29%20%2A1%2A', 'RFC 3986'],
    ['ab/cd/ef/1234', 'ab\\/cd\\/ef\\/1234', 'JSON of PHP'],
  ])('%s is found in %s (%s)', (text, written) => {
    expect(createSearch([secret('it', text)]).holds(latin1(`x${written}y`))).toEqual(['it'])
  })

  test('is found in bytes that are no text', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0, 1, 2, 3, 250, 251, 252])
    const search = createSearch([secret('it', bytes)])
    expect(search.holds(`xx${latin1(bytes)}`)).toEqual(['it'])
    expect(search.holds(`eHh4${bytes.toString('base64')}`)).toEqual(['it'])
  })

  test('is found in whatever pieces the text comes', () => {
    fc.assert(
      fc.property(
        around,
        value,
        around,
        fc.array(fc.nat(), { maxLength: 8 }),
        (before, text, after, cuts) => {
          const whole = latin1(ENCODINGS['JSON of Go']?.(before, text, after) ?? '')
          const search = createSearch([secret('it', text)])
          const take = search.follow('there')
          const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted(
            (a, b) => a - b,
          )
          ends.reduce((from, to) => {
            take(whole.slice(from, to))
            return to
          }, 0)
          expect(search.found()).toEqual(new Map([['it', ['there']]]))
        },
      ),
    )
  })

  test('is found in nothing that does not hold it', () => {
    const other = fc.string({ unit: fc.constantFrom(...'ghijklmno.,:{}[]" '), maxLength: 2000 })
    fc.assert(
      fc.property(other, value, (text, own) =>
        expect(createSearch([secret('it', own)]).holds(text)).toEqual([]),
      ),
    )
  })

  test('is told by every place once, and by the name that came first', () => {
    const search = createSearch([
      secret('a', 'value-1234'),
      secret('b', 'value-1234\n'),
      secret('c', 'other-5678'),
    ])
    for (const place of ['x', 'y', 'x']) search.look(place, 'A=value-1234')
    search.look('z', 'B=other-5678')
    expect([...search.found()]).toEqual([
      ['a', ['x', 'y']],
      ['c', ['z']],
    ])
  })
})

describe('what is looked for', () => {
  test.each([
    ['short', 'abc123!'],
    ['one character over and over', 'aaaaaaaaaaaaaaaa'],
    ['a word', 'production'],
    ['a word with a capital', 'Postgres'],
    ['a number', '20261128'],
    ['blanks', '          '],
  ])('is not %s', (_, text) => {
    expect(partsOf({ value: text })).toEqual([])
    const search = createSearch([secret('it', text)])
    expect(search.skipped).toEqual(text.trim() === '' ? [] : ['it'])
    search.look('here', `x${text}y`)
    expect(search.found().size).toBe(0)
  })

  test.each(['hunter2!', 'correcthorse', '202611281234', 'Pa55word', 'the-password'])('is %s', (text) => {
    expect(partsOf({ value: text })).toEqual([text])
  })

  test('is of a file with several lines the whole of it, and each line that assigns a secret', () => {
    const npmrc =
      'registry=https://npm.example.com/\nalways-auth=true\n//npm.example.com/:_authToken=abcDEF123456\n'
    expect(partsOf({ value: npmrc })).toEqual([npmrc.trim(), '//npm.example.com/:_authToken=abcDEF123456'])
    const hosts = 'DB_HOST=db1.internal.example.com\nDB_PASSWORD_FILE=/run/secrets/db-password-1'
    expect(partsOf({ value: hosts })).toEqual([hosts])
  })

  test('is every part that it is given with', () => {
    const search = createSearch([
      { name: 'it', value: 'first line\nsecond line', parts: ['a1B2c3D4e5F6g7H8'] },
    ])
    expect(search.holds('ENV A=a1B2c3D4e5F6g7H8')).toEqual(['it'])
    expect(search.holds(btoa('user:a1B2c3D4e5F6g7H8'))).toEqual(['it'])
    expect(search.holds('second line')).toEqual([])
    expect(search.onlyWhole).toEqual([])
  })

  test('is told where of several lines nothing is found by itself', () => {
    const search = createSearch([
      secret('lines', 'first line of it\nsecond line of it'),
      secret('one', 'k3Hq-9dP2+xv=7Lm\n'),
      secret('short', 'a\nb'),
    ])
    expect([search.onlyWhole, search.skipped]).toEqual([['lines'], ['short']])
  })

  test.each([4094, 4095, 4096, 4097])(
    'knows the text of a long one that has a character at byte %i',
    (at) => {
      const text = `${'a"'.repeat(3000).slice(0, at - 1)}€${'b"'.repeat(3000)}`
      const forms = formsOf(bytesOf(text))
      for (const form of [JSON.stringify(text).slice(1), encodeURIComponent(text)])
        expect(forms.some((one) => one.length > 4000 && bytesOf(form).startsWith(one))).toBe(true)
    },
  )

  test('is a few forms of a plain token, and never long ones', () => {
    expect(formsOf(bytesOf('a1b2c3d4e5f6g7h8')).length).toBeLessThan(8)
    for (const form of formsOf(bytesOf('k"/'.repeat(20_000)))) expect(form.length).toBeLessThanOrEqual(4096)
  })
})

test('a bill of 30 MB is looked through in a moment', () => {
  const piece = latin1(
    '{"SPDXID":"SPDXRef-Package-python-requests","name":"requests","versionInfo":"2.32.5"},'.repeat(700),
  )
  const secrets = Array.from({ length: 5 }, (_, at) => secret(`${at}`, `${at}hf83hf-83fh8/3hf+83h"f83h`))
  const search = createSearch(secrets)
  const take = search.follow('sbom')
  const before = performance.now()
  for (let bytes = 0; bytes < 30_000_000; bytes += piece.length) take(piece)
  expect(performance.now() - before).toBeLessThan(5_000)
  expect(search.found().size).toBe(0)
})
