import { Readable } from 'node:stream'
import { HttpClient } from '@actions/http-client'
import { RegistryError } from '../../domain/errors.ts'
import { defuse } from '../../domain/text.ts'

/** One HTTP request to a registry. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Largest body that is read, in bytes. */
  readonly limit: number
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

/** Sends one request; redirects are not followed, bodies are bounded. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>

const SOCKET_LIMIT = 30_000
const TRIES = 3
const FIRST_WAIT = 500
const LONGEST_WAIT = 20_000
/** go-containerregistry and the answers that GHCR is known for; a 403 of the rate limiter is judged by its text. */
const TEMPORARY = new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/** Sends over @actions/http-client, which knows the proxies of runners; tries again what is temporary. */
export function createSend(sleep: (ms: number) => Promise<void>): Send {
  const options = { allowRedirects: false, allowRetries: false, keepAlive: true, socketTimeout: SOCKET_LIMIT }
  const client = new HttpClient('ghcr-publish', [], options)
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(client, request).catch((cause: unknown) => unreachable(request, cause))
      const temporary = answer instanceof RegistryError ? answer.kind === 'unreachable' : isTemporary(answer)
      if (!temporary || attempt === TRIES) {
        if (answer instanceof RegistryError) throw answer
        return answer
      }
      await sleep(waitBefore(attempt, answer))
    }
  }
}

async function once(client: HttpClient, request: HttpRequest): Promise<HttpAnswer> {
  const { body } = request
  const headers = body === undefined ? request.headers : { ...request.headers, 'Content-Length': body.length }
  const stream = body === undefined ? null : Readable.from([body])
  const { message } = await client.request(request.method, request.url, stream, { ...headers })
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of message as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > request.limit) {
      message.destroy()
      throw new RegistryError('invalid-answer', {
        found: `${safeUrl(request.url)} answered with more than ${request.limit} bytes.`,
      })
    }
    pieces.push(piece)
  }
  const flat = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ])
  return { status: message.statusCode ?? 0, headers: Object.fromEntries(flat), body: Buffer.concat(pieces) }
}

function unreachable({ url }: HttpRequest, cause: unknown): RegistryError {
  if (cause instanceof RegistryError) return cause
  const words =
    cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause)
  return new RegistryError(
    'unreachable',
    {
      found: `The registry ${new URL(url).host} cannot be reached: ${defuse(words)}.`,
      remedy:
        'Check that it is up and that this runner may reach it (proxy, firewall), then run the job again.',
    },
    { cause },
  )
}

/** GHCR's secondary rate limit is a 403 (runner-side reports: refchecker 67, build-push-action 651). */
function isTemporary({ status, body }: HttpAnswer): boolean {
  return TEMPORARY.has(status) || (status === 403 && /rate limit/i.test(body.toString('utf8')))
}

function waitBefore(attempt: number, answer: HttpAnswer | RegistryError): number {
  const asked = answer instanceof RegistryError ? undefined : askedWait(answer.headers['retry-after'])
  return asked === undefined ? FIRST_WAIT * 3 ** (attempt - 1) : Math.min(asked, LONGEST_WAIT)
}

/** Milliseconds in a Retry-After header, which holds seconds or a date (RFC 9110, section 10.2.3). */
function askedWait(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return wait > 0 ? wait : undefined
}

/** A URL without its query, which can hold signatures of storage services. */
export function safeUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
