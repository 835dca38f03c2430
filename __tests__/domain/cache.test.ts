import { describe, expect, test } from '@jest/globals'
import { cacheRight } from '../../src/domain/cache.ts'

const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
const scopes = (...permissions: number[]) =>
  token({
    exp: 2_000,
    ac: JSON.stringify(permissions.map((Permission) => ({ Scope: 'refs/heads/ä', Permission }))),
  })

describe('a token of the cache service', () => {
  test.each<[what: string, token: string, right: string]>([
    ['may write', scopes(3), 'write'],
    ['may write one of its scopes', scopes(1, 2), 'write'],
    ['may only read', scopes(1), 'read'],
    ['has no scope', scopes(), 'none'],
    ['has a scope for nothing', scopes(4), 'none'],
    ['names no scopes', token({}), 'none'],
    ['has broken scopes', token({ ac: '[' }), 'none'],
    ['is no token', 'opaque', 'none'],
    ['is empty', '', 'none'],
    ['is not base64', 'a.###.c', 'none'],
  ])('%s', (_, text, right) => {
    expect(cacheRight(text, 1_000_000)).toBe(right)
  })

  test('is of no use when it is over', () => {
    expect(cacheRight(scopes(3), 2_000_000)).toBe('none')
    expect(cacheRight(scopes(3), 1_999_999)).toBe('write')
  })
})
