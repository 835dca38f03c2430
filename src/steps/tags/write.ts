import type { Digest } from '../../domain/digest.ts'
import { RegistryError, VerificationError } from '../../domain/errors.ts'
import type { ImageName, Tag } from '../../domain/reference.ts'
import { eventually } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { formatJournal, type Journal, journalFile } from '../../plan/journal.ts'

/** How long the registry may show an old answer after a write: GHCR lags for some seconds. */
const SETTLED_WITHIN = 20_000

export { SHOWN_WITHIN } from '../../host/registry/shown.ts'

/** How long a write may be on its way to the registry once its run was killed or has given up: what came by then came, or never will. */
export const UNDER_WAY_WITHIN = 5_000

/** Writes tags of one image, each noted before it is written. */
export interface Writer {
  readonly image: ImageName
  /** Every write so far, oldest first. */
  readonly journal: Journal
  /** When the last of them was over, in milliseconds since the epoch; undefined where there was none. */
  readonly wroteAt: number | undefined
  /**
   * Points a tag at a manifest that the registry has.
   * @throws RegistryError where it is refused, VerificationError where everything is being stopped
   */
  write(tag: Tag, before: Digest | undefined, manifest: StoredManifest): Promise<void>
}

/** Saves a journal where post finds it. */
export type SaveJournal = (journal: Journal) => Promise<void>

/** Keeps the journal in the state of the step, which the runner saves even of a killed process, and in a file beside it. */
export function saveTo(
  host: Host,
  session: { readonly folder: string; keep(change: { readonly journal: Journal }): void },
): SaveJournal {
  return async (journal) => {
    session.keep({ journal })
    await host.files.writePrivate(journalFile(session.folder), formatJournal(journal))
  }
}

/** Makes the writer of one run. @param earlier what this run wrote before */
export function createWriter(host: Host, image: ImageName, save: SaveJournal, earlier: Journal = []): Writer {
  let journal = earlier
  let wroteAt = earlier.length === 0 ? undefined : host.clock.now()
  return {
    image,
    get journal() {
      return journal
    },
    get wroteAt() {
      return wroteAt
    },
    async write(tag, before, { descriptor, body }) {
      if (host.processes.stopped !== undefined) {
        throw new VerificationError({
          found: `The tag ${tag} was not moved: ${host.processes.stopped}`,
          remedy: 'The post step puts back what was moved before. Run the job again.',
        })
      }
      const done = journal
      journal = [...done, { tag, before, after: descriptor.digest }]
      await save(journal)
      await host.registry
        .putManifest(image, tag, descriptor.mediaType, body)
        .catch(async (error: unknown) => {
          if (!(error instanceof RegistryError)) throw error
          // A refusal is final, so there is nothing to put back; after other trouble nobody knows.
          if (!isUnanswered(error)) {
            journal = done
            await save(journal)
          }
          throw notMoved(error, tag, done)
        })
        .finally(() => {
          wroteAt = host.clock.now()
        })
    },
  }
}

/** Whether a write may have been done, or may still be, although its answer was an error. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof RegistryError)) return false
  const { kind } = error
  return kind === 'temporary' || kind === 'unreachable' || kind === 'invalid-answer'
}

function notMoved(error: RegistryError, tag: Tag, done: Journal): RegistryError {
  const { kind, status, answer, trouble } = error
  const names = done.map((entry) => entry.tag).join(', ')
  const others = done.length === 0 ? 'No other tag was moved either' : `Moved before it: ${names}`
  const found = `The tag ${tag} was not moved. ${trouble.found} ${others}.`
  return new RegistryError(kind, { ...trouble, found }, { cause: error, status, answer })
}

/** The digest of a tag, once it is there and as it should be; after a while, what it is then. */
export async function settled(
  host: Host,
  image: ImageName,
  tag: Tag,
  asExpected: (digest: Digest | undefined) => boolean,
): Promise<Digest | undefined> {
  let last: Digest | undefined
  await eventually(host.clock, SETTLED_WITHIN, async () => {
    last = (await host.registry.head(image, tag).catch(asAbsent))?.digest
    return asExpected(last) ? true : undefined
  })
  return last
}

function asAbsent(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'temporary') return undefined
  throw error
}
