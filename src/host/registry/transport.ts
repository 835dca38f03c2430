import type { Readable } from 'node:stream'
import { RegistryError } from '../../domain/errors.ts'
import { collect, createConnect, isDistrust } from './connection.ts'

/** A body that is sent as it comes and can be sent only once; it is destroyed where it cannot be sent. */
export interface StreamedBody {
  readonly stream: Readable
  /** In bytes; the stream has to have exactly as many. */
  readonly size: number
}

/** One HTTP request to a registry. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Absolute. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | StreamedBody
  /** Largest body of an answer that is read as a whole, in bytes. */
  readonly limit: number
}

/** The first line and the headers of an answer; the names of headers are in lower case. */
export interface AnswerHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** A whole answer. */
export interface HttpAnswer extends AnswerHead {
  readonly body: Buffer
}

/** An answer whose body is still to come: whoever has it reads or destroys the stream. */
export interface StreamedAnswer extends AnswerHead {
  readonly stream: Readable
}

/** Sends requests; redirects are not followed. */
export interface Send {
  /**
   * Gives the whole answer, of whatever status. What is temporary is tried again, unless the body is a stream.
   * @throws RegistryError `unreachable`, or `invalid-answer` where the body is longer than the limit
   */
  (request: HttpRequest): Promise<HttpAnswer>
  /** Gives the answer as soon as its headers are there; nothing is tried again. @throws RegistryError `unreachable` */
  stream(request: HttpRequest): Promise<StreamedAnswer>
  /** Does work of several requests again from its start where it failed with something temporary. */
  again<Result>(work: () => Promise<Result>): Promise<Result>
}

const TRIES = 3
const FIRST_WAIT = 500
const LONGEST_WAIT = 20_000
/** go-containerregistry and the answers that GHCR is known for; a 403 of the rate limiter is judged by its text. */
const TEMPORARY = new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/**
 * Sends over real connections.
 * @param sleep waits for some milliseconds
 */
export function createSend(sleep: (ms: number) => Promise<void>): Send {
  const connect = createConnect()
  const whole = async (request: HttpRequest) => collect(await connect(request), request)
  const send = async (request: HttpRequest) => {
    const tries = isOneTime(request) ? 1 : TRIES
    for (let attempt = 1; ; attempt++) {
      const answer = await whole(request).catch(asRegistryError)
      const temporary = answer instanceof RegistryError ? mayPass(answer) : isTemporary(answer)
      if (!temporary || attempt === tries) {
        if (answer instanceof RegistryError) throw answer
        return answer
      }
      await sleep(waitBefore(attempt, answer))
    }
  }
  const again = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (cause) {
        const error = asRegistryError(cause)
        if (attempt === TRIES || !mayPass(error)) throw error
        await sleep(waitBefore(attempt, error))
      }
    }
  }
  return Object.assign(send, { stream: connect, again })
}

/** Whether a request's body is gone once it was sent. */
export function isOneTime({ body }: HttpRequest): boolean {
  return body !== undefined && !Buffer.isBuffer(body)
}

/** Lets go of an answer whose body nobody wants. */
export function discard(answer: AnswerHead & { readonly stream?: Readable }): void {
  answer.stream?.destroy()
}

function asRegistryError(cause: unknown): RegistryError {
  if (cause instanceof RegistryError) return cause
  throw cause
}

function mayPass(error: RegistryError): boolean {
  return error.kind === 'temporary' || (error.kind === 'unreachable' && !isDistrust(error))
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
