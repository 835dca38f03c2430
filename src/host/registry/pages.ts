import { RegistryError } from '../../domain/errors.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { HttpAnswer } from './transport.ts'

/** Most pages of one list, and the most bytes of all of them together: half a million tags. */
const PAGE_LIMIT = 1000
const BYTE_LIMIT = 64 * 1024 * 1024

/**
 * All pages of a list, as answers of whatever status; the reader leaves off at one that is not for it. Whatever host and path
 * a Link names, only its query is used (RFC 8288): a registry cannot send us elsewhere.
 * @param path below the repository, with the query of the first page where there is one
 * @param read sends a GET for such a path
 * @throws RegistryError `invalid-answer` where there is no end to it
 */
export async function* pages(
  name: ImageName,
  path: string,
  read: (path: string) => Promise<HttpAnswer>,
): AsyncGenerator<HttpAnswer> {
  const [list = path] = path.split('?', 1)
  const seen = new Set<string>()
  let bytes = 0
  let next: string | undefined = path
  while (next !== undefined) {
    if (seen.has(next) || seen.size === PAGE_LIMIT || bytes > BYTE_LIMIT) {
      throw new RegistryError('invalid-answer', {
        found: `${formatImageName(name)}: the registry's list '${list}' has no end.`,
        allowed: `${PAGE_LIMIT} pages and ${BYTE_LIMIT / 1024 / 1024} MiB, no page twice`,
        remedy:
          'Publish under another image name, or delete tags that nobody needs; where the package has few, report it to whoever runs the registry.',
      })
    }
    seen.add(next)
    const answer: HttpAnswer = await read(next)
    bytes += answer.body.length
    yield answer
    const query = /<[^>?]*(\?[^>]*)>\s*;\s*rel="?next"?/.exec(answer.headers.link ?? '')?.[1]
    next = query === undefined ? undefined : `${list}${query}`
  }
}
