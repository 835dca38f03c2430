import { RegistryError } from '../../domain/errors.ts'
import type { Identity } from '../credentials.ts'
import { encodeLogin, type Login } from '../login.ts'
import { safeUrl } from './address.ts'
import { answerText, parseJson } from './answer.ts'
import type { HttpAnswer, Send } from './transport.ts'

/** Where a registry sends for tokens (distribution spec/auth/token.md). */
export interface TokenDesk {
  readonly realm: string
  readonly service: string | undefined
}

/** Largest answer of a token desk. */
export const TOKEN_LIMIT = 256 * 1024

/**
 * Asks for the right to do what `scope` says. Undefined where nobody in particular asks and gets nothing.
 * @throws RegistryError where the credentials are wrong or the desk is in trouble
 */
export async function askToken(
  send: Send,
  desk: TokenDesk,
  scope: string,
  who: Identity | undefined,
): Promise<string | undefined> {
  const answer = await (who !== undefined && 'identityToken' in who
    ? exchange(send, desk, scope, who.identityToken)
    : ask(send, desk, scope, who))
  const { host } = new URL(desk.realm)
  if (answer.status === 429 || answer.status >= 500) throw inTrouble(desk, answer)
  // Without credentials a private repository gives no token: the request itself then says so.
  if (answer.status !== 200 && who === undefined) return undefined
  if (answer.status === 401 || answer.status === 403) throw wrongCredentials(host, answer)
  const token = answer.status === 200 ? tokenOf(answer.body) : undefined
  if (token !== undefined) return token
  throw new RegistryError('invalid-answer', {
    found: `${safeUrl(desk.realm)} gave no token: status ${answer.status}.`,
    remedy: 'Run the job again; if it stays so, look at the status page of the registry.',
  })
}

/** The value of an Authorization header. */
export function basic({ username, password }: Login): string {
  return `Basic ${encodeLogin(username, password)}`
}

function ask(send: Send, desk: TokenDesk, scope: string, who: Login | undefined): Promise<HttpAnswer> {
  const url = new URL(desk.realm)
  if (desk.service !== undefined) url.searchParams.set('service', desk.service)
  // One parameter for each (distribution spec/auth/token.md); in a form they are one, divided by spaces (oauth.md).
  for (const one of scope.split(' ')) url.searchParams.append('scope', one)
  const headers = who === undefined ? {} : { Authorization: basic(who) }
  return send({ method: 'GET', url: url.href, headers, limit: TOKEN_LIMIT })
}

/** distribution spec/auth/oauth.md, grant type refresh_token. */
function exchange(send: Send, desk: TokenDesk, scope: string, identityToken: string): Promise<HttpAnswer> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'ghcr-publish',
    scope,
    refresh_token: identityToken,
    ...(desk.service === undefined ? {} : { service: desk.service }),
  })
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const body = Buffer.from(form.toString())
  return send({ method: 'POST', url: desk.realm, headers, body, limit: TOKEN_LIMIT })
}

function tokenOf(body: Buffer): string | undefined {
  const { token, access_token } = (parseJson(body) ?? {}) as Record<string, unknown>
  const text = token ?? access_token
  return typeof text === 'string' && /^[!-~]+$/.test(text) ? text : undefined
}

function inTrouble({ realm }: TokenDesk, { status, body }: HttpAnswer): RegistryError {
  const trouble = {
    found: `${safeUrl(realm)} gave no token: status ${status}.`,
    remedy: 'The registry has trouble: run the job again later.',
  }
  return new RegistryError('temporary', trouble, { status, answer: answerText(body) })
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
