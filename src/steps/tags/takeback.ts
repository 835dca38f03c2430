import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { Published } from '../../plan/published.ts'
import type { Session, State } from '../../plan/state.ts'
import type { Undo } from './putback.ts'
import { restore } from './restore.ts'
import { settle } from './settle.ts'
import { createWriter, isUnanswered } from './write.ts'

/** What a run wrote. */
type Written = Pick<State, 'published' | 'moving' | 'journal'>

/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try.
 * @param keep saves a change of the run's state
 * @param why the cause, and when the run had sent all that it wrote
 */
export async function takeBack(
  host: Host,
  { published, moving, journal }: Written,
  keep: (change: Written) => void,
  why: Pick<Undo, 'cause' | 'since'>,
): Promise<void> {
  if (journal.length === 0 && why.cause !== 'bad') return
  const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true } as const
  const part = published && { ...published, journal, whole: false, ...why }
  const undo = moving === undefined ? part : { image: moving, ...whole, ...why }
  if (undo === undefined) return
  const { done, left, open, shownAt } = await restore(host, undo)
  for (const words of done) host.log.info(words)
  for (const words of left) host.log.warning(words)
  const what = left.length === 0 ? 'The tags were put back' : 'Some tags could not be put back'
  host.log.notice(`${what}: ${done.length} of ${done.length + left.length}.`)
  const again = open.length > 0
  keep({ published: again ? published : undefined, moving: again ? moving : undefined, journal: open })
  if (published !== undefined && !again) await settleAfter(host, published, shownAt)
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
      await takeBack(host, session.state, (change) => session.keep(change), whyOf(host, error))
    throw error
  }
}

/** Why main takes back what it wrote, after an error. */
export function whyOf({ clock }: Host, error: unknown): Pick<Undo, 'cause' | 'since'> {
  return { cause: isUnanswered(error) ? 'interrupted' : 'failed', since: clock.now() }
}

/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(host: Host, published: Published, shownAt: number): Promise<void> {
  const { image, lines: moving, suffix, digest } = published
  const takenBack = digest === undefined ? [] : [digest]
  if (moving.length === 0) return
  try {
    // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
    await until(host.clock, shownAt)
    const writer = createWriter(host, image, async () => undefined)
    await settle(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack })
  } catch (error) {
    // The failure that made all this necessary is what the reader wants to know.
    host.log.warning(
      `The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error}`,
    )
  }
}
