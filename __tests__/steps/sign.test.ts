import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError, RegistryError, VerificationError } from '../../src/domain/errors.ts'
import { fallbackTag } from '../../src/domain/referrers.ts'
import { checkSigned, listAgain } from '../../src/steps/sign/again.ts'
import { check, checkExpected, checkOnce } from '../../src/steps/sign/check.ts'
import { readAttached } from '../../src/steps/sign/read.ts'
import { INDEX, MANIFEST } from '../host/whole-registry.ts'
import { BUNDLE, type Deed, DONE, failed, REPOSITORY, SEAL, scene } from './signed.ts'

const names = (descriptors: readonly { readonly digest: Digest }[]) => descriptors.map(({ digest }) => digest)

describe('a signature', () => {
  test('is made once, with a token of its own, and verified', async () => {
    const one = await scene(['us'])
    expect(await one.run()).toEqual({ digest: one.digest, referrers: names(one.listed()), made: true })
    expect(one.tokens()).toBe(1)
    expect(await one.run()).toMatchObject({ made: false })
    expect(one.tokens()).toBe(1)
    expect(one.listed()).toHaveLength(1)
  })

  test('is added to those of others', async () => {
    const one = await scene(['us'])
    one.list(one.attach('stranger'), one.attach('us', 'https://slsa.dev/provenance/v1'))
    expect(await one.run()).toMatchObject({ made: true })
    expect(one.listed()).toHaveLength(3)
  })

  test('that was pushed although cosign failed counts', async () => {
    const one = await scene(['us, and fails'])
    expect(await one.run()).toMatchObject({ made: true })
    expect(one.listed()).toHaveLength(1)
  })

  test('that another run has taken from the list is made again', async () => {
    const one = await scene(['us, unlisted', 'us'])
    one.list(one.attach('stranger'))
    expect(await one.run()).toMatchObject({ made: true })
    expect([one.left(), one.tokens(), one.listed().length]).toEqual([0, 2, 2])
  })

  test('keeps what was listed before, also where the list was written without it', async () => {
    const one = await scene(['us, and forgets the others'])
    const before = [one.attach('stranger'), one.attach('us', 'https://slsa.dev/provenance/v1')]
    const gone = { ...one.attach('stranger'), digest: `sha256:${'0'.repeat(64)}` as Digest }
    one.list(...before, gone)
    const { referrers } = await one.run()
    expect(names(one.listed())).toEqual(expect.arrayContaining(names(before)))
    expect(names(one.listed())).not.toContain(gone.digest)
    expect(referrers).toHaveLength(3)
  })

  test('is tried again with a new token, and then not any more', async () => {
    const trouble = failed('adding rekor v2 entry: unexpected response: 502')
    const passing = await scene([trouble, trouble, trouble, 'us'])
    expect(await passing.run()).toMatchObject({ made: true })
    expect(passing.tokens()).toBe(4)
    const lasting = await scene([trouble, trouble, trouble, trouble, 'us'])
    await expect(lasting.run()).rejects.toThrow(
      /@sha256:[0-9a-f]{64} is not signed: the transparency log \(Rekor\) failed: adding .*502\. Run the job again\.$/,
    )
    expect(lasting.left()).toBe(1)
  })

  test.each<[what: string, deeds: readonly Deed[], left: number, words: RegExp]>([
    ['a refusal', [failed('Fulcio returned 403: no'), 'us'], 1, /Fulcio\) failed: Fulcio returned 403/],
    ['services that nobody believes', ['stranger', 'stranger', 'us'], 1, /no matching attestations/],
    ['a crash', Array(4).fill(failed('panic: runtime error', 2)), 0, /panic: runtime error/],
    ['a cosign that hangs', Array(4).fill({ ...DONE, code: undefined }), 0, /did not end in 60 s/],
  ])('is given up after %s', async (_, deeds, left, words) => {
    const one = await scene(deeds)
    const error = await one.run().catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(VerificationError)
    expect(String(error)).toMatch(words)
    expect(one.left()).toBe(left)
  })

  test.each([
    ['is private', { visibility: 'private' }, /its visibility of the repository is another one/],
    ['is another one', { repository: 'acme/other' }, /is of another repository than acme\/app/],
  ] as const)('is given up where a later token says that the repository %s', async (_, said, words) => {
    const trouble = failed('adding rekor v2 entry: unexpected response: 502')
    const one = await scene([trouble, 'us'], (token) => (token === 2 ? said : {}))
    const error = await one.run().catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(VerificationError)
    expect(String(error)).toMatch(words)
    expect([one.left(), one.tokens(), one.listed().length]).toEqual([1, 2, 0])
  })

  test('without a token is none, and says what to do', async () => {
    const one = await scene(['us'])
    one.host.runner.idToken = async () => {
      throw new CommandError({ found: 'GitHub gives no token.' })
    }
    await expect(one.run()).rejects.toThrow(/is not signed: GitHub gives no token\. Run the job again\.$/)
  })
})

describe('a signature that comes late', () => {
  /** A registry that shows it after five seconds. */
  async function late() {
    const one = await scene()
    const own = one.attach('us')
    const { sleep } = one.host.clock
    one.host.clock.sleep = async (milliseconds) => {
      await sleep(milliseconds)
      if (one.host.clock.now() >= 5_000) one.list(own)
    }
    return one
  }

  test('is waited for where it has to be there', async () => {
    const one = await late()
    const { verdict } = await checkExpected(one.host, one.image, one.digest, SEAL)
    expect(verdict).toEqual({ kind: 'signed' })
    expect(one.host.clock.now()).toBeGreaterThanOrEqual(5_000)
  })

  test('is not there for who takes what is found', async () => {
    const one = await late()
    const { verdict } = await check(one.host, one.image, one.digest, SEAL)
    expect(verdict.kind).toBe('unsigned')
    expect(one.host.clock.now()).toBe(0)
  })
})

describe('another look', () => {
  test('lists again what another run has taken from the list, with its type', async () => {
    const one = await scene()
    const [ours, theirs] = [one.attach('us'), one.attach('stranger')]
    one.list(theirs)
    await listAgain(one.host, one.image, { digest: one.digest, referrers: names([ours, theirs]) })
    expect(one.listed()).toMatchObject([theirs, { ...ours, artifactType: expect.any(String) }])
    expect(one.said).toEqual([
      expect.stringMatching(/^notice: .*was not listed any more, and is listed again/),
    ])
  })

  test('writes nothing where all is there, or gone for good', async () => {
    const one = await scene()
    const ours = one.attach('us')
    one.list(ours)
    const gone = `sha256:${'0'.repeat(64)}` as Digest
    await checkSigned(one.host, one.image, [{ digest: one.digest, referrers: [ours.digest, gone] }], SEAL)
    expect(one.registry.writes).toEqual([])
    expect(one.said).toEqual([expect.stringMatching(/^info: .* is signed\.$/)])
  })

  test.each([
    [12_000, [12_000]],
    [0, []],
  ])('has no more time than %i ms, and proves nothing without', async (until, limits) => {
    const one = await scene()
    const ours = one.attach('us')
    one.list(ours)
    const asked: number[] = []
    one.host.cosign.verify = async ({ timeoutMs }) => {
      asked.push(timeoutMs)
      await one.host.clock.sleep(timeoutMs)
      return { code: undefined, stdout: '', stderr: '' }
    }
    const manifests = [{ digest: one.digest, referrers: [ours.digest] }]
    const error = await checkSigned(one.host, one.image, manifests, { ...SEAL, until }).catch(
      (failure: unknown) => failure,
    )
    expect(error).toBeInstanceOf(CommandError)
    expect(String(error)).toMatch(
      /^CommandError: The signature of .* could not be verified: cosign did not end in time\./,
    )
    expect(asked).toEqual(limits)
  })

  test('finds that a signature is gone', async () => {
    const one = await scene()
    one.list(one.attach('stranger', 'https://slsa.dev/provenance/v1'))
    const manifests = [{ digest: one.digest, referrers: [] }]
    await expect(checkSigned(one.host, one.image, manifests, SEAL)).rejects.toThrow(
      /was signed and is not any more: it has no signature: what is attached to it says other things\. Look/,
    )
  })
})

describe('what is attached', () => {
  test('is counted by what it states, not by what a list says of it', async () => {
    const one = await scene()
    const index = one.registry.manifest(REPOSITORY, INDEX, { manifests: [] })
    const image = one.registry.manifest(REPOSITORY, MANIFEST, {
      ...{
        config: one.registry.blob(REPOSITORY, '{}'),
        layers: [one.registry.blob(REPOSITORY, 'x', BUNDLE)],
      },
    })
    const chart = one.registry.manifest(REPOSITORY, 'application/vnd.example.chart', {})
    one.list(one.attach('us'), one.attach('us', 'https://slsa.dev/provenance/v1'), index, image, chart)
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({
      ...{ signatures: 1, others: 4, complete: true },
    })
  })

  test('is not read without end', async () => {
    const one = await scene()
    one.list(...Array.from({ length: 101 }, () => one.attach('us', 'https://x.example')))
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({
      ...{ signatures: 0, others: 100, complete: false },
    })
  })

  /** How many reads of manifests and blobs are under way, at most; each is answered when as many are as can be. */
  async function watched(count: number) {
    const one = await scene()
    one.list(...Array.from({ length: count }, () => one.attach('stranger')))
    const { manifest, blob } = one.host.registry
    let [now, most] = [0, 0]
    const counted = async <R>(read: Promise<R>): Promise<R> => {
      now += 1
      most = Math.max(most, now)
      const [answer] = await Promise.all([read, setTimeout(20)])
      now -= 1
      return answer
    }
    one.host.registry.manifest = (image, at) =>
      isDigest(at) ? counted(manifest(image, at)) : manifest(image, at)
    one.host.registry.blob = (image, of) => counted(blob(image, of))
    return { one, most: () => most }
  }
  const isDigest = (reference: string) => reference.startsWith('sha256:')

  test.each([
    [4, 4],
    [50, 8],
  ])('is %i manifests, of which %i are read at a time', async (count, expected) => {
    const { one, most } = await watched(count)
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({ signatures: count })
    expect(most()).toBe(expected)
  })

  test('is listed again without reading all at a time', async () => {
    const { one, most } = await watched(20)
    const referrers = names(one.listed())
    one.list()
    await listAgain(one.host, one.image, { digest: one.digest, referrers })
    expect(one.listed()).toHaveLength(20)
    expect(most()).toBe(8)
  })

  /** What a registry in disorder makes of a signature. */
  const DISORDER: Readonly<Record<string, (one: Awaited<ReturnType<typeof scene>>, own: Own) => void>> = {
    'a manifest that is not there': ({ registry }, { manifest }) =>
      void registry.repository(REPOSITORY).manifests.delete(manifest),
    'a manifest of other bytes': ({ registry }, { manifest }) => {
      const body = Buffer.from('{"schemaVersion":2,"layers":[]}')
      registry.repository(REPOSITORY).manifests.set(manifest, { type: MANIFEST, body })
    },
    'a page for people in its place': ({ registry }, { manifest }) => {
      const body = Buffer.from('<html></html>')
      registry.repository(REPOSITORY).manifests.set(manifest, { type: 'text/html', body })
    },
    'a bundle that is not there': ({ registry }, { bundle }) =>
      void registry.repository(REPOSITORY).blobs.delete(bundle),
    'a bundle of other bytes': ({ registry }, { bundle }) =>
      void registry.repository(REPOSITORY).blobs.set(bundle, Buffer.from('{}')),
  }
  interface Own {
    readonly manifest: Digest
    readonly bundle: Digest
  }
  async function withOwn() {
    const one = await scene(['us'])
    const { digest } = one.attach('us')
    one.list({ mediaType: MANIFEST, digest, size: 1 })
    const { layers } = JSON.parse(
      one.registry.repository(REPOSITORY).manifests.get(digest)?.body.toString() ?? '{}',
    )
    return { one, own: { manifest: digest, bundle: layers[0].digest as Digest } satisfies Own }
  }

  test.each(Object.entries(DISORDER))('is not clean with %s, and never unsigned', async (_, disturb) => {
    const { one, own } = await withOwn()
    disturb(one, own)
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({ complete: false })
    for (const code of [10, 12]) {
      one.host.cosign.verify = async () => failed('no signatures found', code)
      const { verdict } = await checkOnce(one.host, one.image, one.digest, SEAL)
      expect(verdict.kind).toBe('unknown')
    }
  })

  test.each([401, 403])('is not known where the registry answers %i', async (status) => {
    const { one, own } = await withOwn()
    for (const digest of [own.manifest, own.bundle]) {
      one.faults.clear()
      one.faults.set(digest, status)
      await expect(checkOnce(one.host, one.image, one.digest, SEAL)).rejects.toThrow(RegistryError)
    }
  })

  test.each([
    ['something that is no image', 'application/vnd.example.chart', 1, true],
    ['a page for people', 'text/html', 0, false],
  ] as const)(
    'may have %s under the tag of older signatures, which stops no signature',
    async (_, type, others, complete) => {
      const one = await scene(['us'])
      one.registry.manifest(REPOSITORY, type, {}, `${fallbackTag(one.digest)}.sig`)
      expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({
        ...{ signatures: 0, others, complete },
      })
      expect(await one.run()).toMatchObject({ made: true })
    },
  )
})
