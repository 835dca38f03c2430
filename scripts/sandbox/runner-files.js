import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of one stage through which a step talks to the runner. */
export const FILES = Object.freeze({
  GITHUB_OUTPUT: 'set_output',
  GITHUB_STATE: 'save_state',
  GITHUB_ENV: 'set_env',
  GITHUB_PATH: 'add_path',
  GITHUB_STEP_SUMMARY: 'step_summary',
})

/** The runner drops a larger summary as a whole (FileCommandManager.cs). */
export const SUMMARY_LIMIT = 1024 * 1024

/** @typedef {keyof typeof FILES} FileName */

/**
 * Makes the empty files of one stage; the result is their part of the step's environment.
 * @param {string} folder @param {string} id
 * @returns {Record<FileName, string>}
 */
export function makeFiles(folder, id) {
  const entries = Object.entries(FILES).map(([name, stem]) => {
    const path = join(folder, `${stem}_${id}`)
    writeFileSync(path, '')
    return [name, path]
  })
  return Object.fromEntries(entries)
}

/**
 * Reads a file of `key=value` lines and `key<<END` blocks as FileCommandManager.cs does. Throws with the runner's words.
 * @param {string} path
 * @returns {[string, string][]}
 */
export function readPairs(path) {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  /** @type {[string, string][]} */
  const pairs = []
  while (lines.length > 0) {
    const line = lines.shift()
    if (line) pairs.push(readPair(line, lines))
  }
  return pairs
}

/** @param {string} line @param {string[]} following Lines of a block are taken from here. @returns {[string, string]} */
function readPair(line, following) {
  const equals = line.indexOf('=')
  const heredoc = line.indexOf('<<')
  if (equals > 0 && (heredoc < 0 || equals < heredoc)) return [line.slice(0, equals), line.slice(equals + 1)]
  if (heredoc <= 0 || (equals === 0 && equals < heredoc)) throw new Error(`Invalid format '${line}'`)
  const delimiter = line.slice(heredoc + 2)
  const end = following.indexOf(delimiter)
  if (delimiter === '' || end < 0)
    throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
  const value = following.splice(0, end + 1).slice(0, -1)
  return [line.slice(0, heredoc), value.join('\n')]
}
