import { expect, test } from '@jest/globals'
import type { ImageName } from '../../src/domain/reference.ts'
import { clock } from '../../src/host/clock.ts'
import type { Host } from '../../src/host/host.ts'
import type { StoredManifest } from '../../src/host/registry/registry.ts'
import { publishTags } from '../../src/steps/tags/publish.ts'
import { settleLast } from '../../src/steps/tags/settle.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { client, json, serve } from '../host/registry-client.ts'
import type { Answer } from '../host/server.ts'
import { createWholeRegistry, INDEX, type WholeRegistry } from '../host/whole-registry.ts'
import { stored } from './model/registry.ts'
import { publicationOf } from './model/runs.ts'

const REPOSITORY = 'o/app'
const PAGE = 100
const JOB = { version: '7.99.99999', commit: 'a'.repeat(40) }

/** What a package of years has: versions, records of withdrawn ones, signatures, branches and commits. */
function manyTags(): readonly string[] {
  const some = (count: number, name: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => name(at))
  const hex = (at: number, length: number) => at.toString(16).padStart(length, '0')
  return [
    ...some(5000, (at) => `v${at % 7}.${at % 100}.${at}`),
    ...some(200, (at) => `withdrawn-v${at % 7}.${at % 100}.${at}`),
    ...some(2000, (at) => `sha256-${hex(at, 64)}.sig`),
    ...some(2300, (at) => hex(at, 40)),
    ...some(500, (at) => `feature-${at}`),
  ]
}

/** An image of a version in the repository, under a tag where one is given. */
function image(registry: WholeRegistry, version: string, commit: string, tag?: string): StoredManifest {
  const annotations = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': commit,
  }
  const { digest } = registry.manifest(REPOSITORY, INDEX, { manifests: [], annotations }, tag)
  const body = registry.repository(REPOSITORY).manifests.get(digest)?.body
  if (body === undefined) throw new Error('it was just put there')
  return stored(INDEX, body)
}

/** The registry, with a list in pages as GHCR gives it. */
function paged(registry: WholeRegistry): Answer {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    if (!pathname.endsWith('/tags/list')) return registry.answer(request, response)
    const tags = [...registry.repository(REPOSITORY).tags.keys()]
    const start = Number(searchParams.get('last') ?? 0)
    const end = start + PAGE
    const link = end < tags.length ? { link: `<${pathname}?n=0&last=${end}>; rel="next"` } : {}
    json(response, 200, { tags: tags.slice(start, end) }, link)
  }
}

/** Heap in use at its highest while something runs, in MiB above what it was before, and its CPU time in milliseconds. */
async function measured(
  body: () => Promise<unknown>,
): Promise<{ readonly heap: number; readonly cpu: number }> {
  const before = process.memoryUsage().heapUsed
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed)
  }, 5)
  const started = process.cpuUsage()
  await body().finally(() => clearInterval(timer))
  const { user, system } = process.cpuUsage(started)
  return { heap: (most - before) / 1024 / 1024, cpu: (user + system) / 1000 }
}

test('the tag phase of a package with 10,000 tags takes less than two seconds of its own, and little memory', async () => {
  const registry = createWholeRegistry()
  const old = image(registry, '6.0.0', 'f'.repeat(40))
  const { tags } = registry.repository(REPOSITORY)
  for (const name of [...manyTags(), 'latest', 'v7', 'v7.99']) tags.set(name, old.descriptor.digest)
  expect(tags.size).toBeGreaterThan(10_000)
  const own = image(registry, JOB.version, JOB.commit)
  const { host: address } = await serve(paged(registry), { unread: true })
  const place: ImageName = { registry: address, repository: REPOSITORY }
  const quiet = () => undefined
  const log = { info: quiet, notice: quiet, warning: quiet, error: quiet }
  const host = { registry: client(), clock, log, processes: { stopped: undefined } } as unknown as Host
  const writer = createWriter(host, place, async () => undefined)
  const publication = publicationOf(JOB)
  // The registry answers in this process, too: what is measured is more than the action's part.
  const { heap, cpu } = await measured(async () => {
    await publishTags(host, writer, publication, own)
    const { moving: lines, suffix } = publication.tags
    await settleLast(host, { image: place, lines, suffix }, writer.journal, clock.now())
  })
  for (const name of ['v7.99.99999', 'v7.99', 'v7', 'latest'])
    expect(tags.get(name)).toBe(own.descriptor.digest)
  expect(cpu).toBeLessThan(2000)
  expect(heap).toBeLessThan(150)
}, 60_000)
