import type { Digest } from '../../domain/digest.ts'
import { parseCommitId } from '../../domain/github.ts'
import { type ImageName, taggedReference } from '../../domain/reference.ts'
import { until } from '../../host/clock.ts'
import type { Host } from '../../host/host.ts'
import { readHeld } from '../../host/registry/held.ts'
import type { Journal } from '../../plan/journal.ts'
import { textAt } from '../../plan/payload.ts'
import type { State } from '../../plan/state.ts'
import { isJobToken } from '../../plan/target.ts'
import type { BranchPublish } from './branch.ts'
import { settleLast } from './settle.ts'
import { settleBranch } from './settle-branch.ts'
import { createWriter, SHOWN_WITHIN } from './write.ts'

/**
 * The last look of a job at the tags that other runs write too: those of its version's lines, and that of its branch.
 * @param since when everything that main wrote was written
 * @throws RegistryError where the registry does not say what is there, or refuses a repair
 */
export async function lookLast(
  host: Host,
  { published, journal, finished }: Pick<State, 'published' | 'journal' | 'finished'>,
  since: number,
): Promise<void> {
  if (published?.digest === undefined || !finished) return
  await settleLast(host, published, journal, since)
  const { image, commit, branch, digest } = published
  if (branch === undefined) return
  host.github.use(await tokenOfMain(host, image))
  const { event, payload, workflow, runNumber } = host.runner.context
  const told = event === 'push' ? parseCommitId(textAt(payload, 'before')) : undefined
  // Of a branch that was just made the event tells zeros.
  const previous = told !== undefined && /[^0]/.test(told) ? told : undefined
  const publish = { image, tag: branch.tag, branch: branch.name, commit, run: { workflow, runNumber } }
  await settleBranchLast(host, publish, digest, { journal, since, previous })
}

/** Post reads no inputs: the job's token is among the credentials that main left, where it was the password. */
async function tokenOfMain(host: Host, { registry }: ImageName): Promise<string | undefined> {
  const login = await host.credentials.lookup(registry)
  return login !== undefined && 'password' in login && isJobToken(login.password) ? login.password : undefined
}

/**
 * The last look of a job, in its post step: a run of an older commit may have written after main's last look. It comes when no old
 * answer is possible any more, where the event tells of a push in between, whose run may be under way.
 * @param journal what main wrote
 * @param since when everything that main wrote was written
 * @param previous the commit at which the branch was before this push; undefined where there is none, or the event does not tell
 */
async function settleBranchLast(
  host: Host,
  publish: BranchPublish,
  digest: Digest,
  { journal, since, previous }: { journal: Journal; since: number; previous: string | undefined },
): Promise<void> {
  const { image, tag, commit } = publish
  const first = journal.find((entry) => entry.tag === tag)
  if (first === undefined) return
  const { before } = first
  const old = before && (await readHeld(host.registry, image, before))
  // Where the push before this one is not what was there, its run may be under way.
  const between = previous !== undefined && ![commit, previous].includes(old?.revision ?? '')
  if (between) await until(host.clock, since + SHOWN_WITHIN)
  const writer = createWriter(host, image, async () => undefined, journal)
  const { now, there, reason } = await settleBranch(host, writer, publish, { digest, before })
  if (there === 'same') return
  host.log.notice(`${taggedReference(image, tag)} stays at ${now ?? 'nothing'}: ${reason}.`)
}
