import { RegistryError } from '../../domain/errors.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Access } from './access.ts'
import { isAtRegistry } from './address.ts'
import type { AnswerHead } from './transport.ts'

/**
 * Where an upload goes on that was opened by `url` (distribution-spec, "Pushing Blobs"): absolute.
 * @throws RegistryError `invalid-answer` where that is not at the registry, since what follows has our credentials with it
 */
export function uploadUrl(answer: AnswerHead, url: string, name: ImageName): string {
  const { location } = answer.headers
  const target =
    location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : undefined
  if (target !== undefined && isAtRegistry(target, name.registry)) return target
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: the registry sends uploads to no address of its own.`,
    remedy: 'Use a registry that follows the OCI distribution specification.',
  })
}

/**
 * Gives an upload up. One that is not cancelled is dropped by the registry after some time, so a refusal here is no fault.
 * @param answer to the request that opened it, which went to `url`
 */
export async function cancelUpload(
  access: Access,
  answer: AnswerHead,
  url: string,
  name: ImageName,
): Promise<void> {
  try {
    await access.write(name, { method: 'DELETE', url: uploadUrl(answer, url, name) })
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
  }
}
