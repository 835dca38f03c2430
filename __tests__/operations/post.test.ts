import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, jest, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError, RegistryError } from '../../src/domain/errors.ts'
import type { CosignResult } from '../../src/host/cosign/cosign.ts'
import type { Host } from '../../src/host/host.ts'
import { digestOf } from '../../src/host/registry/answer.ts'
import { operate } from '../../src/operations/post/post.ts'
import { type Signed, sigstoreFiles } from '../../src/plan/signed.ts'
import { privateFolder } from '../../src/plan/state.ts'
import { leave, type Scene, scene } from './published.ts'

const OLD = { 'v1.0.0': '1.0.0', latest: '1.0.0' }

/** A publish of 1.1.0 as v1.1.0 and 1.1.0, whose main has written all of its tags. */
async function published(
  code = 0,
  finished = true,
  wroteAt?: number,
  signer?: Signed['signer'],
  trustedRoot?: Digest,
): Promise<Scene> {
  const one = await scene(OLD, code)
  const old = one.point('latest', '1.0.0')
  const digest = one.point('v1.1.0', '1.1.0')
  for (const at of ['1.1.0', 'latest']) one.point(at, '1.1.0')
  const before = { 'v1.1.0': undefined, '1.1.0': undefined, latest: old }
  await leave(one, {
    digest,
    before,
    fixed: ['v1.1.0', '1.1.0'],
    finished,
    ...(wroteAt === undefined ? {} : { wroteAt }),
    signed: signer && {
      ...{ signer, unlogged: false, trustedRoot, manifests: [{ digest, referrers: [] }] },
    },
  })
  return one
}

const records = ({ shown }: Scene) => shown().filter((one) => one.startsWith('withdrawn-'))

describe('post', () => {
  test('leaves all as it is where all is well', async () => {
    const one = await published()
    const before = one.shown()
    await operate(one.host)
    expect(one.shown()).toEqual(before)
    expect(one.summaries).toEqual([])
  })

  test.each([
    ['right before', 100_000, 10_000],
    ['four seconds before', 96_000, 6_000],
    ['a minute before', 40_000, 0],
  ])('waits only until no answer can be old, where main wrote %s', async (_, wroteAt, waited) => {
    // The last write was of a tag that was there: no list proves that it is up to date.
    const one = await published(0, true, wroteAt)
    await one.host.clock.sleep(100_000)
    await operate(one.host)
    expect(one.host.clock.now() - 100_000).toBe(waited)
  })

  test('withdraws a version whose image is bad', async () => {
    const one = await published(3)
    await expect(operate(one.host)).rejects.toThrow(/^The smoke test failed\. linux\/amd64: exit code 3/)
    expect(one.shown()).toContain('latest=1.0.0')
    expect(records(one)).toEqual(['withdrawn-v1.1.0=1.1.0', 'withdrawn-1.1.0=1.1.0'])
    expect(one.summaries).toEqual([expect.stringMatching(/^## Taken back\n\nThe smoke test failed/)])
    expect(one.summaries[0]).toMatch(/\| `latest` \| put back \| is sha256:[0-9a-f]{64} again \|/)
    expect(one.summaries[0]).toMatch(/`v1\.1\.0` and `1\.1\.0` are recorded as withdrawn/)
  })

  test('withdraws nothing where somebody else has written a tag: the image is good', async () => {
    const one = await published()
    one.point('v1.1.0', '1.1.0-mine')
    await expect(operate(one.host)).rejects.toThrow(
      /^Tags do not hold what this job published: .*v1\.1\.0 is/,
    )
    expect(records(one)).toEqual([])
    expect(one.shown()).toEqual(expect.arrayContaining(['v1.1.0=1.1.0-mine', '1.1.0=1.1.0']))
    expect(one.said.join('\n')).toMatch(/warning: .*:1\.1\.0 .*its image is good, so it stays/)
    expect(one.summaries.join('\n')).toMatch(/No version was withdrawn\./)
    expect(one.summaries.join('\n')).toMatch(/`latest` is at `v1\.1\.0` now/)
  })

  test('takes those away that still hold it, where the registry deletes tags', async () => {
    const one = await published()
    one.registry.can.deleteTags = true
    one.point('v1.1.0', '1.1.0-mine')
    await expect(operate(one.host)).rejects.toThrow(/^Tags do not hold/)
    // The version is what somebody else has written, and latest follows it.
    expect(one.shown()).toEqual(['v1.0.0=1.0.0', 'latest=1.1.0-mine', 'v1.1.0=1.1.0-mine'])
  })

  test('withdraws a bad image, also where somebody else has written one of its tags', async () => {
    const one = await published(3)
    one.point('v1.1.0', '1.1.0-mine')
    await expect(operate(one.host)).rejects.toThrow(/^The smoke test failed/)
    expect(records(one)).toEqual(['withdrawn-1.1.0=1.1.0'])
    expect(one.said.join('\n')).toMatch(/warning: Tags do not hold what this job published/)
  })

  test('puts back what main wrote before it died, and says so in the summary', async () => {
    const one = await published(0, false)
    await operate(one.host)
    expect(one.shown()).toContain('latest=1.0.0')
    expect(records(one)).toEqual(['withdrawn-1.1.0=1.1.0', 'withdrawn-v1.1.0=1.1.0'])
    expect(one.summaries).toEqual([expect.stringMatching(/^## Taken back\n\nThe main step ended/)])
    expect(one.summaries[0]).toMatch(/Run the job again/)
  })

  test('tells what it could not put back, and the step that does', async () => {
    const one = await published(3)
    const put = one.host.registry.putManifest
    one.host.registry.putManifest = async (image, reference, type, body) => {
      if (reference === 'latest') throw new RegistryError('denied', { found: 'It answered 403.' })
      return put(image, reference, type, body)
    }
    await expect(operate(one.host)).rejects.toThrow(/^The smoke test failed/)
    expect(one.summaries[0]).toMatch(/`latest` \| ⚠️ left \| could not be put back: It answered 403/)
    expect(one.summaries[0]).toMatch(/tag: latest\n {4}to: sha256:/)
  })

  test('changes nothing where the registry does not show the image any more', async () => {
    const one = await published()
    const before = one.shown()
    const digest = one.registry.repository('o/app').tags.get('latest') ?? ''
    const { registry } = one.host
    const read = registry.manifest
    registry.manifest = async (image, reference) =>
      reference === digest ? undefined : read(image, reference)
    await expect(operate(one.host)).rejects.toThrow(/does not show it after 20 s/)
    expect(one.shown()).toEqual(before)
  })

  test('tells what it has put back, and what it did not reach, where its time is over', async () => {
    const one = await published(0, false)
    const put = one.host.registry.putManifest
    const hangs = new Promise<void>((begun) => {
      one.host.registry.putManifest = async (image, reference, type, body) => {
        if (reference !== 'withdrawn-v1.1.0') return put(image, reference, type, body)
        begun()
        return new Promise(() => undefined)
      }
    })
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
    try {
      const end = operate(one.host).catch((error: Error) => error.message)
      await hangs
      // The others are read back meanwhile.
      await sleep(500)
      await jest.advanceTimersByTimeAsync(60_000)
      expect(await end).toMatch(/^Putting the tags back was stopped: it took more than 60 s/)
    } finally {
      jest.useRealTimers()
    }
    expect(one.summaries[0]).toMatch(/\| `latest` \| put back \| is sha256:[0-9a-f]{64} again \|/)
    expect(one.summaries[0]).toMatch(/\| `1\.1\.0` \| withdrawn \|/)
    expect(one.summaries[0]).toMatch(/\| `v1\.1\.0` \| ⚠️ left \| was not reached in time \|/)
  })
})

describe('a signature', () => {
  const SIGNER: Signed['signer'] = {
    ...{ kind: 'keyless', identity: { exact: 'https://x.example/us' }, issuer: 'https://i.example' },
    ...{ repository: 'acme/app', commit: 'c'.repeat(40) },
  }
  const signed = async (code: number, verify: () => Promise<CosignResult>, root?: Digest) => {
    const one = await published(code, true, undefined, SIGNER, root)
    const cosign = { prepare: async () => undefined, verify }
    return { ...one, host: { ...one.host, cosign } as unknown as Host }
  }

  test.each<[what: string, change: (host: Host) => void]>([
    ['nobody can check', () => undefined],
    [
      'the registry does not tell of',
      ({ registry }) => {
        registry.referrers = async () => {
          throw new RegistryError('temporary', { found: 'It answered 503.' })
        }
      },
    ],
    [
      'this runner may not read',
      ({ registry }) => {
        registry.referrers = async () => {
          throw new RegistryError('denied', { found: 'It answered 403.' })
        }
      },
    ],
  ])('that %s proves nothing, and the tags are looked at all the same', async (_, change) => {
    const one = await signed(0, async () => ({ code: 10, stdout: '', stderr: 'Error: timeout' }))
    // Somebody has attached more than anybody reads, so cosign has to be asked.
    const listed = Array.from({ length: 101 }, () => ({
      ...{ mediaType: 'x', digest: `sha256:${'0'.repeat(64)}` as Digest, size: 1, annotations: {} },
    }))
    one.host.registry.referrers = async () => listed
    change(one.host)
    one.point('v1.2.0', '1.2.0')
    const error = await operate(one.host).catch((failure: unknown) => failure)
    expect(String(error)).not.toMatch(/is not any more/)
    expect(String(error)).toMatch(
      /^(?:CommandError: The signature of .* could not be verified|RegistryError: It answered 403)/,
    )
    expect(records(one)).toEqual([])
    expect(one.shown()).toContain('latest=1.2.0')
  })

  test.each<[what: string, root: string | undefined, words: RegExp]>([
    ['is gone', undefined, /trusted root in the private folder is gone, so no signature can be verified/],
    ['is another one', '{"mine":true}', /is not the one of the main step any more, so no signature is/],
  ])('is not looked at by a trusted root that %s; that proves nothing', async (_, root, words) => {
    let asked = 0
    const verify = async () => {
      asked += 1
      return { code: 12, stdout: '', stderr: 'Error: no matching signatures' }
    }
    const one = await signed(0, verify, digestOf(Buffer.from('{"main":true}')))
    const { trustedRoot } = sigstoreFiles(privateFolder(one.host.runner.context.temp, '0123456789ab'))
    if (root !== undefined) await one.host.files.writePrivate(trustedRoot, root)
    const before = one.shown()
    const error = await operate(one.host).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(CommandError)
    expect(String(error)).toMatch(words)
    expect([asked, one.shown()]).toEqual([0, before])
  })

  test('is looked at by the trusted root of the main step', async () => {
    const roots: (string | undefined)[] = []
    const main = '{"main":true}'
    const one = await signed(
      0,
      async () => ({ code: 1, stdout: '', stderr: '' }),
      digestOf(Buffer.from(main)),
    )
    one.host.registry.referrers = async () => []
    one.host.cosign.verify = async ({ files }) => {
      roots.push(files.trustedRoot)
      return { code: 10, stdout: '', stderr: '' }
    }
    const { trustedRoot } = sigstoreFiles(privateFolder(one.host.runner.context.temp, '0123456789ab'))
    await one.host.files.writePrivate(trustedRoot, main)
    await expect(operate(one.host)).rejects.toThrow(/was signed and is not any more/)
    expect([...new Set(roots)]).toEqual([trustedRoot])
  })

  test('that hangs does not hide that the image is bad', async () => {
    let begun: () => void = () => undefined
    const hangs = new Promise<void>((resolve) => {
      begun = resolve
    })
    const one = await signed(3, () => {
      begun()
      return new Promise(() => undefined)
    })
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
    try {
      const end = operate(one.host).catch((error: Error) => error.message)
      await hangs
      await sleep(500)
      await jest.advanceTimersByTimeAsync(45_000)
      expect(await end).toMatch(/^The smoke test failed/)
    } finally {
      jest.useRealTimers()
    }
    expect(records(one)).toEqual(['withdrawn-v1.1.0=1.1.0', 'withdrawn-1.1.0=1.1.0'])
    expect(one.said.join('\n')).toMatch(
      /warning: The signature could not be verified: it took more than 45 s/,
    )
  })
})
