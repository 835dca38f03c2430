import { type ImageName, taggedReference } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import type { Published } from '../../plan/published.ts'
import type { Repair } from '../../plan/settle.ts'
import type { Session, State } from '../../plan/state.ts'
import { isDone, type Undone, type UndoneTag } from '../../plan/undone.ts'
import { restore } from './restore.ts'
import { settle } from './settle.ts'
import type { Occasion } from './undo.ts'
import { createWriter, isUnanswered } from './write.ts'

/** What a run wrote. */
type Written = Pick<State, 'published' | 'moving' | 'journal'>

/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try.
 * @param keep saves a change of the run's state
 * @param occasion why, and when the run had sent all that it wrote
 * @returns what became of each tag; undefined where there was nothing to take back
 */
export async function takeBack(
  host: Host,
  { published, moving, journal, suffix }: Written & Pick<State, 'suffix'>,
  keep: (change: Written) => void,
  occasion: Occasion,
): Promise<Undone | undefined> {
  const { why } = occasion
  if (journal.length === 0 && why !== 'bad') return undefined
  const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true } as const
  const part = published && { ...published, journal, whole: false, ...occasion }
  const undo = moving === undefined ? part : { image: moving, ...whole, ...occasion }
  if (undo === undefined) return undefined
  const { tags, open, shownAt } = await restore(host, undo)
  if (tags.length === 0) host.log.info('No tag had been written, so there is nothing to put back.')
  else tell(host, undo.image, tags)
  const again = open.length > 0
  keep({ published: again ? published : undefined, moving: again ? moving : undefined, journal: open })
  const repairs = published === undefined || again ? [] : await settleAfter(host, published, why, shownAt)
  return { image: undo.image, suffix: published?.suffix ?? suffix, why, tags, repairs }
}

function tell(host: Host, image: ImageName, tags: readonly UndoneTag[]): void {
  for (const one of tags) {
    const words = `${taggedReference(image, one.tag)} ${one.text}`
    if (isDone(one)) host.log.info(words)
    else host.log.warning(words)
  }
  const done = tags.filter(isDone).length
  const all = done === tags.length
  const what = all ? 'The tags were put back' : 'Some tags could not be put back'
  host.log.notice(
    `${what}: ${done} of ${tags.length}.${all ? '' : ' The warnings say what each of the others needs.'}`,
  )
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
      await takeBack(host, session.state, (change) => session.keep(change), failedBy(host, error))
    throw error
  }
}

/** The occasion on which main takes back what it wrote, after an error. */
export function failedBy({ clock }: Host, error: unknown): Occasion {
  return { why: 'unfinished', since: clock.now(), underWay: isUnanswered(error) }
}

/**
 * Another run may have published meanwhile: what a tag held before this run is then not what it should hold now. For example, a run of
 * the same commit has written the version again and is done; putting `latest` back to the version before would leave it there.
 */
async function settleAfter(
  host: Host,
  published: Published,
  why: Occasion['why'],
  shownAt: number,
): Promise<readonly Repair[]> {
  const { image, lines: moving, suffix, digest } = published
  // A good image that its version still names is as good a place for a moving tag as any.
  const takenBack = why === 'overwritten' || digest === undefined ? [] : [digest]
  if (moving.length === 0) return []
  try {
    // The list has to show what was just recorded as withdrawn, and the tags what was just put back.
    await until(host.clock, shownAt)
    const writer = createWriter(host, image, async () => undefined)
    return await settle(host, writer, { moving, suffix }, { holds: [], waited: true, takenBack })
  } catch (error) {
    // The failure that made all this necessary is what the reader wants to know.
    host.log.warning(
      `The moving tags could not be looked at once more: ${error instanceof Error ? error.message : error} The next publish puts them right; so does rollback.`,
    )
    return []
  }
}
