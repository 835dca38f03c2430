import { clean, clip } from './foreign.ts'

/**
 * Foreign text as Markdown that shows it and means nothing: on one line, every character that Markdown, HTML or GitHub could
 * take for structure, a link or a mention as a character reference, which never is structure (CommonMark 0.31, 2.5).
 */
export function prose(text: string, limit = 300): string {
  return encode(clip(clean(text.replace(/[\r\n]+/g, ' ')).trim(), limit))
    .replace(/^[-+=]/, entity)
    .replace(/^(\d+)\.(?=\s|$)/, '$1&#46;')
}

/** Foreign text as code; what tags, digests and platforms consist of stays readable in the source too. */
export function code(text: string): string {
  if (/^[A-Za-z0-9._/:@+-]{1,300}$/.test(text)) return `\`${text}\``
  return `<code>${encode(clip(clean(text.replace(/[\r\n]+/g, ' ')), 300))}</code>`
}

/** Commands to copy, as a block of code. Nothing in it can end the block. */
export function block(lines: readonly string[], language: 'sh' | 'yaml' = 'sh'): string {
  const safe = lines.map((line) => clean(line.replace(/[\r\n]+/g, ' ')).replace(/[`~]/g, ''))
  return [`\`\`\`${language}`, ...safe, '```'].join('\n')
}

/** A table; cells are Markdown already. Undefined where there are no rows. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  limit = 100,
): string | undefined {
  if (rows.length === 0) return undefined
  const shown = rows.slice(0, limit).map((row) => `| ${row.join(' | ')} |`)
  const more = rows.length > limit ? `\n\n${rows.length - limit} more are not shown.` : ''
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' --- |').join('')}`, ...shown].join('\n') + more
}

/** A list; items are Markdown already. Undefined where there are none. */
export function list(items: readonly string[], limit = 50): string | undefined {
  if (items.length === 0) return undefined
  const more = items.length > limit ? [`- and ${items.length - limit} more`] : []
  return [...items.slice(0, limit).map((item) => `- ${item}`), ...more].join('\n')
}

function encode(text: string): string {
  return (
    text
      .replace(/[^\p{L}\p{N} ,.;:'"=+%/…–-]/gu, entity)
      // A zero-width space after it, because GitHub looks for mentions after it has decoded references.
      .replaceAll('&#64;', '&#64;&#8203;')
      .replaceAll('://', '&#58;//')
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
  )
}

function entity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0xfffd};`
}
