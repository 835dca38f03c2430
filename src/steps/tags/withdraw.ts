import type { Digest } from '../../domain/digest.ts'
import { CommandError, RegistryError } from '../../domain/errors.ts'
import { recordTag } from '../../domain/listing.ts'
import { INDEX_TYPES } from '../../domain/manifest.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { digestOf } from '../../host/registry/answer.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { settled, type Writer } from './write.ts'

/** A tag has 128 characters, and the record's name stands before it. */
const LONGEST = 128 - 'withdrawn-'.length

/**
 * Records that the image of a version is bad: the forward rule passes over it from now on, until the version is published again.
 * @throws CommandError where the name of the version is too long for a record
 */
export async function withdraw(host: Host, image: ImageName, tag: Tag, bad: StoredManifest): Promise<void> {
  const record = recordTag(tag)
  if (record === undefined)
    throw new CommandError({
      found: `The name ${tag} is too long to be recorded as withdrawn.`,
      allowed: `at most ${LONGEST} characters`,
      remedy: 'Publish a higher version that is good: moving tags go there.',
    })
  const { digest, mediaType } = bad.descriptor
  await host.registry.putManifest(image, record, mediaType, bad.body)
  await settled(host, image, record, (now) => now === digest)
}

/**
 * Takes a record back, so that the version counts again.
 * @param digest what the record holds
 * @returns what it holds then
 * @throws RegistryError where it is refused
 */
export async function lift(host: Host, writer: Writer, tag: Tag, digest: Digest): Promise<Digest> {
  const record = recordTag(tag)
  if (record === undefined) return digest
  return emptied(host, writer.image, digest, (manifest) => writer.write(record, digest, manifest))
}

/**
 * Makes a record say nothing: GHCR deletes no tag, so it is pointed at an index of nothing. Where the registry takes no such index, it is
 * pointed at the same image with a blank behind its manifest: that has another digest than the version, which is all that counts, and
 * names nothing that is not there.
 * @param bad what the record holds
 * @param put writes the record
 * @returns what it holds then
 */
export async function emptied(
  host: Host,
  image: ImageName,
  bad: Digest,
  put: (manifest: StoredManifest) => Promise<void>,
): Promise<Digest> {
  try {
    await put(NOTHING)
    return NOTHING.descriptor.digest
  } catch (error) {
    if (!(error instanceof RegistryError) || error.kind !== 'rejected') throw error
    const manifest = await host.registry.manifest(image, bad)
    if (manifest === undefined) throw error
    const other = withBlank(manifest)
    await put(other)
    return other.descriptor.digest
  }
}

/** The same manifest, byte for byte another one. */
function withBlank({ descriptor, content, body }: StoredManifest): StoredManifest {
  const longer = Buffer.concat([body, Buffer.from('\n')])
  return {
    descriptor: { ...descriptor, digest: digestOf(longer), size: longer.length },
    ...{ content, body: longer },
  }
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
