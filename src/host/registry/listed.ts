import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import { fallbackTag, withReferrers } from '../../domain/referrers.ts'
import { eventually } from '../clock.ts'
import type { Host } from '../host.ts'

/** A write of another run at the same time can take a list back; it is written again until it holds. */
const LISTED_WITHIN = 20_000

/**
 * Makes the registry list what refers to a manifest; a registry with the API lists it by itself.
 * @returns what is listed in the end
 * @throws VerificationError where the list does not hold
 */
export async function keepListed(
  host: Pick<Host, 'registry' | 'clock'>,
  to: ImageName,
  subject: Digest,
  referrers: readonly Descriptor[],
): Promise<readonly Descriptor[]> {
  const done = await eventually(host.clock, LISTED_WITHIN, async () => {
    const listed = await host.registry.referrers(to, subject)
    const names = new Set(listed.map(({ digest }) => digest))
    if (referrers.every(({ digest }) => names.has(digest))) return listed
    await writeList(host, to, subject, referrers)
    return undefined
  })
  if (done !== undefined) return done
  throw new VerificationError({
    found: `${formatImageName(to)}: the registry does not list what refers to ${subject} after ${LISTED_WITHIN / 1000} s.`,
    remedy: 'Run the job again; if it stays so, the registry keeps no signatures.',
  })
}

async function writeList(
  host: Pick<Host, 'registry' | 'clock'>,
  to: ImageName,
  subject: Digest,
  referrers: readonly Descriptor[],
): Promise<void> {
  const tag = fallbackTag(subject)
  const now = await host.registry.manifest(to, tag)
  const listed = now?.content.kind === 'index' ? now.content.manifests : []
  const next = withReferrers(listed, referrers)
  if (next !== undefined) await host.registry.putManifest(to, tag, next.mediaType, Buffer.from(next.text))
}
