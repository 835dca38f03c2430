import type { Digest } from '../../domain/digest.ts'
import type { Held } from '../../domain/held.ts'
import { recordTag } from '../../domain/listing.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import { markedVersion, spellings } from '../../plan/lines.ts'

/**
 * Whether a rollback that leaves one of these images may be under way: its version has a record, and a tag still held it. A record that
 * is listed and cannot be read was written a moment ago. Costs a request only where there is such a record.
 * @param tags the list of the image's tags
 */
export async function isBeingLeft(
  host: Host,
  image: ImageName,
  suffix: string,
  replaced: readonly Held[],
  tags: readonly string[],
): Promise<boolean> {
  const listed = new Set(tags)
  const records = replaced.flatMap((held) => {
    const version = markedVersion(held)
    const names = version === undefined ? [] : spellings(version, suffix)
    return names.flatMap((name): readonly (readonly [Tag, Digest])[] => {
      const record = recordTag(name)
      return record !== undefined && listed.has(record) ? [[record, held.digest]] : []
    })
  })
  const looks = [...new Map(records)].map(async ([record, digest]) => {
    const found = (await host.registry.head(image, record))?.digest
    return found === undefined || found === digest
  })
  return (await Promise.all(looks)).includes(true)
}
