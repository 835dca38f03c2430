import { expect, test } from '@jest/globals'
import {
  CommandError,
  InputError,
  describe as inWords,
  PolicyError,
  RegistryError,
  type Trouble,
  VerificationError,
} from '../../src/domain/errors.ts'

const FULL: Trouble = { found: 'It is red.', allowed: 'green', remedy: 'Paint it.' }

test.each<[Trouble, string]>([
  [{ found: 'It is red.' }, 'It is red.'],
  [{ found: 'It is red.', allowed: 'green' }, 'It is red. Allowed: green.'],
  [{ found: 'It is red.', remedy: 'Paint it.' }, 'It is red. Paint it.'],
  [{ found: 'It is red.', allowed: undefined, remedy: undefined }, 'It is red.'],
  [FULL, 'It is red. Allowed: green. Paint it.'],
])('%j reads %s', (trouble, expected) => {
  expect(inWords(trouble)).toBe(expected)
})

test('a failed check proves nothing about the image, unless it says so', () => {
  expect(new VerificationError(FULL).proves).toBe('other')
  expect(new VerificationError(FULL, { proves: 'image' }).proves).toBe('image')
})

test('an error has its name, its trouble in words and in parts, and its cause', () => {
  const cause = new Error('below')
  const errors = [
    new CommandError(FULL, { cause }),
    new RegistryError('denied', FULL, { cause }),
    new VerificationError(FULL, { cause }),
    new PolicyError(FULL, { cause }),
  ]
  expect(errors.map(({ name }) => name)).toEqual([
    'CommandError',
    'RegistryError',
    'VerificationError',
    'PolicyError',
  ])
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ message: 'It is red. Allowed: green. Paint it.', trouble: FULL, cause })
  }
})

test('a failed command keeps its last lines', () => {
  expect(new CommandError(FULL).evidence).toEqual([])
  expect(new CommandError(FULL, { evidence: ['a', 'b'] }).evidence).toEqual(['a', 'b'])
})

test('a registry error keeps kind, status and the answer', () => {
  const error = new RegistryError('denied', FULL, { status: 403, answer: 'DENIED: no' })
  expect(error).toMatchObject({ kind: 'denied', status: 403, answer: 'DENIED: no' })
  expect(new RegistryError('unreachable', FULL).status).toBeUndefined()
})

test('one report has every fault of every input', () => {
  const tag = { input: 'tag', found: "'v1' is not a version." }
  const latest = { input: 'latest', found: "'maybe' is not a boolean.", allowed: 'true, false' }
  expect(new InputError([tag]).message).toBe("One input cannot be used:\n  tag: 'v1' is not a version.")
  const error = new InputError([tag, latest])
  expect(error.message).toBe(
    "2 inputs cannot be used:\n  tag: 'v1' is not a version.\n  latest: 'maybe' is not a boolean. Allowed: true, false.",
  )
  expect(error.name).toBe('InputError')
  expect(error.faults).toEqual([tag, latest])
})
