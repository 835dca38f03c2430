import type { Digest } from '../../domain/digest.ts'
import { CommandError, VerificationError } from '../../domain/errors.ts'
import type { ImageName } from '../../domain/reference.ts'
import type { Host } from '../../host/host.ts'
import type { Pair } from '../../plan/inputs/parsers.ts'
import type { Published, Pushed } from '../../plan/published.ts'
import { environmentFile, type State } from '../../plan/state.ts'
import { allChecks } from '../../steps/checks.ts'
import { atMost } from '../../steps/deadline.ts'
import { inspect, subjectsOf } from '../../steps/inspect.ts'
import { inspectOfRecord } from '../../steps/record.ts'
import { checkSigned } from '../../steps/sign/again.ts'
import { sameRoot } from '../../steps/sign/root.ts'
import { smoke } from '../../steps/smoke/smoke.ts'
import { checkPublishedTags } from '../../steps/tags/confirm.ts'

/**
 * Looks again at what main published: at its tags, and at the image on every platform. Says so where there is nothing to look at.
 * @throws VerificationError that says what it proves, and RegistryError or CommandError, which prove nothing
 */
export async function verify(host: Host, state: State): Promise<void> {
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

/**
 * The image is looked at beside its tags, not after them: a registry in trouble shows as an error of its own there, where a tag only
 * seems to be absent.
 */
async function verifyPublished(host: Host, state: State, published: Pushed): Promise<void> {
  const { image, digest, platforms } = published
  const [tags, candidate, env] = await Promise.all([
    checkPublishedTags(host, published),
    inspect(host, image, digest, platforms, { attested: false, exact: false }),
    readEnvironment(host, state),
  ])
  for (const words of tags.moved) host.log.notice(`Another run has moved a tag meanwhile: ${words}.`)
  const subjects = subjectsOf(candidate, published.inEngine)
  await allChecks(host, [
    tags.wrong.length > 0
      ? Promise.reject(overwritten(tags.wrong, digest))
      : inspectOfRecord(host, published),
    smoke(host, state.id, { ...published.smoke, env }, subjects, !published.tried),
    verifySignature(host, state, image),
  ])
}

/** How long the signature may take, and when cosign is ended: what the other checks prove has to be heard in time. */
const SIGNATURE_LIMIT = 45_000
const COSIGN_LIMIT = 40_000

/** By what main left in the state alone, and by the files in its private folder. */
async function verifySignature(host: Host, { folder, signed }: State, image: ImageName): Promise<void> {
  if (signed === undefined) return
  const until = host.clock.now() + COSIGN_LIMIT
  const { signer, unlogged, manifests } = signed
  const trouble = {
    found: `The signature could not be verified: it took more than ${SIGNATURE_LIMIT / 1000} s.`,
    remedy: 'Run the job again.',
  }
  await atMost(SIGNATURE_LIMIT, trouble, async () => {
    const trustedRoot = await sameRoot(host, folder, signed.trustedRoot)
    await host.cosign.prepare(folder)
    await checkSigned(host, image, manifests, { signer, unlogged, trustedRoot, until })
  })
}

function overwritten(wrong: readonly string[], digest: Digest): VerificationError {
  const remedy =
    'Something else wrote them. Give publishing jobs a concurrency group, and run this one again.'
  return new VerificationError(
    { found: `Tags do not hold what this job published: ${wrong.join('; ')}.`, allowed: digest, remedy },
    { proves: 'tags' },
  )
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
