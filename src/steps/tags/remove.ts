import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { isRecordTag } from '../../domain/listing.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { type ReadBack, sureAt, type Undo, type Words } from './undo.ts'
import { emptied, withdraw } from './withdraw.ts'
import { settled } from './write.ts'

/**
 * Records that a version is bad whose image failed its checks, so that it is passed over from now on, also where an earlier run wrote it.
 * @returns what became of it; undefined where the tag does not hold that image
 */
export async function withdrawBad(host: Host, undo: Undo, tag: Tag): Promise<Words | undefined> {
  try {
    const held = await heldBad(host, undo, tag)
    if (held === undefined) return undefined
    await withdraw(host, undo.image, tag, held)
    return { kind: 'withdrawn', text: 'is recorded as withdrawn' }
  } catch (error) {
    const text = `is not recorded as withdrawn, so a later publish may move tags to it until it is published again: ${error instanceof Error ? error.message : String(error)}`
    return { kind: 'left', text }
  }
}

/** The image of a version, where it is the bad one. That it is not is believed only when no old answer is possible any more. */
async function heldBad(host: Host, undo: Undo, tag: Tag): Promise<StoredManifest | undefined> {
  const { image, digest } = undo
  if (digest === undefined) return undefined
  const read = async () => {
    const held = await host.registry.manifest(image, tag)
    return held?.descriptor.digest === digest ? held : undefined
  }
  const first = await read()
  if (first !== undefined) return first
  await until(host.clock, sureAt(undo))
  return read()
}

/**
 * Takes away a tag that held nothing before; where the registry deletes none, its version must not count any more.
 * @returns reads it back, or does what is left to do instead
 */
export async function remove(host: Host, undo: Undo, tag: Tag, now: Digest): Promise<ReadBack<Words>> {
  const { image } = undo
  const gone = await deleted(host, image, tag)
  return async () => {
    if (gone && (await settled(host, image, tag, (digest) => digest === undefined)) === undefined)
      return { kind: 'back', text: 'is deleted, for it did not exist before' }
    if (isRecordTag(tag)) return unrecord(host, image, tag, now)
    return disown(host, undo, tag, now)
  }
}

async function unrecord(host: Host, image: ImageName, tag: Tag, now: Digest): Promise<Words> {
  const after = await emptied(host, image, now, ({ descriptor, body }) =>
    host.registry.putManifest(image, tag, descriptor.mediaType, body),
  )
  await settled(host, image, tag, (digest) => digest === after)
  return { kind: 'back', text: 'is no record any more: this registry deletes no tags' }
}

/** What becomes of a tag that cannot be deleted. */
async function disown(host: Host, { image, fixed, why }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if (why === 'overwritten') {
    const text =
      'did not exist before, and this registry deletes no tags: its image is good, so it stays; where it should go, delete it in the settings of the package'
    return { kind: 'left', text }
  }
  if (!fixed.includes(tag)) {
    const text =
      'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package'
    return { kind: 'left', text }
  }
  if (why === 'bad') return { kind: 'back', text: 'stays, for this registry deletes no tags' }
  const manifest = await host.registry.manifest(image, now)
  if (manifest === undefined) {
    const text = `is ${now}, which the registry does not show, so it is not recorded as withdrawn: delete it in the settings of the package, or publish the version again`
    return { kind: 'left', text }
  }
  await withdraw(host, image, tag, manifest)
  return { kind: 'withdrawn', text: 'is recorded as withdrawn: this registry deletes no tags' }
}

/** Who may push may not always delete: then it is as with a registry that deletes no tags. */
async function deleted(host: Host, image: ImageName, tag: Tag): Promise<boolean> {
  try {
    return (await host.registry.deleteTag(image, tag)) === 'deleted'
  } catch (error) {
    if (error instanceof RegistryError && (error.kind === 'denied' || error.kind === 'unauthorized'))
      return false
    throw error
  }
}
