import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError } from '../../src/domain/errors.ts'
import { parseImageName } from '../../src/domain/reference.ts'
import { type Demand, planRequired } from '../../src/plan/demand.ts'
import { patternFault } from '../../src/plan/inputs/pattern.ts'
import { parseVerifyInputs } from '../../src/plan/inputs/verify.ts'
import { requirePromoteInputs } from '../../src/plan/promote.ts'
import { decide, isByUnknownKey, isOwnImage } from '../../src/plan/required.ts'
import { context } from './given.ts'

type Written = Readonly<Record<string, string>>

const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'
const IDENTITY = 'https://github.com/acme/app/.github/workflows/publish.yml@refs/tags/v1.2.3'
/** An enterprise can have an issuer with a path of its own. */
const ISSUER = { regexp: '^https://token\\.actions\\.githubusercontent\\.com(?:/[\\w.-]+)?$' }
const REFS = '.+@(?:refs/(?:heads|tags)/.+|[0-9a-f]{40})$'

const parsed = (written: Written) => parseVerifyInputs((name) => written[name] ?? '').signature
function faultsOf(parse: () => unknown): string[] {
  try {
    parse()
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ input, found }) => `${input}: ${found}`)
    throw error
  }
  return []
}
function demand(written: Written = {}, facts = {}, where = context()): Demand {
  const plan = planRequired(parsed(written), facts, where)
  if (plan.kind === 'off') throw new Error('off')
  return plan
}

describe('the inputs', () => {
  test('are auto, and nobody in particular, where nothing is written', () => {
    expect(parsed({})).toEqual({ requireSignature: 'auto' })
  })

  test.each<[string, object]>([
    ['env://MY_KEY', { kind: 'variable', name: 'MY_KEY' }],
    ['keys/cosign.pub', { kind: 'file', path: 'keys/cosign.pub' }],
    ['/etc/cosign.pub', { kind: 'file', path: '/etc/cosign.pub' }],
    [PEM, { kind: 'pem', pem: `${PEM}\n` }],
    [PEM.replaceAll('\n', '\r\n'), { kind: 'pem', pem: `${PEM}\n` }],
  ])('take a public key: %j', (text, value) => {
    expect(parsed({ 'cosign-public-key': text }).cosignPublicKey).toEqual(value)
  })

  test.each([
    'env://',
    'env://A B',
    'awskms:///alias/x',
    '--key',
    PEM.replaceAll('PUBLIC', 'PRIVATE'),
    'a\nb',
  ])('take no other key, and show nothing of it: %j', (text) => {
    const faults = faultsOf(() => parsed({ 'cosign-public-key': text }))
    expect(faults).toEqual(['cosign-public-key: it is no public key.'])
  })

  test('hold a regular expression to the whole identity', () => {
    const { certificateIdentityRegexp } = parsed({ 'certificate-identity-regexp': 'a|b' })
    expect(certificateIdentityRegexp).toBe('^(?:a|b)$')
  })

  test('that contradict each other are all told, also by promote', () => {
    const written = {
      'require-signature': 'maybe',
      'certificate-identity': IDENTITY,
      'certificate-identity-regexp': 'a.*',
      'certificate-oidc-issuer': 'github',
      'certificate-github-workflow-repository': 'acme',
      'cosign-public-key': PEM,
    }
    const expected = [
      expect.stringMatching(/^require-signature: 'maybe'/),
      expect.stringMatching(/^certificate-oidc-issuer: 'github' cannot be used/),
      expect.stringMatching(/^certificate-github-workflow-repository: 'acme' cannot be used/),
      "certificate-identity-regexp: it cannot be used together with 'certificate-identity'.",
      "cosign-public-key: it cannot be used together with 'certificate-identity'.",
      "cosign-public-key: it cannot be used together with 'certificate-identity-regexp'.",
      'x: y',
    ]
    const get = (name: string) => ({ ...written, from: 'ghcr.io/a/b:v1.0.0', to: 'ghcr.io/a/c' })[name] ?? ''
    const more = [{ input: 'x', found: 'y' }]
    expect(faultsOf(() => parseVerifyInputs(get, more))).toEqual(expected)
    expect(faultsOf(() => requirePromoteInputs(get, context(), more))).toEqual(expected)
  })
})

describe('a regular expression', () => {
  test.each([
    'https://github\\.com/acme/app/\\.github/workflows/(?:a|b)\\.yml@refs/(heads/main|tags/v[0-9]+\\.[0-9]+)',
    '^a$',
    '(?i)a(?P<n>b)(?<m>c)(?s-i:d)*?',
    '[]a(]\\[[^])[:alpha:]]{2,3}x{,2}{',
    '\\p{Greek}\\pL\\x{10FFFF}\\x41\\.\\-\\/\\_\\d\\bé',
    'a{1000}?',
  ])('of RE2 passes: %s', (pattern) => {
    expect(patternFault(pattern)).toBeUndefined()
  })

  test.each<[string, RegExp]>([
    ['a)|(?:b', /closes a '\)' that it has not opened/],
    ['(a', /opens a '\(' that it does not close/],
    ['a[b', /opens a '\['/],
    ['a\\', /does not know '\\'/],
    ['\\Qa', /does not know '\\Q'/],
    ['(a)\\1', /does not know '\\1'/],
    ['a(?=b)', /looks ahead or behind/],
    ['(?<!a)b', /looks ahead or behind/],
    ['(?>a)', /of a kind/],
    ['*a', /'\*' with nothing before it/],
    ['(+a)', /'\+' with nothing before it/],
    ['a**', /behind another repetition/],
    ['a++', /behind another repetition/],
    ['a+?*', /behind another repetition/],
    ['a{1001}', /more than 1000 times/],
  ])('that Go does not take is refused: %s', (pattern, words) => {
    expect(patternFault(pattern)).toMatch(words)
    expect(faultsOf(() => parsed({ 'certificate-identity-regexp': pattern }))).toEqual([
      expect.stringMatching(/^certificate-identity-regexp: .* cannot be used: /),
    ])
  })

  test('that passes stays in the group around it', () => {
    const atoms = fc.constantFrom('a', '(', ')', '\\', '|', '(?:', '*', '.', '\\(')
    fc.assert(
      fc.property(fc.array(atoms, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        if (patternFault(text) !== undefined) return
        const matched = ['', 'a', 'aa', '(', 'a)'].filter((one) => new RegExp(`^(?:${text})END$`).test(one))
        expect(matched).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })
})

describe('who has to have signed', () => {
  test('false: nobody looks', () => {
    expect(planRequired(parsed({ 'require-signature': 'false' }), {}, context())).toEqual({ kind: 'off' })
  })

  test('by default a workflow of this repository', () => {
    expect(demand()).toMatchObject({
      ...{ must: false, stated: false, by: 'by a workflow of acme/app' },
      check: {
        signer: {
          ...{ kind: 'keyless', issuer: ISSUER, repository: 'acme/app' },
          identity: { regexp: `^https://github\\.com/${REFS}` },
        },
        ...{ unlogged: false, trustedRoot: undefined },
      },
    })
    expect(demand({ 'require-signature': 'true' })).toMatchObject({ must: true, stated: false })
  })

  test.each([
    [
      'https://git.acme.example',
      'https://git.acme.example/_services/token',
      '^https://git\\.acme\\.example/',
    ],
    ['https://acme.ghe.com', 'https://token.actions.acme.ghe.com', '^https://acme\\.ghe\\.com/'],
  ])('on another server: %s', (serverUrl, issuer, regexp) => {
    const { signer } = demand({}, {}, context({ serverUrl })).check
    expect(signer).toMatchObject({ issuer, identity: { regexp: `${regexp}${REFS}` } })
  })

  test('an identity that is written is enough: its repository is not asked for', () => {
    const { signer } = demand({ 'certificate-identity': IDENTITY }).check
    expect(signer).toEqual({ kind: 'keyless', identity: { exact: IDENTITY }, issuer: ISSUER })
    const issuer = 'https://gitlab.example'
    const like = demand({ 'certificate-identity-regexp': 'a.*', 'certificate-oidc-issuer': issuer })
    expect(like).toMatchObject({ stated: true })
    expect(like.check.signer).toEqual({ kind: 'keyless', identity: { regexp: '^(?:a.*)$' }, issuer })
  })

  test.each([
    ['https://token.actions.githubusercontent.com', true],
    ['https://token.actions.githubusercontent.com/acme-corp', true],
    ['https://token.actions.githubusercontent.com.evil.example', false],
    ['https://token.actions.githubusercontent.com/a/b', false],
    ['https://tokenXactions.githubusercontent.com', false],
  ])('by default a token of GitHub: %s', (issuer, passes) => {
    expect(new RegExp(ISSUER.regexp).test(issuer)).toBe(passes)
  })

  test.each([
    ['refs/heads/main', 'refs/heads/main', true],
    ['refs/heads/main', 'refs/tags/v1.2.3', true],
    ['refs/heads/main', 'a'.repeat(40), true],
    ['refs/heads/main', 'refs/pull/7/merge', false],
    ['refs/pull/7/merge', 'refs/pull/7/merge', true],
    ['refs/pull/7/merge', 'refs/pull/77/merge', false],
    ['refs/pull/.*/merge', 'refs/pull/7/merge', false],
  ])('in a run of %s a workflow at %s: %s', (ref, at, passes) => {
    const { signer } = demand({}, {}, context({ ref })).check
    const regexp = signer.kind === 'keyless' && 'regexp' in signer.identity ? signer.identity.regexp : ''
    const identity = `https://github.com/acme/app/.github/workflows/publish.yml@${at}`
    expect(new RegExp(regexp).test(identity)).toBe(passes)
    expect(new RegExp(regexp).test(identity.replace('github.com', 'github.com.evil.example'))).toBe(false)
  })

  test.each([
    [{}, 'by a workflow of acme/caller'],
    [{ 'certificate-identity': IDENTITY }, `by ${IDENTITY} in a run of acme/caller`],
    [{ 'certificate-identity-regexp': 'a.*' }, 'by one who matches ^(?:a.*)$ in a run of acme/caller'],
  ])('whose run it has to be, beside %j', (written, by) => {
    const asked = demand({ ...written, 'certificate-github-workflow-repository': 'acme/caller' })
    expect(asked).toMatchObject({ stated: true, by, check: { signer: { repository: 'acme/caller' } } })
  })

  test.each([
    [undefined, true],
    ['/t/root.json', false],
  ])('a key, in a log only where there is a trusted root: %s', (trustedRoot, unlogged) => {
    const { check } = demand({ 'cosign-public-key': PEM }, { publicKey: PEM, trustedRoot })
    expect(check).toEqual({ signer: { kind: 'key', publicKey: PEM }, unlogged, trustedRoot })
  })
})

test.each([
  ['ghcr.io/acme/app', {}, true],
  ['ghcr.io/acme/app/web', { repository: 'Acme/App' }, true],
  ['ghcr.io/acme/app-two', {}, false],
  ['ghcr.io/acme/other', {}, false],
  ['docker.io/acme/app', {}, false],
  ['ghcr.io/acme/app', { serverUrl: 'https://git.acme.example' }, false],
  ['containers.git.acme.example/acme/app', { serverUrl: 'https://git.acme.example' }, true],
])('%s is one of this repository: %j %j', (text, change, own) => {
  const image = parseImageName(text)
  if ('fault' in image) throw new Error(image.fault)
  expect(isOwnImage(image, context(change))).toBe(own)
})

describe('what becomes of the run', () => {
  const seen = { signatures: 1, byKey: 0, older: 0, others: 0, complete: true }
  const looked = { reference: 'r@sha256:1', own: false, seen }
  const AUTO = demand()
  const MUST = demand({ 'require-signature': 'true' })
  const STATED = demand({ 'certificate-identity': IDENTITY })
  const KEY = demand({ 'cosign-public-key': PEM }, { publicKey: PEM })
  const byKey = { ...seen, byKey: 1 }
  const wrong = { kind: 'wrong', why: 'no matching attestations' } as const
  const OLDER = {
    seen: { ...seen, older: 1, others: 1 },
    verdict: { kind: 'wrong', why: 'what was verified of it is no signature of this image' },
  } as const
  const unsigned = { kind: 'unsigned', why: 'it has no signature' } as const
  const unknown = { kind: 'unknown', why: 'no signatures found' } as const

  test.each<[string, Demand, Partial<Parameters<typeof decide>[1]>, string, RegExp]>([
    ['none, auto', AUTO, { verdict: unsigned, own: true }, 'notice', /require-signature: true/],
    ['none, true', MUST, { verdict: unsigned }, 'refused', /r@sha256:1 is not signed: it has no signature\./],
    ['another, of a foreign image', AUTO, { verdict: wrong }, 'warning', /Write certificate-identity: or/],
    [
      'another, of an own image',
      AUTO,
      { verdict: wrong, own: true },
      'refused',
      /not signed by a workflow of acme/,
    ],
    ['another, and who is written', STATED, { verdict: wrong }, 'refused', /before you know who signed it/],
    ['another key', KEY, { verdict: wrong }, 'refused', /write cosign-public-key: for him/],
    ['another, true', MUST, { verdict: wrong }, 'refused', /not signed by a workflow/],
    ['a key, auto', AUTO, { verdict: wrong, own: true, seen: byKey }, 'warning', /Write cosign-public-key:/],
    ['a key, and who is written', STATED, { verdict: wrong, seen: byKey }, 'refused', /who signed it/],
    ['an older one beside bundles, auto', AUTO, { own: true, ...OLDER }, 'warning', /older format/],
    ['an older one beside bundles, true', MUST, OLDER, 'refused', /Sign it again/],
    [
      'an older one of another',
      AUTO,
      { ...OLDER, own: true, verdict: { kind: 'wrong', why: 'no matching signatures' } },
      'refused',
      /has a signature/,
    ],
    ['a key, true', MUST, { verdict: wrong, seen: byKey }, 'refused', /Write cosign-public-key:/],
    [
      'a key, and something unread',
      AUTO,
      { verdict: wrong, own: true, seen: { ...byKey, complete: false } },
      'refused',
      /has a signature/,
    ],
    ['trouble, auto', AUTO, { verdict: unknown }, 'unknown', /Run the job again; .*require-signature: false/],
    [
      'trouble, true',
      MUST,
      { verdict: unknown, seen: undefined },
      'unknown',
      /could not be found out: no sig/,
    ],
  ])('%s', (_, what, change, kind, words) => {
    const decision = decide(what, { ...looked, verdict: wrong, ...change })
    expect(decision.kind).toBe(kind)
    const { found = '', remedy = '' } = 'trouble' in decision ? decision.trouble : {}
    expect(`${found} ${remedy}`).toMatch(words)
  })

  test('a signature of whom it should be is one', () => {
    for (const one of [AUTO, MUST, STATED, KEY])
      expect(decide(one, { ...looked, verdict: { kind: 'signed' } })).toEqual({ kind: 'signed' })
  })

  test.each([
    [AUTO, true],
    [KEY, false],
    [demand({ 'sigstore-trusted-root': 'root.json' }, { trustedRoot: '/t/root.json' }), false],
  ])("a Sigstore of one's own is thought of where none is named", (what, told) => {
    for (const verdict of [wrong, unknown]) {
      const decision = decide(what, { ...looked, own: true, verdict })
      const { remedy = '' } = 'trouble' in decision ? decision.trouble : {}
      expect(remedy.includes('needs sigstore-trusted-root:')).toBe(told)
    }
  })

  test('a key is unknown where all are by a key, and none is given', () => {
    expect(isByUnknownKey(AUTO, byKey)).toBe(true)
    expect(isByUnknownKey(KEY, byKey)).toBe(false)
    expect(isByUnknownKey(AUTO, { ...byKey, signatures: 2 })).toBe(false)
    expect(isByUnknownKey(AUTO, { ...seen, signatures: 0 })).toBe(false)
  })
})
