import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { createFiles } from '../../src/host/files.ts'
import type { Host } from '../../src/host/host.ts'
import type { Published } from '../../src/plan/published.ts'
import { newState, type State } from '../../src/plan/state.ts'
import { learnPushed } from '../../src/steps/pushed.ts'
import { linesOf } from '../../src/steps/tags/publish.ts'
import { takeBack } from '../../src/steps/tags/takeback.ts'
import type { Occasion } from '../../src/steps/tags/undo.ts'
import { context, tag } from '../plan/given.ts'
import { imageOf as branchImage } from './model/branches.ts'
import { imageOf, type MemoryRegistry, stored } from './model/registry.ts'
import { publicationOf } from './model/runs.ts'
import { publishedBefore } from './model/schedules.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const COMMIT = 'a'.repeat(40)
const JOB = { run: 'A', version: '1.0.1', commit: COMMIT, build: 'A', gap: 0 }
const OWN = imageOf('1.0.1', COMMIT, 'A')
const TWIN = imageOf('1.0.1', COMMIT, 'B')
const OLD = imageOf('1.0.0', 'f'.repeat(40), '1.0.0')
const { digest } = OWN.descriptor

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghcr-publish-pushed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** @param late what is still on its way, and arrives after so many milliseconds */
function hostOf(
  memory: MemoryRegistry,
  late: { readonly after: number; arrive(): void } = { after: Infinity, arrive: () => undefined },
) {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const start = 1000
  let now = start
  const host = {
    registry: {
      head: async (_: unknown, reference: string) => memory.get(reference)?.descriptor,
      manifest: async (_: unknown, reference: string) => memory.get(reference),
      tags: async () => memory.list(),
      deleteTag: async () => 'unsupported',
      putManifest: async (_: unknown, name: string, type: string, body: Buffer) =>
        memory.put(name, stored(type, body), now),
    },
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        const before = now
        now += milliseconds
        const due = start + late.after
        if (before < due && due <= now) late.arrive()
      },
    },
    files: createFiles(),
    log: { info: say, notice: say, warning: say },
    runner: { context: context({ runNumber: 12 }) },
    processes: {},
  } as unknown as Host
  return { host, said }
}

/** Post takes back what a killed main has left. */
function occasionOf({ clock }: Host): Occasion {
  return { why: 'unfinished', since: clock.now(), underWay: true }
}

/** What main leaves of a build that pushes v1.0.1 and its moving tags, or those of another list. */
function killed(tags = ['v1.0.1', 'latest'], before: readonly (Digest | undefined)[] = []): State {
  const published = {
    ...{ image: IMAGE, digest: undefined, commit: COMMIT, tags: tags.map(tag), suffix: '' },
    ...{
      fixed: tags.filter((name) => name === 'v1.0.1').map(tag),
      lines: linesOf(publicationOf(JOB)).moving,
    },
  } as unknown as Published
  const old = OLD.descriptor.digest
  const held = before.length > 0 ? before : tags.map((name) => (name === 'latest' ? old : undefined))
  const journal = tags.map((name, at) => ({ tag: tag(name), before: held[at], after: undefined }))
  return { ...newState('0123456789ab', folder), published, journal }
}

describe('what a build has pushed', () => {
  const learn = (text: string | undefined, state = killed()) => {
    if (text !== undefined) writeFileSync(join(folder, 'metadata.json'), text)
    return learnPushed(hostOf(publishedBefore([])).host, state)
  }

  test('is told by the metadata of a build that came to its end', async () => {
    const state = await learn(JSON.stringify({ 'containerimage.digest': digest }))
    expect(state.published?.digest).toBe(digest)
    expect(state.journal.map(({ after }) => after)).toEqual([digest, digest])
  })

  test.each([
    ['a build that did not', undefined],
    ['a file that is cut off', '{"containerimage.digest":"sha256:'],
    ['a digest that is none', '{"containerimage.digest":"sha256:x"}'],
    ['a list', '[]'],
    ['a file without end', `{"containerimage.digest":"${digest}","x":"${'x'.repeat(2 ** 20)}"}`],
  ])('is not told by %s', async (_, text) => {
    const state = killed()
    expect(await learn(text, state)).toBe(state)
  })

  test('is not asked for where main knew it', async () => {
    const state = killed()
    const known = {
      ...state,
      published: { ...(state.published as Published), digest: OLD.descriptor.digest },
    }
    expect(await learn(JSON.stringify({ 'containerimage.digest': digest }), known)).toBe(known)
  })
})

describe('of a build that was killed while it pushed', () => {
  /** What the tags hold after they were put back, by the registry's tags before. */
  async function back(there: Readonly<Record<string, typeof OWN>>, state: State) {
    const memory = publishedBefore(['1.0.0'])
    for (const [name, image] of Object.entries(there)) memory.put(name, image, 1)
    const { host, said } = hostOf(memory)
    await takeBack(host, state, () => undefined, occasionOf(host))
    return { at: (name: string) => memory.get(name), said: said.join('\n'), list: memory.list() }
  }
  const known = (state: State): State => ({
    ...state,
    published: { ...(state.published as Published), digest },
    journal: state.journal.map((entry) => ({ ...entry, after: digest })),
  })

  test('the image whose digest is known is put back, and its version withdrawn', async () => {
    const end = await back({ 'v1.0.1': OWN, latest: OWN }, known(killed()))
    expect([end.at('latest'), end.at('withdrawn-v1.0.1')]).toEqual([OLD, OWN])
  })

  test('what comes to the registry after post has begun is put back, too, whichever tag it is', async () => {
    const memory = publishedBefore(['1.0.0'])
    const arrive = () => {
      for (const name of ['v1.0.1', 'edge', 'stable', 'latest']) memory.put(name, OWN, 5000)
    }
    for (const name of ['edge', 'stable']) memory.put(name, OLD, 0)
    const { host } = hostOf(memory, { after: 4000, arrive })
    const old = OLD.descriptor.digest
    const state = known(killed(['v1.0.1', 'edge', 'stable', 'latest'], [undefined, old, old, old]))
    await takeBack(host, state, () => undefined, occasionOf(host))
    expect(['edge', 'stable', 'latest'].map((name) => memory.get(name))).toEqual([OLD, OLD, OLD])
    expect(memory.get('withdrawn-v1.0.1')).toEqual(OWN)
  })

  test('a twin of the commit that another run pushed is told by its digest, and stays', async () => {
    const end = await back({ 'v1.0.1': TWIN, latest: TWIN }, known(killed()))
    expect([end.at('latest'), end.at('v1.0.1')]).toEqual([TWIN, TWIN])
    expect(end.list).not.toContain('withdrawn-v1.0.1')
  })

  test('what nobody can tell from a twin is adopted: its version stays, and the moving tags follow it', async () => {
    const end = await back({ 'v1.0.1': TWIN }, killed())
    expect([end.at('v1.0.1'), end.at('latest')]).toEqual([TWIN, TWIN])
    expect(end.list).not.toContain('withdrawn-v1.0.1')
    expect(end.said).toMatch(
      /v1\.0\.1 is sha256:\w{64} by now, which this run or another one pushed from this commit, and stays/,
    )
  })

  test('an image of another commit is somebody else’s', async () => {
    const other = imageOf('1.0.1', 'b'.repeat(40), 'C')
    const end = await back({ 'v1.0.1': other }, killed())
    expect(end.at('v1.0.1')).toEqual(other)
    expect(end.said).toMatch(/v1\.0\.1 is \S+ by now, which somebody else wrote, and stays/)
  })

  test('the image of a branch names its run, and goes back', async () => {
    const old = branchImage('f', 3, 'old')
    const state = killed(['main'], [old.descriptor.digest])
    for (const [number, left] of [
      [12, old],
      [11, branchImage('a', 11, 'x')],
    ] as const) {
      const memory = publishedBefore([])
      memory.put('main', old, 0)
      memory.put('main', branchImage('a', number, 'x'), 1)
      const { host } = hostOf(memory)
      await takeBack(host, state, () => undefined, occasionOf(host))
      expect(memory.get('main')).toEqual(left)
    }
  })
})
