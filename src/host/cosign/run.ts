import { STDERR_LIMIT } from '../child.ts'
import type { Processes } from '../process.ts'
import type { Call } from './arguments.ts'
import type { CosignResult } from './cosign.ts'
import { privatePlaces, type Ready } from './prepare.ts'

const STDOUT_LIMIT = 1024 * 1024
/** Hiding shorter ones would hide words that say what is wrong. */
const SHORTEST_SECRET = 4
const LAST_LINES = 30
const LINE_LIMIT = 2_000

/**
 * Runs cosign once. The time limit ends it and all that it started: its own flag `--timeout` does not end a wait for a service.
 * @throws CommandError where it cannot be started
 */
export async function runCosign(
  processes: Processes,
  { file, folder }: Ready,
  { args, env, secrets }: Call,
  timeoutMs: number,
): Promise<CosignResult> {
  const result = await processes.run({
    ...{ tool: 'cosign', file, args, timeoutMs, stdoutLimit: STDOUT_LIMIT },
    env: { ...env, ...privatePlaces(folder) },
  })
  return {
    // One that was told to end may give any code.
    code: result.timedOut ? undefined : result.code,
    stdout: withoutSecrets(result.stdout.toString('utf8'), secrets),
    stderr: lastLines(withoutSecrets(wholeLines(result.stderr), secrets)),
  }
}

/** A text with stars in the place of secrets, the longest first: one may be a part of another. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

/** Long output has lost its beginning, and its first line may begin with half a secret. */
function wholeLines(stderr: string): string {
  return stderr.length < STDERR_LIMIT ? stderr : stderr.split('\n').slice(1).join('\n')
}

function lastLines(text: string): string {
  const lines = text.trimEnd().split('\n').slice(-LAST_LINES)
  return lines.map((line) => line.slice(0, LINE_LIMIT)).join('\n')
}
