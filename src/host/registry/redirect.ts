import { RegistryError } from '../../domain/errors.ts'
import { isLoopback, safeUrl } from './address.ts'
import { type AnswerHead, discard, type HttpRequest } from './transport.ts'

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const HOPS = 5

/**
 * Follows an answer to where the content lies: blobs are often on a storage host. No host on the way gets credentials of
 * ours, not even the registry's own again.
 * @param request what was answered; its Authorization was added further below, so that it has none
 * @throws RegistryError `invalid-answer` after more than five hops, and at an address that is not safe
 */
export async function follow<Answer extends AnswerHead>(
  send: (request: HttpRequest) => Promise<Answer>,
  request: HttpRequest,
  first: Answer,
): Promise<Answer> {
  let answer = first
  let { url } = request
  for (let hop = 0; REDIRECTS.has(answer.status) && answer.headers.location !== undefined; hop++) {
    discard(answer)
    if (hop === HOPS) {
      throw new RegistryError('invalid-answer', {
        found: `${safeUrl(request.url)} redirects more than ${HOPS} times.`,
        remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
      })
    }
    url = targetOf(answer.headers.location, url)
    answer = await send({ method: request.method, url, limit: request.limit })
  }
  return answer
}

/** Encrypted, or from this machine to this machine; and nobody elsewhere may send us to this machine's own services. */
function targetOf(location: string, from: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined
  const fromHere = isLoopback(new URL(from).host)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.host))
  if (url !== undefined && isSafe && url.username === '' && (fromHere || !isLoopback(url.host)))
    return url.href
  throw new RegistryError('invalid-answer', {
    found: `The registry redirects to ${url === undefined ? 'no address' : safeUrl(url.href)}, which is not safe.`,
    allowed: 'https addresses',
  })
}
