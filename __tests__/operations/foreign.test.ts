import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { CommandError, PolicyError, VerificationError } from '../../src/domain/errors.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import { publishGated } from '../../src/operations/publish/gated.ts'
import { moveTags, type Ready } from '../../src/operations/publish/move.ts'
import type { Run } from '../../src/operations/publish/run.ts'
import { requireSigned } from '../../src/operations/publish/signing.ts'
import type { Plan } from '../../src/plan/publish.ts'
import type { SigningPlan } from '../../src/plan/signing.ts'
import { newState, type State } from '../../src/plan/state.ts'
import { inspect } from '../../src/steps/inspect.ts'
import { startStopwatch } from '../../src/steps/stopwatch.ts'
import { context, goodTags, inputs, movesOf, NO_CACHES, tag } from '../plan/given.ts'
import { COMMIT, REPOSITORY, SEAL, scene } from '../steps/signed.ts'

const FOLDERS: string[] = []
afterEach(() => {
  for (const folder of FOLDERS.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const V = 'v1.2.3'
const AMD64 = { os: 'linux', architecture: 'amd64' } as const
const WHERE = context({ sha: COMMIT })
const SIGNING: SigningPlan = {
  ...{
    kind: 'sign',
    signer: SEAL.signer,
    reason: 'sign: keyless',
    platforms: false,
    unlogged: false,
    files: {},
  },
}

/** A run that has built, tried and signed an image, and whose plan wants a signature; cosign signs nothing. */
async function job(sign: 'auto' | 'keyless' = 'keyless') {
  const one = await scene()
  const folder = mkdtempSync(join(tmpdir(), 'ghcr-publish-foreign-'))
  FOLDERS.push(folder)
  let state: State = newState('0123456789ab', folder)
  const session = {
    ...{ id: state.id, folder },
    get state() {
      return state
    },
    keep(change: Partial<State>) {
      state = { ...state, ...change }
    },
  }
  const outputs = new Map<string, string>()
  const host = {
    ...one.host,
    files: createFiles(),
    processes: { stopped: undefined, extend: () => undefined },
    log: { ...one.host.log, child: () => undefined, group: <T>(_: string, body: () => Promise<T>) => body() },
    runner: {
      ...{ ...one.host.runner, context: WHERE, summary: async () => undefined },
      setOutput: (key: string, value: string) => void outputs.set(key, value),
    },
  } as unknown as Host
  const given = { ...inputs({ sign }), signing: { ...inputs({ sign }).signing } }
  const watch = startStopwatch(host)
  const run = { host, session, inputs: given, key: undefined, secrets: [], watch } as unknown as Run
  const plan = {
    target: { image: one.image, policy: { kind: 'publish', reason: 'a push' } },
    tags: goodTags({}, WHERE),
    moves: movesOf({}, WHERE),
    publishing: { fixed: [tag(V)], commit: COMMIT, platforms: [AMD64], attested: false, overwrite: false },
    existing: { kind: 'build', reason: undefined },
    commit: { sha: COMMIT },
    build: { platforms: [AMD64], inputs: given.build, caches: NO_CACHES },
    smoke: { mode: 'off', env: [], args: undefined, entrypoint: undefined, http: undefined, timeoutMs: 1000 },
    ...{ signing: SIGNING, gate: true, inEngine: false, attested: false, localImages: [] },
    ...{ held: new Map(), first: false, notices: [], warnings: [] },
  } as unknown as Plan
  const candidateOf = (digest: Digest) =>
    inspect(host, one.image, digest, [AMD64], { attested: false, exact: false })
  const ours = await candidateOf(one.digest)
  const signed = (digest: Digest, by = 'us') => {
    one.listFor(digest, one.attach(by, undefined, digest))
    return digest
  }
  const move = () => moveTags(run, plan, { candidate: ours, smoked: [], signing: SIGNING } satisfies Ready)
  const look = async (digest: Digest) => requireSigned(run, plan, await candidateOf(digest))
  /** What comes of a run that finds its version published already. */
  const reuse = (digest: Digest) => {
    const existing = { kind: 'reuse', digest, platforms: [AMD64], reason: 'published already' } as const
    return publishGated(run, { ...plan, existing })
  }
  const shown = () => Object.fromEntries(one.registry.repository(REPOSITORY).tags)
  return { ...one, run, plan, session, signed, move, look, reuse, outputs, shown }
}

describe('an image that this run did not build', () => {
  test('counts where it is signed by whom it should be', async () => {
    const one = await job()
    expect(await one.look(one.signed(one.point('x', 'theirs')))).toEqual(SIGNING)
    expect(one.session.state.signed?.manifests).toHaveLength(1)
  })

  test.each<[what: string, by: string | undefined, why: RegExp]>([
    ['has no signature', undefined, /: it has no signature\. overwrite: true.*by hand: `cosign sign --yes /],
    ['is signed by somebody else', 'stranger', /: no matching attestations/],
  ])('is never signed by it, and %s', async (_, by, why) => {
    const one = await job()
    const theirs = one.point('x', 'theirs')
    if (by !== undefined) one.signed(theirs, by)
    const error = await one.look(theirs).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(PolicyError)
    expect(String(error)).toMatch(/@sha256:[0-9a-f]{64} is not signed, and this run did not build it: /)
    expect(String(error)).toMatch(why)
    expect(one.tokens()).toBe(0)
  })

  test('stays without a signature, with a warning, where none was asked for', async () => {
    const one = await job('auto')
    expect(await one.look(one.point('x', 'theirs'))).toEqual({
      kind: 'none',
      reason: 'this run did not build the image, and it has no signature',
    })
    expect(one.said.join('\n')).toMatch(
      /^warning: .* is not signed, and this run did not build it: .*overwrite: true/m,
    )
    expect([one.tokens(), one.session.state.signed]).toEqual([0, undefined])
  })

  test.each(['auto', 'keyless'] as const)('is not judged where nobody can say: sign: %s', async (sign) => {
    const one = await job(sign)
    const theirs = one.signed(one.point('x', 'theirs'))
    one.host.cosign.verify = async () => ({ code: 10, stdout: '', stderr: 'Error: no signatures found' })
    const error = await one.look(theirs).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(CommandError)
    expect(String(error)).toMatch(/could not be verified: no signatures found/)
  })
})

describe('a version that is published already', () => {
  test('ends the run before any tag is written, where it is not signed', async () => {
    const one = await job()
    const theirs = one.point(V, 'theirs')
    const before = one.shown()
    await expect(one.reuse(theirs)).rejects.toThrow(PolicyError)
    expect([one.shown(), one.tokens(), one.registry.writes]).toEqual([before, 0, []])
    expect(one.said).toContain('info: No release tag was touched.')
  })

  test.each([
    ['auto', undefined, 'false'],
    ['auto', 'us', 'true'],
    ['keyless', 'us', 'true'],
  ] as const)('is finished with sign: %s, signed by %s: signed=%s', async (sign, by, signed) => {
    const one = await job(sign)
    const theirs = one.point(V, 'theirs')
    if (by !== undefined) one.signed(theirs, by)
    await one.reuse(theirs)
    expect(one.shown()).toMatchObject({ [V]: theirs, latest: theirs })
    expect([one.outputs.get('signed'), one.outputs.get('digest'), one.tokens()]).toEqual([signed, theirs, 0])
  })
})

describe('an image that another run of the commit has published meanwhile', () => {
  test('is looked at before any other tag names it', async () => {
    const one = await job()
    const theirs = one.signed(one.point(V, 'theirs'))
    const seen: string[][] = []
    const verify = one.run.host.cosign.verify
    one.run.host.cosign.verify = async (request) => {
      seen.push(Object.keys(one.shown()))
      return verify(request)
    }
    const ready = await one.move()
    expect(ready).toMatchObject({ candidate: { digest: theirs }, signing: SIGNING, smoked: [] })
    expect(seen.flat()).toContain(V)
    expect(seen.flat()).not.toContain('latest')
    expect(one.shown()).toMatchObject({ [V]: theirs, latest: theirs, v1: theirs })
    const { published, signed } = one.session.state
    expect([published?.digest, published?.tried, signed?.manifests[0]?.digest]).toEqual([
      theirs,
      false,
      theirs,
    ])
    expect(one.tokens()).toBe(0)
  })

  test('gets no other tag where it is not signed', async () => {
    const one = await job()
    const theirs = one.point(V, 'theirs')
    const before = one.shown()
    await expect(one.move()).rejects.toThrow(PolicyError)
    expect(one.shown()).toEqual(before)
    expect(before[V]).toBe(theirs)
  })

  test('gets no other tag where it is not what it should be', async () => {
    const one = await job()
    one.signed(one.point(V, 'theirs'))
    one.run.host.registry.blob = async () => Buffer.from('{"os":"linux","architecture":"arm64"}')
    await expect(one.move()).rejects.toThrow(VerificationError)
    expect(one.shown()).not.toHaveProperty('latest')
  })

  test('is none where this run has the version first', async () => {
    const one = await job()
    one.signed(one.digest)
    const ready = await one.move()
    expect(ready.candidate.digest).toBe(one.digest)
    expect(one.session.state.published).toMatchObject({ digest: one.digest, tried: true })
  })
})
