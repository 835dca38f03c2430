import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Who asks, as far as the request says so.
 * @typedef {{ kind: 'none' | 'basic' | 'bearer', user: string | undefined, token?: Token }} Identity
 * @typedef {{ user: string | undefined, scopes: ReadonlyMap<string, ReadonlySet<string>> }} Token `user` is undefined for an anonymous token.
 * @typedef {{ status: number, code: string, message: string, headers?: Record<string, string> }} Refusal
 * @typedef {import('./registry-http.js').Call} Call
 * @typedef {import('./registry.js').Switches} Switches
 */

const SERVICE = 'ghcr-stand-in'
const READS = new Set(['GET', 'HEAD'])

/** Hands out tokens as GHCR's /token does, and judges by them who may do what. */
export class TokenDesk {
  /** @param {Readonly<Record<string, import('./registry.js').User>>} users */
  constructor(users) {
    this.users = users
    /** @type {Map<string, Token>} */
    this.tokens = new Map()
  }

  /** @param {import('node:http').IncomingMessage} request @returns {Identity} */
  identify(request) {
    const header = request.headers.authorization ?? ''
    const basic = basicOf(header)
    if (basic) return { kind: 'basic', user: basic.name }
    const bearer = /^Bearer (.+)$/i.exec(header)?.[1]
    if (!bearer) return { kind: 'none', user: undefined }
    const token = this.tokens.get(bearer)
    return token ? { kind: 'bearer', user: token.user, token } : { kind: 'bearer', user: undefined }
  }

  /**
   * The answer of the token endpoint: GET with Basic credentials or none, POST with the password grant of OAuth 2.
   * Wrong credentials are refused with 403 DENIED and an anonymous request for a private package with 401, as by GHCR.
   * @param {Call} call @param {Switches} switches
   * @returns {Promise<{ status: number, body: object }>}
   */
  async grant(call, switches) {
    const form =
      call.method === 'POST' ? new URLSearchParams(await bodyOf(call.request)) : call.url.searchParams
    const scopes = parseScopes(form.getAll('scope').join(' '))
    const given = basicOf(call.request.headers.authorization ?? '') ?? passwordGrantOf(form)
    if (!given) {
      if (!switches.anonymousPull) return refused(401, 'UNAUTHORIZED', 'authentication required')
      return this.issue({ user: undefined, scopes })
    }
    const user = Object.hasOwn(this.users, given.name) ? this.users[given.name] : undefined
    if (!user || !same(user.password, given.password)) return refused(403, 'DENIED', 'denied')
    return this.issue({ user: given.name, scopes })
  }

  /** @param {Token} token */
  issue(token) {
    const text = randomBytes(24).toString('hex')
    this.tokens.set(text, token)
    return { status: 200, body: { token: text, access_token: text, expires_in: 300 } }
  }

  /**
   * Why a request may not go on; undefined where it may.
   * @param {Call} call @param {Identity} identity @param {Switches} switches @param {string} origin
   * @returns {Refusal | undefined}
   */
  refuse({ method, target }, { token }, switches, origin) {
    const write = !READS.has(method)
    // GHCR names `pull` in its challenge whatever the request wanted, and a package of nobody where it wanted none.
    if (!token) return challenge(origin, target.repo || 'user/image', 'pull')
    if (!target.repo) return undefined
    const granted = token.scopes.get(target.repo)
    const wanted = write ? 'push' : 'pull'
    if (!granted?.has(wanted))
      return challenge(origin, target.repo, write ? 'pull,push' : 'pull', 'insufficient_scope')
    if (!write) return undefined
    if (token.user === undefined) {
      return {
        status: 401,
        code: 'UNAUTHORIZED',
        message: 'unauthenticated: User cannot be authenticated with the token provided.',
      }
    }
    if (this.users[token.user]?.access === 'write') return undefined
    return { status: 403, code: 'DENIED', message: switches.denyText }
  }

  /**
   * The path to ask the registry for. A mount from a repository that the token does not cover becomes a plain upload, as
   * the specification allows and GHCR does.
   * @param {Call} call
   */
  upstreamPath({ url, request }) {
    const from = url.searchParams.get('from')
    const covered = from === null || this.identify(request).token?.scopes.get(from)?.has('pull')
    if (covered) return url.pathname + url.search
    const kept = new URLSearchParams(url.searchParams)
    kept.delete('from')
    kept.delete('mount')
    return `${url.pathname}?${kept}`
  }
}

/**
 * @param {string} origin @param {string} repo @param {string} actions @param {string} [error]
 * @returns {Refusal}
 */
function challenge(origin, repo, actions, error) {
  const parts = [`realm="${origin}/token"`, `service="${SERVICE}"`, `scope="repository:${repo}:${actions}"`]
  if (error) parts.push(`error="${error}"`)
  const headers = {
    'www-authenticate': `Bearer ${parts.join(',')}`,
    'docker-distribution-api-version': 'registry/2.0',
  }
  return { status: 401, code: 'UNAUTHORIZED', message: 'authentication required', headers }
}

/** @param {number} status @param {string} code @param {string} message */
const refused = (status, code, message) => ({ status, body: { errors: [{ code, message }] } })

/** @param {string} header */
function basicOf(header) {
  const encoded = /^Basic (.+)$/i.exec(header)?.[1]
  if (!encoded) return undefined
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return { name, password: rest.join(':') }
}

/** @param {URLSearchParams} form */
function passwordGrantOf(form) {
  const name = form.get('username')
  if (form.get('grant_type') !== 'password' || !name) return undefined
  return { name, password: form.get('password') ?? '' }
}

/** @param {string} text Scopes as in `repository:o/app:pull,push`, divided by spaces. */
function parseScopes(text) {
  /** @type {Map<string, Set<string>>} */
  const scopes = new Map()
  for (const scope of text.split(/\s+/)) {
    const match = /^repository:(.+):([^:]+)$/.exec(scope)
    if (!match?.[1] || !match[2]) continue
    const actions = scopes.get(match[1]) ?? new Set()
    for (const action of match[2].split(',')) actions.add(action)
    scopes.set(match[1], actions)
  }
  return scopes
}

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/** @param {string} left @param {string} right */
function same(left, right) {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
