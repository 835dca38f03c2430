import type { Digest } from '../../domain/digest.ts'
import { CommandError } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import { digestOf } from '../../host/registry/answer.ts'
import { sigstoreFiles } from '../../plan/signed.ts'

const REMEDY = 'Do not remove or change files below RUNNER_TEMP in other steps, and run the job again.'

/** The digest of the trusted root in the private folder. @throws CommandError where it is not there any more */
export async function digestOfRoot({ files }: Host, folder: string): Promise<Digest> {
  const bytes = await files.bytes(sigstoreFiles(folder).trustedRoot)
  if (bytes !== undefined) return digestOf(bytes)
  throw new CommandError({
    found: 'The trusted root in the private folder is gone, so no signature can be verified.',
    remedy: REMEDY,
  })
}

/**
 * The path of the trusted root by which main has verified, where it is still the same: every step of the job may write to the private folder.
 * @param digest what main left of it in the state; undefined where there was none
 * @throws CommandError where it is gone or another one; that proves nothing of the signature
 */
export async function sameRoot(
  host: Host,
  folder: string,
  digest: Digest | undefined,
): Promise<string | undefined> {
  if (digest === undefined) return undefined
  const found = await digestOfRoot(host, folder)
  if (found === digest) return sigstoreFiles(folder).trustedRoot
  throw new CommandError({
    found: `The trusted root in the private folder is not the one of the main step any more, so no signature is verified by it: it has ${found}.`,
    allowed: digest,
    remedy: REMEDY,
  })
}
