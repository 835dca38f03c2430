import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError, VerificationError } from '../../src/domain/errors.ts'
import { checkSigned, listAgain } from '../../src/steps/sign/again.ts'
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

  test('without a token is none, and says what to do', async () => {
    const one = await scene(['us'])
    one.host.runner.idToken = async () => {
      throw new CommandError({ found: 'GitHub gives no token.' })
    }
    await expect(one.run()).rejects.toThrow(/is not signed: GitHub gives no token\. Run the job again\.$/)
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
    const gone = { ...index, digest: `sha256:${'0'.repeat(64)}` as Digest }
    one.list(one.attach('us'), one.attach('us', 'https://slsa.dev/provenance/v1'), index, image, gone)
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({
      ...{ signatures: 1, others: 3, complete: true },
    })
  })

  test('is not read without end', async () => {
    const one = await scene()
    one.list(...Array.from({ length: 101 }, () => one.attach('us', 'https://x.example')))
    expect(await readAttached(one.host, one.image, one.digest)).toMatchObject({
      ...{ signatures: 0, others: 100, complete: false },
    })
  })
})
