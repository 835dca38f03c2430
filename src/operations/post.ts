import { CommandError, PolicyError, VerificationError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import type { Pair } from '../plan/inputs/parsers.ts'
import { formatJournal, journalFile, readJournal } from '../plan/journal.ts'
import type { Published, Pushed } from '../plan/published.ts'
import { eachWritten, environmentFile, parseState, type State } from '../plan/state.ts'
import { cleanUp } from '../steps/cleanup.ts'
import { within } from '../steps/deadline.ts'
import { inspect, subjectsOf } from '../steps/inspect.ts'
import { inspectOfRecord } from '../steps/record.ts'
import { smoke } from '../steps/smoke/smoke.ts'
import { checkPublishedTags } from '../steps/tags/confirm.ts'
import { settleLast } from '../steps/tags/settle.ts'
import { takeBack } from '../steps/tags/takeback.ts'

/** The runner ends a post step that hangs after five minutes, without cleaning up: all of this takes four and a half at most. */
const VERIFICATION_LIMIT = 140_000
const RESTORE_LIMIT = 60_000
const CLEANUP_LIMIT = 40_000

/** The post step: looks again at what was published, as the public sees it, and removes what main made. */
export async function operate(host: Host): Promise<void> {
  const text = host.runner.readState()
  if (text === undefined) return host.log.info('The main step did not begin, so there is nothing to do.')
  const state = parseState(text, host.runner.context.temp)
  if (state === undefined) {
    throw new PolicyError({
      found:
        'The state of the main step was changed by another step of the job, so it is not used: nothing was verified, put back or removed.',
      remedy: 'Look at the tags of the image, and use rollback where they are not what they should be.',
    })
  }
  // What a killed main started would go on and push.
  const left = await host.processes.endOrphans(state.folder)
  if (left > 0) host.log.info(`Ended what the main step left running (${left}).`)
  host.credentials.open(state.folder)
  try {
    await checkJournal(host, state)
    await verifyOrTakeBack(host, state)
  } finally {
    await tidyInTime(host, state)
    // Credentials go in any case, also where the engine hangs.
    await host.files.remove(state.folder)
  }
}

/** What could not be removed fails no publish. */
async function tidyInTime(host: Host, state: State): Promise<void> {
  try {
    await within(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () =>
      tidy(host, state),
    )
  } catch (error) {
    host.log.warning(error instanceof Error ? error.message : String(error))
  }
}

async function verifyOrTakeBack(host: Host, state: State): Promise<void> {
  // Main is over, so everything that it wrote was sent before.
  const since = host.clock.now()
  try {
    await within(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
      await verify(host, state)
      const { published, journal, finished } = state
      if (published !== undefined && finished) await settleLast(host, published, journal, since)
    })
  } catch (error) {
    // A registry or an engine in trouble, or too little time, says nothing about the image.
    if (error instanceof VerificationError) await undo(host, state, { cause: 'bad', since }).catch(tell(host))
    throw error
  }
  if (!state.finished) await undo(host, state, { cause: 'interrupted', since })
}

/** The first error is the one that has to be read. */
function tell(host: Host): (error: unknown) => void {
  return (error) => host.log.warning(error instanceof Error ? error.message : String(error))
}

function undo(host: Host, state: State, why: Parameters<typeof takeBack>[3]): Promise<void> {
  return within(
    host,
    RESTORE_LIMIT,
    'Putting the tags back',
    'Use rollback, or run the job again.',
    async () => {
      for (const one of eachWritten(state)) await takeBack(host, one, () => undefined, why)
    },
  )
}

/**
 * The journal stands in the state, which is saved first and which no other step can write, and in a file. They have to agree, but for a
 * main that was killed between the two.
 */
async function checkJournal(host: Host, state: State): Promise<void> {
  const { published, moving, journal, folder } = state
  if (journal.length === 0 || (published === undefined && moving === undefined)) return
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

async function verify(host: Host, state: State): Promise<void> {
  const { published, moving, journal, earlier, finished } = state
  // A rollback and a promotion have read everything back, and leave nothing to look at.
  if (published === undefined && finished)
    return host.log.info('The main step read back every tag that it moved, so there is nothing left to do.')
  const wrote = journal.length > 0 || earlier.length > 0
  if ((published ?? moving) === undefined || (!finished && !wrote))
    return host.log.info('Nothing was published or moved, so there is nothing to verify or to put back.')
  if (!finished || published === undefined || !isPushed(published)) {
    host.log.info('The main step ended while it moved the tags, so they are put back.')
    return
  }
  await host.log.group('Verify what was published', () => verifyPublished(host, state, published))
}

function isPushed(published: Published): published is Pushed {
  return published.digest !== undefined
}

async function verifyPublished(host: Host, state: State, published: Pushed): Promise<void> {
  const { image, digest, platforms } = published
  const [tags, candidate, env] = await Promise.all([
    checkPublishedTags(host, published),
    inspect(host, image, digest, platforms, { attested: false, exact: false }),
    readEnvironment(host, state),
  ])
  for (const words of tags.moved) host.log.notice(`Another run has moved a tag meanwhile: ${words}.`)
  if (tags.wrong.length > 0) {
    throw new VerificationError({
      found: `Tags do not hold what this job published: ${tags.wrong.join('; ')}.`,
      allowed: digest,
      remedy: 'Something else wrote them. Give publishing jobs a concurrency group, and run this one again.',
    })
  }
  await Promise.all([
    inspectOfRecord(host, published),
    smoke(
      host,
      state.id,
      { ...published.smoke, env },
      subjectsOf(candidate, published.inEngine),
      !published.tried,
    ),
  ])
}

/** The values of smoke-env, which are too private for the state. */
async function readEnvironment(host: Host, { folder }: State): Promise<readonly Pair[]> {
  const text = await host.files.read(environmentFile(folder))
  if (text !== undefined) return JSON.parse(text) as readonly Pair[]
  throw new CommandError({
    found: 'The private folder of the main step is gone, so the image cannot be tried again.',
    remedy: 'Do not remove files below RUNNER_TEMP in later steps.',
  })
}

async function tidy(host: Host, state: State): Promise<void> {
  const troubles = await host.log.group('Clean up', () => cleanUp(host, state))
  for (const trouble of troubles) host.log.warning(`Not removed: ${trouble}`)
}
