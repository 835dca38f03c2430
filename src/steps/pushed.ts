import { builtDigest } from '../host/buildx.ts'
import type { Host } from '../host/host.ts'
import { metadataFile, type State } from '../plan/state.ts'

/**
 * Completes the state of a main that was killed while a build pushed its tags by itself. Main notes the digest when the builder
 * names it, before anything is pushed; where it was killed earlier, and the build went on all the same, buildx has left the digest
 * in its metadata file. Call it when no child of main is left.
 * @returns the same state where nothing is missing, or where nobody knows
 */
export async function learnPushed(host: Host, state: State): Promise<State> {
  const { published, journal, folder } = state
  if (published === undefined || published.digest !== undefined) return state
  const metadata = await host.files.read(metadataFile(folder))
  const digest = metadata === undefined ? undefined : builtDigest(metadata)
  if (digest === undefined) return state
  const known = journal.map((entry) => (entry.after === undefined ? { ...entry, after: digest } : entry))
  return { ...state, published: { ...published, digest }, journal: known }
}
