import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseCommand } from '../../scripts/sandbox/commands.js'
import { createLog } from '../../src/host/log.ts'

function written(use: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  use(
    createLog((piece) => {
      text += piece
    }),
  )
  return text
}

const FORMS = [
  '::set-output name=a::b',
  '##[set-output name=a;]b',
  '::error::x',
  '##[error]x',
  '::set-env name=a::b',
]
const BEFORE = [
  '',
  ' ',
  '\t',
  '\u0085',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u00ad',
  '#8 0.1 ',
  '\u001b[31m',
  '\u0000',
]

/** Lines from both grammars of commands, disguised, and anything else. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom(...BEFORE, ...FORMS, '\r', '\n', ':', '#', '[', ']', 'x'), { maxLength: 12 })
    .map((parts) => parts.join('')),
)

describe('the log', () => {
  test('never prints a line of a child that the runner would obey', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('', 'linux/arm64 |'), (text, prefix) => {
        const lines = written((log) => log.child(prefix, text)).split(/[\r\n]/)
        for (const line of lines) expect(parseCommand(line)).toBeUndefined()
      }),
      { numRuns: 5000 },
    )
  })

  test('does not obey what our own lines quote either', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = written((log) => log.info(text)).split(/[\r\n]/)
        for (const line of lines) expect(parseCommand(line)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  test('the forms that it has to stop are commands before', () => {
    for (const form of FORMS) expect(parseCommand(form)).toBeDefined()
  })

  test('cuts a line that has no end', () => {
    expect(written((log) => log.child('', 'x'.repeat(1_000_000))).length).toBeLessThan(9_000)
  })

  test('stops showing what children write after 20 MiB, and says so once', () => {
    const text = written((log) => {
      for (let line = 0; line < 3000; line++) log.child('', 'y'.repeat(8_000))
    })
    expect(text.length).toBeLessThan(22 * 1024 * 1024)
    expect(text.match(/is not shown/g)).toHaveLength(1)
  })
})
