import { COSIGN_VERSION } from '../../domain/cosign.ts'
import { CommandError } from '../../domain/errors.ts'
import { defuse } from '../../domain/text.ts'
import { compareVersions, parseVersion, type Version } from '../../domain/version.ts'
import { parseJson } from '../builders.ts'
import type { Processes } from '../process.ts'

/** A cosign on PATH: one that is new enough, or why it is not used, as a sentence. */
export type Found = { readonly version: string } | { readonly passedOver: string }

const QUESTION = 30_000
const ANSWER_LIMIT = 64 * 1024

/**
 * Asks the cosign on PATH for its version; undefined where there is none.
 * @param env variables beside the allow-list
 * @throws CommandError where everything is being stopped
 */
export async function findOnPath(
  processes: Processes,
  env: Readonly<Record<string, string>>,
): Promise<Found | undefined> {
  const command = { tool: 'cosign', file: 'cosign', args: ['version', '--json'] } as const
  try {
    const result = await processes.run({ ...command, env, timeoutMs: QUESTION, stdoutLimit: ANSWER_LIMIT })
    return judgeVersion(result.code === 0 ? result.stdout.toString('utf8') : '')
  } catch (error) {
    if (!(error instanceof CommandError) || processes.stopped !== undefined) throw error
    const isMissing = (error.cause as { code?: unknown } | undefined)?.code === 'ENOENT'
    return isMissing ? undefined : { passedOver: `The cosign on PATH is not used: ${error.trouble.found}` }
  }
}

/**
 * Judges a cosign by what `cosign version --json` says (sigs.k8s.io/release-utils, version.Info). One that was built without its version
 * says `devel`, and may be any.
 */
export function judgeVersion(stdout: string): Found {
  const said = parseJson(stdout)?.gitVersion
  const version = typeof said === 'string' ? parseVersion(said) : undefined
  if (version !== undefined && isNewEnough(version)) return { version: version.text }
  const what =
    typeof said === 'string' ? `says that its version is ${defuse(said).slice(0, 50)}` : 'tells no version'
  return {
    passedOver: `The cosign on PATH is not used: it ${what}, and ${COSIGN_VERSION} is the oldest that is.`,
  }
}

function isNewEnough(version: Version): boolean {
  const oldest = parseVersion(COSIGN_VERSION)
  return oldest !== undefined && compareVersions(version, oldest) >= 0
}
