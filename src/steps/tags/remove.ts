import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { isRecordTag } from '../../domain/listing.ts'
import { type ImageName, type Tag, taggedReference } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Undo } from './restore.ts'
import { NOTHING, withdraw } from './withdraw.ts'
import { settled } from './write.ts'

/** What became of one tag. */
export interface Words {
  readonly done: boolean
  readonly text: string
}

/** The image failed its checks: every version tag that holds it is passed over from now on, also one that an earlier run wrote. */
export async function withdrawAll(
  host: Host,
  { image, digest, fixed }: Undo,
  found: { readonly done: string[]; readonly left: string[] },
): Promise<void> {
  for (const tag of fixed) {
    const name = taggedReference(image, tag)
    try {
      const held = digest === undefined ? undefined : await host.registry.manifest(image, tag)
      if (held === undefined || held.descriptor.digest !== digest) continue
      await withdraw(host, image, tag, held)
      found.done.push(`${name} is recorded as withdrawn`)
    } catch (error) {
      found.left.push(
        `${name} is not recorded as withdrawn: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

/** Takes away a tag that held nothing before; where the registry deletes none, its version must not count any more. */
export async function remove(host: Host, { image, fixed, why }: Undo, tag: Tag, now: Digest): Promise<Words> {
  if (await deleted(host, image, tag)) {
    const found = await settled(host, image, tag, (digest) => digest === undefined)
    if (found === undefined) return { done: true, text: 'is deleted, for it did not exist before' }
  }
  if (isRecordTag(tag)) {
    const { descriptor, body } = NOTHING
    await host.registry.putManifest(image, tag, descriptor.mediaType, body)
    await settled(host, image, tag, (digest) => digest === descriptor.digest)
    return { done: true, text: 'is no record any more: this registry deletes no tags' }
  }
  if (why === 'overwritten') {
    const text =
      'did not exist before, and this registry deletes no tags: its image is good, so it stays; where it should go, delete it in the settings of the package'
    return { done: false, text }
  }
  if (!fixed.includes(tag)) {
    const text =
      'did not exist before, and this registry deletes no tags: publish a version that is right, or delete it in the settings of the package'
    return { done: false, text }
  }
  if (why === 'bad') return { done: true, text: 'stays, for this registry deletes no tags' }
  const manifest = await host.registry.manifest(image, now)
  if (manifest === undefined) return { done: false, text: `is ${now}, which the registry does not show` }
  await withdraw(host, image, tag, manifest)
  return { done: true, text: 'is recorded as withdrawn: this registry deletes no tags' }
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
