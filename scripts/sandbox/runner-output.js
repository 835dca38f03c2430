import { StringDecoder } from 'node:string_decoder'
import { COMMANDS, parseCommand } from './commands.js'

/** The runner keeps that many annotations of a kind per step, of that many characters (ExecutionContext.cs). */
const ANNOTATIONS = 10
const ANNOTATION_LENGTH = 4096

/**
 * @typedef {'error' | 'warning' | 'notice'} Level
 * @typedef {'text' | 'group' | 'endgroup' | 'debug' | Level} Kind
 * @typedef {Record<Level, string[]>} Annotations
 */

/** What one stage said: its output, line by line, with the runner's commands obeyed. */
export class StageOutput {
  /** @param {Masks} masks @param {(line: string, kind: Kind) => void} show Gets every line of the log, masked. */
  constructor(masks, show) {
    this.masks = masks
    this.show = show
    /** @type {string[]} */
    this.log = []
    /** @type {Annotations} */
    this.annotations = { error: [], warning: [], notice: [] }
    this.dropped = 0
    /** @type {import('./commands.js').Command[]} */
    this.commands = []
    this.commandFailed = false
    /** @type {Record<string, string>} */
    this.outputs = {}
    /** @type {Record<string, string>} */
    this.state = {}
    /** @type {Set<string>} */
    this.known = new Set(COMMANDS)
    /** @type {string | undefined} */
    this.resumeToken = undefined
  }

  /** @param {string} line */
  take(line) {
    const command = parseCommand(line, this.known)
    if (!command) return this.print(line, 'text')
    if (this.resumeToken !== undefined) return this.whileStopped(command, line)
    this.commands.push(command)
    return this.obey(command, line)
  }

  /** @param {import('./commands.js').Command} command @param {string} line */
  whileStopped(command, line) {
    if (command.name !== this.resumeToken) return this.print(line, 'text')
    this.known.delete(command.name)
    this.resumeToken = undefined
  }

  /** @param {import('./commands.js').Command} command @param {string} line */
  obey({ name, properties, data }, line) {
    switch (name) {
      case 'stop-commands':
        return this.stopCommands(data)
      case 'add-mask':
        return this.masks.add(data)
      case 'set-env':
      case 'add-path':
        this.commandFailed = true
        return this.annotate('error', `The \`${name}\` command is disabled.`)
      case 'save-state':
        if (properties.name) this.state[properties.name] = data
        return
      case 'set-output':
        if (properties.name) this.outputs[properties.name] = data
        return
      case 'error':
      case 'warning':
      case 'notice':
        return this.annotate(name, data)
      case 'group':
      case 'endgroup':
      case 'debug':
        return this.print(data, name)
      default:
        return this.print(line, 'text')
    }
  }

  /** @param {string} token */
  stopCommands(token) {
    this.resumeToken = token.toLowerCase()
    this.known.add(this.resumeToken)
    if (token.length > 6) this.masks.add(token)
  }

  /** @param {Level} level @param {string} message */
  annotate(level, message) {
    const kept = this.annotations[level]
    if (kept.length < ANNOTATIONS) kept.push(this.masks.hide(message).slice(0, ANNOTATION_LENGTH))
    else this.dropped++
    this.print(message, level)
  }

  /** @param {string} line @param {Kind} kind */
  print(line, kind) {
    const masked = this.masks.hide(line)
    this.log.push(masked)
    this.show(masked, kind)
  }
}

/** The values that must not be seen, for the whole job (ActionCommandManager.cs, SecretMasker). */
export class Masks {
  constructor() {
    /** @type {Set<string>} */
    this.values = new Set()
  }

  /** Masks a value and each of its lines. @param {string} value */
  add(value) {
    for (const text of [value, ...value.split(/[\r\n]+/).map((line) => line.trim())])
      if (text) this.values.add(text)
  }

  /** @param {string} text */
  hide(text) {
    const longestFirst = [...this.values].sort((a, b) => b.length - a.length)
    return longestFirst.reduce((result, value) => result.replaceAll(value, '***'), text)
  }
}

/**
 * Hands on a stream line by line, split where the runner splits: at CR, LF and CR LF only.
 * @param {import('node:stream').Readable} stream @param {(line: string) => void} take
 */
export function eachLine(stream, take) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (chunk) => {
    const lines = (rest + decoder.write(chunk)).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    lines.forEach(take)
  })
  stream.on('end', () => {
    const last = rest + decoder.end()
    if (last) take(last.replace(/\r$/, ''))
  })
}
