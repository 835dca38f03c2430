import { describe, expect, test } from '@jest/globals'
import { mayWriteCache } from '../../src/domain/cache.ts'

const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
const scopes = (...permissions: number[]) =>
  token({ ac: JSON.stringify(permissions.map((Permission) => ({ Scope: 'refs/heads/ä', Permission }))) })

describe('a token of the cache service', () => {
  test.each<[what: string, token: string, writes: boolean | undefined]>([
    ['may write', scopes(3), true],
    ['may write one of its scopes', scopes(1, 2), true],
    ['may only read', scopes(1), false],
    ['has no scope', scopes(), false],
    ['names no scopes', token({}), undefined],
    ['has broken scopes', token({ ac: '[' }), undefined],
    ['is no token', 'opaque', undefined],
    ['is empty', '', undefined],
    ['is not base64', 'a.###.c', undefined],
  ])('%s', (_, text, writes) => {
    expect(mayWriteCache(text)).toBe(writes)
  })
})
