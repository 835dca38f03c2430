import { describe, expect, test } from '@jest/globals'
import { RegistryError } from '../../src/domain/errors.ts'
import type { Comparison } from '../../src/domain/github.ts'
import type { Host } from '../../src/host/host.ts'
import type { Journal } from '../../src/plan/journal.ts'
import type { Published } from '../../src/plan/published.ts'
import { lookLast } from '../../src/steps/tags/last.ts'
import { publishTags } from '../../src/steps/tags/publish.ts'
import { settleOutcome } from '../../src/steps/tags/settle-branch.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { context, goodTags, tag } from '../plan/given.ts'
import { imageOf } from './model/branches.ts'
import { MemoryRegistry, stored } from './model/registry.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const MAIN = tag('main')
const [OLD, OLDER, OWN, NEWER] = ['b', 'a', 'c', 'd'].map((letter, at) => imageOf(letter, at + 1, letter))
const TWIN = imageOf('c', 9, 'another build')

type Image = typeof OWN
const digestOf = (image: Image) => {
  if (image === undefined) throw new Error('no image')
  return image.descriptor.digest
}
const nameOf = (registry: MemoryRegistry) =>
  Object.entries({ OLD, OLDER, OWN, NEWER, TWIN }).find(
    ([, image]) => digestOf(image) === registry.get('main')?.descriptor.digest,
  )?.[0]

/** A branch of the commits a, b, c, d in this order; a clock that does not wait; what happens at a time happens then. */
function given(there: Image, { head = 'd', before = 'a', event = 'push' } = {}) {
  const memory = new MemoryRegistry()
  for (const image of [OLD, OLDER, OWN, NEWER, TWIN]) if (image !== undefined) memory.store(image)
  if (there !== undefined) memory.put('main', there, 0)
  const [said, waits, asked]: [string[], number[], string[]] = [[], [], []]
  let now = 0
  let failure: RegistryError | undefined
  let write: (image: NonNullable<Image>) => void = (image) => memory.put('main', image, now)
  const guarded = async <T>(value: T): Promise<T> => {
    if (failure !== undefined) throw failure
    return value
  }
  const host = {
    registry: {
      manifest: (_: unknown, reference: string) => guarded(memory.get(reference, now)),
      head: (_: unknown, reference: string) => guarded(memory.get(reference, now)?.descriptor),
      tags: async () => memory.list(now),
      putManifest: async (_: unknown, name: string, mediaType: string, body: Buffer) => {
        asked.push(`PUT ${name}`)
        if (name === MAIN) write(stored(mediaType, body))
        else memory.put(name, stored(mediaType, body), now)
      },
    },
    github: {
      use: (token: string | undefined) => void asked.push(`use ${token}`),
      branchHead: async () => {
        now += 1000
        return { value: head.repeat(40) }
      },
      compare: async (base: string, other: string): Promise<{ value: Comparison }> => ({
        value: base < other ? 'ahead' : 'behind',
      }),
    },
    credentials: { lookup: async () => ({ username: 'x', password: 'ghs_of-main' }) },
    log: Object.fromEntries(
      ['info', 'notice', 'warning'].map((kind) => [kind, (text: string) => said.push(`${kind}: ${text}`)]),
    ),
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        waits.push(milliseconds)
        now += milliseconds
      },
    },
    runner: { context: context({ event, payload: { before: before.repeat(40) } }) },
    processes: { stopped: undefined },
  } as unknown as Host
  return {
    ...{ host, memory, said, waits, asked },
    fail: (error: RegistryError) => {
      failure = error
    },
    ignoreWrites: () => {
      write = () => undefined
    },
  }
}

const publish = {
  ...{ image: IMAGE, tag: MAIN, branch: 'main', commit: 'c'.repeat(40) },
  run: { workflow: undefined, runNumber: undefined },
}
const ENTRY = { tag: MAIN, before: digestOf(OLD), after: digestOf(OWN) }

/** Main's second look after it has moved the tag from OLD to OWN. */
function lookAgain({ host }: ReturnType<typeof given>, after = digestOf(OWN), replaced?: typeof after) {
  const writer = createWriter(host, IMAGE, async () => undefined, [ENTRY])
  const outcome = { tag: MAIN, before: digestOf(OLD), after, moved: true, reason: 'this branch' }
  return settleOutcome(host, writer, publish, { digest: digestOf(OWN), replaced }, outcome)
}

test('a decision that GitHub was long asked for is made again where the tag has moved meanwhile', async () => {
  const place = given(OLDER)
  place.memory.put('main', NEWER as NonNullable<Image>, 500)
  const tags = goodTags({}, context({ sha: publish.commit, ref: 'refs/heads/main' }))
  const publishing = { fixed: [], commit: publish.commit, platforms: [], attested: false, overwrite: false }
  const publication = { tags, publishing, latest: 'auto', branch: publish } as const
  const writer = createWriter(place.host, IMAGE, async () => undefined)
  const done = await publishTags(place.host, writer, publication, OWN as NonNullable<Image>)
  expect(place.asked).toEqual([`PUT ${publish.commit}`])
  expect(done.tags[0]).toMatchObject({ tag: 'main', moved: false, after: digestOf(NEWER) })
  expect(place.said).toEqual(['notice: The tag main stays where it is: the head of this branch is there.'])
})

describe('the second look of main', () => {
  test('waits for nothing where all is well', async () => {
    const place = given(OWN)
    expect(await lookAgain(place)).toMatchObject({ after: digestOf(OWN), reason: 'this branch' })
    expect([place.waits, place.asked, place.said]).toEqual([[], [], []])
  })

  test.each([
    ['an older commit', OLDER],
    ['what was there before', OLD],
  ])('moves the tag from %s, once that is no old answer', async (_, image) => {
    const place = given(image)
    expect(await lookAgain(place)).toMatchObject({ after: digestOf(OWN), moved: true })
    expect(nameOf(place.memory)).toBe('OWN')
    expect(place.waits[0]).toBe(10_000)
    expect(place.asked).toEqual(['PUT main'])
  })

  test('does not move it by an old answer', async () => {
    const place = given(OLDER)
    place.memory.put('main', OWN as NonNullable<Image>, 5_000)
    await lookAgain(place)
    expect(place.asked).toEqual([])
  })

  test('leaves a newer commit, and says so', async () => {
    const place = given(NEWER)
    expect(await lookAgain(place)).toMatchObject({ after: digestOf(NEWER) })
    expect(place.asked).toEqual([])
    expect(place.said).toEqual([
      `notice: ghcr.io/acme/app:main stays at ${digestOf(NEWER)}: the head of this branch is there.`,
    ])
  })

  test('leaves another image of the same commit', async () => {
    const place = given(TWIN)
    expect(await lookAgain(place)).toMatchObject({ after: digestOf(TWIN) })
    expect([place.asked, place.said]).toEqual([[], []])
  })

  test('follows a branch that was moved back', async () => {
    const place = given(NEWER, { head: 'c' })
    await lookAgain(place)
    expect(nameOf(place.memory)).toBe('OWN')
  })

  test.each([
    ['is gone', undefined, /main is absent/],
    ['does not take the write', OLDER, /main is sha256/],
  ])('fails where the tag %s', async (_, image, words) => {
    const place = given(image)
    place.ignoreWrites()
    await expect(lookAgain(place)).rejects.toThrow(words)
    expect(place.waits.reduce((sum, one) => sum + one, 0)).toBeLessThan(120_000)
  })

  test('undoes nothing where the registry has trouble afterwards', async () => {
    const place = given(OWN)
    place.fail(new RegistryError('temporary', { found: 'It answered 503.' }))
    expect(await lookAgain(place)).toMatchObject({ after: digestOf(OWN) })
    expect(place.said.join()).toMatch(/^warning: The tag main could not be looked at once more/)
    await expect(lookAgain(place, digestOf(OLD))).rejects.toThrow('503')
  })
})

describe('a build that pushed its tags itself', () => {
  test('takes the tag forward again where it replaced a newer commit', async () => {
    const place = given(OWN)
    expect(await lookAgain(place, digestOf(OWN), digestOf(NEWER))).toMatchObject({ after: digestOf(NEWER) })
    expect(nameOf(place.memory)).toBe('NEWER')
  })

  test.each([
    ['an older commit', OWN, OLDER, 'OWN'],
    ['its own image', OWN, OWN, 'OWN'],
    ['a twin', OWN, TWIN, 'OWN'],
    ['a newer commit, and somebody wrote again', TWIN, NEWER, 'TWIN'],
    ['what is gone', OWN, imageOf('d', 7, 'gone'), 'OWN'],
  ])('leaves it where it replaced %s', async (_, there, replaced, left) => {
    const place = given(there)
    await lookAgain(place, digestOf(OWN), digestOf(replaced))
    expect(nameOf(place.memory)).toBe(left)
    expect(place.asked).toEqual([])
  })
})

describe('the last look of post', () => {
  const look = ({ host }: ReturnType<typeof given>, journal: Journal = [ENTRY]) => {
    const published = {
      ...{ image: IMAGE, digest: digestOf(OWN), commit: publish.commit, lines: [], suffix: '' },
      branch: { tag: MAIN, name: 'main' },
    } as unknown as Published
    return lookLast(host, { published, journal, finished: true }, 0)
  }

  test('asks with the token that main left', async () => {
    const place = given(OWN)
    await look(place)
    expect(place.asked).toEqual(['use ghs_of-main'])
  })

  test.each([
    ['waits where another push may be under way', { before: 'a' }, OLD, [10_000]],
    ['waits where the push before has not published yet', { before: 'b' }, undefined, [10_000]],
    ['waits for nothing where no push is known', { event: 'workflow_dispatch', before: 'a' }, OLD, []],
    ['waits for nothing where the branch is new', { before: '0' }, undefined, []],
    ['waits for nothing after the push before this one', { before: 'b' }, OLD, []],
    ['waits for nothing after the same commit', { before: 'a' }, TWIN, []],
  ])('%s', async (_, how, before, waits) => {
    const place = given(OWN, how)
    await look(place, [{ ...ENTRY, before: before && digestOf(before) }])
    expect(place.waits).toEqual(waits)
  })

  test('moves the tag from an older commit', async () => {
    const place = given(OLDER)
    await look(place)
    expect(nameOf(place.memory)).toBe('OWN')
  })

  test('leaves what was there before: somebody may have gone back', async () => {
    const place = given(OLD)
    await look(place)
    expect(nameOf(place.memory)).toBe('OLD')
    expect(place.said).toEqual([
      `notice: ghcr.io/acme/app:main stays at ${digestOf(OLD)}: somebody went back there after this publish.`,
    ])
  })

  test('is none where this run did not write the tag', async () => {
    const place = given(OLDER)
    await look(place, [])
    expect([nameOf(place.memory), place.waits]).toEqual(['OLDER', []])
  })
})
