import type { Digest } from '../../domain/digest.ts'
import { RegistryError } from '../../domain/errors.ts'
import { type Descriptor, parseManifest } from '../../domain/manifest.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import { distinct, fallbackTag } from '../../domain/referrers.ts'
import type { Access } from './access.ts'
import { expect, parseJson } from './answer.ts'
import { mediaTypeOf, readManifest } from './manifests.ts'
import { pages } from './pages.ts'
import type { HttpAnswer } from './transport.ts'

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'

/**
 * What refers to a manifest, such as signatures and attestations; empty where nothing does (distribution-spec, "Listing
 * Referrers"). Where the API is not there or knows of nothing, the tag of the referrers tag schema is asked, too: who
 * pushed to a registry without the API, such as GHCR, wrote there.
 * @throws RegistryError where the API failed and there is no such tag: nobody said then that there are none
 */
export async function listReferrers(
  access: Access,
  name: ImageName,
  digest: Digest,
): Promise<readonly Descriptor[]> {
  const told = await askApi(access, name, digest)
  if (!(told instanceof RegistryError) && told.length > 0) return told
  const stored = await readManifest(access, name, fallbackTag(digest))
  if (stored === undefined) {
    if (told instanceof RegistryError) throw told
    return told
  }
  if (stored.content.kind === 'index') return distinct(stored.content.manifests)
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: the tag '${fallbackTag(digest)}' is no list of referrers.`,
    remedy: 'Delete the tag, or push the signatures again.',
  })
}

/** Empty also where the registry has no such API; the error where the API failed. */
async function askApi(
  access: Access,
  name: ImageName,
  digest: Digest,
): Promise<readonly Descriptor[] | RegistryError> {
  try {
    return await readApi(access, name, digest)
  } catch (error) {
    if (error instanceof RegistryError) return error
    throw error
  }
}

async function readApi(access: Access, name: ImageName, digest: Digest): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = []
  let isFirst = true
  const read = (path: string) => access.read(name, path, { headers: { Accept: OCI_INDEX } })
  for await (const answer of pages(name, `referrers/${digest}`, read)) {
    if (isFirst && isNoApi(answer)) return []
    isFirst = false
    const index = parseManifest(OCI_INDEX, parseJson(expect(answer, name, 200).body))
    if (index?.kind !== 'index' || mediaTypeOf(answer) !== OCI_INDEX) {
      throw new RegistryError('invalid-answer', {
        found: `${formatImageName(name)}: the registry's list of referrers is none.`,
      })
    }
    found.push(...index.manifests)
  }
  // Pages may overlap where something is pushed meanwhile.
  return distinct(found)
}

/** A registry without the API answers with a refusal or with a page for people, which GHCR redirects to. */
function isNoApi(answer: HttpAnswer): boolean {
  const { status } = answer
  if (status === 200) return mediaTypeOf(answer) !== OCI_INDEX
  return status >= 300 && status < 500 && status !== 401 && status !== 429
}
