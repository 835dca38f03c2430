import { isIP } from 'node:net'
import { RegistryError } from '../../domain/errors.ts'
import { baseUrl, isLoopback } from './address.ts'

/**
 * Suffixes below which strangers get names for the asking (the "private" part of publicsuffix.org, as far as registries or
 * token desks are seen there). A list of this kind is never complete; it makes a rule stricter that is strict without it.
 */
const SHARED =
  /^(?:amazonaws\.com|azurecr\.io|azure\.com|azurewebsites\.net|cloudfront\.net|duckdns\.org|fly\.dev|github\.io|gitlab\.io|herokuapp\.com|jfrog\.io|netlify\.app|ngrok\.app|ngrok\.io|nip\.io|ngrok-free\.app|onrender\.com|pages\.dev|pkg\.dev|run\.app|sslip\.io|vercel\.app|web\.app|windows\.net|workers\.dev)$/

/**
 * Credentials go to the realm (distribution spec/auth/token.md), so it has to be https, or plain on this machine for a registry
 * on this machine, and its host has to belong to those who have the registry's.
 * @param realm as the registry's WWW-Authenticate header names it
 * @throws RegistryError `invalid-answer` where it is not to be trusted with credentials
 */
export function checkRealm(realm: string, registry: string): void {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  const local = url !== undefined && isLoopback(url.host) && isLoopback(registry)
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && local)
  if (url === undefined || !safe || url.username !== '' || url.password !== '') {
    throw new RegistryError('invalid-answer', {
      found: `The registry ${registry} sends logins to an address that is not safe.`,
      allowed: 'https addresses',
    })
  }
  if (local || isKin(url.hostname, new URL(baseUrl(registry)).hostname)) return
  throw new RegistryError('invalid-answer', {
    found: `The registry ${registry} sends logins to ${url.hostname}, which is another's host.`,
    allowed: "the registry's own host, or one below the same domain",
  })
}

/** `auth.docker.io` is kin to `registry-1.docker.io`, `gitlab.com` to `registry.gitlab.com`. */
function isKin(realm: string, registry: string): boolean {
  if (realm === registry) return true
  const isName = registry.includes('.') && isIP(registry) === 0
  if (!isName) return false
  const domain = domainOf(registry)
  return isBelow(realm, registry) || realm === domain || (domain !== undefined && isBelow(realm, domain))
}

const isBelow = (host: string, domain: string) => host.endsWith(`.${domain}`)

/**
 * The part of a host name that somebody registered: the last two labels, and three where two are open to anybody, as below
 * `co.uk`. Undefined where the name is not that long. Without the public suffix list, a short second label of a
 * country's domain counts as open: that can only refuse what the list would allow.
 */
function domainOf(host: string): string | undefined {
  const labels = host.split('.')
  const [second = '', top = ''] = labels.slice(-2)
  const open = top.length === 2 && (second.length <= 3 || second === 'gouv')
  const count = open || SHARED.test(`${second}.${top}`) ? 3 : 2
  return labels.length < count ? undefined : labels.slice(-count).join('.')
}
