import { describe, expect, test } from '@jest/globals'
import { createAccess } from '../../src/host/registry/access.ts'
import { baseUrl, isAtRegistry, isLoopback, safeUrl } from '../../src/host/registry/address.ts'
import { isDistrust, unreachable } from '../../src/host/registry/connection.ts'
import {
  createSend,
  type HttpAnswer,
  type HttpRequest,
  type Send,
} from '../../src/host/registry/transport.ts'
import { basic, client, digest, login, manifestAnswer, name, serve, withTokens } from './registry-client.ts'

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

describe('credentials', () => {
  test('go to no other host, whoever asks for it', async () => {
    const server = await serve(withTokens(manifestAnswer))
    const access = createAccess(
      createSend(async () => {}),
      async () => login,
    )
    const url = server.host.replace('127.0.0.1', 'localhost')
    const written = access.write(name(server), { method: 'PUT', url: `http://${url}/v2/o/app/x` })
    await expect(written).rejects.toThrow('which is another host: credentials stay here')
    expect(server.seen).toEqual([])
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
