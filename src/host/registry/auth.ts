import { RegistryError } from '../../domain/errors.ts'
import type { Identity } from '../credentials.ts'
import { askToken, basic, TOKEN_LIMIT, type TokenDesk } from './token.ts'
import type { HttpAnswer, HttpRequest, Send } from './transport.ts'

/** What a registry asks for before it answers (RFC 7235; distribution spec/auth/token.md). */
type Challenge =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | ({ readonly kind: 'bearer' } & TokenDesk)

/** Sends requests to one registry host with the right to do what `scope` says. */
export interface Authorized {
  send(request: HttpRequest, scope: string): Promise<HttpAnswer>
}

/** Reads the credentials for the host; called once. */
export type ReadLogin = () => Promise<Identity | undefined>

/** `http://` on loopback, `https://` anywhere else. */
export function baseUrl(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io'
  return `${isLoopback(registry) ? 'http' : 'https'}://${registry}`
}

/** Whether a host (with or without a port) is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/** Does the token dance of one registry: challenge and tokens are asked for once each. A failure is not remembered. */
export function authorize(send: Send, registry: string, readLogin: ReadLogin): Authorized {
  const tokens = new Map<string, Promise<string | undefined>>()
  let challenge: Promise<Challenge> | undefined
  let login: Promise<Identity | undefined> | undefined
  const challengeOnce = () => {
    challenge ??= askChallenge(send, registry).catch((error: unknown) => {
      challenge = undefined
      throw error
    })
    return challenge
  }
  const tokenOnce = (desk: TokenDesk, scope: string, who: Identity | undefined) => {
    const known = tokens.get(scope)
    if (known !== undefined) return known
    const token = askToken(send, desk, scope, who).catch((error: unknown) => {
      tokens.delete(scope)
      throw error
    })
    tokens.set(scope, token)
    return token
  }
  const header = async (scope: string): Promise<string | undefined> => {
    login ??= readLogin()
    const [asked, who] = await Promise.all([challengeOnce(), login])
    if (asked.kind === 'none') return undefined
    if (asked.kind === 'basic') return who === undefined || 'identityToken' in who ? undefined : basic(who)
    const token = await tokenOnce(asked, scope, who)
    return token === undefined ? undefined : `Bearer ${token}`
  }
  const attempt = async (request: HttpRequest, scope: string) => {
    const value = await header(scope)
    const headers = value === undefined ? request.headers : { ...request.headers, Authorization: value }
    return send({ ...request, ...(headers === undefined ? {} : { headers }) })
  }
  return {
    async send(request, scope) {
      const answer = await attempt(request, scope)
      if (answer.status !== 401) return answer
      // Some registries are open at their root and ask for a login at their private repositories only.
      if ((await challengeOnce()).kind === 'none' && answer.headers['www-authenticate'] !== undefined)
        challenge = Promise.resolve(parseChallenge(answer, registry))
      // A token lives for minutes, a build for longer.
      tokens.delete(scope)
      return attempt(request, scope)
    },
  }
}

async function askChallenge(send: Send, registry: string): Promise<Challenge> {
  const answer = await send({ method: 'GET', url: `${baseUrl(registry)}/v2/`, limit: TOKEN_LIMIT })
  return answer.status === 401 ? parseChallenge(answer, registry) : { kind: 'none' }
}

function parseChallenge(answer: HttpAnswer, registry: string): Challenge {
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

/** Credentials go to the realm, so it has to be https, or plain on this machine for a registry on this machine. */
function checkRealm(realm: string, registry: string): void {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  if (url?.protocol === 'https:') return
  if (url?.protocol === 'http:' && isLoopback(url.host) && isLoopback(registry)) return
  throw new RegistryError('invalid-answer', {
    found: `The registry ${registry} sends logins to an address that is not safe.`,
    allowed: 'https addresses',
  })
}
