import { RegistryError } from '../../domain/errors.ts'
import type { Identity } from '../credentials.ts'
import { baseUrl, isAtRegistry, safeUrl } from './address.ts'
import { checkRealm } from './realm.ts'
import { askToken, basic, TOKEN_LIMIT, type TokenDesk } from './token.ts'
import {
  type AnswerHead,
  discard,
  type HttpAnswer,
  type HttpRequest,
  isOneTime,
  type Send,
  type StreamedAnswer,
} from './transport.ts'

/** What a registry asks for before it answers (RFC 7235; distribution spec/auth/token.md). */
type Challenge =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | ({ readonly kind: 'bearer' } & TokenDesk)

/**
 * Sends requests to one registry host with the right to do what `scope` says: one or more scopes of distribution
 * spec/auth/scope.md, divided by spaces. Both throw what Send does, and where there is no getting a token.
 */
export interface Authorized {
  send(request: HttpRequest, scope: string): Promise<HttpAnswer>
  stream(request: HttpRequest, scope: string): Promise<StreamedAnswer>
}

/** Reads the credentials for the host; called once. */
export type ReadLogin = () => Promise<Identity | undefined>

/** Remembers one answer for each key, but no failure. */
class Memory<Value> {
  readonly #known = new Map<string, Promise<Value>>()

  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const value = ask().catch((error: unknown) => {
      this.#known.delete(key)
      throw error
    })
    this.#known.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.#known.set(key, Promise.resolve(value))
  }

  delete(key: string): void {
    this.#known.delete(key)
  }
}

/** Does the token dance of one registry: challenge and tokens are asked for once each. A failure is not remembered. */
export function authorize(send: Send, registry: string, readLogin: ReadLogin): Authorized {
  const tokens = new Memory<string | undefined>()
  const challenges = new Memory<Challenge>()
  let login: Promise<Identity | undefined> | undefined
  const challenge = () => challenges.get(registry, () => askChallenge(send, registry))
  const header = async (scope: string): Promise<string | undefined> => {
    login ??= readLogin()
    const [asked, who] = await Promise.all([challenge(), login])
    if (asked.kind === 'none') return undefined
    if (asked.kind === 'basic') return who === undefined || 'identityToken' in who ? undefined : basic(who)
    const token = await tokens.get(scope, () => askToken(send, asked, scope, who))
    return token === undefined ? undefined : `Bearer ${token}`
  }
  const attempt = async <Answer>(way: Way<Answer>, request: HttpRequest, scope: string) => {
    checkPlace(request.url, registry)
    const value = await header(scope)
    return way(
      value === undefined ? request : { ...request, headers: { ...request.headers, Authorization: value } },
    )
  }
  const insist = async <Answer extends AnswerHead>(way: Way<Answer>, request: HttpRequest, scope: string) => {
    const answer = await attempt(way, request, scope)
    if (answer.status !== 401) return answer
    if (!isOneTime(request)) discard(answer)
    // Some registries are open at their root and ask for a login at their private repositories only.
    if ((await challenge()).kind === 'none' && answer.headers['www-authenticate'] !== undefined)
      challenges.set(registry, parseChallenge(answer, registry))
    // A token lives for minutes, a build for longer.
    tokens.delete(scope)
    return isOneTime(request) ? answer : attempt(way, request, scope)
  }
  return {
    send: (request, scope) => insist(send, request, scope),
    stream: (request, scope) => insist(send.stream, request, scope),
  }
}

/** One of the ways to send. */
type Way<Answer> = (request: HttpRequest) => Promise<Answer>

/** The last gate before credentials: whatever the caller was told by a registry, they go to no other host. */
function checkPlace(url: string, registry: string): void {
  if (isAtRegistry(url, registry)) return
  throw new RegistryError('invalid-answer', {
    found: `The registry ${registry} sends to ${safeUrl(url)}, which is another host: credentials stay here.`,
  })
}

async function askChallenge(send: Send, registry: string): Promise<Challenge> {
  const answer = await send({ method: 'GET', url: `${baseUrl(registry)}/v2/`, limit: TOKEN_LIMIT })
  return answer.status === 401 ? parseChallenge(answer, registry) : { kind: 'none' }
}

function parseChallenge(answer: AnswerHead, registry: string): Challenge {
  const header = answer.headers['www-authenticate'] ?? ''
  if (/^basic\b/i.test(header)) return { kind: 'basic' }
  const realm = parameter(header, 'realm')
  if (!/^bearer\b/i.test(header) || realm === undefined) {
    throw new RegistryError('invalid-answer', {
      found: `The registry ${registry} asks for a login in a way that is not understood.`,
      allowed: 'Bearer with a realm, or Basic',
    })
  }
  checkRealm(realm, registry)
  return { kind: 'bearer', realm, service: parameter(header, 'service') }
}

function parameter(header: string, name: string): string | undefined {
  return new RegExp(`[ ,]${name}="([^"]{1,2000})"`, 'i').exec(header)?.[1]
}
