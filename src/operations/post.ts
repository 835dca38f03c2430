import { VerificationError } from '../domain/errors.ts'
import type { Host } from '../host/host.ts'
import type { Pair } from '../plan/inputs/parsers.ts'
import { environmentFile, type Published, parseState, type State } from '../plan/state.ts'
import { cleanUp } from '../steps/cleanup.ts'
import { within } from '../steps/deadline.ts'
import { inspect, subjectsOf } from '../steps/inspect.ts'
import { inspectOfRecord } from '../steps/record.ts'
import { smoke } from '../steps/smoke/smoke.ts'
import { checkPublishedTags } from '../steps/tags.ts'

/** The runner ends a post step that hangs after five minutes, without cleaning up: verification gets three of them. */
const VERIFICATION_LIMIT = 3 * 60_000
const CLEANUP_LIMIT = 60_000

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
    await within(host, VERIFICATION_LIMIT, 'The verification', 'Run the job again.', () =>
      verify(host, state),
    )
  } finally {
    await within(host, CLEANUP_LIMIT, 'The cleanup', 'Look at the engine of this runner.', () =>
      tidy(host, state),
    )
  }
}

async function verify(host: Host, state: State): Promise<void> {
  const { published } = state
  if (published === undefined) return host.log.info('Nothing was published, so there is nothing to verify.')
  await host.log.group('Verify what was published', () => verifyPublished(host, state, published))
}

async function verifyPublished(host: Host, state: State, published: Published): Promise<void> {
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
