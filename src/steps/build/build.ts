import type { Digest } from '../../domain/digest.ts'
import { broughtIn } from '../../domain/engine.ts'
import { CommandError } from '../../domain/errors.ts'
import { taggedReference } from '../../domain/reference.ts'
import { defuse } from '../../domain/text.ts'
import type { BuildEnd } from '../../host/buildx.ts'
import type { Host } from '../../host/host.ts'
import { type BuildPlan, buildArguments, type SecretSource } from '../../plan/build.ts'
import { isCacheFault, isWriteClash } from '../../plan/cachefault.ts'
import type { CacheLoss, CacheWait, CacheWatch, ProgressReader } from '../../plan/outcome.ts'
import { metadataFile, type Session } from '../../plan/state.ts'
import { createPatience } from './patience.ts'

/** How a build is followed. */
export interface Followed {
  readonly progress: ProgressReader
  readonly watch: CacheWatch
}

/**
 * Builds, and pushes or loads as the plan says. The progress goes to the log as it comes. Where nothing moves because a cache does not
 * answer, or where a cache gives what cannot be used, it is built once more without caches.
 * @param follow makes the readers of one build, which may be the second, after a loss
 * @returns the digest of what was made; undefined where nothing is exported
 * @throws CommandError whose evidence is what buildx said
 */
export async function build(
  host: Host,
  session: Session,
  plan: BuildPlan,
  follow: (plan: BuildPlan, loss?: CacheLoss) => Followed,
  timeoutMs: number,
): Promise<Digest | undefined> {
  const secrets = await provideSecrets(host, session, plan)
  session.keep({ images: [...session.state.images, ...leftInEngine(plan)] })
  const followed = follow(plan)
  const first = await buildOnce(host, session, plan, secrets, followed, timeoutMs)
  const loss = lossOf(host, plan, first, followed.progress)
  if (loss === undefined) return digestOf(first, timeoutMs)
  const what = lossWords(loss, first)
  host.log.warning(`The build ${what} (${loss.reason}). It is built again without caches.`)
  const plain = withoutCaches(plan, first.stalled)
  // BuildKit cannot be stopped while it waits for what a cache begins with, and does nothing else meanwhile.
  if (first.stalled?.kind === 'import' && session.state.builder === plan.builder)
    await host.buildx.restart(plan.builder)
  return digestOf(await buildOnce(host, session, plain, secrets, follow(plain, loss), timeoutMs), timeoutMs)
}

function lossWords({ kind }: CacheLoss, { stalled }: WatchedEnd): string {
  if (stalled !== undefined) return 'was stopped, for it only waited for a cache'
  return kind === 'import' ? 'failed by what a cache gave' : 'failed as a cache was written beside its push'
}

/**
 * A layer that hangs stays known to the builder, as one that is still to be fetched: BuildKit would wait for it again. So nothing of a build that
 * hung where it read is used again; all else that was built is.
 */
function withoutCaches(plan: BuildPlan, stalled: CacheWait | undefined): BuildPlan {
  const caches = { ...plan.caches, from: [], to: [] }
  const hung = stalled !== undefined && stalled.kind !== 'export'
  return { ...plan, caches, inputs: hung ? { ...plan.inputs, noCache: true } : plan.inputs }
}

/** Why a build that failed is worth another one without caches; undefined where it is not. */
function lossOf(
  host: Host,
  { caches: { from, to }, target }: BuildPlan,
  end: WatchedEnd,
  progress: ProgressReader,
): CacheLoss | undefined {
  if (end.code === 0 || end.timedOut || host.processes.stopped !== undefined) return undefined
  if (end.stalled !== undefined) return { kind: end.stalled.kind, reason: defuse(end.stalled.what) }
  const reason = defuse(end.tail.at(-1) ?? '')
  if ('image' in target && isWriteClash(end.tail, to, target.image)) return { kind: 'export', reason }
  const step = progress.result().failure?.step ?? ''
  return isCacheFault({ tail: end.tail, step, from }) ? { kind: 'import', reason } : undefined
}

/** How a build ended, and the cache with which patience was lost. */
type WatchedEnd = BuildEnd & { readonly stalled: CacheWait | undefined }

function digestOf(end: BuildEnd, timeoutMs: number): Digest | undefined {
  if (end.code === 0) return end.digest
  throw new CommandError(
    {
      found: end.timedOut
        ? `The build was stopped after ${Math.round(timeoutMs / 1000)} s.`
        : `docker buildx build failed (exit code ${end.code ?? 'none'}).`,
      remedy: end.timedOut
        ? 'Give it more time with timeout:, or build fewer platforms with platforms:.'
        : 'The log of the build above says why.',
    },
    { evidence: end.tail },
  )
}

async function buildOnce(
  host: Host,
  session: Session,
  plan: BuildPlan,
  secrets: readonly SecretSource[],
  { progress, watch }: Followed,
  timeoutMs: number,
): Promise<WatchedEnd> {
  const patience = createPatience(host, watch)
  try {
    const end = await host.buildx.build(buildArguments(plan, secrets), {
      env: environmentFor(host, plan),
      cwd: host.runner.context.workspace,
      timeoutMs,
      metadataFile: metadataFile(session.folder),
      stop: patience.over,
      onLine(line) {
        patience.line(line)
        for (const { prefix, text } of progress.line(line)) host.log.child(prefix, text)
      },
    })
    return { ...end, stalled: end.code === 0 ? undefined : patience.lost() }
  } finally {
    patience.end()
  }
}

/** Values become files that only this user can read: never arguments. */
async function provideSecrets(
  host: Host,
  session: Session,
  plan: BuildPlan,
): Promise<readonly SecretSource[]> {
  const { secrets, secretEnvs, secretFiles } = plan.inputs
  const folder = `${session.folder}/secrets`
  if (secrets.length > 0) await host.files.makePrivateFolder(folder)
  const values = secrets.map(async ({ name, value }): Promise<SecretSource> => {
    host.runner.mask(value)
    const path = `${folder}/${name}`
    await host.files.writePrivate(path, value)
    return { kind: 'file', id: name, path }
  })
  for (const { value } of secretEnvs) {
    const secret = host.runner.environment(value)
    if (secret) host.runner.mask(secret)
  }
  const { workspace } = host.runner.context
  return [
    ...(await Promise.all(values)),
    ...secretEnvs.map(({ name, value }) => ({ kind: 'environment', id: name, variable: value }) as const),
    ...secretFiles.map(({ name, value }) => {
      return {
        kind: 'file',
        id: name,
        path: value.startsWith('/') ? value : `${workspace}/${value}`,
      } as const
    }),
  ]
}

/** Names under which the engine keeps what was built: the docker driver keeps what it pushes. */
function leftInEngine({ target, driver, localImages }: BuildPlan): readonly string[] {
  if (target.kind === 'load') return [target.name]
  if (target.kind !== 'tags' || driver !== 'docker') return []
  const names = target.tags.map((tag) => taggedReference(target.image, tag))
  return broughtIn(names, localImages)
}

function environmentFor(host: Host, plan: BuildPlan): Record<string, string> {
  const names = [...plan.inputs.secretEnvs.map(({ value }) => value), ...plan.caches.variables]
  const found = names.map((name) => [name, host.runner.environment(name)] as const)
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
