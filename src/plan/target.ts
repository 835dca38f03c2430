import type { Context } from '../domain/context.ts'
import { InputError, PolicyError } from '../domain/errors.ts'
import { type ImageName, parseImageName } from '../domain/reference.ts'
import { type Permission, planEvent } from './events.ts'
import type { BehaviourInputs } from './inputs/behaviour.ts'
import type { IdentityInputs } from './inputs/identity.ts'
import type { RegistryAuth, RegistryInputs } from './inputs/registry.ts'

/** Where a run would publish to, whether it may, and who it is: all that can be said before anything is asked. */
export interface Target {
  readonly image: ImageName
  readonly policy: Permission
  /** Credentials to write into the private configuration; empty where the event may not log in. */
  readonly credentials: readonly RegistryAuth[]
  readonly notices: readonly string[]
}

/** What a target depends on, of the inputs of any action. */
export interface TargetInputs {
  readonly identity: Pick<IdentityInputs, 'image' | 'tagPrefix'>
  readonly behaviour: Pick<BehaviourInputs, 'dryRun'>
  readonly registry: RegistryInputs
}

/** What is only looked at, and with which credentials. */
export interface Reader extends Pick<Target, 'image' | 'credentials' | 'notices'> {
  readonly policy: { readonly login: 'read' | 'none' }
}

/**
 * Plans the target of a run.
 * @throws PolicyError where the event may do nothing here, InputError where no image name can be made
 */
export function planTarget(inputs: TargetInputs, context: Context): Target {
  const policy = planEvent(context, inputs.behaviour.dryRun)
  if (policy.kind === 'refuse') {
    throw new PolicyError({ found: policy.reason, remedy: policy.remedy })
  }
  const image = inputs.identity.image ?? defaultImage(inputs.identity.tagPrefix, context)
  if (policy.login === 'none') return { image, policy, credentials: [], notices: [] }
  return { image, policy, ...credentialsFor([image.registry], inputs.registry, context) }
}

/**
 * Plans who looks at an image. Looking harms nobody, so any event may; where a stranger's event would get no credentials for a
 * publish, it gets none here either.
 * @throws InputError where no image name can be made
 */
export function planReader(
  { image: given, registry }: { readonly image: ImageName | undefined; readonly registry: RegistryInputs },
  context: Context,
): Reader {
  const image = given ?? defaultImage(undefined, context)
  const event = planEvent(context, 'auto')
  if (event.kind === 'refuse' || event.login === 'none')
    return { image, policy: { login: 'none' }, credentials: [], notices: [] }
  return { image, policy: { login: 'read' }, ...credentialsFor([image.registry], registry, context) }
}

function defaultImage(prefix: string | undefined, context: Context): ImageName {
  const path = prefix === undefined ? context.repository : `${context.repository}/${prefix}`
  const name = parseImageName(`ghcr.io/${path}`)
  if (!('fault' in name)) return name
  throw new InputError([
    {
      input: 'image',
      found: `no image name can be made of the repository '${context.repository}': it ${name.fault}.`,
      remedy: 'Write image: ghcr.io/owner/app.',
    },
  ])
}

/**
 * Who a run is at its registries: user name and password for those that `registry-auths` does not name. The job's own token goes
 * to GitHub's registries only: a foreign host must not get it.
 */
export function credentialsFor(
  registries: readonly string[],
  { username, password, registryAuths }: RegistryInputs,
  context: Context,
): Pick<Target, 'credentials' | 'notices'> {
  if (username === undefined || password === undefined) return { credentials: registryAuths, notices: [] }
  const unnamed = [...new Set(registries)].filter(
    (registry) => !registryAuths.some((auth) => auth.registry === registry),
  )
  const trusted = unnamed.filter(
    (registry) => !isJobToken(password) || takesJobToken(registry, context.serverUrl),
  )
  const notices = unnamed
    .filter((registry) => !trusted.includes(registry))
    .map(
      (registry) =>
        `The job's token is sent to GitHub's registry of this server only, so ${registry} gets no credentials from it: an earlier docker login is used where there is one, else write username and password.${registry === 'docker.io' ? " An image without a host is on Docker Hub; GitHub's registry is image: ghcr.io/owner/app." : ''}`,
    )
  const own = trusted.map((registry) => ({ registry, username, password }))
  return { credentials: [...own, ...registryAuths], notices }
}

/**
 * The token with which GitHub's API may be asked: the job's. Undefined where the workflow writes a password of another kind,
 * which was not given for that.
 */
export function jobToken({ registry: { password } }: Pick<TargetInputs, 'registry'>): string | undefined {
  return password !== undefined && isJobToken(password) ? password : undefined
}

/**
 * Whether a password is the job's own: `github.token` is an installation token, and all of those begin so (GitHub docs, "About
 * authentication to GitHub").
 */
export function isJobToken(password: string): boolean {
  return password.startsWith('ghs_')
}

/** Whether GitHub's registry is one that the job's token is for: ghcr.io, or that of the server that runs the job. */
function takesJobToken(registry: string, serverUrl: string): boolean {
  return registry === 'ghcr.io' || gitHubServer(registry, serverUrl) === serverUrl
}

/**
 * The web server that a registry of GitHub belongs to: ghcr.io, `containers.<name>.ghe.com` (Enterprise Cloud with data
 * residency), and `containers.<host>` of the server that runs the job (Enterprise Server). Undefined for another registry.
 */
export function gitHubServer(registry: string, serverUrl?: string): string | undefined {
  if (registry === 'ghcr.io') return 'https://github.com'
  if (serverUrl?.replace(/^https?:\/\//, 'containers.') === registry) return serverUrl
  const server = /^containers\.([a-z0-9-]+\.ghe\.com)$/.exec(registry)?.[1]
  return server && `https://${server}`
}
