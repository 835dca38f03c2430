import type { Digest } from '../../domain/digest.ts'
import { VerificationError } from '../../domain/errors.ts'
import type { Descriptor } from '../../domain/manifest.ts'
import { formatImageName, type ImageName, taggedReference } from '../../domain/reference.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { fallbackTag, judgeTagged, type Tagged, type Tree, withReferrers } from '../../plan/copy.ts'

/** A write of another run at the same time can take a list back; it is written again until it holds. */
const LISTED_WITHIN = 20_000

/** Makes the target find what was copied beside an image: by its API, by the fallback tag, and by cosign's tags. */
export async function attach(host: Host, tree: Tree<StoredManifest>, to: ImageName): Promise<void> {
  for (const [subject, { referrers, tagged }] of tree.attached) {
    if (referrers.length > 0) await list(host, to, subject, referrers)
    for (const one of tagged) await writeTagged(host, tree, to, one)
  }
}

/** A registry with the API lists them by itself. */
async function list(
  host: Host,
  to: ImageName,
  subject: Digest,
  referrers: readonly Descriptor[],
): Promise<void> {
  const done = await eventually(host.clock, LISTED_WITHIN, async () => {
    const listed = new Set((await host.registry.referrers(to, subject)).map(({ digest }) => digest))
    if (referrers.every(({ digest }) => listed.has(digest))) return true
    await writeList(host, to, subject, referrers)
    return undefined
  })
  if (done) return
  throw new VerificationError({
    found: `${formatImageName(to)}: the registry does not list what refers to ${subject} after ${LISTED_WITHIN / 1000} s.`,
    remedy: 'Run the job again; if it stays so, the registry keeps no signatures.',
  })
}

async function writeList(
  host: Host,
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

async function writeTagged(
  host: Host,
  { manifests }: Tree<StoredManifest>,
  to: ImageName,
  { tag, digest }: Tagged,
): Promise<void> {
  const source = manifests.get(digest)
  if (source === undefined) return
  const verdict = judgeTagged(source, await host.registry.manifest(to, tag))
  if (verdict === 'write') return host.registry.putManifest(to, tag, source.descriptor.mediaType, source.body)
  if (verdict === 'same') return
  host.log.notice(
    `${taggedReference(to, tag)} has signatures that the source has not, so it stays as it is, without those of the source.`,
  )
}
