import { expect, test } from '@jest/globals'
import type { Host } from '../../src/host/host.ts'
import { publishTags } from '../../src/steps/tags/publish.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { context, goodTags, tag } from '../plan/given.ts'
import { connect, imageOf, MemoryRegistry } from './model/registry.ts'
import { hostOf, IMAGE } from './model/runs.ts'
import { Scheduler } from './model/scheduler.ts'
import { Story } from './model/story.ts'

const [OLD, NEW] = ['a', 'b'].map((letter) => letter.repeat(40))
const BOTH = ['amd64', 'arm64']

/** Publishes NEW of the branch main for one platform, where GitHub says that it is the head. */
async function publishNarrow(memory: MemoryRegistry, latest: boolean | 'auto') {
  const scheduler = new Scheduler(([next]) => {
    if (next === undefined) throw new Error('nobody waits')
    return { next, cost: 1 }
  }, Number.POSITIVE_INFINITY)
  const notices: string[] = []
  const where = context({ sha: NEW ?? '', event: 'workflow_dispatch', ref: 'refs/heads/main' })
  const plain = hostOf('A', scheduler, connect(memory, { run: 'A', scheduler, lag: () => 0 }))
  const host = {
    ...plain,
    github: { branchHead: async () => ({ value: NEW }) },
    log: { ...plain.log, notice: (words: string) => void notices.push(words) },
    runner: { context: where },
  } as unknown as Host
  const tags = goodTags({ 'extra-tags': 'stable' }, where)
  const commit = NEW ?? ''
  const publishing = { fixed: [], commit, platforms: [], attested: false, overwrite: false }
  const branch = { image: IMAGE, tag: tag('main'), branch: 'main', commit, run: where }
  const own = imageOf('main', commit, 'narrow')
  memory.store(own)
  const writer = createWriter(host, IMAGE, async () => undefined)
  const end = publishTags(host, writer, { tags, publishing, latest, branch }, own)
  await scheduler.drain()
  const { tags: outcomes } = await end
  const moved = outcomes.filter((one) => one.moved).map((one) => String(one.tag))
  return { moved, notices, reason: outcomes.find((one) => one.tag === 'main')?.reason }
}

test.each([
  ['auto', [NEW], /^it holds an image for linux\/arm64 too/],
  [true, ['stable', 'main', NEW], /^the head of this branch; with fewer platforms, without linux\/arm64/],
] as const)(
  'a run by hand for fewer platforms, with latest: %s, moves %j of a branch',
  async (latest, tags, why) => {
    const memory = new MemoryRegistry()
    for (const name of ['main', 'stable']) memory.put(name, imageOf('main', OLD ?? '', 'wide', BOTH), -1)
    const { moved, notices, reason } = await publishNarrow(memory, latest)
    expect(moved).toEqual(tags)
    expect(reason).toMatch(why)
    expect(notices.join('\n')).toMatch(latest === true ? /^$/ : /^The tag main stays where it is: it holds/)
  },
)

test('a version that is there for more platforms than are asked for moves the tags', async () => {
  const story = new Story(2)
  await story.publish('1.2.2', { architectures: BOTH })
  const wide = imageOf('1.2.3', NEW ?? '', 'wide', BOTH)
  story.memory.put('v1.2.3', wide, 0)
  const { failures } = await story.publish('1.2.3', { commit: NEW ?? '', architectures: ['amd64'] })
  expect(failures).toEqual([])
  expect(new Set(story.holds('v1.2.3', 'v1.2', 'v1', 'latest'))).toEqual(new Set([wide.descriptor.digest]))
})
