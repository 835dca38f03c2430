import type { Digest } from '../domain/digest.ts'
import { CommandError } from '../domain/errors.ts'
import { taggedReference } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { type BuildPlan, buildArguments, type SecretSource } from '../plan/build.ts'
import type { ProgressReader } from '../plan/outcome.ts'
import type { Session } from '../plan/state.ts'

/** Variables of the runner that buildx reads for the gha cache; given to it only when that layer is used. */
const CACHE_VARIABLES = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_CACHE_SERVICE_V2',
]

/**
 * Builds, and pushes or loads as the plan says. The progress goes to the log as it comes.
 * @returns the digest of what was made; undefined where nothing is exported
 * @throws CommandError whose evidence is what buildx said
 */
export async function build(
  host: Host,
  session: Session,
  plan: BuildPlan,
  progress: ProgressReader,
  timeoutMs: number,
): Promise<Digest | undefined> {
  const secrets = await provideSecrets(host, session, plan)
  session.keep({ images: [...session.state.images, ...leftInEngine(plan)] })
  const end = await host.buildx.build(buildArguments(plan, secrets), {
    env: environmentFor(host, plan),
    cwd: host.runner.context.workspace,
    timeoutMs,
    metadataFile: `${session.folder}/metadata.json`,
    onLine(line) {
      for (const { prefix, text } of progress.line(line)) host.log.child(prefix, text)
    },
  })
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
  return names.filter((name) => !localImages.includes(name))
}

function environmentFor(host: Host, plan: BuildPlan): Record<string, string> {
  const names = [
    ...plan.inputs.secretEnvs.map(({ value }) => value),
    ...(plan.caches.gha ? CACHE_VARIABLES : []),
  ]
  const found = names.map((name) => [name, host.runner.environment(name)] as const)
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
