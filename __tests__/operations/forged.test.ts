import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { operate } from '../../src/operations/post/post.ts'
import { formatJournal, type Journal, journalFile } from '../../src/plan/journal.ts'
import { lineOf } from '../../src/plan/lines.ts'
import type { Published } from '../../src/plan/published.ts'
import { environmentFile, formatState, newState, privateFolder, type State } from '../../src/plan/state.ts'
import { tag } from '../plan/given.ts'
import { COMMIT, createPlace, type Place } from './place.ts'

const ID = '0123456789ab'
const LOGIN = { username: 'me', password: 'secret-word' }

/** A main that moved v1.1.0 and latest and was killed then, beside tags that it never named. */
async function killed(): Promise<{ place: Place; state: State; old: Digest; own: Digest }> {
  const place = await createPlace()
  const [registry, repository] = [place.address, 'o/app']
  const folder = privateFolder(place.temp, ID)
  const point = (name: string, version: string) => place.point(repository, name, version) as Digest
  const old = point('v1.0.0', '1.0.0')
  for (const name of ['stable', 'nightly']) point(name, '1.0.0')
  const own = point('v1.1.0', '1.1.0')
  point('latest', '1.1.0')
  const journal: Journal = [
    { tag: tag('v1.1.0'), before: undefined, after: own },
    { tag: tag('latest'), before: old, after: own },
  ]
  const published: Published = {
    ...{ image: { registry, repository }, digest: own, commit: COMMIT, suffix: '', tags: [tag('v1.1.0')] },
    ...{ fixed: [tag('v1.1.0')], platforms: [{ os: 'linux', architecture: 'amd64' }] },
    lines: [{ tag: tag('latest'), line: lineOf('latest', '') ?? { kind: 'latest' } }],
    smoke: { mode: 'off', args: undefined, entrypoint: undefined, http: undefined, timeoutMs: 1000 },
    ...{ tried: true, inEngine: false },
  }
  await place.host.credentials.create(folder, [{ ...LOGIN, registry }])
  writeFileSync(environmentFile(folder), '[]')
  return { place, state: { ...newState(ID, folder), published, journal }, old, own }
}

/** Runs post with what the state says, and what stands in the journal's file. */
async function post({ host }: Place, state: State, file: string): Promise<void> {
  host.runner.saveState(formatState(state))
  writeFileSync(journalFile(state.folder), file)
  await operate(host)
}

const tagsOf = ({ registry }: Place) => Object.fromEntries(registry.repository('o/app').tags)
const WARNING = 'warning: The journal of the tags is gone, damaged or changed'

describe('a journal file that another step wrote', () => {
  test('that agrees with the state is taken without a word', async () => {
    const { place, state, old } = await killed()
    await post(place, state, formatJournal(state.journal))
    expect(tagsOf(place).latest).toBe(old)
    expect(place.said.join('\n')).not.toContain(WARNING)
  })

  test.each<[what: string, forge: (old: Digest, own: Digest, theirs: Digest) => Journal]>([
    [
      'names other tags',
      (old, own) => [
        { tag: tag('stable'), before: own, after: old },
        { tag: tag('nightly'), before: undefined, after: old },
      ],
    ],
    [
      'names other tags behind its own',
      (old, own) => [
        { tag: tag('v1.1.0'), before: undefined, after: own },
        { tag: tag('latest'), before: old, after: own },
        { tag: tag('nightly'), before: undefined, after: old },
      ],
    ],
    [
      'names other digests',
      (_, own, theirs) => [
        { tag: tag('v1.1.0'), before: theirs, after: own },
        { tag: tag('latest'), before: theirs, after: own },
      ],
    ],
    ['names nothing', () => []],
  ])('that %s decides nothing: the state does, and post says so', async (_, forge) => {
    const { place, state, old, own } = await killed()
    const theirs = place.point('o/app', 'theirs', '6.6.6') as Digest
    const before = tagsOf(place)
    await post(place, state, formatJournal(forge(old, own, theirs)))
    expect(place.said.join('\n')).toContain(WARNING)
    // This registry deletes no tags, so the version is recorded as withdrawn; everything else is where it was.
    expect(tagsOf(place)).toEqual({ ...before, latest: old, 'withdrawn-v1.1.0': own })
    const touched = place.registry.writes.map((one) => one.replace(/^.*\/manifests\//, ''))
    expect([...new Set(touched)].toSorted()).toEqual(['latest', 'v1.1.0', 'withdrawn-v1.1.0'])
    expect(place.seen.filter(({ path }) => /stable|nightly|theirs/.test(path))).toEqual([])
  })
})

describe('a journal file between two images', () => {
  test.each<[what: string, file: (state: State) => string, told: boolean]>([
    ['empty, as main left it', () => '[]', false],
    ['with the writes of the image before', ({ journal }) => formatJournal(journal), true],
    ['that is damaged', () => '[{', true],
  ])('%s', async (_, file, told) => {
    const { place, state, old } = await killed()
    const { published, journal } = state
    if (published === undefined) throw new Error('nothing was published')
    const image = { ...published.image, repository: 'o/second' }
    const between: State = {
      ...{ ...state, journal: [], earlier: [{ published, journal }] },
      published: { ...published, image },
    }
    await post(place, between, file(state))
    expect(place.said.some((line) => line.startsWith(WARNING))).toBe(told)
    expect(tagsOf(place).latest).toBe(old)
  })
})

describe('a state that another step wrote', () => {
  test.each<[what: string, forge: (json: Record<string, unknown>, place: Place) => object]>([
    ['a folder outside RUNNER_TEMP', (_, { temp }) => ({ folder: `${dirname(temp)}/ghcr-publish-${ID}` })],
    ['a folder of another name', (_, { temp }) => ({ folder: `${temp}/_github_home` })],
    [
      'a tag of another package',
      ({ published }) => ({ published: { ...(published as object), tags: ['../other/app:v1'] } }),
    ],
    [
      'a digest that is none',
      ({ published }) => ({ published: { ...(published as object), digest: `sha256:${'A'.repeat(64)}` } }),
    ],
    [
      'an image with credentials of another host',
      ({ published }) => ({ published: { ...(published as object), image: 'me:word@evil.example/o/app' } }),
    ],
  ])('%s: nothing is asked or written, and only the private folder is removed', async (_, forge) => {
    const { place, state } = await killed()
    const json = JSON.parse(formatState(state)) as Record<string, unknown>
    const forged = { ...json, ...forge(json, place) }
    const folder = String(forged.folder)
    mkdirSync(folder, { recursive: true })
    place.host.runner.saveState(JSON.stringify(forged))
    await expect(operate(place.host)).rejects.toThrow(
      /^The state of the main step was changed.* only the private folder was removed/,
    )
    const other = folder !== state.folder
    expect([place.seen.length, existsSync(folder), existsSync(state.folder)]).toEqual([0, other, false])
  })

  test.each<[what: string, change: (state: State, temp: string) => object, removed: boolean]>([
    ['without an id', () => ({ id: undefined }), true],
    ['with an id that leads elsewhere', () => ({ id: '../../../../' }), true],
    [
      'without an id, and with a way around',
      ({ folder }) => ({ id: undefined, folder: `${folder}/../x` }),
      false,
    ],
    ['without an id, and with a folder above', (_, temp) => ({ id: undefined, folder: temp }), false],
    [
      'without an id, and with a folder of that name elsewhere',
      (_, temp) => ({ id: undefined, folder: `${dirname(temp)}/ghcr-publish-${ID}` }),
      false,
    ],
    ['without both', () => ({ id: undefined, folder: undefined }), false],
  ])('%s: what is removed', async (_, change, removed) => {
    const { place, state } = await killed()
    const elsewhere = `${dirname(place.temp)}/ghcr-publish-${ID}`
    mkdirSync(elsewhere)
    const json = JSON.parse(formatState(state)) as object
    place.host.runner.saveState(JSON.stringify({ ...json, ...change(state, place.temp) }))
    await expect(operate(place.host)).rejects.toThrow(
      removed ? /only the private folder was removed/ : /nothing was verified, put back or removed/,
    )
    expect([state.folder, place.temp, elsewhere].map(existsSync)).toEqual([!removed, true, true])
  })

  test('a well-formed image of a foreign host gets none of the credentials of this one', async () => {
    const { place, state } = await killed()
    const foreign = await createPlace()
    foreign.point('o/app', 'latest', '1.1.0')
    const image = { registry: foreign.address, repository: 'o/app' }
    const published = { ...(state.published as Published), image }
    const forged: State = { ...state, published, finished: true }
    await post(place, forged, formatJournal(state.journal)).catch(() => undefined)
    expect(foreign.seen.length).toBeGreaterThan(0)
    const told = foreign.seen.flatMap(({ authorization }) => authorization ?? [])
    expect([...new Set(told)]).toEqual(['Bearer tok'])
    expect(place.seen).toEqual([])
  })
})
