import { PolicyError } from '../../domain/errors.ts'
import type { Host } from '../../host/host.ts'
import { formatJournal, journalFile, readJournal } from '../../plan/journal.ts'
import { folderOfRefused, parseState, type State } from '../../plan/state.ts'
import { type Undone, whyTakenBack } from '../../plan/undone.ts'
import { summarizeUndone } from '../../report/undone.ts'
import { cleanUp } from '../../steps/cleanup.ts'
import { within } from '../../steps/deadline.ts'
import { learnPushed } from '../../steps/pushed.ts'
import { lookLast } from '../../steps/tags/last.ts'
import { takeBack } from '../../steps/tags/takeback.ts'
import type { Occasion } from '../../steps/tags/undo.ts'
import { verify } from './verify.ts'

/** The runner ends a post step that hangs after five minutes, without cleaning up: all of this takes four and a half at most. */
const VERIFICATION_LIMIT = 140_000
const RESTORE_LIMIT = 60_000
const CLEANUP_LIMIT = 40_000

/** The post step: looks again at what was published, as the public sees it, and removes what main made. */
export async function operate(host: Host): Promise<void> {
  const text = host.runner.readState()
  if (text === undefined) return host.log.info('The main step did not begin, so there is nothing to do.')
  const state = parseState(text, host.runner.context.temp)
  if (state === undefined) throw await refused(host, text)
  // What a killed main started would go on and push.
  const left = await host.processes.endOrphans(state.folder)
  if (left > 0) host.log.info(`Ended what the main step left running (${left}).`)
  host.credentials.open(state.folder)
  try {
    await checkJournal(host, state)
    await verifyOrTakeBack(host, await learnPushed(host, state))
  } finally {
    // What could not be removed fails no publish.
    await within(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () =>
      tidy(host, state),
    ).catch(tell(host))
    // Credentials go in any case, also where the engine hangs.
    await host.files.remove(state.folder)
  }
}

/** What to say of a state that cannot be used. Credentials go in any case: they lie in the private folder. */
async function refused(host: Host, text: string): Promise<PolicyError> {
  const folder = folderOfRefused(text, host.runner.context.temp)
  if (folder !== undefined) await host.files.remove(folder).catch(tell(host))
  const done = folder === undefined ? 'nothing was verified, put back or removed' : ONLY_REMOVED
  return new PolicyError({
    found: `The state of the main step was changed by another step of the job, so it is not used: ${done}.`,
    remedy: 'Look at the tags of the image, and use rollback where they are not what they should be.',
  })
}

const ONLY_REMOVED = 'nothing was verified or put back, and only the private folder was removed'

async function verifyOrTakeBack(host: Host, state: State): Promise<void> {
  // Main is over, so everything that it wrote was sent before. Minutes may have gone since, in which other steps ran.
  const since = Math.min(host.clock.now(), state.wroteAt ?? Number.POSITIVE_INFINITY)
  try {
    await within(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
      await verify(host, state).catch(async (error: unknown) => {
        // What proves nothing about image or tags must not keep the tags from where they belong.
        const isOver = host.processes.stopped !== undefined
        if (!isOver && whyTakenBack(error) === undefined) await lookLast(host, state, since).catch(tell(host))
        throw error
      })
      await lookLast(host, state, since)
    })
  } catch (error) {
    const why = whyTakenBack(error)
    if (why !== undefined) await undo(host, state, { why, since, underWay: false }, error).catch(tell(host))
    throw error
  }
  if (!state.finished) await undo(host, state, { why: 'unfinished', since, underWay: true })
}

/** The first error is the one that has to be read. */
function tell(host: Host): (error: unknown) => void {
  return (error) => host.log.warning(error instanceof Error ? error.message : String(error))
}

/** Puts the tags back, and says so in the summary of the job, where main may have said that all went well. */
async function undo(host: Host, state: State, occasion: Occasion, cause?: unknown): Promise<void> {
  let undone: readonly Undone[] = []
  const hear = (known: readonly Undone[]) => {
    undone = known
  }
  try {
    await within(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', () =>
      takeBack(host, state, () => undefined, occasion, hear),
    )
  } finally {
    const words = cause instanceof Error ? cause.message : undefined
    const summary = summarizeUndone(undone, words, 'post')
    if (summary !== undefined) await host.runner.summary(summary)
  }
}

/**
 * The journal stands in the state, which is saved first and which no other step can write, and in a file. They have to agree, but for a
 * main that was killed between the two.
 */
async function checkJournal(host: Host, state: State): Promise<void> {
  const { published, moving, journal, earlier, folder } = state
  // Before its first write a run has no file; between two images it is empty.
  if (journal.length === 0 && earlier.length === 0) return
  if (published === undefined && moving === undefined) return
  const text = await host.files.read(journalFile(folder))
  const written = text === undefined ? undefined : readJournal(text)
  const same = [journal, journal.slice(0, -1)].some(
    (entries) => written !== undefined && formatJournal(entries) === formatJournal(written),
  )
  if (same) return
  host.log.warning(
    'The journal of the tags is gone, damaged or changed; what the state of the step and the registry say is used.',
  )
}

async function tidy(host: Host, state: State): Promise<void> {
  const troubles = await host.log.group('Clean up', () => cleanUp(host, state))
  for (const trouble of troubles) host.log.warning(`Not removed: ${trouble}`)
}
