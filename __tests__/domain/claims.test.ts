import { describe, expect, test } from '@jest/globals'
import { isToken, readClaims } from '../../src/domain/claims.ts'

const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url')
const tokenOf = (claims: unknown) =>
  `${encode('{"alg":"RS256"}')}.${encode(JSON.stringify(claims))}.${encode('sig')}`
const CLAIMS = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sigstore',
  exp: 1_790_000_000,
  repository: 'Acme/app.py_1',
  repository_visibility: 'private',
  job_workflow_ref: 'acme/shared/.github/workflows/release.yml@refs/heads/é/main',
  sha: 'c'.repeat(40),
  sub: 'repo:Acme/app:ref:refs/heads/main',
}

describe('the claims of a token', () => {
  test('are read', () => {
    expect(readClaims(tokenOf(CLAIMS))).toEqual({
      iss: CLAIMS.iss,
      aud: 'sigstore',
      exp: 1_790_000_000,
      repository: 'Acme/app.py_1',
      visibility: 'private',
      jobWorkflowRef: CLAIMS.job_workflow_ref,
      sha: CLAIMS.sha,
    })
  })

  test.each([
    ['public', {}],
    ['internal', { iss: 'https://github.example.com/_services/token', sha: 'd'.repeat(64) }],
  ])('of a repository that is %s are read, also of another server', (repository_visibility, more) => {
    expect(readClaims(tokenOf({ ...CLAIMS, ...more, repository_visibility }))).toMatchObject({
      visibility: repository_visibility,
    })
  })

  test.each<[claim: string, values: readonly unknown[]]>([
    ['iss', [undefined, 'http://x', 'x', `https://${'x'.repeat(501)}`, 'https://a b', 'https://a\n']],
    ['aud', [undefined, '', ['sigstore'], 3, 'a\u0000']],
    ['repository', [undefined, 'acme', 'a/b/c', 'acme/app\n', '--x/$(id)', { owner: 'acme' }]],
    ['repository_visibility', [undefined, '', 'PUBLIC', 'publicly', true]],
    [
      'job_workflow_ref',
      [
        undefined,
        'acme/app',
        'acme/app/x.yml',
        'acme/app/x.yml@',
        'acme/app/x.yml@a b',
        'x.yml@refs/heads/a',
      ],
    ],
    ['sha', [undefined, 'main', 'C'.repeat(40), 'c'.repeat(39), ['c'.repeat(40)]]],
    ['exp', [undefined, '1790000000', 1.5, null, 1e300]],
  ])('are refused by the name of the one that is wrong: %s', (claim, values) => {
    for (const value of values) {
      const read = readClaims(tokenOf({ ...CLAIMS, [claim]: value }))
      expect(read).toEqual({ wrong: expect.stringMatching(`its claim ${claim} is absent, or no`) })
    }
  })

  test.each([
    '',
    'opaque',
    'a.b',
    'a.b.c.d',
    'a.###.c',
    `a.${encode('no json')}.c`,
    `a.${encode('null')}.c`,
    `a.${encode('"text"')}.c`,
    `a.${encode(Buffer.from([0xff, 0xfe]))}.c`,
    `${tokenOf(CLAIMS)}\n`,
    `${tokenOf(CLAIMS)} `,
    tokenOf({ ...CLAIMS, more: 'x'.repeat(64 * 1024) }),
  ])('are those of a token only (%#)', (text) => {
    expect(readClaims(text)).toEqual({ wrong: 'it is no token of the form header.claims.signature' })
  })

  test('of one without a signature, or with what no token holds, are not asked for', () => {
    expect(isToken(tokenOf(CLAIMS))).toBe(true)
    expect([`${encode('{}')}.${encode('{}')}.`, 'a.b.c=', '<html>', 'a.b.c\r\n'].map(isToken)).toEqual([
      ...[false, false, false, false],
    ])
  })
})
