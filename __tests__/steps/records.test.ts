import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { parsePlatform } from '../../src/domain/platform.ts'
import type { ImageName } from '../../src/domain/reference.ts'
import { parseVersion } from '../../src/domain/version.ts'
import type { Host } from '../../src/host/host.ts'
import { lineOf } from '../../src/plan/lines.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import type { RollbackRequest } from '../../src/plan/rollback-facts.ts'
import { type Publication, publishTags } from '../../src/steps/tags/publish.ts'
import { readRollback } from '../../src/steps/tags/return.ts'
import { settle } from '../../src/steps/tags/settle.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { client, name, serve } from '../host/registry-client.ts'
import type { TestServer } from '../host/server.ts'
import { createWholeRegistry, INDEX, MANIFEST, type WholeRegistry } from '../host/whole-registry.ts'
import { context, goodTags, tag } from '../plan/given.ts'

const REPOSITORY = 'o/app'
const COMMIT = 'c'.repeat(40)
const RECORDS = 300

// Three hundred versions that were withdrawn, and a good one above them.
describe('a package with hundreds of withdrawn versions', () => {
  let registry: WholeRegistry
  let server: TestServer
  let image: ImageName
  let host: Host
  beforeEach(async () => {
    registry = createWholeRegistry()
    server = await serve(registry.answer, { unread: true })
    image = name(server)
    host = hostOf()
    for (let patch = 0; patch < RECORDS; patch++) {
      put(`v1.0.${patch}`, `1.0.${patch}`)
      put(`withdrawn-v1.0.${patch}`, `1.0.${patch}`)
    }
    for (const at of ['v0.9.0', 'v0.9', 'v0']) put(at, '0.9.0')
    for (const at of ['v1.1.0', 'v1.1', 'v1', 'latest']) put(at, '1.1.0')
    server.seen.length = 0
  })

  function put(at: string | undefined, version: string): Digest {
    const platform = { os: 'linux', architecture: 'amd64' }
    const config = registry.blob(REPOSITORY, JSON.stringify({ ...platform, version }))
    const child = registry.manifest(REPOSITORY, MANIFEST, { config, layers: [] })
    const annotations = {
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': COMMIT,
    }
    const manifests = [{ ...child, platform }]
    return registry.manifest(REPOSITORY, INDEX, { manifests, annotations }, at).digest
  }

  function hostOf(): Host {
    let now = 0
    const sleep = async (milliseconds: number) => {
      now += milliseconds
    }
    const clock = { now: () => now, sleep }
    const log = { info: () => undefined, notice: () => undefined, warning: () => undefined }
    return { registry: client(), clock, log, processes: {} } as unknown as Host
  }

  const writer = () => createWriter(host, image, async () => undefined)
  const ofRecords = () => server.seen.filter(({ path }) => path.includes('/withdrawn-')).length
  const moving = (...names: string[]) =>
    names.flatMap((one) => {
      const line = lineOf(one, '')
      return line === undefined ? [] : [{ tag: tag(one), line }]
    })

  test('a publish asks for none of them', async () => {
    const digest = put(undefined, '1.2.0')
    const own = await host.registry.manifest(image, digest)
    if (own === undefined) throw new Error('not there')
    server.seen.length = 0
    const tags = goodTags({ tag: 'v1.2.0' }, context({ sha: COMMIT, event: 'workflow_dispatch' }))
    const platforms = ['linux/amd64'].flatMap((one) => parsePlatform(one) ?? [])
    const publication: Publication = {
      tags,
      publishing: { fixed: tags.fixed, commit: COMMIT, platforms, attested: false, overwrite: false },
      ...{ latest: 'auto', branch: undefined },
    }
    await publishTags(host, writer(), publication, own)
    expect(registry.repository(REPOSITORY).tags.get('latest')).toBe(digest)
    // That of its own version, which a run of the same version may just have written.
    expect(ofRecords()).toBe(1)
    expect(server.seen.length).toBeLessThan(40)
  })

  test('looking once more asks for none, and for a few where the highest is withdrawn', async () => {
    await settle(host, writer(), { moving: moving('v1', 'latest'), suffix: '' }, { holds: [], waited: true })
    expect(ofRecords()).toBe(0)
    put('withdrawn-v1.1.0', '1.1.0')
    for (const at of ['v1.0.301', 'v1', 'latest']) put(at, '1.0.301')
    await settle(host, writer(), { moving: moving('v1', 'latest'), suffix: '' }, { holds: [], waited: true })
    expect(ofRecords()).toBe(1)
  })

  test('a tag that holds a withdrawn image is put right, whichever version that is', async () => {
    put('latest', '1.0.7')
    const lines = { moving: moving('latest'), suffix: '' }
    const repairs = await settle(host, writer(), lines, { holds: [], waited: true })
    expect(repairs).toMatchObject([
      { release: 'v1.1.0', reason: expect.stringMatching(/^held a withdrawn image/) },
    ])
    expect(ofRecords()).toBe(1)
  })

  test('a rollback walks down to the highest version that is not', async () => {
    const request: RollbackRequest = {
      tags: moving('latest'),
      ...{ to: undefined, withdraw: true, suffix: '' },
    }
    const facts = await readRollback(host, image, request)
    const [back] = planRollback(request, facts).returns
    expect(back?.reason).toMatch(/^v0\.9\.0 is the highest/)
    expect(ofRecords()).toBe(RECORDS)
  })

  test('a rollback asks for a few where a good version is near', async () => {
    for (let patch = 301; patch < 310; patch++) put(`v1.0.${patch}`, `1.0.${patch}`)
    put('withdrawn-v1.0.308', '1.0.308')
    const request = { tags: moving('latest'), to: undefined, withdraw: true, suffix: '' }
    const facts = await readRollback(host, image, request)
    expect(planRollback(request, facts).returns[0]?.reason).toMatch(/^v1\.0\.309 is the highest/)
    expect(ofRecords()).toBe(1)
    expect(server.seen.length).toBeLessThan(40)
  })

  test('a rollback that cannot be done names no version that may be withdrawn', async () => {
    const to = { kind: 'version', version: parseVersion('v7.0.0') } as RollbackRequest['to']
    const request = { tags: moving('v0'), to, withdraw: true, suffix: '' }
    const facts = await readRollback(host, image, request)
    expect(() => planRollback(request, facts)).toThrow(/no version v7\.0\.0 .* It has v1\.1\.0, v0\.9\.0\./)
    expect(ofRecords()).toBe(0)
  })
})
