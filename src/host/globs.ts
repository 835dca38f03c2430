import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Files by pattern, as workflows know them from `hashFiles`. */
export interface Globs {
  /**
   * One digest of all files below a folder that match, by their paths and contents: 16 hex digits. Links are not followed.
   * Undefined where nothing matches.
   */
  digest(folder: string, patterns: readonly string[]): Promise<string | undefined>
}

/** Looks by @actions/glob, which is loaded with the first question only. */
export function createGlobs(): Globs {
  return {
    async digest(folder, patterns) {
      const { create } = await import('@actions/glob')
      const absolute = patterns.map((pattern) =>
        pattern.startsWith('!')
          ? `!${join(literal(folder), pattern.slice(1))}`
          : join(literal(folder), pattern),
      )
      const globber = await create(absolute.join('\n'), {
        followSymbolicLinks: false,
        matchDirectories: false,
      })
      const paths = (await globber.glob()).toSorted()
      const files = (await Promise.all(paths.map(asFile))).filter((path) => path !== undefined)
      if (files.length === 0) return undefined
      const whole = createHash('sha256')
      for (const path of files) whole.update(`${relative(folder, path)}\0${await hashOf(path)}\0`)
      return whole.digest('hex').slice(0, 16)
    },
  }
}

async function asFile(path: string): Promise<string | undefined> {
  return (await lstat(path)).isFile() ? path : undefined
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** A path in which no character is a pattern (@actions/glob, Pattern.globEscape). */
function literal(path: string): string {
  return path
    .replace(/\[(?=[^/]+\])/g, '[[]')
    .replaceAll('?', '[?]')
    .replaceAll('*', '[*]')
}
