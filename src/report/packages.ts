import { formatImageName, type ImageName } from '../domain/reference.ts'
import { gitHubServer } from '../plan/target.ts'

/** Whether an image lives in GitHub's own registry. */
export function isGitHubPackage(image: ImageName, serverUrl?: string): boolean {
  return gitHubServer(image.registry, serverUrl) !== undefined
}

/**
 * Where people find the settings of a GitHub package. Whether its owner is a user or an organization cannot be seen from
 * its name, so both are given. Undefined on another registry.
 */
export function packageSettings(image: ImageName, serverUrl?: string): string | undefined {
  const server = gitHubServer(image.registry, serverUrl)
  if (server === undefined) return undefined
  const [owner = '', ...path] = image.repository.split('/')
  const page = `${encodeURIComponent(owner)}/packages/container/${encodeURIComponent(path.join('/'))}/settings`
  return `${server}/orgs/${page} (of a user: ${server}/users/${page})`
}

/** Where an organization says who may create packages. Undefined on another registry. */
export function organizationSettings(image: ImageName, serverUrl?: string): string | undefined {
  const server = gitHubServer(image.registry, serverUrl)
  const [owner = ''] = image.repository.split('/')
  return server && `${server}/organizations/${encodeURIComponent(owner)}/settings/packages`
}

/** The commands to get and to run what was published. */
export function commands(image: ImageName, tag: string | undefined, digest: string): readonly string[] {
  const name = formatImageName(image)
  return [
    ...(tag === undefined ? [] : [`docker pull ${name}:${tag}`]),
    `docker pull ${name}@${digest}`,
    `docker run --rm ${name}@${digest}`,
  ]
}
