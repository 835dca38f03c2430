/**
 * The workflow commands that GitHub's runner obeys in the output of a step, read as actions/runner 2.336.0 reads them
 * (src/Runner.Common/ActionCommand.cs, TryParseV2 and then TryParse). It is the oracle for everything that must not let the
 * output of a child act as a command.
 *
 * @typedef {object} Command
 * @property {1 | 2} version 2 is `::name key=value::data`, 1 is `##[name key=value;]data`.
 * @property {string} name In lower case.
 * @property {Readonly<Record<string, string>>} properties
 * @property {string} data
 */

/** The names that the runner knows; any other name is plain text. */
export const COMMANDS = Object.freeze([
  ...['set-env', 'set-output', 'save-state', 'add-mask', 'add-path', 'add-matcher', 'remove-matcher'],
  ...['debug', 'warning', 'error', 'notice', 'group', 'endgroup', 'echo', 'stop-commands'],
])

// The order matters: the runner undoes %25 last.
const V2_ESCAPES = /** @type {const} */ ([
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
])
const V1_ESCAPES = /** @type {const} */ ([
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
])
// C#'s TrimStart also strips U+0085, which \s does not hold.
const LEADING_BLANKS = /^[\s\u0085]+/u

/**
 * Reads a line as the runner does. Version 2 stands at the start of a line after any white space, version 1 ANYWHERE in it.
 * @param {string} line
 * @param {ReadonlySet<string>} [known] Defaults to `COMMANDS`.
 * @returns {Command | undefined}
 */
export function parseCommand(line, known = new Set(COMMANDS)) {
  return parseV2(line.replace(LEADING_BLANKS, ''), known) ?? parseV1(line, known)
}

/** @param {string} line @param {ReadonlySet<string>} known @returns {Command | undefined} */
function parseV2(line, known) {
  if (!line.startsWith('::')) return undefined
  const end = line.indexOf('::', 2)
  if (end < 0) return undefined
  const { name, rest } = headOf(line.slice(2, end))
  if (!known.has(name)) return undefined
  return {
    version: 2,
    name,
    properties: propertiesOf(rest, ',', V2_ESCAPES),
    data: unescaped(line.slice(end + 2), V2_ESCAPES),
  }
}

/** @param {string} line @param {ReadonlySet<string>} known @returns {Command | undefined} */
function parseV1(line, known) {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  const { name, rest } = headOf(line.slice(start + 3, end))
  if (!known.has(name)) return undefined
  return {
    version: 1,
    name,
    properties: propertiesOf(rest, ';', V1_ESCAPES),
    data: unescaped(line.slice(end + 1), V1_ESCAPES),
  }
}

/** @param {string} info */
function headOf(info) {
  const space = info.indexOf(' ')
  if (space < 0) return { name: info.toLowerCase(), rest: '' }
  return { name: info.slice(0, space).toLowerCase(), rest: info.slice(space + 1) }
}

/** @param {string} text @param {string} separator @param {readonly (readonly [string, string])[]} escapes */
function propertiesOf(text, separator, escapes) {
  /** @type {Record<string, string>} */
  const properties = {}
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    properties[part.slice(0, equals).trim().toLowerCase()] = unescaped(
      part.slice(equals + 1).trimEnd(),
      escapes,
    )
  }
  return properties
}

/** @param {string} text @param {readonly (readonly [string, string])[]} escapes */
function unescaped(text, escapes) {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text)
}
