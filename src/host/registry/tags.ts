import { RegistryError } from '../../domain/errors.ts'
import { formatImageName, type ImageName } from '../../domain/reference.ts'
import type { Access } from './access.ts'
import { answerText, expect, parseJson } from './answer.ts'
import { pages } from './pages.ts'
import type { HttpAnswer } from './transport.ts'

const PAGE_SIZE = 10_000

/**
 * All tags, page by page (distribution-spec, "Listing Tags"), each once; empty where there is no such repository.
 * @throws RegistryError classified by status, `invalid-answer` where it is no list, or one without end
 */
export async function allTags(access: Access, name: ImageName): Promise<readonly string[]> {
  const found = new Set<string>()
  let isFirst = true
  for await (const answer of pages(name, `tags/list?n=${PAGE_SIZE}`, (path) => access.read(name, path))) {
    if (isFirst && answer.status === 404) break
    isFirst = false
    if (answer.status === 405 || answer.status === 501) throw unlisted(answer, name)
    for (const tag of tagsOf(expect(answer, name, 200).body, name)) found.add(tag)
  }
  return [...found]
}

/** Such a registry has no list; another try changes nothing. */
function unlisted({ status, body }: HttpAnswer, name: ImageName): RegistryError {
  const words = answerText(body)
  const said = words === undefined ? '' : ` (${words})`
  return new RegistryError(
    'rejected',
    {
      found: `${formatImageName(name)}: the registry answered ${status}${said}: it does not list tags, so nobody knows which version is the highest.`,
      allowed: 'GET /v2/<name>/tags/list, as the OCI distribution specification has it',
      remedy:
        'Publish to a registry that lists tags, or have whoever runs this one, or a proxy before it, allow the list.',
    },
    { status, answer: words },
  )
}

/** An empty list is also written as null. Anything else is no list, and must not be taken for an empty one. */
function tagsOf(body: Buffer, name: ImageName): readonly string[] {
  const json = parseJson(body)
  const tags = typeof json === 'object' && json !== null && 'tags' in json ? json.tags : undefined
  if (tags === null) return []
  if (Array.isArray(tags)) return tags.filter((tag): tag is string => typeof tag === 'string')
  throw new RegistryError('invalid-answer', {
    found: `${formatImageName(name)}: the registry's list of tags is none.`,
    remedy: 'Use a registry that follows the OCI distribution specification.',
  })
}
