import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError, VerificationError } from '../../src/domain/errors.ts'
import { fallbackTag } from '../../src/domain/referrers.ts'
import type { CosignResult } from '../../src/host/cosign/cosign.ts'
import type { Host } from '../../src/host/host.ts'
import { checkSigned, listAgain } from '../../src/steps/sign/again.ts'
import { readAttached } from '../../src/steps/sign/read.ts'
import { type Seal, sign } from '../../src/steps/sign/sign.ts'
import { client, name, serve } from '../host/registry-client.ts'
import { createWholeRegistry, type Descriptor, INDEX, MANIFEST } from '../host/whole-registry.ts'

const REPOSITORY = 'o/app'
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1'
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64')
const SEAL: Seal = {
  signer: { kind: 'keyless', identity: { exact: 'https://x.example/us' }, issuer: 'https://i.example' },
  ...{ unlogged: false, trustedRoot: undefined, key: undefined, files: {} },
}
const REMEDY = 'Run the job again.'

/** What cosign does when it is told to sign: a signer's name is one of a signature that it pushes. */
type Deed = 'us' | 'us, unlisted' | 'us, and forgets the others' | 'us, and fails' | 'stranger' | CosignResult

const failed = (stderr: string, code = 1): CosignResult => ({ code, stdout: '', stderr: `Error: ${stderr}` })
const DONE: CosignResult = { code: 0, stdout: '', stderr: '' }

/**
 * A registry over HTTP without the referrers API, and a cosign that follows a script: what races and outages make of real ones cannot be
 * had when it is wanted.
 */
async function scene(deeds: readonly Deed[] = []) {
  const registry = createWholeRegistry()
  const image = name(await serve(registry.answer, { unread: true }))
  const config = registry.blob(REPOSITORY, '{}')
  const { digest } = registry.manifest(REPOSITORY, MANIFEST, { config, layers: [] }, 'v1')
  const script = [...deeds]
  const said: string[] = []
  let [now, tokens] = [0, 0]
  const listed = () => {
    const { tags, manifests } = registry.repository(REPOSITORY)
    const list = manifests.get(tags.get(fallbackTag(digest)) ?? '')
    return (list === undefined ? [] : JSON.parse(list.body.toString()).manifests) as readonly Descriptor[]
  }
  const list = (...manifests: readonly Descriptor[]) =>
    void registry.manifest(REPOSITORY, INDEX, { manifests }, fallbackTag(digest))
  let serial = 0
  /** Pushes what somebody states of the image. */
  const attach = (by: string, predicateType = SIGNATURE): Descriptor => {
    serial += 1
    const statement = { predicateType, subject: [{ digest: { sha256: digest.slice(7) } }], by, serial }
    const dsseEnvelope = { payloadType: 'application/vnd.in-toto+json', payload: base64(statement) }
    const bundle = { mediaType: BUNDLE, verificationMaterial: { certificate: {} }, dsseEnvelope }
    const layer = registry.blob(REPOSITORY, JSON.stringify(bundle), BUNDLE)
    return registry.manifest(REPOSITORY, MANIFEST, { config, layers: [layer], subject: { digest } })
  }
  const signed = (deed: Deed): CosignResult => {
    if (typeof deed !== 'string') return deed
    const own = attach(deed.startsWith('us') ? 'us' : deed)
    if (deed === 'us, and forgets the others') list(own)
    else if (deed !== 'us, unlisted') list(...listed(), own)
    return deed === 'us, and fails' ? failed('timeout') : DONE
  }
  const verified = (): CosignResult => {
    const { manifests, blobs } = registry.repository(REPOSITORY)
    const types = listed().flatMap((one) => {
      const layers = JSON.parse(manifests.get(one.digest)?.body.toString() ?? '{}').layers ?? []
      const bundle = JSON.parse(blobs.get(layers[0]?.digest)?.toString() ?? '{}')
      const { by, predicateType } = JSON.parse(
        Buffer.from(bundle.dsseEnvelope?.payload ?? 'e30=', 'base64').toString(),
      )
      return by === 'us' ? [predicateType] : []
    })
    if (types.length === 0) return failed('no matching attestations: expected SAN value')
    const critical = types.map((type) => ({
      critical: { type, image: { 'docker-manifest-digest': digest } },
    }))
    return { ...DONE, stdout: JSON.stringify(critical) }
  }
  const say = (kind: string) => (line: string) => void said.push(`${kind}: ${line}`)
  const host = {
    registry: client(),
    cosign: {
      sign: async () => signed(script.shift() ?? failed('the script is over')),
      verify: async () => verified(),
    },
    clock: {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds
      },
    },
    runner: {
      async idToken() {
        tokens += 1
        return `token ${tokens}`
      },
    },
    processes: { stopped: undefined },
    log: { info: say('info'), notice: say('notice'), warning: say('warning') },
  } as unknown as Host
  const run = () => sign(host, image, digest, SEAL, REMEDY)
  return {
    ...{ host, image, registry, digest, said, list, listed, attach, run },
    left: () => script.length,
    tokens: () => tokens,
  }
}

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

  test('finds that a signature is gone', async () => {
    const one = await scene()
    one.list(one.attach('stranger', 'https://slsa.dev/provenance/v1'))
    const manifests = [{ digest: one.digest, referrers: [] }]
    await expect(checkSigned(one.host, one.image, manifests, SEAL)).rejects.toThrow(
      /was signed and is not any more: it has no signature: what is attached to it says other things\. Run/,
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
