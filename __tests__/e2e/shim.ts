import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Leg } from '../rig/legs.ts'

/** A program that stands before the real one on PATH. */
export interface Shim {
  /** Puts it first on PATH. */
  readonly env: Readonly<Record<string, string>>
  /** What was noted in its `$NOTES`. */
  readonly notes: () => string
}

/** Makes one out of lines of shell; `$DOCKER`, or `$COSIGN`, is the real program, `$NOTES` a file of the shim's own. */
export function makeShim(leg: Leg, script: string, program: 'docker' | 'cosign' = 'docker'): Shim {
  const folder = mkdtempSync(join(leg.root, 'shim-'))
  const notes = join(folder, 'notes')
  const path = leg.env.PATH ?? ''
  const real = execFileSync('sh', ['-c', `command -v ${program}`], {
    env: { PATH: path },
    encoding: 'utf8',
  }).trim()
  const head = `#!/bin/sh\n${program.toUpperCase()}='${real}'\nNOTES='${notes}'\n`
  writeFileSync(join(folder, program), `${head}${script}\n`, { mode: 0o755 })
  return {
    env: { PATH: `${folder}${delimiter}${path}` },
    notes: () => (existsSync(notes) ? readFileSync(notes, 'utf8') : ''),
  }
}
