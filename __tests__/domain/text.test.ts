import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { defuse, LineSplitter, stripEscapes } from '../../src/domain/text.ts'

describe('a line of somebody else', () => {
  test.each([
    ['plain text', 'plain text'],
    ['\ta tab is four blanks', '    a tab is four blanks'],
    ['::error::x', ':\\:error::x'],
    ['  ::error::x', '  :\\:error::x'],
    ['\u0085::error::x', ':\\:error::x'],
    ['\u00a0\u3000::error::x', '\u00a0\u3000:\\:error::x'],
    ['\u200b::error::x', ':\\:error::x'],
    [':\u200b:error::x', ':\\:error::x'],
    [':\u0000:error::x', ':\\:error::x'],
    ['std::vector ::x', 'std::vector ::x'],
    ['##[error]x', '##\\[error]x'],
    ['in the middle ##[add-mask]x', 'in the middle ##\\[add-mask]x'],
    ['###[group]x', '###\\[group]x'],
    ['#\u00ad#[error]x', '##\\[error]x'],
    ['##\u2060[error]x', '##\\[error]x'],
    ['##[a]##[b]', '##\\[a]##\\[b]'],
    ['# heading [x]', '# heading [x]'],
    ['a\rb\u001b[31mc', 'ab[31mc'],
  ])('%j is printed as %j', (line, expected) => {
    expect(defuse(line)).toBe(expected)
  })

  test('is no command of the runner any more, whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '#',
        '##',
        '[',
        '##[',
        'error',
        ' ',
        '\u200b',
        '\u0000',
        '\u00ad',
        '\u0085',
        '\t',
        '\ufeff',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = defuse(pieces.join(''))
        expect(line.replace(/^[^\x21-\x7e]+/u, '').startsWith('::')).toBe(false)
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(/[\r\n\0]/)
        expect(defuse(line)).toBe(line)
      }),
      { numRuns: 1000 },
    )
  })
})

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b[2K\u001b[1Gline', 'line'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u001bMup', 'up'],
  ['[31m is text', '[31m is text'],
])('%j without terminal sequences is %j', (text, expected) => {
  expect(stripEscapes(text)).toBe(expected)
})

describe('a stream of text', () => {
  const split = (pieces: readonly string[], limit?: number) => {
    const splitter = new LineSplitter(limit)
    return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()]
  }

  test.each<[string, string[], string[]]>([
    ['lines of one piece', ['a\nb\nc'], ['a', 'b', 'c']],
    ['a line of two pieces', ['a', 'b\n'], ['ab']],
    ['carriage returns', ['10%\r20%\r30%\n'], ['10%', '20%', '30%']],
    ['both ends of a line as one', ['a\r\nb\r\n'], ['a', 'b']],
    ['both ends of a line in two pieces as one', ['a\r', '\nb'], ['a', 'b']],
    ['both ends with nothing between', ['a\r', '', '\nb'], ['a', 'b']],
    ['empty lines', ['a\n\nb\n'], ['a', '', 'b']],
    ['an empty line after a carriage return', ['a\r', '\n\nb'], ['a', '', 'b']],
    ['nothing', [], []],
    ['no line at all', ['', ''], []],
  ])('is cut into %s', (_, pieces, expected) => {
    expect(split(pieces)).toEqual(expected)
  })

  test('keeps a bounded part of a line that never ends', () => {
    expect(split(['xxxx', 'yyyy', 'zzzz\nnext'], 5)).toEqual(['xxxxy', 'next'])
    expect(split(['x'.repeat(100)], 5)).toEqual(['xxxxx'])
  })

  test('starts anew after its end', () => {
    const splitter = new LineSplitter()
    splitter.push('rest')
    expect([splitter.end(), splitter.end()]).toEqual([['rest'], []])
  })

  test('gives the same lines however it is cut into pieces', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', ' '), { maxLength: 20 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 20 })), (whole, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end))
        expect(split(pieces)).toEqual(split([whole]))
      }),
      { numRuns: 500 },
    )
  })
})
