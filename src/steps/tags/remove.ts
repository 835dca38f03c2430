import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { isRecordTag } from '../../domain/listing.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { UndoneTag } from '../../plan/undone.ts'
import type { Undo } from './restore.ts'
import { emptied, withdraw } from './withdraw.ts'
import { settled } from './write.ts'

/** What became of one tag. */
export type Words = Pick<UndoneTag, 'kind' | 'text'>

/** The image failed its checks: every version tag that holds it is passed over from now on, also one that an earlier run wrote. */
export async function withdrawAll(host: Host, { image, digest, fixed }: Undo): Promise<readonly UndoneTag[]> {
  const found: UndoneTag[] = []
  for (const tag of fixed) {
    try {
      const held = digest === undefined ? undefined : await host.registry.manifest(image, tag)
      if (held === undefined || held.descriptor.digest !== digest) continue
      await withdraw(host, image, tag, held)
      found.push({ tag, before: undefined, kind: 'withdrawn', text: 'is recorded as withdrawn' })
    } catch (error) {
      const text = `is not recorded as withdrawn, so a later publish may move tags to it until it is published again: ${error instanceof Error ? error.message : String(error)}`
      found.push({ tag, before: undefined, kind: 'left', text })
    }
  }
  return found
}

/** Takes away a tag that held nothing before; where the registry deletes none, its version must not count any more. */
export async function remove(host: Host, { image, fixed, why }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if (await deleted(host, image, tag)) {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined) return { kind: 'back', text: 'is deleted, for it did not exist before' }
  }
  if (isRecordTag(tag)) {
    const after = await emptied(host, image, now, ({ descriptor, body }) =>
      host.registry.putManifest(image, tag, descriptor.mediaType, body),
    )
    await settled(host, image, tag, (digest) => digest === after)
    return { kind: 'back', text: 'is no record any more: this registry deletes no tags' }
  }
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
  if (manifest === undefined)
    return {
      kind: 'left',
      text: `is ${now}, which the registry does not show, so it is not recorded as withdrawn: delete it in the settings of the package, or publish the version again`,
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
