import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { parseVersion } from '../../src/domain/version.ts'
import type { SigningPlan } from '../../src/plan/signing.ts'
import {
  describeSigning,
  finishUnsigned,
  foreignUnsigned,
  otherCommit,
  signatureJson,
  signatureOutputs,
  signatureSummary,
  verifyCommand,
} from '../../src/report/signature.ts'
import { undoSteps } from '../../src/report/undo.ts'
import { DRY, digest, PUBLISHED, tag } from './outcomes.ts'

type Signing = Extract<SigningPlan, { kind: 'sign' }>

const IDENTITY = "https://github.com/acme/ci/.github/workflows/a b.yml@refs/heads/it$(id)'s"
const KEYLESS: Signing = {
  kind: 'sign',
  signer: {
    kind: 'keyless',
    identity: { exact: IDENTITY },
    issuer: 'https://token.actions.githubusercontent.com',
    repository: 'acme/app',
    commit: 'c'.repeat(40),
  },
  reason: 'sign: keyless',
  ...{ platforms: false, unlogged: false, files: {} },
}
const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\nBBBB\n-----END PUBLIC KEY-----\n'
const KEY: Signing = {
  ...KEYLESS,
  ...{ signer: { kind: 'key', publicKey: PEM }, platforms: true, unlogged: true, reason: 'sign: key' },
}
const FILES = { signingConfig: 'my config.json', trustedRoot: '/etc/root.json' }
const { image } = PUBLISHED
const REFERENCE = `ghcr.io/acme/app@${digest('a')}`

/** What a shell makes of a command line: its arguments, and the public key in its environment. */
function typed(command: string): { readonly args: readonly string[]; readonly key: string } {
  const script = `cosign() { printf '%s\\0' "$COSIGN_PUBLIC_KEY" "$@"; }\n${command}`
  const [key = '', ...args] = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} }).split('\0')
  return { key, args: args.slice(0, -1) }
}

describe('the command that verifies', () => {
  test('without a key', () => {
    expect(typed(verifyCommand(image, digest('a'), { ...KEYLESS, files: FILES })).args).toEqual([
      'verify',
      ...['--certificate-identity', IDENTITY],
      ...['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com'],
      ...['--certificate-github-workflow-repository', 'acme/app'],
      ...['--certificate-github-workflow-sha', 'c'.repeat(40)],
      ...['--trusted-root', '/etc/root.json', REFERENCE],
    ])
  })

  test('by a pattern, of whatever repository and commit', () => {
    const signer = { kind: 'keyless', identity: { regexp: '^a|b$' }, issuer: 'https://x.example' } as const
    expect(typed(verifyCommand(image, digest('a'), { ...KEYLESS, signer })).args).toEqual([
      'verify',
      ...[
        '--certificate-identity-regexp',
        '^a|b$',
        '--certificate-oidc-issuer',
        'https://x.example',
        REFERENCE,
      ],
    ])
  })

  test('by a key, which stands in it', () => {
    const command = verifyCommand(image, digest('a'), KEY)
    expect(command).not.toContain('\n')
    const { args, key } = typed(command)
    expect(key).toBe(PEM.trim())
    expect(args).toEqual(['verify', '--key', 'env://COSIGN_PUBLIC_KEY', '--insecure-ignore-tlog', REFERENCE])
    expect(verifyCommand(image, digest('a'), { ...KEY, unlogged: false })).not.toContain('insecure')
  })
})

describe('what is told', () => {
  const outcome = (signing: SigningPlan) => ({ ...PUBLISHED, signing })

  test('of a signature without a key', () => {
    const command = verifyCommand(image, digest('a'), KEYLESS)
    expect(signatureOutputs(outcome(KEYLESS))).toEqual({
      ...{ signed: 'true', 'certificate-identity': IDENTITY, 'verify-command': command },
    })
    expect(signatureJson(outcome(KEYLESS))).toMatchObject({ signed: true, by: 'keyless', identity: IDENTITY })
    expect(signatureSummary(outcome(KEYLESS))).toMatch(/^Signed by <code>https.*\n\n```sh\ncosign verify /)
  })

  test('of a certificate for another commit than that of the image', () => {
    const other = { ...outcome(KEYLESS), commit: 'd'.repeat(40) }
    expect(signatureSummary(other)).toMatch(
      /^Signed by .*names commit c{40}, .*is of commit d{40}, .* To verify it:\n\n```sh/,
    )
    expect(otherCommit(KEYLESS, 'd'.repeat(40))).toMatch(/c{40}.*d{40}/)
    expect(otherCommit(KEYLESS, 'c'.repeat(40))).toBeUndefined()
    expect(otherCommit(KEY, 'd'.repeat(40))).toBeUndefined()
    expect(otherCommit({ kind: 'none', reason: 'x' }, 'd'.repeat(40))).toBeUndefined()
    expect(signatureSummary(outcome(KEYLESS))).not.toContain('names commit')
  })

  test('of a signature by a key', () => {
    expect(signatureOutputs(outcome(KEY))).toMatchObject({ signed: 'true', 'certificate-identity': '' })
    expect(signatureJson(outcome(KEY))).toMatchObject({
      signed: true,
      by: 'key',
      identity: null,
      issuer: null,
    })
    expect(signatureSummary(outcome(KEY))).toMatch(/^Signed by a key\./)
  })

  test('of none, and of one that a dry run did not make', () => {
    expect(signatureSummary(PUBLISHED)).toBe('Not signed: sign: off.')
    expect(signatureOutputs({ ...DRY, signing: KEYLESS })).toMatchObject({
      signed: 'false',
      'verify-command': '',
    })
  })

  test.each([
    [KEYLESS, `without a key, as ${IDENTITY}: sign: keyless`],
    [KEY, 'by a key, in no log, and the image of each platform: sign: key'],
    [{ ...KEY, unlogged: false, platforms: false }, 'by a key: sign: key'],
    [{ kind: 'none', reason: 'sign: off' }, 'no: sign: off'],
  ] as const)('in the plan: %#', (signing, words) => expect(describeSigning(signing)).toBe(words))
})

describe('how to finish where it could not be signed', () => {
  const TAGS = { version: parseVersion('v1.2.3'), fixed: [tag('v1.2.3')], suffix: '' }
  test('under tags with a suffix', () => {
    const tags = { ...TAGS, fixed: [tag('v1.2.3-alpine')], suffix: '-alpine' }
    expect(finishUnsigned(image, [digest('a')], KEYLESS, tags)).toMatch(
      / tag: v1\.2\.3, tag-suffix: -alpine \}\.$/,
    )
  })

  test('by digest, where it has a version', () => {
    const words = finishUnsigned(image, [digest('a')], { ...KEYLESS, files: FILES }, TAGS)
    const [, command = ''] = /run `(.*?)`/.exec(words) ?? []
    expect(typed(command).args).toEqual([
      ...[
        'sign',
        '--yes',
        '--signing-config',
        'my config.json',
        '--trusted-root',
        '/etc/root.json',
        REFERENCE,
      ],
    ])
    const root = 'sigstore-trusted-root: /etc/root.json'
    expect(words).toContain(`{ from: ${REFERENCE}, to: ghcr.io/acme/app, tag: v1.2.3, ${root} }`)
    expect(words).toContain('in a job with id-token: write')
  })

  test('with the images of all platforms, where they are signed too', () => {
    const both = [digest('a'), digest('b')]
    const words = finishUnsigned(image, both, { ...KEYLESS, platforms: true }, TAGS)
    const [, command = ''] = /run `(.*?)`/.exec(words) ?? []
    expect(typed(command).args.slice(2)).toEqual(both.map((one) => `ghcr.io/acme/app@${one}`))
    expect(words).toContain(`from: ${REFERENCE},`)
  })

  test('with a key, which needs no such job', () => {
    const words = finishUnsigned(image, [digest('a')], KEY, TAGS)
    expect(words).toContain(
      'cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false',
    )
    expect(words).not.toContain('id-token')
  })

  test('otherwise by another run', () => {
    expect(finishUnsigned(image, [digest('a')], KEYLESS, { ...TAGS, version: undefined })).toMatch(
      /^When .* run the job again; .* cache\.$/,
    )
  })
})

test('of an image that the run did not build it is said what is missing, and how it can be signed', () => {
  const both = [digest('a'), digest('b')]
  const found = { digest: digest('b'), why: 'it has no signature' }
  const trouble = foreignUnsigned(image, found, both, { ...KEYLESS, files: FILES })
  expect(trouble.found).toBe(
    `ghcr.io/acme/app@${digest('b')} is not signed, and this run did not build it: it has no signature.`,
  )
  expect(trouble.remedy).toMatch(/^overwrite: true.* builds and signs it again\./)
  const [, command = ''] = /by hand: `(.*?)`/.exec(trouble.remedy ?? '') ?? []
  expect(typed(command).args).toEqual([
    ...['sign', '--yes', '--signing-config', FILES.signingConfig, '--trusted-root', FILES.trustedRoot],
    ...both.map((one) => `ghcr.io/acme/app@${one}`),
  ])
})

test('what takes a publish back knows the Sigstore of its signature', () => {
  const own = { ...KEYLESS, files: FILES }
  expect(undoSteps({ ...PUBLISHED, signing: own }).at(-1)).toBe('    sigstore-trusted-root: "/etc/root.json"')
  for (const signing of [KEYLESS, PUBLISHED.signing])
    expect(undoSteps({ ...PUBLISHED, signing }).join()).toMatch(/rollback@v1((?!trusted-root).)*$/)
})
