import { RegistryError } from '../../domain/errors.ts'

/**
 * Where a registry answers: `http://` on loopback, `https://` anywhere else, without a slash at the end.
 * @param registry host with an optional port, as in `ghcr.io`, `127.0.0.1:5000` or `[::1]:5000`
 * @throws RegistryError `unreachable` where it is no address, as `127.999.0.1` is
 */
export function baseUrl(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io'
  const url = `${isLoopback(registry) ? 'http' : 'https'}://${registry}`
  if (URL.canParse(url)) return url
  throw new RegistryError('unreachable', {
    found: `The registry ${registry} has no address that can be asked.`,
    allowed: 'a host name or an IP address, with or without a port',
  })
}

/**
 * Whether a host (with or without a port) is this machine: `localhost`, `::1` or 127.0.0.0/8 (RFC 6761, RFC 4291, RFC 1122).
 * Judged as URLs read it, since that is where a request would go: `[0:0:0:0:0:0:0:1]` and `127.1` are loopback, too.
 */
export function isLoopback(host: string): boolean {
  if (host === '::1') return true
  const url = `http://${host}`
  const name = URL.canParse(url) ? new URL(url).hostname : ''
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/**
 * Whether an address lies on the registry itself, by scheme, host and port. Only there may our credentials go.
 * @param url absolute
 */
export function isAtRegistry(url: string, registry: string): boolean {
  return new URL(url).origin === new URL(baseUrl(registry)).origin
}

/** Host and path of an absolute URL, for people. Without the query, which can hold signatures of storage services. */
export function safeUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
