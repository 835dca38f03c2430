import { objectOf } from './json.ts'
/** One instruction that an image was made by. */
export interface HistoryEntry {
  /** The instruction as BuildKit notes it, with the build arguments that it uses; foreign text. */
  readonly createdBy: string
  /** The digest of the layer that it made, uncompressed; undefined where it made none. */
  readonly layer: string | undefined
}

/** Every instruction of an image, those of its base image first. */
export type ImageHistory = readonly HistoryEntry[]

const ENTRY_LIMIT = 1_000
const TEXT_LIMIT = 4_000

/**
 * Reads `history` and `rootfs.diff_ids` of an image configuration (OCI image-spec, config.md). Hostile input: undefined where
 * the two do not belong together, as in images whose history was cut off.
 */
export function parseHistory(json: unknown): ImageHistory | undefined {
  const config = objectOf(json)
  const { history } = config
  const layers = objectOf(config.rootfs).diff_ids
  if (!Array.isArray(history) || !Array.isArray(layers) || history.length > ENTRY_LIMIT) return undefined
  const filled = history.filter((entry) => objectOf(entry).empty_layer !== true)
  if (filled.length !== layers.length || !layers.every((one) => typeof one === 'string')) return undefined
  const ids: IterableIterator<string> = layers.values()
  return history.map((entry) => {
    const { created_by: by, empty_layer: empty } = objectOf(entry)
    const layer = empty === true ? undefined : ids.next().value
    return { createdBy: typeof by === 'string' ? by.slice(0, TEXT_LIMIT) : '', layer }
  })
}
