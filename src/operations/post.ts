import { RegistryError, VerificationError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import type { Pair } from '../plan/inputs/parsers.ts'
import { journalFile, readJournal } from '../plan/journal.ts'
import type { Published, Pushed } from '../plan/published.ts'
import { environmentFile, parseState, type State } from '../plan/state.ts'
import { cleanUp } from '../steps/cleanup.ts'
import { within } from '../steps/deadline.ts'
import { inspect, subjectsOf } from '../steps/inspect.ts'
import { inspectOfRecord } from '../steps/record.ts'
import { smoke } from '../steps/smoke/smoke.ts'
import { checkPublishedTags } from '../steps/tags/confirm.ts'
import { takeBack } from '../steps/tags/restore.ts'
import { settleLast } from '../steps/tags/settle.ts'

/** The runner ends a post step that hangs after five minutes, without cleaning up: all of this takes four and a half at most. */
const VERIFICATION_LIMIT = 160_000
const RESTORE_LIMIT = 70_000
const CLEANUP_LIMIT = 40_000

/** The post step: looks again at what was published, as the public sees it, and removes what main made. */
export async function operate(host: Host): Promise<void> {
  const text = host.runner.readState()
  if (text === undefined) return host.log.info('The main step did not begin, so there is nothing to do.')
  const state = parseState(text, host.runner.context.temp)
  if (state === undefined) {
    return host.log.warning('The state of the main step was changed by somebody else, so it is not used.')
  }
  // What a killed main started would go on and push.
  const left = await host.processes.endOrphans(state.folder)
  if (left > 0) host.log.info(`Ended what the main step left running (${left}).`)
  host.credentials.open(state.folder)
  try {
    await verifyOrTakeBack(host, await withJournal(host, state))
  } finally {
    await within(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () =>
      tidy(host, state),
    )
  }
}

async function verifyOrTakeBack(host: Host, state: State): Promise<void> {
  try {
    await within(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', async () => {
      const since = host.clock.now()
      await verify(host, state)
      const { published, journal, finished } = state
      if (published !== undefined && finished) await settleLast(host, published, journal, since)
    })
  } catch (error) {
    // A registry that does not answer says nothing about the image, and would not take it back either.
    if (!(error instanceof RegistryError)) await undo(host, state)
    throw error
  }
  if (!state.finished) await undo(host, state)
}

function undo(host: Host, state: State): Promise<void> {
  return within(host, RESTORE_LIMIT, 'Putting the tags back', 'Use rollback, or run the job again.', () =>
    takeBack(host, state, () => undefined),
  )
}

/** The state of a killed step may be older than its journal, which is a file too. */
async function withJournal(host: Host, state: State): Promise<State> {
  const { published, journal, folder } = state
  if (published === undefined) return state
  const text = await host.files.read(journalFile(folder))
  const written = text === undefined ? undefined : readJournal(text)
  if (written !== undefined) return written.length >= journal.length ? { ...state, journal: written } : state
  host.log.warning(
    'The journal of the tags is gone or damaged; what the state of the step and the registry say is used.',
  )
  return state
}

async function verify(host: Host, state: State): Promise<void> {
  const { published, journal, finished } = state
  if (published === undefined || (!finished && journal.length === 0))
    return host.log.info('Nothing was published, so there is nothing to verify.')
  if (!finished || !isPushed(published)) {
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
    inspect(host, image, digest, platforms, false),
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
  throw new VerificationError({
    found: 'The private folder of the main step is gone, so the image cannot be tried again.',
    remedy: 'Do not remove files below RUNNER_TEMP in later steps.',
  })
}

async function tidy(host: Host, state: State): Promise<void> {
  const troubles = await host.log.group('Clean up', () => cleanUp(host, state))
  for (const trouble of troubles) host.log.warning(`Not removed: ${trouble}`)
}
