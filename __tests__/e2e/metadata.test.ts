import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, REPOSITORY, startLeg } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { succeeded } from './trouble.ts'

const PAYLOAD = { repository: { description: 'A | test', license: { spdx_id: 'MIT' } } }

describe.each(LEGS)('an image that was published on $name', (kind) => {
  let leg: Leg
  let workspace: Workspace
  beforeAll(async () => {
    leg = await startLeg(kind)
    workspace = leg.workspace()
  }, 60_000)
  afterAll(() => leg.stop())

  const run = (inputs: Readonly<Record<string, string>> = {}, version = 'v5.0.0') =>
    publish({ leg, workspace, ref: `refs/tags/${version}`, payload: PAYLOAD, inputs })

  test('says on index, manifests and in its configuration where it comes from', async () => {
    const job = await run({ labels: 'com.example.own=yes', annotations: 'index:com.example.index=only here' })
    succeeded(job)
    const created = new Date(workspace.git('log', '-1', '--format=%cI')).getTime()
    const wanted = {
      'org.opencontainers.image.revision': workspace.head(),
      'org.opencontainers.image.version': '5.0.0',
      'org.opencontainers.image.source': 'https://github.com/octocat/hello-world',
      'org.opencontainers.image.title': 'hello-world',
      'org.opencontainers.image.description': 'A | test',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.created': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    }
    const { digest, manifest: index } = await leg.reader.manifest(REPOSITORY, 'v5.0.0')
    expect(digest).toBe(job.outputs.digest)
    expect(index.annotations).toMatchObject({ ...wanted, 'com.example.index': 'only here' })
    const images = (index.manifests ?? []).filter(({ platform }) => platform?.os === 'linux')
    expect(images).toHaveLength(2)
    for (const { digest: image } of images) {
      const { manifest } = await leg.reader.manifest(REPOSITORY, image)
      expect(manifest.annotations).toMatchObject(wanted)
      expect(manifest.annotations).not.toHaveProperty('com.example.index')
      const config = await leg.reader.blob(REPOSITORY, manifest.config?.digest ?? '')
      expect(config).toMatchObject({ config: { Labels: { ...wanted, 'com.example.own': 'yes' } } })
      const time = (config as { created: string }).created
      // BuildKit never says a later time than the commit's; a layer from the cache may be older.
      expect(new Date(time).getTime()).toBeLessThanOrEqual(created)
    }
  }, 120_000)

  test('has a bill of materials for each platform, and provenance where it was asked for', async () => {
    succeeded(await run({ provenance: 'max' }, 'v5.0.1'))
    const { manifest: index } = await leg.reader.manifest(REPOSITORY, 'v5.0.1')
    const attached = (index.manifests ?? []).filter(
      ({ annotations }) => annotations?.['vnd.docker.reference.type'],
    )
    expect(attached).toHaveLength(2)
    for (const { digest } of attached) {
      const { manifest } = await leg.reader.manifest(REPOSITORY, digest)
      const types = manifest.layers?.map(({ annotations }) => annotations?.['in-toto.io/predicate-type'])
      expect(types).toEqual([
        'https://spdx.dev/Document',
        expect.stringMatching(/^https:\/\/slsa\.dev\/provenance\//),
      ])
    }
  }, 120_000)

  // A builder of its own has no layers of before, and the times of new layers differ: see docs/development.md.
  const sameLayers = kind.driver === 'docker' ? [kind.driver] : []
  for (const driver of sameLayers) {
    test(`has the same digest when the same commit is published to another package (${driver})`, async () => {
      const twin = { sbom: 'false', image: `${leg.image}-twin` }
      const [first, second] = [await run({ sbom: 'false' }, 'v5.0.2'), await run(twin, 'v5.0.2')]
      succeeded(first)
      succeeded(second)
      for (const job of [first, second]) expect(job.log).toMatch(/Build and push the candidate/)
      expect(second.outputs.image).not.toBe(first.outputs.image)
      expect(second.outputs.digest).toBe(first.outputs.digest)
    }, 120_000)
  }
})
