import { describe, expect, test } from '@jest/globals'
import { checkRealm } from '../../src/host/registry/realm.ts'

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
    ['ghcr.io', 'https://user@ghcr.io/token'],
    ['ghcr.io', 'https://:word@ghcr.io/token'],
    ['ghcr.io', '/token'],
    ['127.0.0.1:5000', 'http://169.254.169.254/token'],
  ])('of %s may not be %s, which is not safe', (registry, realm) => {
    expect(() => checkRealm(realm, registry)).toThrow('an address that is not safe')
  })
})
