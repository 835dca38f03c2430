import { AGAIN, type Cause, type Explanation, named } from './cause.ts'

const SOURCE = String.raw`failed to resolve source metadata for ([A-Za-z0-9][^\s"']{0,300}): `

/** What BuildKit says where it cannot fetch an image that a build starts from. */
export const SOURCE_PATTERN: RegExp = new RegExp(SOURCE)

/** The scanner that writes the software bill of materials cannot be fetched. */
export function scannerMissing(image: string): Explanation {
  return {
    cause: `The image ${image}, which writes the software bill of materials, cannot be fetched.`,
    remedy: 'Write sbom: false, or sbom: generator=<a scanner image that this runner can pull>.',
  }
}

/** The frontend that a `# syntax=` line names cannot be fetched. */
export function frontendMissing(image: string): Explanation {
  return {
    cause: `The Dockerfile asks for the frontend ${image}, which cannot be fetched.`,
    remedy: 'Remove the line that begins with # syntax=: the builder has a frontend of its own.',
  }
}

/** A base image cannot be had. Tried on the message of the build. */
export const IMAGE_CAUSES: readonly Cause[] = [
  named('base-platform', about('no match for platform in manifest'), ([, image], { platform }) => ({
    cause: `The base image ${image} does not exist for ${platform ?? 'one of the platforms'}.`,
    remedy: `A base image that has them all would do too: docker buildx imagetools inspect ${image} lists what there is.`,
  })),
  named('base-rate-limit', about('(?:429 Too Many Requests|toomanyrequests)'), ([, image]) => ({
    cause: `The registry of the base image ${image} limits how often it may be asked.`,
    remedy:
      'Log in to it with registry-auths, or with docker/login-action before this step; or run the job again later.',
  })),
  named(
    'base-denied',
    about('(?:pull access denied|insufficient_scope|401 Unauthorized|403 Forbidden|denied)'),
    ([, image]) => ({
      cause: `The base image ${image} does not exist, or may not be pulled with these credentials.`,
      remedy: 'Check its name in the FROM line; where it is private, write its registry in registry-auths.',
    }),
  ),
  named('base-missing', about('not found'), ([, image]) => ({
    cause: `The base image ${image} does not exist.`,
    remedy: 'Check name and tag in the FROM line.',
  })),
  named(
    'base-unreachable',
    about('(?:dial tcp|no such host|connection refused|timeout|EOF|x509|tls: |50[0-9] [A-Z])'),
    ([, image]) => ({
      cause: `The registry of the base image ${image} cannot be reached.`,
      remedy: `See whether this runner reaches it; build-contexts can name a mirror for the image. ${AGAIN}`,
    }),
  ),
]

/** An image, and what is wrong with it. */
function about(what: string): RegExp {
  return new RegExp(`${SOURCE}.*${what}`, 'i')
}
