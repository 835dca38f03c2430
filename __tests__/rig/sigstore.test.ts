import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  BY_RELEASE,
  COMMIT,
  IDENTITY,
  refused,
  SIGNATURE_TYPE,
  type Signing,
  startSigning,
  typesIn,
} from './signing.ts'
import type { Pointer } from './store.ts'

// cosign waits and tries again, up to three seconds, on top of a slow machine.
jest.setTimeout(60_000)

let signing: Signing

beforeAll(async () => {
  signing = await startSigning()
})
beforeEach(() => signing.reset())
afterAll(() => signing.stop())

describe('a keyless signature', () => {
  test.each(['v1', 'v2'] as const)(
    'is made with Rekor %s, and verified without asking anybody',
    async (version) => {
      const image = await signing.signedImage(version)
      expect(signing.asked()).toEqual(['oidc 200', 'fulcio 200', 'tsa 201', 'rekor 201'])
      signing.sigstore.clearRequests()
      const commit = ['--certificate-github-workflow-sha', COMMIT]
      const repository = ['--certificate-github-workflow-repository', 'acme/app']
      const result = await signing.verify(image, [...BY_RELEASE, ...commit, ...repository])
      expect(result).toMatchObject({ code: 0 })
      expect(JSON.parse(result.stdout)).toEqual([
        {
          critical: {
            identity: { 'docker-reference': signing.nameOf(image) },
            image: { 'docker-manifest-digest': image.digest },
            type: SIGNATURE_TYPE,
          },
          optional: {},
        },
      ])
      expect(signing.asked()).toEqual([])
    },
  )

  test('has a certificate of ten minutes that names the workflow', async () => {
    const [bundle] = await signing.signatures.of(await signing.signedImage())
    const raw = bundle?.verificationMaterial.certificate?.rawBytes ?? ''
    const certificate = new X509Certificate(Buffer.from(raw, 'base64'))
    expect(certificate.subjectAltName).toBe(`URI:${IDENTITY}`)
    const [from, to] = [certificate.validFrom, certificate.validTo].map((text) => Date.parse(text))
    expect(Number(to) - Number(from)).toBe(600_000)
  })

  test('is made with a token that somebody else fetched, too', async () => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = signing.sigstore.env
    const answer = await fetch(`${url}&audience=sigstore`, { headers: { authorization: `bearer ${token}` } })
    const { value } = (await answer.json()) as { value: string }
    const image = await signing.newImage()
    expect(await signing.sign(image, 'v2', { SIGSTORE_ID_TOKEN: value })).toMatchObject({ code: 0 })
    expect((await signing.verify(image)).code).toBe(0)
  })

  test.each([
    ['identity', ['--certificate-identity', `${IDENTITY}x`, ...BY_RELEASE.slice(2)], 'expected SAN value'],
    ['issuer', [...BY_RELEASE.slice(0, 3), 'https://accounts.google.com'], 'expected issuer value'],
    [
      'repository',
      [...BY_RELEASE, '--certificate-github-workflow-repository', 'acme/other'],
      'expected GithubWorkflowRepository to be "acme/other", got "acme/app"',
    ],
    [
      'commit',
      [...BY_RELEASE, '--certificate-github-workflow-sha', 'f'.repeat(40)],
      `expected GithubWorkflowSHA to be "${'f'.repeat(40)}", got "${COMMIT}"`,
    ],
  ])('is refused where another %s is expected', async (_, flags, words) => {
    expect(await signing.verify(await signing.signedOnce(), flags)).toEqual(refused(words))
  })

  test('of another workflow is another identity', async () => {
    const ref = 'acme/app/.github/workflows/other.yml@refs/heads/main'
    signing.sigstore.set({ claims: { job_workflow_ref: ref } })
    const image = await signing.signedImage()
    expect(await signing.verify(image)).toEqual(refused(`got "https://github.com/${ref}"`))
  })
})

describe('a signature by a key', () => {
  const env = { COSIGN_PASSWORD: 'key-pw' }
  const key = () => join(signing.root, 'pair')
  const byKey = () => ['--insecure-ignore-tlog', '--key', `${key()}.pub`]
  beforeAll(async () => {
    const made = await signing.cosign(['generate-key-pair', '--output-key-prefix', key()], env)
    expect(made.code).toBe(0)
  })

  /** Signs without any service. */
  function signByKey(image: Pointer, reference: string, more: Readonly<Record<string, string>> = {}) {
    const { signingConfig, trustedRoot } = signing.sigstore.files.none
    const flags = ['--signing-config', signingConfig, '--trusted-root', trustedRoot]
    return signing.cosign(['sign', '--yes', '--key', reference, ...flags, signing.nameOf(image)], {
      ...env,
      ...more,
    })
  }

  test('needs no service, and is verified by the public key', async () => {
    const image = await signing.newImage()
    expect(await signByKey(image, `${key()}.key`)).toMatchObject({ code: 0, stdout: '' })
    const result = await signing.verify(image, byKey(), signing.sigstore.files.none.trustedRoot)
    expect([result.code, typesIn(result)]).toEqual([0, [SIGNATURE_TYPE]])
    expect(signing.asked()).toEqual([])
  })

  test('takes the key from the environment', async () => {
    const image = await signing.newImage()
    const KEY = readFileSync(`${key()}.key`, 'utf8')
    expect(await signByKey(image, 'env://KEY', { KEY })).toMatchObject({ code: 0 })
    expect((await signing.verify(image, byKey())).code).toBe(0)
  })

  test('is in the log where there is one', async () => {
    const image = await signing.newImage()
    const args = ['sign', '--key', `${key()}.key`, ...signing.trust('v2'), signing.nameOf(image)]
    expect(await signing.cosign(args, env)).toMatchObject({ code: 0 })
    expect(signing.asked()).toEqual(['tsa 201', 'rekor 201'])
    expect((await signing.verify(image, ['--key', `${key()}.pub`])).code).toBe(0)
  })

  test('fails with a wrong password, and another kind of verification', async () => {
    const image = await signing.newImage()
    const wrong = await signByKey(image, `${key()}.key`, { COSIGN_PASSWORD: 'wrong' })
    expect(wrong).toEqual(refused('decryption failed'))
    await signByKey(image, `${key()}.key`)
    const keyless = await signing.verify(image)
    expect(keyless).toEqual(refused('not enough verified log entries'))
    const other = await signing.verify(await signing.signedOnce(), byKey())
    expect(other).toEqual(refused('expected key signature, not certificate'))
  })
})

describe('what cosign verify takes for a signature', () => {
  test('an attestation alone satisfies it, and only the type tells', async () => {
    const image = await signing.newImage()
    const predicate = join(signing.root, 'predicate.json')
    writeFileSync(predicate, '{"built":true}')
    const kind = ['--type', 'https://example.com/built/v1', '--predicate', predicate]
    const attested = await signing.cosign(
      ['attest', ...signing.trust('v2'), ...kind, signing.nameOf(image)],
      signing.sigstore.env,
    )
    expect(attested).toMatchObject({ code: 0 })
    const only = await signing.verify(image)
    expect([only.code, typesIn(only)]).toEqual([0, ['https://example.com/built/v1']])
    await signing.sign(image)
    const both = await signing.verify(image)
    expect(typesIn(both).sort()).toEqual(['https://example.com/built/v1', SIGNATURE_TYPE])
  })

  test('one good signature among others is enough, and two are two', async () => {
    const image = await signing.newImage()
    signing.sigstore.set({ claims: { sha: 'f'.repeat(40) } })
    await signing.sign(image)
    signing.sigstore.set({ claims: {} })
    await signing.sign(image)
    const commit = ['--certificate-github-workflow-sha', COMMIT]
    expect(typesIn(await signing.verify(image, [...BY_RELEASE, ...commit]))).toEqual([SIGNATURE_TYPE])
    expect(typesIn(await signing.verify(image))).toEqual([SIGNATURE_TYPE, SIGNATURE_TYPE])
  })
})
