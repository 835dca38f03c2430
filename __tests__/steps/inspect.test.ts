import { describe, expect, test } from '@jest/globals'
import { createSearch } from '../../src/domain/secret.ts'
import type { Host } from '../../src/host/host.ts'
import { inspect, type Look } from '../../src/steps/inspect.ts'
import { BUILT, billOf, SLSA, SPDX, statementOf } from '../domain/statements.ts'
import { client, name, serve } from '../host/registry-client.ts'
import { createWholeRegistry, INDEX, MANIFEST, type WholeRegistry } from '../host/whole-registry.ts'

const VALUE = 'k3Hq-9dP2!xv'
const PLATFORMS = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }))
const ALL: Look = { attested: true, exact: true, statements: true }

/** What stands where in the image for arm64; the one for amd64 holds nothing. */
interface Planted {
  readonly index?: string
  readonly manifest?: string
  readonly config?: string
  readonly sbom?: string
  readonly provenance?: string
  readonly attestation?: string
  /** What the provenance is of; the image where absent. */
  readonly subject?: string
}

const annotated = (type: string) => ({ 'in-toto.io/predicate-type': type })

function platform(registry: WholeRegistry, architecture: string, planted: Planted) {
  const own = { os: 'linux', architecture, config: { Env: [`A=${planted.config ?? ''}`] }, history: [] }
  const config = registry.blob('o/app', JSON.stringify(own))
  const image = registry.manifest('o/app', MANIFEST, {
    config,
    layers: [],
    annotations: { a: planted.manifest ?? '' },
  })
  const layers = [
    {
      ...registry.blob('o/app', statementOf(SPDX, image.digest, billOf(2, { comment: planted.sbom ?? '' }))),
      annotations: annotated(SPDX),
    },
    {
      ...registry.blob(
        'o/app',
        statementOf(SLSA, planted.subject ?? image.digest, { ...BUILT, args: planted.provenance ?? '' }),
      ),
      annotations: annotated(SLSA),
    },
  ]
  const annotations = { a: planted.attestation ?? '' }
  const attestation = registry.manifest('o/app', MANIFEST, { config, layers, annotations })
  return [
    { ...image, platform: { os: 'linux', architecture } },
    {
      ...attestation,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.digest,
      },
    },
  ]
}

async function image(planted: Planted = {}) {
  const registry = createWholeRegistry()
  const manifests = [...platform(registry, 'amd64', {}), ...platform(registry, 'arm64', planted)]
  const { digest } = registry.manifest('o/app', INDEX, { manifests, annotations: { a: planted.index ?? '' } })
  const server = await serve(registry.answer, { unread: true })
  const clock = { now: () => 0, sleep: async () => undefined }
  const host = { registry: client(), clock } as unknown as Host
  return { look: (look: Look) => inspect(host, name(server), digest, PLATFORMS, look), server }
}

describe('an image is looked through', () => {
  test.each<[place: keyof Planted, words: string]>([
    ['index', 'annotations of the index'],
    ['manifest', 'linux/arm64: annotations of the manifest'],
    ['config', "linux/arm64: environment variable 'A'"],
    ['sbom', 'linux/arm64: the SBOM'],
    ['provenance', 'linux/arm64: the provenance'],
    ['attestation', 'linux/arm64: an attestation'],
  ])('for a secret in its %s', async (place, words) => {
    const search = createSearch([{ name: 'it', value: VALUE }])
    const { look } = await image({ [place]: `x"${VALUE}` })
    await look({ ...ALL, search })
    expect([...search.found()]).toEqual([['it', [words]]])
  })

  test('and nothing is found where nothing is', async () => {
    const search = createSearch([{ name: 'it', value: VALUE }])
    const { look } = await image()
    const { platforms } = await look({ ...ALL, search })
    expect(search.found().size).toBe(0)
    expect(platforms.map(({ attached }) => attached)).toEqual([
      { digest: platforms[0]?.attestations, kinds: ['sbom', 'provenance'], refused: [], packages: 2 },
      { digest: platforms[1]?.attestations, kinds: ['sbom', 'provenance'], refused: [], packages: 2 },
    ])
  })
})

test('a statement of another platform counts for none', async () => {
  const other = `sha256:${'c'.repeat(64)}`
  const { look } = await image({ subject: other })
  const { platforms } = await look(ALL)
  expect(platforms.map(({ attached }) => attached)).toMatchObject([
    { kinds: ['sbom', 'provenance'], refused: [] },
    { kinds: ['sbom'], refused: [{ kind: 'provenance', why: `is of another image, ${other}` }] },
  ])
})

test('attestations are read where that is asked for only, at the cost of three requests for each platform', async () => {
  const { look, server } = await image()
  const { platforms } = await look({ attested: true, exact: true })
  expect(platforms.map(({ attached }) => attached)).toEqual([undefined, undefined])
  const without = server.seen.length
  await look(ALL)
  expect(server.seen.length - 2 * without).toBe(2 * 3 - 1)
})
