import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Claims } from '../../src/domain/claims.ts'
import type { Context } from '../../src/domain/context.ts'
import { isPrivateKey, sigstoreFileFault } from '../../src/plan/inputs/signing.ts'
import { planSigning, signingFaults, wishFor } from '../../src/plan/signing.ts'
import { claimsFault, laterFault } from '../../src/plan/token.ts'
import { context, faultsOf, inputs, PUBLISH, SHA } from './given.ts'

const CLAIMS: Claims = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sigstore',
  exp: 2_000_000_000,
  repository: 'acme/app',
  visibility: 'public',
  jobWorkflowRef: 'acme/ci/.github/workflows/release.yml@refs/tags/v1',
  sha: SHA,
}
const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'
const DRY_RUN = { kind: 'dry-run' } as const
const FILES = { 'sigstore-signing-config': 'config.json', 'sigstore-trusted-root': 'root.json' }

const KEY_AND_LOG = { 'cosign-key': 'env://K', ...FILES }

const signing = (written: Record<string, string> = {}) => inputs(written).signing
const job = (change: Partial<Context> = {}) => context({ idToken: true, ...change })
const repository = (of: object) => ({ payload: { repository: of } })

describe('whether a signature is wanted', () => {
  test.each<[Record<string, string>, Context, string]>([
    [{}, job(), 'keyless'],
    [{}, job(repository({ visibility: 'public', private: false })), 'keyless'],
    [{ sign: 'keyless' }, job(repository({ visibility: 'private' })), 'keyless'],
    [{ sign: 'keyless' }, context(), 'keyless'],
    [{ sign: 'key', 'cosign-key': 'env://K' }, context(), 'key'],
    [{ sign: 'key' }, context(), 'key'],
    [{ 'cosign-key': 'env://K' }, job(repository({ visibility: 'private' })), 'key'],
    [{ ...KEY_AND_LOG, sign: 'key' }, job(repository({ visibility: 'private' })), 'key'],
    [KEY_AND_LOG, job(repository({ visibility: 'public' })), 'key'],
    [KEY_AND_LOG, job(repository({ private: false })), 'key'],
    [KEY_AND_LOG, job(repository({ visibility: 'private' })), 'acme/app is private, and the log'],
    [KEY_AND_LOG, job(repository({ private: true })), 'acme/app is private, and the log'],
    [KEY_AND_LOG, job(), 'acme/app may not be public, and the log'],
    [FILES, job({ serverUrl: 'https://git.acme.example' }), 'keyless'],
    [{ sign: 'off' }, job(), 'sign: off'],
    [{}, context(), 'write permissions: { contents: read, packages: write, id-token: write }'],
    [{}, job({ serverUrl: 'https://git.acme.example' }), 'takes no tokens of https://git.acme.example'],
    [{}, job(repository({ private: true })), 'acme/app is private'],
    [{}, job(repository({ visibility: 'internal' })), 'acme/app is internal'],
    [FILES, job(repository({ visibility: 'private' })), 'acme/app is private'],
  ])('%j', (written, where, expected) => {
    const wish = wishFor(signing(written), where, PUBLISH)
    expect(wish.kind === 'none' ? wish.reason : wish.kind).toContain(expected)
  })

  test.each<[Record<string, string>, string]>([
    [{}, 'signs without a key where the repository is public'],
    [{ sign: 'keyless' }, 'a real run signs without a key'],
    [{ sign: 'key' }, 'a real run signs by cosign-key'],
    [KEY_AND_LOG, 'a real run signs nothing: acme/app may not be public'],
    [{ sign: 'off' }, 'sign: off'],
  ])('never in a dry run, which says what a real run would do: %j', (written, words) => {
    expect(wishFor(signing(written), job(), DRY_RUN)).toEqual({
      kind: 'none',
      reason: expect.stringContaining(words),
    })
  })
})

describe('the signature', () => {
  const plan = (written: Record<string, string>, claims: Partial<Claims> = {}, where = job()) =>
    planSigning(signing(written), where, PUBLISH, { claims: { ...CLAIMS, ...claims }, publicKey: PEM })

  test('is of the workflow file that the job is in, for this commit of this repository', () => {
    expect(plan({})).toEqual({
      kind: 'sign',
      signer: {
        kind: 'keyless',
        identity: { exact: `https://github.com/${CLAIMS.jobWorkflowRef}` },
        issuer: CLAIMS.iss,
        repository: 'acme/app',
        commit: SHA,
      },
      reason: 'the repository is public and the job has id-token: write',
      ...{ platforms: false, unlogged: false, files: { signingConfig: undefined, trustedRoot: undefined } },
      claims: CLAIMS,
    })
  })

  test('is of the server of the job, where that is not github.com', () => {
    const where = job({ serverUrl: 'https://git.acme.example' })
    expect(
      plan(
        { ...FILES, 'sign-platforms': 'true' },
        { iss: 'https://git.acme.example/_services/token' },
        where,
      ),
    ).toMatchObject({
      signer: { identity: { exact: `https://git.acme.example/${CLAIMS.jobWorkflowRef}` } },
      platforms: true,
      files: { signingConfig: 'config.json', trustedRoot: 'root.json' },
    })
  })

  test('by a key is in a log only where services are named', () => {
    const key = { kind: 'sign', signer: { kind: 'key', publicKey: PEM } }
    expect(plan({ 'cosign-key': 'env://K' })).toMatchObject({ ...key, unlogged: true })
    expect(plan({ ...KEY_AND_LOG, sign: 'key' })).toMatchObject({ ...key, unlogged: false })
  })

  test.each(['private', 'internal'] as const)(
    'of a repository that the token calls %s needs sign: keyless',
    (visibility) => {
      expect(plan({}, { visibility })).toMatchObject({
        kind: 'none',
        reason: expect.stringContaining(visibility),
      })
      expect(plan({ sign: 'keyless' }, { visibility })).toMatchObject({ kind: 'sign' })
    },
  )

  test('never tells a public log of a repository that is not public, unless it is written', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const anything = fc.record({
      sign: fc.constantFrom('auto', 'key', 'off'),
      key: fc.boolean(),
      idToken: fc.boolean(),
      said: maybe(fc.constantFrom('public', 'private', 'internal')),
      claimed: fc.constantFrom('private', 'internal'),
      files: fc.boolean(),
      kind: fc.constantFrom('publish', 'dry-run'),
    })
    fc.assert(
      fc.property(anything, ({ sign, key, idToken, said, claimed, files, kind }) => {
        const written = {
          sign,
          ...(key && sign !== 'off' ? { 'cosign-key': 'env://K' } : {}),
          ...(files ? FILES : {}),
        }
        const where = job({ idToken, ...repository({ visibility: said }) })
        const claims = { ...CLAIMS, visibility: claimed } as Claims
        const made = planSigning(signing(written), where, { kind } as never, { claims, publicKey: PEM })
        expect(made.kind === 'sign' && made.signer.kind === 'keyless').toBe(false)
        if (sign === 'auto' && said !== 'public') expect(made.kind === 'sign' && !made.unlogged).toBe(false)
        if (made.kind === 'none') expect(made.reason).not.toBe('')
      }),
    )
  })
})

describe('faults that only a real run has', () => {
  test.each<[Record<string, string>, Context, readonly string[]]>([
    [{ sign: 'keyless' }, context(), ['sign']],
    [{ sign: 'keyless' }, job(), []],
    [{ sign: 'key' }, context(), ['cosign-key']],
    [{ sign: 'key', 'cosign-key': 'env://K' }, context(), []],
    [{}, context(), []],
  ])('%j', (written, where, expected) => {
    const given = signing(written)
    const faults = signingFaults(wishFor(given, where, PUBLISH), given, where)
    expect(faults.map(({ input }) => input)).toEqual(expected)
    expect(signingFaults(wishFor(given, where, DRY_RUN), given, where)).toEqual([])
  })
})

describe('a token', () => {
  const NOW = CLAIMS.exp - 100
  test.each<[Partial<Claims>, string | undefined]>([
    [{}, undefined],
    [{ iss: 'https://token.actions.githubusercontent.com/acme' }, undefined],
    [{ repository: 'ACME/App' }, undefined],
    [{ aud: 'https://github.com/acme' }, 'is made out to somebody else than sigstore'],
    [{ repository: 'acme/other' }, 'is of another repository than acme/app'],
    [{ iss: 'https://token.actions.githubusercontent.com.evil.example' }, 'was not issued by GitHub'],
    [{ exp: NOW - 3600 }, 'is over already'],
  ])('that says %j', (change, words) => {
    const found = claimsFault({ ...CLAIMS, ...change }, context(), NOW)?.found
    expect(found).toEqual(words && expect.stringContaining(words))
  })

  test.each<[Partial<Claims>, string | undefined]>([
    [{}, undefined],
    [{ exp: CLAIMS.exp + 300 }, undefined],
    [{ visibility: 'private' }, 'visibility of the repository'],
    [{ repository: 'ACME/app' }, 'repository'],
    [{ jobWorkflowRef: CLAIMS.jobWorkflowRef.replace('v1', 'v2') }, 'workflow'],
    [{ sha: 'd'.repeat(40) }, 'commit'],
    [{ iss: `${CLAIMS.iss}/acme` }, 'issuer'],
  ])('that is asked for later and says %j', (change, words) => {
    const found = laterFault({ ...CLAIMS, ...change }, CLAIMS, context(), NOW)?.found
    expect(found).toEqual(words && expect.stringContaining(`its ${words} is another one`))
    expect(laterFault({ ...CLAIMS, aud: 'x' }, CLAIMS, context(), NOW)).toBeDefined()
    expect(laterFault(CLAIMS, undefined, context(), NOW)).toBeDefined()
  })

  test('may be of another issuer on a server of one’s own', () => {
    const where = context({ serverUrl: 'https://git.acme.example' })
    expect(
      claimsFault({ ...CLAIMS, iss: 'https://git.acme.example/_services/token' }, where, NOW),
    ).toBeUndefined()
  })
})

describe('the files of a Sigstore', () => {
  test('name services whose signatures somebody believes, or none', () => {
    const only = { 'sigstore-signing-config': 'config.json' }
    expect(faultsOf(only)).toMatchObject([{ input: 'sigstore-trusted-root' }])
    expect(signing(FILES)).toMatchObject({
      sigstoreSigningConfig: 'config.json',
      sigstoreTrustedRoot: 'root.json',
    })
  })

  test.each<[Record<string, string>, readonly string[]]>([
    [{}, ['sigstore-signing-config']],
    [{ sign: 'keyless' }, ['sigstore-signing-config']],
    [{ sign: 'keyless', 'cosign-key': 'env://K' }, ['cosign-key', 'sigstore-signing-config']],
    [{ 'cosign-key': 'env://K' }, []],
    [{ sign: 'key', 'cosign-key': 'env://K' }, []],
    [{ sign: 'off' }, []],
  ])(
    'name nobody who is believed where the public Sigstore would sign: a trusted root and %j',
    (more, expected) => {
      const faults = faultsOf({ 'sigstore-trusted-root': 'root.json', ...more })
      expect(faults.map(({ input }) => input)).toEqual(expected)
      for (const { remedy } of faults) expect(remedy).toBeDefined()
    },
  )

  const CONFIG = 'application/vnd.dev.sigstore.signingconfig.v0.2+json'
  const ROOT = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1'
  test.each([
    ['sigstore-signing-config', JSON.stringify({ mediaType: CONFIG }), undefined],
    ['sigstore-trusted-root', JSON.stringify({ mediaType: ROOT }), undefined],
    ['sigstore-signing-config', JSON.stringify({ mediaType: ROOT }), 'of another kind'],
    ['sigstore-trusted-root', JSON.stringify({ mediaType: 7 }), 'of another kind'],
    ['sigstore-trusted-root', '[]', 'of another kind'],
    ['sigstore-trusted-root', 'null', 'of another kind'],
    ['sigstore-trusted-root', 'FROM scratch', 'is not JSON'],
  ] as const)('%s with %j', (input, text, words) => {
    expect(sigstoreFileFault(input, text)?.found).toEqual(words && expect.stringContaining(words))
  })
})

test('no fault of a key shows any of it', () => {
  const near = '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----'
  expect(isPrivateKey(near)).toBe(false)
  expect(JSON.stringify(faultsOf({ 'cosign-key': near }))).not.toMatch(/c2VjcmV0/)
})
