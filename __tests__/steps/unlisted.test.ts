import { expect, test } from '@jest/globals'
import { RegistryError } from '../../src/domain/errors.ts'
import type { Host } from '../../src/host/host.ts'
import { publishTags } from '../../src/steps/tags/publish.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { connect, imageOf } from './model/registry.ts'
import { hostOf, IMAGE, publicationOf } from './model/runs.ts'
import { Scheduler } from './model/scheduler.ts'
import { publishedBefore } from './model/schedules.ts'

const COMMIT = 'a'.repeat(40)
const JOB = { version: '1.0.1', commit: COMMIT }

/** Publishes v1.0.1 after v1.0.0, where a tag of another image may be there and one never shows in a list. */
async function publish({ hidden, there }: { readonly hidden?: string; readonly there?: string }) {
  const memory = publishedBefore(['1.0.0'])
  if (there !== undefined) memory.put(there, imageOf('main', COMMIT, 'main'), -1)
  const scheduler = new Scheduler(([next]) => {
    if (next === undefined) throw new Error('nobody waits')
    return { next, cost: 1 }
  }, Number.POSITIVE_INFINITY)
  const plain = connect(memory, { run: 'A', scheduler, lag: () => 0 })
  const tags = async (image: typeof IMAGE) => (await plain.tags(image)).filter((tag) => tag !== hidden)
  const said: string[] = []
  const say = (words: string) => void said.push(words)
  const bare = hostOf('A', scheduler, { ...plain, tags })
  const host: Host = { ...bare, log: { ...bare.log, notice: say, warning: say } }
  const own = imageOf(JOB.version, COMMIT, 'A')
  memory.store(own)
  const end = publishTags(
    host,
    createWriter(host, IMAGE, async () => undefined),
    publicationOf(JOB),
    own,
  )
  const caught = end.then(
    () => undefined,
    (error: unknown) => error,
  )
  await scheduler.drain()
  return { error: await caught, said: said.join('\n'), latest: memory.get('latest'), own }
}

test('a list that lags for a minute in the second look undoes nothing', async () => {
  const { error, said, latest, own } = await publish({ hidden: COMMIT })
  expect(error).toBeUndefined()
  expect(latest?.descriptor.digest).toBe(own.descriptor.digest)
  expect(said).toMatch(
    /^The moving tags could not be looked at once more: ghcr\.io\/acme\/app: the registry took a{40} and does not list it after 60 s\. Post looks again/,
  )
})

test('in the first look it stops the run before any moving tag', async () => {
  const { error, latest, own } = await publish({ hidden: 'v1.0.1' })
  expect(error).toBeInstanceOf(RegistryError)
  expect(latest?.descriptor.digest).not.toBe(own.descriptor.digest)
})

test.each([
  [
    COMMIT,
    new RegExp(`^ghcr\\.io/acme/app:${COMMIT} held sha256:\\w+, another image of this commit, and is`),
  ],
  ['other', /^$/],
])('another image under the tag %s is told only where that is the commit', async (there, words) => {
  const { error, said } = await publish({ there })
  expect(error).toBeUndefined()
  expect(said).toMatch(words)
})
