import { describe, expect, test } from '@jest/globals'
import { createAccess } from '../../src/host/registry/access.ts'
import { baseUrl, isAtRegistry, isLoopback, safeUrl } from '../../src/host/registry/address.ts'
import { isDistrust, unreachable } from '../../src/host/registry/connection.ts'
import { checkRealm } from '../../src/host/registry/realm.ts'
import type { HttpAnswer, HttpRequest, Send } from '../../src/host/registry/transport.ts'
import { basic, client, digest, manifestAnswer, name, serve, withTokens } from './registry-client.ts'

describe('this machine', () => {
  test.each([
    'localhost',
    'localhost:5000',
    '127.0.0.1',
    '127.0.0.1:5000',
    '127.255.3.4:80',
    '127.1:5000',
    '::1',
    '[::1]',
    '[::1]:5000',
    '[0:0:0:0:0:0:0:1]:5000',
  ])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  test.each([
    'ghcr.io',
    '128.0.0.1',
    '127.0.0.1.example.com',
    '127.0.0.1.5',
    '127.999.0.1',
    'localhost.example.com',
    'notlocalhost',
    '[::2]:5000',
    '[::ffff:192.0.2.1]',
    '[2001:db8::1]:1',
    '0.0.0.0:5000',
    '10.0.0.1',
    '',
  ])('is not %s', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})

describe('the address of a registry', () => {
  test.each([
    ['ghcr.io', 'https://ghcr.io'],
    ['docker.io', 'https://registry-1.docker.io'],
    ['example.com:5000', 'https://example.com:5000'],
    ['192.168.1.1:5000', 'https://192.168.1.1:5000'],
    ['[2001:db8::1]:5000', 'https://[2001:db8::1]:5000'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ])('%s is %s', (registry, url) => {
    expect(baseUrl(registry)).toBe(url)
  })

  test('has to be one', () => {
    expect(() => baseUrl('127.999.0.1')).toThrow('no address that can be asked')
  })

  test.each([
    ['https://ghcr.io/v2/x', true],
    ['https://ghcr.io:443/v2/x', true],
    ['http://ghcr.io/v2/x', false],
    ['https://ghcr.io:8443/v2/x', false],
    ['https://ghcr.io.example.com/v2/x', false],
    ['https://pkg.ghcr.io/v2/x', false],
  ])('is the place of %s: %s', (url, own) => {
    expect(isAtRegistry(url, 'ghcr.io')).toBe(own)
  })

  test('is told without its query', () => {
    expect(safeUrl('https://storage.example/b/1?sig=secret')).toBe('storage.example/b/1')
  })

  test('may be one of IPv6', async () => {
    const server = await serve(withTokens(manifestAnswer), { address: '::1' })
    expect(server.host).toMatch(/^\[::1\]:\d+$/)
    expect((await client().manifest(name(server), digest))?.descriptor.digest).toBe(digest)
    expect(server.seen.some(({ authorization }) => authorization === basic)).toBe(true)
  })
})

describe('a realm', () => {
  test.each([
    ['ghcr.io', 'https://ghcr.io/token'],
    ['docker.io', 'https://auth.docker.io/token'],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['registry.digitalocean.com', 'https://api.digitalocean.com/v2/registry/auth'],
    ['gitlab.example.com:5050', 'https://gitlab.example.com/jwt/auth'],
    ['reg.example.co.uk', 'https://auth.example.co.uk/token'],
    ['me.azurecr.io', 'https://me.azurecr.io/oauth2/token'],
    ['icr.io', 'https://auth.icr.io/token'],
    ['192.168.1.1:5000', 'https://192.168.1.1/token'],
    ['registry', 'https://registry:5001/token'],
    ['[2001:db8::1]:5000', 'https://[2001:db8::1]/token'],
    ['127.0.0.1:5000', 'http://localhost:5001/token'],
    ['[::1]:5000', 'http://127.0.0.1:5001/token'],
    ['localhost:5000', 'https://localhost/token'],
  ])('of %s may be %s', (registry, realm) => {
    expect(() => checkRealm(realm, registry)).not.toThrow()
  })

  test.each([
    ['ghcr.io', 'https://ghcr.io.example.com/token'],
    ['ghcr.io', 'https://example.com/token'],
    ['ghcr.io', 'https://notghcr.io/token'],
    ['docker.io', 'https://docker.io.example/token'],
    ['registry.gitlab.com', 'https://com/token'],
    ['reg.example.co.uk', 'https://auth.co.uk/token'],
    ['reg.example.co.uk', 'https://evil.co.uk/token'],
    ['me.azurecr.io', 'https://you.azurecr.io/token'],
    ['me.github.io', 'https://you.github.io/token'],
    ['192.168.1.1:5000', 'https://2.168.1.1/token'],
    ['192.168.1.1:5000', 'https://x.192.168.1.1.example/token'],
    ['registry', 'https://auth.registry/token'],
    ['127.0.0.1:5000', 'https://example.com/token'],
    ['[2001:db8::1]:5000', 'https://[2001:db8::2]/token'],
  ])("of %s may not be %s, which is another's host", (registry, realm) => {
    expect(() => checkRealm(realm, registry)).toThrow("which is another's host")
  })

  test.each([
    ['ghcr.io', 'http://ghcr.io/token'],
    ['ghcr.io', 'http://127.0.0.1/token'],
    ['ghcr.io', 'ftp://ghcr.io/token'],
    ['ghcr.io', 'https://user:word@ghcr.io/token'],
    ['ghcr.io', '/token'],
    ['127.0.0.1:5000', 'http://169.254.169.254/token'],
  ])('of %s may not be %s, which is not safe', (registry, realm) => {
    expect(() => checkRealm(realm, registry)).toThrow('an address that is not safe')
  })
})

describe('a token for Docker Hub', () => {
  test('is for the path that the repository has there', async () => {
    const urls: string[] = []
    const answer = (status: number, headers: HttpAnswer['headers'] = {}, body = '{}') => ({
      status,
      headers,
      body: Buffer.from(body),
    })
    const challenge = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'
    const send = async ({ url }: HttpRequest) => {
      urls.push(url)
      if (url.startsWith('https://auth.docker.io/')) return answer(200, {}, '{"token":"tok"}')
      return url.endsWith('/v2/') ? answer(401, { 'www-authenticate': challenge }) : answer(200)
    }
    const access = createAccess(send as unknown as Send, async () => undefined)
    await access.read({ registry: 'docker.io', repository: 'alpine' }, 'tags/list')
    expect(urls).toEqual([
      'https://registry-1.docker.io/v2/',
      'https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Alibrary%2Falpine%3Apull',
      'https://registry-1.docker.io/v2/library/alpine/tags/list',
    ])
  })
})

describe('a failed connection', () => {
  const failure = (code: string) => Object.assign(new Error(`words of ${code}`), { code })
  const url = 'https://reg.example/v2/'

  test.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('by %s says that the certificate is not trusted, and what to set', (code) => {
    const error = unreachable({ url }, failure(code))
    expect(error.message).toContain(`The certificate of reg.example is not trusted: words of ${code}.`)
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS')
    expect([error.kind, isDistrust(error)]).toEqual(['unreachable', true])
  })

  test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])('by %s says another thing', (code) => {
    const error = unreachable({ url }, failure(code))
    expect(error.message).toContain('is not valid for it')
    expect(isDistrust(error)).toBe(true)
  })

  test('by anything else is worth another try', () => {
    expect(isDistrust(unreachable({ url }, failure('ECONNRESET')))).toBe(false)
  })
})
