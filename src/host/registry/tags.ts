import type { ImageName } from '../../domain/reference.ts'
import { expect, parseJson } from './answer.ts'
import type { HttpAnswer } from './transport.ts'

const PAGE_LIMIT = 1000
const PAGE_SIZE = 10_000

/**
 * All tags, page by page (distribution-spec, "Listing Tags"); empty where there is no such repository.
 * @param read sends a GET for a path below the repository
 */
export async function allTags(
  name: ImageName,
  read: (path: string) => Promise<HttpAnswer>,
): Promise<readonly string[]> {
  const found = new Set<string>()
  let path: string | undefined = `tags/list?n=${PAGE_SIZE}`
  for (let page = 0; path !== undefined && page < PAGE_LIMIT; page++) {
    const answer: HttpAnswer = await read(path)
    if (answer.status === 404) break
    const { tags } = (parseJson(expect(answer, name, 200).body) ?? {}) as { tags?: unknown }
    for (const tag of Array.isArray(tags) ? tags : []) if (typeof tag === 'string') found.add(tag)
    path = nextPage(answer.headers.link)
  }
  return [...found]
}

/** The query of the next page (RFC 8288): only that, so that a registry cannot send us elsewhere. */
function nextPage(link: string | undefined): string | undefined {
  const query = /<[^>?]*(\?[^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1]
  return query === undefined ? undefined : `tags/list${query}`
}
