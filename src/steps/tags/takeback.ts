import type { Host } from '../../host/host.ts'
import type { Published } from '../../plan/published.ts'
import type { Session, State } from '../../plan/state.ts'
import { restore, type Why } from './restore.ts'
import { settle } from './settle.ts'
import { createWriter, SHOWN_WITHIN } from './write.ts'

/** What a run wrote. */
type Written = Pick<State, 'published' | 'moving' | 'journal'>

/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try.
 * @param keep saves a change of the run's state
 */
export async function takeBack(
  host: Host,
  { published, moving, journal }: Written,
  keep: (change: Written) => void,
  why: Why = 'unfinished',
): Promise<void> {
  if (journal.length === 0 && why !== 'bad') return
  const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true, why } as const
  const part = published && { ...published, journal, whole: false, why }
  const undo = moving === undefined ? part : { image: moving, ...whole }
  if (undo === undefined) return
  const { done, left, open } = await restore(host, undo)
  for (const words of done) host.log.info(words)
  for (const words of left) host.log.warning(words)
  const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back'
  host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`)
  const again = open.length > 0
  keep({ published: again ? published : undefined, moving: again ? moving : undefined, journal: open })
  if (published !== undefined && !again) await settleAfter(host, published, why)
}

/** Puts the tags back at once where a later step fails. Where the job is being stopped, post has the time for it. */
export async function orTakeBack<T>(
  { host, session }: { readonly host: Host; readonly session: Session },
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (host.processes.stopped === undefined)
      await takeBack(host, session.state, (change) => session.keep(change))
    throw error
  }
}

/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(host: Host, published: Published, why: Why): Promise<void> {
  const { image, lines: moving, suffix, digest } = published
  // A good image that its version still names is as good a place for a moving tag as any.
  const takenBack = why === 'overwritten' ? undefined : digest
  if (moving.length === 0) return
  try {
    // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
    await host.clock.sleep(SHOWN_WITHIN)
    const writer = createWriter(host, image, async () => undefined)
    await settle(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack })
  } catch (error) {
    // The failure that made all this necessary is what the reader wants to know.
    host.log.warning(
      `The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error}`,
    )
  }
}
