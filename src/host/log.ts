import * as core from '@actions/core'
import { defuse, stripEscapes } from '../domain/text.ts'

/** The one writer: everything that reaches the job's log goes through it, and every line is made safe first. */
export interface Log {
  /** A line of our own; what it quotes may be foreign, so it is defused too. */
  info(line: string): void
  /** Text that a child wrote, each line behind a prefix such as `linux/arm64 |`. */
  child(prefix: string, text: string): void
  /** Annotations; the runner keeps ten of each kind for a step. */
  notice(message: string): void
  warning(message: string): void
  error(message: string): void
  /** A folded group around `body`; groups do not nest. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>
}

const LINE_LIMIT = 8192
const CHILD_LIMIT = 20 * 1024 * 1024
/** Two below the runner's ten, so that our last word is always kept (actions/runner, ExecutionContext.cs). */
const ANNOTATION_LIMIT = 8

const ANNOTATE = { notice: core.notice, warning: core.warning, error: core.error }

/** Makes the log of this process. `write` gets whole lines. */
export function createLog(write: (text: string) => void = (text) => process.stdout.write(text)): Log {
  let childBytes = 0
  const counts = { notice: 0, warning: 0, error: 0 }
  const line = (text: string) => write(`${defuse(text.slice(0, LINE_LIMIT))}\n`)
  const info = (text: string) => {
    for (const one of text.split(/\r\n|\n|\r/)) line(one)
  }
  const annotate = (kind: keyof typeof counts, message: string) => {
    counts[kind] += 1
    if (counts[kind] > ANNOTATION_LIMIT) return info(`${kind}: ${message}`)
    // @actions/core escapes what would end the command; the data itself is defused like any other line.
    return ANNOTATE[kind](message.split('\n').map(defuse).join('\n').slice(0, 4000))
  }
  return {
    info,
    child(prefix, text) {
      if (childBytes > CHILD_LIMIT) return
      childBytes += text.length
      for (const one of stripEscapes(text).split(/\r\n|\n|\r/)) line(prefix === '' ? one : `${prefix} ${one}`)
      if (childBytes > CHILD_LIMIT)
        line('Further output of programs is not shown: there were more than 20 MiB.')
    },
    notice: (message) => annotate('notice', message),
    warning: (message) => annotate('warning', message),
    error: (message) => annotate('error', message),
    async group(title, body) {
      core.startGroup(defuse(title))
      try {
        return await body()
      } finally {
        core.endGroup()
      }
    },
  }
}
