import { parseCommitId } from '../domain/github.ts'
import type { Host } from '../host/host.ts'
import { readPublishedHistory } from '../host/registry/history.ts'
import type { Registry } from '../host/registry/registry.ts'
import { type Changes, changesIn, type Earlier, earlierImage } from '../plan/evidence.ts'
import type { Plan } from '../plan/publish.ts'

/** How long the report of cache hits may wait for what it can do without. */
const TIME_LIMIT = 5_000

/**
 * What is known of the image that this one follows, to say why a step had to run. It is read while the build runs, never fails,
 * and takes five seconds at most.
 * @param published reads what was published before
 */
export async function readEarlier(host: Host, plan: Plan, published: Registry): Promise<Earlier | undefined> {
  const late = host.clock.sleep(TIME_LIMIT).then(() => undefined)
  return Promise.race([read(host, plan, published).catch(() => undefined), late])
}

async function read(host: Host, plan: Plan, published: Registry): Promise<Earlier | undefined> {
  const earlier = earlierImage(plan.tags, plan.held)
  if (earlier === undefined) return undefined
  const { tag, digest } = earlier
  const { image } = plan.target
  const found = await readPublishedHistory(published, image, digest, plan.build.platforms)
  if (found === undefined) return undefined
  const commit = parseCommitId(found.revision)
  const changes = commit === undefined ? undefined : await readChanges(host, plan, commit)
  return { tag, commit, histories: found.histories, changes }
}

/** By the checkout, which may be shallow, else by GitHub. */
async function readChanges(host: Host, { build, commit }: Plan, from: string): Promise<Changes | undefined> {
  const [prefix, local] = await Promise.all([
    host.git.prefix(build.context),
    from === commit.sha ? [] : host.git.changedFiles(build.context, from, commit.sha),
  ])
  if (prefix === undefined) return undefined
  const files = local ?? (await askGitHub(host, from, commit.sha))
  return files && changesIn(files, prefix, build)
}

async function askGitHub(host: Host, from: string, to: string): Promise<readonly string[] | undefined> {
  const answer = await host.github.changedFiles(from, to)
  return 'unknown' in answer ? undefined : answer.value
}
