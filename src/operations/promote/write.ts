import type { ImageName } from '../../domain/reference.ts'
import { formatImageName } from '../../domain/reference.ts'
import type { StoredManifest } from '../../host/registry/registry.ts'
import { formatJournal, journalFile } from '../../plan/journal.ts'
import type { TagOutcome } from '../../plan/outcome.ts'
import { leftToPost } from '../../plan/promote.ts'
import type { Copied, TargetOutcome } from '../../plan/promote-outcome.ts'
import { describeCopied } from '../../report/promote.ts'
import { summarizeUndone } from '../../report/undone.ts'
import { copyImage } from '../../steps/copy/copy.ts'
import { readTree } from '../../steps/copy/walk.ts'
import { requireCopied } from '../../steps/sign/required.ts'
import { publishTags } from '../../steps/tags/publish.ts'
import { orTakeBack } from '../../steps/tags/takeback.ts'
import { createWriter, saveTo } from '../../steps/tags/write.ts'
import type { Run, Seen } from './run.ts'
import { tell } from './tell.ts'

/** An image that a target has, and that no tag of it names yet. */
interface Arrived {
  readonly image: ImageName
  readonly manifest: StoredManifest
  readonly copied: Copied
}

const NOTHING_WRITTEN = { published: undefined, journal: [], earlier: [] } as const

/** Copies to every target, and only then moves tags, target by target: where one fails, those of all are put back. */
export async function writeTargets(run: Run, seen: Seen): Promise<void> {
  const { host, watch } = run
  const arrived = await watch
    .phase('Copy', () => copyAll(run, seen))
    .then((copies) => checkCopies(run, seen, copies))
    .catch((error: unknown) => {
      host.log.info('No tag was touched.')
      throw error
    })
  await tell(run, seen, await watch.phase('Move the tags', () => allOrNothing(run, seen, arrived)))
}

/** Whatever goes wrong, the tags of all targets are put back, here or in post. */
async function allOrNothing(
  run: Run,
  seen: Seen,
  arrived: readonly Arrived[],
): Promise<readonly TargetOutcome[]> {
  return orTakeBack(run, summarizeUndone, async () => {
    const targets = await moveAll(run, seen, arrived)
    run.session.keep({ ...NOTHING_WRITTEN, finished: true })
    return targets
  })
}

async function copyAll({ host, inputs }: Run, { source, targets }: Seen): Promise<readonly Arrived[]> {
  const from = inputs.from.image
  const tree = await readTree(host, from, source.manifest)
  const arrived: Arrived[] = []
  for (const { image } of targets) {
    const result = await copyImage(host, tree, from, image)
    host.log.info(`${formatImageName(image)}: ${describeCopied(result.copied)}`)
    arrived.push({ image, ...result })
  }
  return arrived
}

/** Where the source is signed, each copy has to be, before any tag names it. */
async function checkCopies(
  { host, requirement, watch }: Run,
  { signature, promotion }: Seen,
  arrived: readonly Arrived[],
): Promise<readonly Arrived[]> {
  if (requirement.kind === 'off' || signature?.signed !== true) return arrived
  await watch.phase('Check the signatures of the copies', async () => {
    for (const { image } of arrived)
      await requireCopied(host, image, promotion.publishing.digest, requirement)
  })
  return arrived
}

async function moveAll(run: Run, seen: Seen, arrived: readonly Arrived[]): Promise<readonly TargetOutcome[]> {
  const outcomes: TargetOutcome[] = []
  for (const { image, manifest, copied } of arrived) {
    const tags = await moveTags(run, seen, image, manifest)
    outcomes.push({ image, copied, tags })
  }
  return outcomes
}

async function moveTags(
  { host, session, inputs }: Run,
  { promotion }: Seen,
  image: ImageName,
  manifest: StoredManifest,
): Promise<readonly TagOutcome[]> {
  const { published, journal, earlier } = session.state
  // First the file: a killed run must not have the journal of one target beside the name of another.
  await host.files.writePrivate(journalFile(session.folder), formatJournal([]))
  session.keep({
    published: leftToPost(image, promotion),
    journal: [],
    earlier: published === undefined ? earlier : [...earlier, { published, journal }],
  })
  const writer = createWriter(host, image, saveTo(host, session))
  const { latest } = inputs.promotion
  const { tags } = await publishTags(host, writer, { ...promotion, latest, branch: undefined }, manifest)
  return tags
}
