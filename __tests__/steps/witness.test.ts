import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { Host } from '../../src/host/host.ts'
import { type Digests, watchPush } from '../../src/steps/tags/witness.ts'
import { tag } from '../plan/given.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const [OLD, THEIRS, OWN] = ['a', 'b', 'c'].map(digest) as [Digest, Digest, Digest]

/** Watches main and new while the registry holds these, and notes what is saved. */
function watch(there: Map<string, Digest>, broken = false) {
  const saved: (readonly [Digest, Record<string, Digest | undefined>])[] = []
  const head = async (_: unknown, name: string) => {
    if (broken) throw new Error('the registry is gone')
    const found = there.get(name)
    return found && { digest: found }
  }
  const host = { registry: { head } } as unknown as Host
  const before: Digests = new Map([
    [tag('main'), OLD],
    [tag('new'), undefined],
  ])
  const witness = watchPush(host, IMAGE, before, async (own, seen) => {
    saved.push([own, Object.fromEntries(seen)])
  })
  return { witness, saved }
}

describe('while a build pushes its tags', () => {
  test('its digest is noted at once, and then what the tags held just before', async () => {
    const { witness, saved } = watch(new Map([['main', THEIRS]]))
    witness.hear({ kind: 'made', digest: OWN })
    expect(Object.fromEntries(await witness.ended())).toEqual({ main: THEIRS, new: undefined })
    expect(saved).toEqual([
      [OWN, { main: OLD, new: undefined }],
      [OWN, { main: THEIRS, new: undefined }],
    ])
  })

  test('a tag that was pushed already says nothing of before', async () => {
    const there = new Map([['main', THEIRS]])
    const { witness } = watch(there)
    witness.hear({ kind: 'made', digest: OWN })
    await new Promise((resolve) => setImmediate(resolve))
    there.set('main', OWN).set('new', OWN)
    witness.hear({ kind: 'pushing', digest: OWN })
    expect(Object.fromEntries(await witness.ended())).toEqual({ main: THEIRS, new: undefined })
  })

  test('each kind of announcement is heard once', async () => {
    const { witness, saved } = watch(new Map())
    for (const kind of ['made', 'made', 'pushing', 'pushing']) witness.hear({ kind, digest: OWN })
    await witness.ended()
    expect(saved).toHaveLength(4)
  })

  test('a registry that does not answer changes nothing of what is known', async () => {
    const { witness, saved } = watch(new Map(), true)
    witness.hear({ kind: 'made', digest: OWN })
    expect(Object.fromEntries(await witness.ended())).toEqual({ main: OLD, new: undefined })
    expect(saved.at(-1)?.[0]).toBe(OWN)
  })

  test('nothing is asked or noted of a build that announces nothing', async () => {
    const { witness, saved } = watch(new Map())
    expect(Object.fromEntries(await witness.ended())).toEqual({ main: OLD, new: undefined })
    expect(saved).toEqual([])
  })
})
