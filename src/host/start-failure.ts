import { existsSync } from 'node:fs'
import { CommandError, type Trouble } from '../domain/errors.ts'

/** What was to be started. */
interface Attempt {
  readonly file: string
  readonly cwd?: string
}

/**
 * Says why a program did not start. Node reports a folder that is not there as a missing program, and quotes an argument
 * that it does not take; an argument may be foreign, so it is not shown.
 */
export function cannotStart(attempt: Attempt, cause: unknown): CommandError {
  return new CommandError(troubleOf(attempt, cause), { cause })
}

function troubleOf({ file, cwd }: Attempt, cause: unknown): Trouble {
  const code = (cause as { code?: unknown } | undefined)?.code
  if (code === 'E2BIG') {
    return {
      found: `The arguments of ${file} are too long for this system.`,
      allowed: 'about 128 KiB for each',
      remedy: 'Put long values into files of the build context.',
    }
  }
  if (code === 'ERR_INVALID_ARG_VALUE') return { found: `An argument of ${file} holds a NUL character.` }
  if (cwd !== undefined && !existsSync(cwd)) {
    return { found: `The folder ${cwd}, where ${file} is to run, is not there.` }
  }
  const missing = code === 'ENOENT' || /Unable to locate/.test(String(cause))
  return {
    found: missing
      ? `The program ${file} is not on PATH.`
      : `The program ${file} cannot be started: ${cause}`,
    remedy: `Install ${file} on this runner.`,
  }
}
