import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { COMMANDS, parseCommand } from '../../scripts/sandbox/commands.js'
import { defuse } from '../../src/domain/text.ts'

/** What a command is made of, and what hides one: blanks, controls, and letters that the runner's comparison ignores. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('::', ':', '##[', '##', '#', '[', ']', ' ', ';', ',') },
  { weight: 3, arbitrary: fc.constantFrom(...COMMANDS, 'ERROR', 'Add-Mask', 'file=x', 'name=a') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\u200b', '\u00ad', '\u0000', '\u0085', '\u00a0', '\ufeff', '\t', '\u2028'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
)
const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('').replace(/[\r\n]/g, ''))
/** Whole commands, with anything before and inside. */
const command = fc
  .tuple(line, fc.constantFrom(...COMMANDS), line, line, fc.boolean())
  .map(([before, name, properties, data, second]) =>
    second
      ? `${before.trim() === '' ? before : ''}::${name} ${properties}::${data}`
      : `${before}##[${name} ${properties}]${data}`,
  )
const hostile = fc.oneof(line, command)

/** The line as a comparison sees it that ignores what cannot be seen. */
const seen = (text: string) => text.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')

test('no line is a command of the runner any more', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const safe = defuse(text)
      expect(parseCommand(safe)).toBeUndefined()
      expect(parseCommand(seen(safe))).toBeUndefined()
    }),
    { numRuns: 5000 },
  )
})

test('many of these lines were commands before, so that the test above proves something', () => {
  const lines = fc.sample(hostile, { numRuns: 2000, seed: 1 })
  expect(lines.filter((text) => parseCommand(text) !== undefined).length).toBeGreaterThan(300)
})

test('every command of either form is broken where a person can see it', () => {
  for (const name of COMMANDS) {
    for (const text of [`::${name}::x`, `  ::${name} a=b::x`, `before ##[${name}]x`, `##[${name} a=b;]x`]) {
      expect(parseCommand(text)?.name).toBe(name)
      expect(parseCommand(defuse(text))).toBeUndefined()
      expect(defuse(text).replace('\\', '')).toBe(text)
    }
  }
})

test('text without markers is left alone', () => {
  const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[:#]/.test(text) && seen(text) === text)
  fc.assert(fc.property(plain, (text) => expect(defuse(text)).toBe(text)))
})
