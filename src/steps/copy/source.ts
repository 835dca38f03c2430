import { InputError } from '../../domain/errors.ts'
import { recordTag } from '../../domain/listing.ts'
import type { Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { describeHeld } from '../../host/registry/held.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { shown } from '../../host/registry/shown.ts'
import type { PromoteInputs } from '../../plan/inputs/promote.ts'
import { prefixedTags, type SourceFacts, textOf, versionTags } from '../../plan/promote-version.ts'

/** The image at the source, and what it says of itself. */
export interface SourceImage {
  readonly manifest: StoredManifest
  readonly facts: SourceFacts
}

/**
 * Reads what is to be promoted. From here on it is named by its digest, so that nobody can move it away.
 * @throws InputError where it does not exist
 */
export async function readSource(host: Host, inputs: PromoteInputs): Promise<SourceImage> {
  const { from } = inputs
  const { image } = from
  const reference = from.kind === 'tag' ? from.tag : from.digest
  // It may have been published a moment ago, by the job before this one.
  const manifest = await shown(
    host.clock,
    () => host.registry.manifest(image, reference),
    (one) => one !== undefined,
  )
  if (manifest === undefined) {
    throw new InputError([
      {
        input: 'from',
        found: `${textOf(from)} does not exist.`,
        remedy: 'Check name and tag, and that the image was published before.',
      },
    ])
  }
  const { digest } = manifest.descriptor
  const { platforms, revision, version } = await describeHeld(host.registry, image, manifest)
  const holds = async (tag: Tag | undefined) =>
    tag !== undefined && (await host.registry.head(image, tag))?.digest === digest
  const names = versionTags(inputs, version)
  const [prefixed, recorded] = await Promise.all([
    Promise.all(prefixedTags(inputs, version).map(holds)),
    Promise.all(names.map((tag) => holds(recordTag(tag)))),
  ])
  const withdrawn = names.find((_, at) => recorded[at])
  return {
    manifest,
    facts: { digest, platforms, revision, version, prefixed: prefixed.includes(true), withdrawn },
  }
}
