import { type ImageName, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { keepListed } from '../../host/registry/listed.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { judgeTagged, type Tagged, type Tree } from '../../plan/copy.ts'

/** Makes the target find what was copied beside an image: by its API, by the fallback tag, and by cosign's tags. */
export async function attach(host: Host, tree: Tree<StoredManifest>, to: ImageName): Promise<void> {
  for (const [subject, { referrers, tagged }] of tree.attached) {
    if (referrers.length > 0) await keepListed(host, to, subject, referrers)
    for (const one of tagged) await writeTagged(host, tree, to, one)
  }
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
