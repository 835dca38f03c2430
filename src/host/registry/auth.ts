import { RegistryError } from '../../domain/errors.ts'
import type { Login } from '../credentials.ts'
import { type HttpAnswer, type HttpRequest, type Send, safeUrl } from './transport.ts'

/** What a registry asks for before it answers (RFC 7235; distribution spec/auth/token.md). */
type Challenge =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string | undefined }

/** Sends requests to one registry host with the right to do what `scope` says. */
export interface Authorized {
  send(request: HttpRequest, scope: string): Promise<HttpAnswer>
}

/** Reads the credentials for the host; called once. */
export type ReadLogin = () => Promise<Login | undefined>

const TOKEN_LIMIT = 256 * 1024

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

/** Does the token dance of one registry: challenge and tokens are asked for once each. */
export function authorize(send: Send, registry: string, readLogin: ReadLogin): Authorized {
  const tokens = new Map<string, Promise<string | undefined>>()
  let challenge: Promise<Challenge> | undefined
  let login: Promise<Login | undefined> | undefined
  const header = async (scope: string): Promise<string | undefined> => {
    challenge ??= askChallenge(send, registry)
    login ??= readLogin()
    const [asked, who] = await Promise.all([challenge, login])
    if (asked.kind === 'none') return undefined
    if (asked.kind === 'basic') return who === undefined ? undefined : basic(who)
    const token = tokens.get(scope) ?? askToken(send, asked, scope, who)
    tokens.set(scope, token)
    const text = await token
    return text === undefined ? undefined : `Bearer ${text}`
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
      // A token lives for minutes, a build for longer.
      tokens.delete(scope)
      return attempt(request, scope)
    },
  }
}

async function askChallenge(send: Send, registry: string): Promise<Challenge> {
  const answer = await send({ method: 'GET', url: `${baseUrl(registry)}/v2/`, limit: TOKEN_LIMIT })
  if (answer.status !== 401) return { kind: 'none' }
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

async function askToken(
  send: Send,
  challenge: Challenge & { kind: 'bearer' },
  scope: string,
  login: Login | undefined,
): Promise<string | undefined> {
  const url = new URL(challenge.realm)
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service)
  url.searchParams.set('scope', scope)
  const headers = login === undefined ? {} : { Authorization: basic(login) }
  const answer = await send({ method: 'GET', url: url.href, headers, limit: TOKEN_LIMIT })
  // Without credentials a private repository gives no token: the request itself then says so.
  if (answer.status !== 200 && login === undefined) return undefined
  if (answer.status === 401 || answer.status === 403) throw wrongCredentials(url.host, answer)
  const token = answer.status === 200 ? tokenOf(answer.body) : undefined
  if (token !== undefined) return token
  throw new RegistryError('invalid-answer', {
    found: `${safeUrl(url.href)} gave no token: status ${answer.status}.`,
    remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
  })
}

function tokenOf(body: Buffer): string | undefined {
  try {
    const { token, access_token } = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    const text = token ?? access_token
    return typeof text === 'string' && /^[!-~]+$/.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

function wrongCredentials(host: string, { status, body }: HttpAnswer): RegistryError {
  const answer = answerText(body)
  return new RegistryError(
    'unauthorized',
    {
      found: `${host} did not accept the user name and password${answer === undefined ? '' : ` (${answer})`}.`,
      remedy:
        'Check the inputs username and password; a token may have expired or lack the authorisation for SSO.',
    },
    { status, answer },
  )
}

/** The registry's own words, `code: message` of its error body (distribution-spec, "Error Codes"), on one line. */
export function answerText(body: Buffer): string | undefined {
  try {
    const { errors } = JSON.parse(body.toString('utf8')) as {
      errors?: { code?: unknown; message?: unknown }[]
    }
    const [first] = Array.isArray(errors) ? errors : []
    const words = [first?.code, first?.message].filter((word) => typeof word === 'string')
    return words.length === 0
      ? undefined
      : words
          .join(': ')
          .replace(/\p{Cc}+/gu, ' ')
          .slice(0, 300)
  } catch {
    return undefined
  }
}

function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
