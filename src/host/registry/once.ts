import { parseDigest } from '../../domain/digest.ts'
import { digestReference, type ImageName } from '../../domain/reference.ts'
import type { Registry, StoredManifest } from './registry.ts'

/**
 * A registry that reads each manifest once, for those who ask about the same images beside one another: what a digest names never
 * changes, so the second one gets the first one's answer, also where that was asked for by its tag. Tags are read every time. Not for
 * whoever wants to know whether something is still there.
 */
export function readOnce(registry: Registry): Registry {
  const known = new Map<string, Promise<StoredManifest | undefined>>()
  const note = (key: string, asked: Promise<StoredManifest | undefined>) => {
    known.set(key, asked)
    // A trouble that passes, and a registry that lags, may have another answer next time.
    const forget = () => void known.delete(key)
    asked.then((found) => found ?? forget(), forget)
    return asked
  }
  const byTag = async (name: ImageName, reference: Parameters<Registry['manifest']>[1]) => {
    const found = await registry.manifest(name, reference)
    if (found !== undefined) note(digestReference(name, found.descriptor.digest), Promise.resolve(found))
    return found
  }
  return {
    ...registry,
    manifest(name, reference) {
      const digest = parseDigest(reference)
      if (digest === undefined) return byTag(name, reference)
      const key = digestReference(name, digest)
      return known.get(key) ?? note(key, registry.manifest(name, digest))
    },
  }
}
