import { describe, expect, test } from '@jest/globals'
import type { AttestationKind } from '../../src/domain/attestation.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { InputError, VerificationError } from '../../src/domain/errors.ts'
import { formatImageName } from '../../src/domain/reference.ts'
import { parseVerifyInputs } from '../../src/plan/inputs/verify.ts'
import { planReader } from '../../src/plan/target.ts'
import { differences, type Expected, requireExpected, type Seen } from '../../src/plan/verify.ts'
import { context, pullRequest } from './given.ts'

type Written = Readonly<Record<string, string>>

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const linux = (architecture: string) => ({ os: 'linux', architecture })
const ANY: Expected = { digest: undefined, platforms: undefined, attestations: 'auto' }
const SIGNS: Readonly<Record<string, readonly AttestationKind[]>> = {
  '+': ['sbom', 'provenance'],
  s: ['sbom'],
  o: [],
  x: [],
}
const REFUSED = [{ kind: 'sbom' as const, why: 'names no image' }]
/** `amd64+ arm64-s`: two platforms, all attestations for the first, an SBOM for the second; `-o` is one of another kind, `-x` one that only says that it is an SBOM. */
const seen = (platforms: string): Seen => ({
  digest: digest('a'),
  platforms: platforms
    .split(' ')
    .filter((name) => name !== '')
    .map((text) => {
      const [name = '', sign = text.endsWith('+') ? '+' : ''] = text.replace('+', '').split('-')
      const kinds = SIGNS[sign]
      const attached = kinds && {
        digest: digest('f'),
        kinds,
        refused: sign === 'x' ? REFUSED : [],
        packages: 1,
      }
      return { platform: linux(name), attached }
    }),
})

describe('an image is what is expected', () => {
  test.each<[what: string, expected: Partial<Expected>, seen: string]>([
    ['where nothing is', {}, 'amd64 arm64'],
    ['with its digest', { digest: digest('a') }, 'amd64'],
    ['with its platforms, in any order', { platforms: [linux('arm64'), linux('amd64')] }, 'amd64 arm64'],
    ['where all are attested', {}, 'amd64+ arm64+'],
    ['where all are attested as they have to be', { attestations: true }, 'amd64+ arm64+'],
    ['where each has some attestation', { attestations: true }, 'amd64+ arm64-s'],
    ['where all have the same', {}, 'amd64-s arm64-s'],
    ['where one has what nobody knows', {}, 'amd64-o arm64'],
    ['with the kinds that are asked for', { attestations: ['sbom'] }, 'amd64+ arm64-s'],
    ['where attestations do not matter', { attestations: false }, 'amd64+ arm64'],
  ])('%s', (_, expected, image) => {
    expect(differences({ ...ANY, ...expected }, seen(image))).toEqual([])
  })

  test.each<[what: string, expected: Partial<Expected>, seen: string, words: readonly RegExp[]]>([
    ['another digest', { digest: digest('b') }, 'amd64', [/its digest is sha256:a+, and not sha256:b+/]],
    ['a platform too few', { platforms: [linux('amd64'), linux('arm64')] }, 'amd64', [/lacks linux\/arm64/]],
    ['one too many', { platforms: [linux('amd64')] }, 'amd64 arm64', [/has linux\/arm64, which nobody/]],
    ['no platform', {}, '', [/no platform at all/]],
    [
      'no attestations',
      { attestations: true },
      'amd64 arm64',
      [/no attestations for linux\/amd64, linux\/arm64/],
    ],
    [
      'an attestation of another kind only',
      { attestations: true },
      'amd64-o',
      [/no attestations for linux\/amd64/],
    ],
    [
      'one that only says that it is one',
      { attestations: true },
      'amd64-x',
      [/no attestations for linux\/amd64 \(what is attached as one names no image\)/],
    ],
    [
      'the same, of one',
      {},
      'amd64-s arm64-x',
      [/no SBOM for linux\/arm64 \(what is attached as one names no/],
    ],
    ['the same, of all', {}, 'amd64-x', [/no SBOM for linux\/amd64 \(what/]],
    ['attestations for some', {}, 'amd64-s arm64', [/no SBOM for linux\/arm64/]],
    ['one kind for some', {}, 'amd64+ arm64-s', [/no provenance for linux\/arm64/]],
    [
      'a kind that is asked for',
      { attestations: ['sbom', 'provenance'] },
      'amd64-s arm64',
      [/no SBOM for linux\/arm64/, /no provenance for linux\/amd64, linux\/arm64/],
    ],
    [
      'everything at once',
      { digest: digest('b'), platforms: [linux('s390x')], attestations: true },
      'amd64',
      [/digest/, /lacks linux\/s390x/, /has linux\/amd64/, /no attestations/],
    ],
  ])('but for %s', (_, expected, image, words) => {
    const wrong = differences({ ...ANY, ...expected }, seen(image))
    expect(wrong).toEqual(words.map((one) => expect.stringMatching(one)))
    const all = () => requireExpected({ ...ANY, ...expected }, seen(image), 'ghcr.io/acme/app:latest')
    expect(all).toThrow(VerificationError)
    expect(all).toThrow(/^ghcr\.io\/acme\/app:latest is not what is expected: .*\. If the image is right/)
  })
})

describe('the inputs of verify', () => {
  const parsed = (written: Written = {}) => parseVerifyInputs((name) => written[name] ?? '')

  test('are all optional', () => {
    expect(parsed().verify).toMatchObject({ reference: 'latest', attestations: 'auto' })
    expect(parsed().verify).toMatchObject({ image: undefined, digest: undefined, platforms: undefined })
  })

  test('give a smoke test more time than a post step has', () => {
    expect(parsed({ 'smoke-timeout': '10m' }).smoke.smokeTimeout).toBe(600_000)
  })

  test('take a digest as reference', () => {
    expect(parsed({ reference: digest('a') }).verify.reference).toBe(digest('a'))
  })

  test.each([
    ['auto', 'auto'],
    ['true', true],
    ['false', false],
    ['sbom', ['sbom']],
    ['provenance, sbom,sbom', ['provenance', 'sbom']],
  ])('take %s for attestations', (text, value) => {
    expect(parsed({ attestations: text }).verify.attestations).toEqual(value)
  })

  test('tell every fault in one report', () => {
    const bad = {
      image: 'ghcr.io/acme/app:v1',
      reference: 'ghcr.io/acme/app:v1',
      digest: 'sha256:12',
      platforms: 'windows/amd64',
      attestations: 'maybe',
      smoke: 'off',
      'smoke-http': '80',
      timeout: 'soon',
    }
    let faults: InputError['faults'] = []
    try {
      parsed(bad)
    } catch (error) {
      if (error instanceof InputError) faults = error.faults
    }
    expect(faults.map(({ input }) => input)).toEqual([
      ...['image', 'reference', 'digest', 'platforms', 'attestations', 'timeout', 'smoke-http'],
    ])
    expect(() => parsed({ smoke: 'off', 'smoke-http': '80' })).toThrow(/smoke-http: it cannot be used/)
  })
})

describe('who looks', () => {
  const NONE = { username: undefined, password: undefined, registryAuths: [] }
  const JOB = { ...NONE, username: 'octocat', password: 'ghs_16C7e42F292c6912E7710c838347Ae178B4a' }
  const reader = (registry: typeof NONE | typeof JOB, where = context()) =>
    planReader({ image: undefined, registry }, where)

  test.each([
    ['the job, after a push', context(), 'read'],
    ['the job, by the clock', context({ event: 'schedule', ref: 'refs/heads/main' }), 'read'],
    ['the job, for a pull request of its own', pullRequest(), 'read'],
    ['nobody, for a fork', pullRequest('mallory/app'), 'none'],
    ['nobody, for pull_request_target', pullRequest('mallory/app', { event: 'pull_request_target' }), 'none'],
  ] as const)('is %s', (_, where, login) => {
    const found = reader(JOB, where)
    expect(found.policy.login).toBe(login)
    expect(found.credentials).toHaveLength(login === 'none' ? 0 : 1)
    expect(formatImageName(found.image)).toBe('ghcr.io/acme/app')
  })

  test('needs no credentials', () => {
    expect(reader(NONE)).toMatchObject({ credentials: [], notices: [] })
  })
})
