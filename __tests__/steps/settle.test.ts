import { expect, test } from '@jest/globals'
import { lineOf } from '../../src/plan/lines.ts'
import { settle } from '../../src/steps/tags/settle.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { type Scene, scene } from '../operations/published.ts'
import { tag } from '../plan/given.ts'

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

test('another moving tag moves on without one', async () => {
  const one = await scene({ 'v1.0.0': '1.0.0', 'v1.0.1': '1.0.1', v1: '1.0.0' })
  expect(await look(one, 'v1')).toMatchObject([{ tag: 'v1', kind: 'behind' }])
  expect(one.said.filter((line) => line.startsWith('notice: '))).toEqual([])
})
