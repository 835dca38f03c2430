import { type Digest, parseDigest } from '../domain/digest.ts'
import { parseBuildEvent } from './rawjson.ts'

/** What a builder says of an image that it pushes: it has made it, or it begins to write one of its tags. */
export interface Announcement {
  readonly kind: 'made' | 'pushing'
  readonly digest: Digest
}

/**
 * Reads what a line of `--progress=rawjson` says of the image that is pushed (BuildKit exporter/containerimage/writer.go and
 * util/push/push.go). The image is made before anything of it is pushed; its digest is the one that its tags get.
 * @param index whether the image is an index; then manifests are parts of it
 */
export function readAnnouncement(line: string, index: boolean): Announcement | undefined {
  if (!/"(?:exporting|pushing) manifest /.test(line)) return undefined
  const made = index ? 'exporting manifest list ' : 'exporting manifest '
  const said = (parseBuildEvent(line)?.statuses ?? []).flatMap(({ id }): Announcement[] => {
    const [kind, text] = id.startsWith('pushing manifest for ')
      ? (['pushing', id.slice(id.lastIndexOf('@') + 1)] as const)
      : (['made', id.startsWith(made) ? id.slice(made.length) : undefined] as const)
    const digest = parseDigest(text)
    return digest === undefined ? [] : [{ kind, digest }]
  })
  return said.at(-1)
}
