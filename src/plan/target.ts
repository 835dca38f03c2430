import type { Context } from '../domain/context.ts'
import { InputError, PolicyError } from '../domain/errors.ts'
import { type ImageName, parseImageName } from '../domain/reference.ts'
import { type Permission, planEvent } from './events.ts'
import type { Inputs } from './inputs/inputs.ts'
import type { RegistryAuth } from './inputs/registry.ts'

/** Where a run would publish to, whether it may, and who it is: all that can be said before anything is asked. */
export interface Target {
  readonly image: ImageName
  readonly policy: Permission
  /** Credentials to write into the private configuration; empty where the event may not log in. */
  readonly credentials: readonly RegistryAuth[]
  readonly notices: readonly string[]
}

/**
 * Plans the target of a run.
 * @throws PolicyError where the event may do nothing here, InputError where no image name can be made
 */
export function planTarget(inputs: Inputs, context: Context): Target {
  const policy = planEvent(context, inputs.behaviour.dryRun)
  if (policy.kind === 'refuse') {
    throw new PolicyError({ found: policy.reason, remedy: policy.remedy })
  }
  const image = inputs.identity.image ?? defaultImage(inputs.identity.tagPrefix, context)
  if (policy.login === 'none') return { image, policy, credentials: [], notices: [] }
  return { image, policy, ...credentialsFor(image, inputs, context) }
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

/** The job's own token goes to GitHub's registry only: a foreign host must not get it. */
function credentialsFor(
  image: ImageName,
  { registry }: Inputs,
  context: Context,
): Pick<Target, 'credentials' | 'notices'> {
  const { username, password, registryAuths } = registry
  const named = registryAuths.some((auth) => auth.registry === image.registry)
  if (named || username === undefined || password === undefined) {
    return { credentials: registryAuths, notices: [] }
  }
  if (isJobToken(password) && !isGitHubRegistry(image.registry, context)) {
    const notice = `The job's token is sent to ghcr.io only, so ${image.registry} gets no credentials from it: an earlier docker login is used where there is one, else write username and password.`
    return { credentials: registryAuths, notices: [notice] }
  }
  return { credentials: [{ registry: image.registry, username, password }, ...registryAuths], notices: [] }
}

/** `github.token` is an installation token, and all of those begin so (GitHub docs, "About authentication to GitHub"). */
function isJobToken(password: string): boolean {
  return password.startsWith('ghs_')
}

/** ghcr.io, and for GitHub Enterprise Cloud with data residency its own registry host. */
function isGitHubRegistry(registry: string, context: Context): boolean {
  const server = /^https:\/\/([^/:]+\.ghe\.com)$/.exec(context.serverUrl)?.[1]
  return registry === 'ghcr.io' || (server !== undefined && registry === `containers.${server}`)
}
