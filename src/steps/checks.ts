import { VerificationError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'

/** Waits for every check: that the image is bad weighs more than that somebody has moved its tags, whatever is known first. */
export async function allChecks(host: Host, checks: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(checks)).filter((one) => one.status === 'rejected')
  const [first, ...rest] = failures
    .map(({ reason }: PromiseRejectedResult): unknown => reason)
    .toSorted((a, b) => Number(provesBad(b)) - Number(provesBad(a)))
  if (first === undefined) return
  for (const error of rest) host.log.warning(error instanceof Error ? error.message : String(error))
  throw first
}

function provesBad(error: unknown): boolean {
  return error instanceof VerificationError && error.proves === 'image'
}
