import { expect, test } from '@jest/globals'
import { readHeld } from '../../src/host/registry/held.ts'
import { lineOf } from '../../src/plan/lines.ts'
import { publishTags } from '../../src/steps/tags/publish.ts'
import { settle } from '../../src/steps/tags/settle.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { type Scene, scene } from '../operations/published.ts'
import { tag } from '../plan/given.ts'
import { publicationOf } from './model/runs.ts'

const COMMIT = 'c'.repeat(40)

/** One look at some moving tags. */
async function look({ host, image }: Scene, ...names: string[]) {
  const moving = names.flatMap((name) => {
    const line = lineOf(name, '')
    return line === undefined ? [] : [{ tag: tag(name), line }]
  })
  const writer = createWriter(host, image, async () => undefined)
  return settle(host, writer, { moving, suffix: '' }, { holds: [], waited: true })
}

test('latest that an earlier run left behind moves on, and a notice says that this may have been its choice', async () => {
  const one = await scene({ 'v1.0.0': '1.0.0', 'v2.0.0': '2.0.0', v2: '2.0.0', v1: '1.0.0', latest: '1.0.0' })
  expect(await look(one, 'v1', 'latest')).toMatchObject([{ tag: 'latest', kind: 'behind' }])
  expect(one.shown()).toContain('latest=2.0.0')
  const notices = one.said.filter((line) => line.startsWith('notice: '))
  expect(notices).toEqual([expect.stringMatching(/latest was moved on to v2\.0\.0, .*latest: true or false/)])
})

test('a version moves on that was promoted, and whose image says a pre-release of itself', async () => {
  const there = { 'v2.0.0': '2.0.0-rc.1', 'v2.0.1': '2.0.1', v2: '2.0.0-rc.1', latest: '2.0.0-rc.1' }
  const one = await scene({ 'v1.0.0': '1.0.0', ...there })
  expect(await look(one, 'v2', 'latest')).toMatchObject([
    { tag: 'v2', kind: 'behind' },
    { tag: 'latest', kind: 'behind' },
  ])
  const bad = await scene({ 'v1.0.0': '1.0.0', ...there, 'withdrawn-v2.0.0': '2.0.0-rc.1' })
  expect(await look(bad, 'latest')).toMatchObject([{ tag: 'latest', kind: 'withdrawn' }])
})

test('a pre-release that somebody put there, and that is no version, stays', async () => {
  const one = await scene({ 'v2.0.0': '2.0.0', 'v2.0.1': '2.0.1', latest: '3.0.0-rc.1' })
  expect(await look(one, 'latest')).toEqual([])
})

test.each<[what: string, there: Readonly<Record<string, string>>, waits: readonly number[]]>([
  ['is recorded as withdrawn', { 'withdrawn-v1.0.0': '1.0.0' }, [15_000]],
  ['was recorded for another image', { 'withdrawn-v1.0.0': '0.9.0' }, []],
  ['has no record', {}, []],
])(
  'a publish that has replaced a version which %s looks again where a rollback may be under way',
  async (_, there, waits) => {
    const one = await scene({ 'v1.0.0': '1.0.0', 'v1.1.0': '1.1.0', latest: '1.1.0', ...there })
    const slept: number[] = []
    const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) }
    const host = { ...one.host, clock }
    const writer = createWriter(host, one.image, async () => undefined)
    const replaced = await readHeld(host.registry, one.image, tag('v1.0.0'))
    const sight = { holds: [], waited: false, replaced: replaced === undefined ? [] : [replaced] }
    const moving = [{ tag: tag('latest'), line: { kind: 'latest' } as const }]
    await settle(host, writer, { moving, suffix: '' }, sight)
    expect(slept).toEqual(waits)
  },
)

test.each<[what: string, holding: string, waits: readonly number[]]>([
  ['latest still held it, for a rollback may be about to move that', 'latest', [15_000]],
  ['no tag but its commit’s still held it, for no rollback moves that', COMMIT, []],
])('a publish after a withdrawn version waits as it has to where %s', async (_, holding, waits) => {
  const there = { 'v0.9.0': '0.9.0', latest: '0.9.0', 'v1.0.0': '1.0.0', 'withdrawn-v1.0.0': '1.0.0' }
  const one = await scene({ ...there, [holding]: '1.0.0', candidate: '1.0.1' })
  const slept: number[] = []
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) }
  const host = { ...one.host, clock }
  const own = await host.registry.manifest(one.image, tag('candidate'))
  if (own === undefined) throw new Error('no candidate')
  const writer = createWriter(host, one.image, async () => undefined)
  await publishTags(host, writer, publicationOf({ version: '1.0.1', commit: COMMIT }), own)
  expect(one.shown()).toEqual(expect.arrayContaining(['v1=1.0.1', 'latest=1.0.1', `${COMMIT}=1.0.1`]))
  expect(slept).toEqual(waits)
})

test('another moving tag moves on without one', async () => {
  const one = await scene({ 'v1.0.0': '1.0.0', 'v1.0.1': '1.0.1', v1: '1.0.0' })
  expect(await look(one, 'v1')).toMatchObject([{ tag: 'v1', kind: 'behind' }])
  expect(one.said.filter((line) => line.startsWith('notice: '))).toEqual([])
})
