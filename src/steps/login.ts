import { PolicyError } from '../domain/errors.ts'
import type { ImageName } from '../domain/reference.ts'
import type { Host } from '../host/host.ts'
import { isJobToken, type Reader, type Target } from '../plan/target.ts'

/**
 * Writes the private docker configuration: the user's own with our entries added. From here on every docker child and
 * the registry client use it; no token ever stands in an argument. Where the event may not log in, it holds no credentials
 * at all, also none of an earlier step: the build runs a stranger's Dockerfile.
 * @throws PolicyError where connections are not verified
 */
export async function login(
  host: Host,
  target: Pick<Target | Reader, 'policy' | 'credentials'>,
  folder: string,
): Promise<void> {
  refuseUnverified(host)
  for (const { username, password } of target.credentials) {
    host.runner.mask(password)
    host.runner.mask(host.credentials.encode(username, password))
  }
  if (target.policy.login !== 'none')
    return host.credentials.create(folder, await withoutDefaults(host, target))
  await host.credentials.create(folder, undefined)
  host.registry.stayAnonymous()
}

/** Who asks the registry of an image: the job, and whether by what its inputs say. */
export function whoAsks(host: Host, { registry }: ImageName) {
  const { repository, serverUrl } = host.runner.context
  return { repository, serverUrl, ownLogin: host.credentials.isOwn(registry) }
}

/** The job's own token is a default: who has logged in to the registry before this step wants to be that. */
async function withoutDefaults(
  host: Host,
  { credentials }: Pick<Target, 'credentials'>,
): Promise<Target['credentials']> {
  const keep = credentials.map(async ({ registry, password }) => {
    if (!isJobToken(password) || (await host.credentials.lookup(registry)) === undefined) return true
    host.log.notice(
      `An earlier docker login to ${registry} is used. To use the job's token, log out before this step.`,
    )
    return false
  })
  const kept = await Promise.all(keep)
  return credentials.filter((_, at) => kept[at])
}

/** With this variable Node talks to whoever answers, and the token with it. */
function refuseUnverified(host: Host): void {
  if (host.runner.environment('NODE_TLS_REJECT_UNAUTHORIZED') !== '0') return
  throw new PolicyError({
    found: 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of TLS certificates off.',
    remedy: 'Remove it, and name the certificate of your authority in NODE_EXTRA_CA_CERTS.',
  })
}
