import { type ImageName, taggedReference } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { formatJournal, journalFile } from '../../plan/journal.ts'
import type { Published } from '../../plan/published.ts'
import type { Repair } from '../../plan/settle.ts'
import { eachWritten, type Left, type LeftOfOne, leftOf, type Session, type State } from '../../plan/state.ts'
import { isDone, type Undone, type UndoneTag } from '../../plan/undone.ts'
import { restore } from './restore.ts'
import { settle } from './settle.ts'
import type { Occasion, Undo } from './undo.ts'
import { createWriter, isUnanswered } from './write.ts'

// The way back, file by file:
// takeback  the whole of it: what a run wrote to each image goes back, what is left stays in the state
// restore   the tags of one image, in which order and how often each is looked at
// putback   one tag that held something before goes back there
// remove    one tag that held nothing before goes away; a version that cannot go is recorded as withdrawn
// undo      the words: why, of what, since when
// owner     whether a tag holds what this run wrote
// settle    afterwards, moving tags go forward to the highest version
// return    the action rollback, which people ask for: it writes a journal, and is taken back as a publish is
// ../leave  before all of this: what main leaves to post

/** Hears what is known so far of each image, each time that one more tag is known. */
type HearAll = (undone: readonly Undone[]) => void

/**
 * Puts back what a run wrote, says what became of it, and leaves only what is worth another try. Images have nothing to do with each
 * other, so all are put back at the same time; only then moving tags are looked at once more.
 * @param keep saves what is left in the run's state
 * @param occasion why, and when the run had sent all that it wrote
 * @returns what became of each image's tags, the newest image first; empty where there was nothing to take back
 */
export async function takeBack(
  host: Host,
  left: Left & Pick<State, 'suffix'>,
  keep: (left: Left) => void | Promise<void>,
  occasion: Occasion,
  hear: HearAll = () => undefined,
): Promise<readonly Undone[]> {
  const all = eachWritten(left).flatMap((one) => {
    const undo = undoOf(one, occasion)
    return undo === undefined ? [] : [{ one, undo }]
  })
  if (all.length === 0) return []
  const undone: Undone[] = all.map(({ one, undo: { image, why } }) => ({
    ...{ image, suffix: one.published?.suffix ?? left.suffix, why },
    ...{ tags: [], repairs: [] },
  }))
  const note = (at: number, change: Partial<Undone>) => {
    const one = undone[at]
    if (one !== undefined) undone[at] = { ...one, ...change }
    hear([...undone])
  }
  const restored = await Promise.all(
    all.map(async ({ one, undo }, at) => {
      const { tags, open, shownAt } = await restore(host, undo, (known) => note(at, { tags: known }))
      tell(host, undo.image, tags)
      return { at, undo, shownAt, one: { ...one, journal: open } }
    }),
  )
  const [open, done] = [restored.filter(isOpen), restored.filter((part) => !isOpen(part))]
  await keep(leftOf(open.map(({ one }) => one)))
  const settled = done.map(async ({ at, undo, shownAt, one: { published } }) => {
    if (published === undefined) return
    note(at, { repairs: await settleAfter(host, published, undo.why, shownAt) })
  })
  await Promise.all(settled)
  return undone
}

function isOpen({ one }: { readonly one: LeftOfOne }): boolean {
  return one.journal.length > 0
}

function undoOf({ published, moving, journal }: LeftOfOne, occasion: Occasion): Undo | undefined {
  if (journal.length === 0 && occasion.why !== 'bad') return undefined
  const whole = { digest: undefined, commit: '', fixed: [], journal, whole: true } as const
  if (moving !== undefined) return { image: moving, ...whole, ...occasion }
  return published && { ...published, journal, whole: false, ...occasion }
}

function tell(host: Host, image: ImageName, tags: readonly UndoneTag[]): void {
  if (tags.length === 0) {
    host.log.info('No tag had been written, so there is nothing to put back.')
    return
  }
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

/** What was taken back and why, in Markdown for the summary of the job; undefined where that is nothing. */
export type InWords = (undone: readonly Undone[], cause: string, step: 'main') => string | undefined

/**
 * Puts the tags back at once where a later step fails, and says so in the summary. Where the job is being stopped, post has the time
 * for it.
 */
export async function orTakeBack<T>(
  { host, session }: { readonly host: Host; readonly session: Session },
  inWords: InWords,
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (host.processes.stopped !== undefined) throw error
    const undone = await takeBack(host, session.state, keepIn(host, session), failedBy(host, error))
    const words = inWords(undone, error instanceof Error ? error.message : String(error), 'main')
    // Why the run failed is what the reader wants to know, also where there is no place for a summary.
    if (words !== undefined) await host.runner.summary(words).catch(() => undefined)
    throw error
  }
}

/** Keeps what is left in the state, and in the journal's file, which post compares. */
function keepIn(host: Host, session: Session): (left: Left) => Promise<void> {
  return async (left) => {
    session.keep(left)
    // The state counts, and why the run failed is what the reader wants to know.
    await host.files
      .writePrivate(journalFile(session.folder), formatJournal(left.journal))
      .catch(() => undefined)
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
