import { expect, test } from '@jest/globals'
import type { Host } from '../../src/host/host.ts'
import { readHeldTags } from '../../src/host/registry/held.ts'
import { confirmAtOnce } from '../../src/steps/tags/publish.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { tag } from '../plan/given.ts'
import { imageOf, stored } from './model/registry.ts'
import { publicationOf } from './model/runs.ts'
import { publishedBefore } from './model/schedules.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }

test('a build that pushed all tags at once has taken a line back: the list tells, and it goes forward again', async () => {
  const memory = publishedBefore(['1.0.0'])
  let now = 0
  const host = {
    registry: {
      head: async (_: unknown, reference: string) => memory.get(reference)?.descriptor,
      manifest: async (_: unknown, reference: string) => memory.get(reference),
      tags: async () => memory.list(),
      putManifest: async (_: unknown, name: string, type: string, body: Buffer) =>
        memory.put(name, stored(type, body), now),
    },
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds
      },
    },
    log: { info: () => undefined, notice: () => undefined, warning: () => undefined },
    processes: {},
  } as unknown as Host
  // Decided when 1.0.0 was the highest; 1.0.2 was published while 1.0.1 was built.
  const job = { run: 'A', version: '1.0.1', commit: 'a'.repeat(40), build: 'A', gap: 0 }
  const tags = ['v1.0.1', 'v1.0', 'v1', 'latest', job.commit].map(tag)
  const held = await readHeldTags(host.registry, IMAGE, tags)
  const next = imageOf('1.0.2', 'b'.repeat(40), 'B')
  for (const name of ['v1.0.2', 'v1.0', 'v1', 'latest']) memory.put(name, next, 1)
  const own = imageOf(job.version, job.commit, job.build)
  for (const name of tags) memory.put(name, own, 2)
  const { digest } = own.descriptor
  const noted = tags.map((name) => ({ tag: name, before: held.get(name)?.digest, after: digest }))
  const writer = createWriter(host, IMAGE, async () => undefined, noted)
  const moves = tags.map((name) => ({ tag: name, move: true, reason: 'x' }))
  const outcomes = await confirmAtOnce(host, writer, publicationOf(job), { moves, held, digest })
  expect(Object.fromEntries(outcomes.map((one) => [one.tag, one.after]))).toEqual({
    ...{ 'v1.0.1': digest, [job.commit]: digest },
    ...{ 'v1.0': next.descriptor.digest, v1: next.descriptor.digest, latest: next.descriptor.digest },
  })
  expect(memory.get('latest')).toEqual(next)
})
