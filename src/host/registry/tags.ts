import type { ImageName } from '../../domain/reference.ts'
import type { Access } from './access.ts'
import { expect, parseJson } from './answer.ts'
import { pages } from './pages.ts'

const PAGE_SIZE = 10_000

/**
 * All tags, page by page (distribution-spec, "Listing Tags"), each once; empty where there is no such repository.
 * @throws RegistryError classified by status, `invalid-answer` where there is no end to them
 */
export async function allTags(access: Access, name: ImageName): Promise<readonly string[]> {
  const found = new Set<string>()
  let isFirst = true
  for await (const answer of pages(name, `tags/list?n=${PAGE_SIZE}`, (path) => access.read(name, path))) {
    if (isFirst && answer.status === 404) break
    isFirst = false
    const { tags } = (parseJson(expect(answer, name, 200).body) ?? {}) as { tags?: unknown }
    for (const tag of Array.isArray(tags) ? tags : []) if (typeof tag === 'string') found.add(tag)
  }
  return [...found]
}
