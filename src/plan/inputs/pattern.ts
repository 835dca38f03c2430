/** One piece of an expression: an escape, a class, the beginning or end of a group, a repetition, an alternative, or a character. */
const PIECE =
  /\\(?:[pPx]\{[^}]*\}|[\s\S])?|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]|\(\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)])|\(\??|[)*+?|]|\{\d+(?:,\d*)?\}|[\s\S]/gu
const ESCAPE = /^\\(?:[pP](?:\{\^?\w+\}|$)|x(?:\{[0-9A-Fa-f]+\}|$)|[afnrtvdDsSwWAbBz]|[!-/:-@[-`{-~ ])/
const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})$/
const MOST_REPEATED = 1000

/** What stood last: whether it can be repeated, and whether it is a repetition. */
type Last = 'nothing' | 'something' | 'repetition' | 'lazy repetition'

/**
 * Why Go does not take a regular expression, as far as that is seen without parsing all of it; undefined where nothing is found. What passes
 * has as many groups closed as opened, so that a group around it holds all of it (google/re2, doc/syntax.txt).
 */
export function patternFault(pattern: string): string | undefined {
  let last: Last = 'nothing'
  let depth = 0
  for (const [piece] of pattern.matchAll(PIECE)) {
    const fault = pieceFault(piece, last)
    if (fault !== undefined) return fault
    if (piece === ')') depth -= 1
    else if (piece.startsWith('(') && !piece.endsWith(')')) depth += 1
    if (depth < 0) return "it closes a ')' that it has not opened"
    last = after(piece, last)
  }
  return depth === 0 ? undefined : "it opens a '(' that it does not close"
}

function pieceFault(piece: string, last: Last): string | undefined {
  if (piece === '(?')
    return 'it has a group of a kind that RE2 does not know, such as one that looks ahead or behind'
  if (piece === '[') return "it opens a '[' that it does not close"
  if (piece.startsWith('\\') && !ESCAPE.test(piece)) return `RE2 does not know '${piece}' in it`
  if (!REPETITION.test(piece)) return undefined
  if (last === 'nothing') return `it has '${piece}' with nothing before it`
  if (last === 'lazy repetition' || (last === 'repetition' && piece !== '?'))
    return `it has '${piece}' behind another repetition`
  return piece.split(/\D+/).some((count) => Number(count) > MOST_REPEATED)
    ? `it repeats more than ${MOST_REPEATED} times`
    : undefined
}

function after(piece: string, last: Last): Last {
  if (piece === '|' || piece.startsWith('(')) return 'nothing'
  if (!REPETITION.test(piece)) return 'something'
  return last === 'repetition' ? 'lazy repetition' : 'repetition'
}
