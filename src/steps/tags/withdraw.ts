import type { Digest } from '../../domain/digest.ts'
import { CommandError } from '../../domain/errors.ts'
import { recordTag } from '../../domain/listing.ts'
import { INDEX_TYPES } from '../../domain/manifest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { settled, type Writer } from './write.ts'

/**
 * Records that the image of a version is bad: the forward rule passes over it from now on, until the version is published again.
 * @throws CommandError where the name of the version is too long for a record
 */
export async function withdraw(host: Host, image: ImageName, tag: Tag, bad: StoredManifest): Promise<void> {
  const record = recordTag(tag)
  if (record === undefined)
    throw new CommandError({ found: `The name ${tag} is too long to be recorded as withdrawn.` })
  const { digest, mediaType } = bad.descriptor
  await host.registry.putManifest(image, record, mediaType, bad.body)
  await settled(host, image, record, (now) => now === digest)
}

/** Takes a record back: GHCR deletes no tag, so it is pointed at an index of nothing. */
export async function lift(writer: Writer, tag: Tag, digest: Digest): Promise<void> {
  const record = recordTag(tag)
  if (record !== undefined) await writer.write(record, digest, NOTHING)
}

const BODY = Buffer.from(
  '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}',
)

/** An index without manifests, which the image-spec allows (image-index.md, "manifests"). */
export const NOTHING: StoredManifest = {
  descriptor: {
    mediaType: INDEX_TYPES[0] ?? '',
    digest: 'sha256:dff9de10919148711140d349bf03f1a99eb06f94b03e51715ccebfa7cdc518e2' as Digest,
    size: BODY.length,
    annotations: {},
  },
  content: { kind: 'index', mediaType: INDEX_TYPES[0] ?? '', manifests: [], annotations: {} },
  body: BODY,
}
