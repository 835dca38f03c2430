import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, READER, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'
import { type JobResult, publish } from '../rig/publish.ts'
import { failedInMain, SMALL, succeeded } from './trouble.ts'

const OTHER = `sha256:${'b'.repeat(64)}`
/** The version is the builder's choice: BuildKit 0.34 writes v1, an engine's own one v0.2. */
const SLSA = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/
const SPDX = 'https://spdx.dev/Document'

interface Statement {
  readonly _type: string
  readonly predicateType: string
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicate: object
}

/** A platform's manifest, with the manifest of what is attached to it and the blobs of its statements. */
interface Attested {
  readonly image: string
  readonly attestations: string
  readonly layers: readonly Layer[]
}

interface Layer {
  readonly digest: string
  readonly size?: number
  readonly annotations?: Readonly<Record<string, string>>
}

/** What is attached to an image, read by nothing that is under test. */
async function attestedIn({ reader }: Leg, reference: string): Promise<readonly Attested[]> {
  const { manifest: index } = await reader.manifest(REPOSITORY, reference)
  const entries = (index.manifests ?? []).flatMap(({ digest, annotations }) => {
    const image = annotations?.['vnd.docker.reference.digest']
    return image === undefined ? [] : [{ image, attestations: digest }]
  })
  return Promise.all(
    entries.map(async (entry) => {
      const { manifest } = await reader.manifest(REPOSITORY, entry.attestations)
      return { ...entry, layers: manifest.layers ?? [] }
    }),
  )
}

const typeOf = (layer: Layer | undefined) => layer?.annotations?.['in-toto.io/predicate-type']

const statementAt = async ({ reader }: Leg, { digest }: Layer) =>
  (await reader.blob(REPOSITORY, digest)) as Statement

function release(leg: Leg, version: string, inputs: Readonly<Record<string, string>>): Promise<JobResult> {
  const workspace = leg.workspace({ version })
  const given = { cache: 'off', smoke: 'off', ...inputs }
  return publish({ leg, workspace, ref: `refs/tags/${version}`, inputs: given })
}

/** How often each of some blobs was read. */
const readsOf = ({ requests }: JobResult, layers: readonly Layer[]) =>
  layers.map(
    ({ digest }) => requests.filter(({ method, path }) => method === 'GET' && path.endsWith(digest)).length,
  )

describe.each(LEGS)('the statements of an image from $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  test.each(['min', 'max'])(
    'are of its platforms, and each is read once: provenance %s',
    async (mode) => {
      const version = mode === 'min' ? 'v1.0.0' : 'v1.1.0'
      const job = await release(leg, version, { provenance: mode })
      succeeded(job)
      const { platforms } = JSON.parse(job.outputs.json ?? '')
      const attested = await attestedIn(leg, version)
      expect(attested).toHaveLength(2)
      for (const { image, attestations, layers } of attested) {
        const told = platforms.find((one: { digest: string }) => one.digest === image)
        // The scanner of the rig lists the programs: app and busybox.
        expect(told.attestations).toEqual({
          digest: attestations,
          kinds: ['sbom', 'provenance'],
          packages: 2,
        })
        const statements = await Promise.all(layers.map((layer) => statementAt(leg, layer)))
        expect(statements.map(({ predicateType }) => predicateType)).toEqual([
          SPDX,
          expect.stringMatching(SLSA),
        ])
        for (const { subject } of statements)
          expect([...new Set(subject.map(({ digest }) => `sha256:${digest.sha256}`))]).toEqual([image])
        expect(readsOf(job, layers)).toEqual([1, 1])
      }
    },
    180_000,
  )

  test('are read once for an SBOM alone', async () => {
    const job = await release(leg, 'v1.2.0', { provenance: 'false' })
    succeeded(job)
    const layers = (await attestedIn(leg, 'v1.2.0')).flatMap((one) => one.layers)
    expect(readsOf(job, layers)).toEqual([1, 1])
  }, 120_000)
})

describe.each(LEGS.slice(0, 1))('statements that are not what they are called, on $name', (kind) => {
  let leg: Leg
  beforeAll(async () => {
    leg = await startLeg(kind)
    succeeded(await release(leg, 'v1.0.0', { provenance: 'min' }))
  }, 180_000)
  afterAll(() => leg.stop())

  /** Stores something in the registry itself. @returns its digest */
  async function store(kind: 'blobs' | 'manifests', content: object, tag?: string): Promise<string> {
    const body = JSON.stringify(content)
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
    const url = `${leg.registry.storeUrl}/v2/${REPOSITORY}`
    const type = (content as { mediaType?: string }).mediaType ?? 'application/octet-stream'
    const put = (to: string | URL) => fetch(to, { method: 'PUT', body, headers: { 'Content-Type': type } })
    if (kind === 'manifests') expect((await put(`${url}/manifests/${tag ?? digest}`)).status).toBe(201)
    else {
      const upload = await fetch(`${url}/blobs/uploads/`, { method: 'POST' })
      const to = new URL(upload.headers.get('location') ?? '', url)
      to.searchParams.set('digest', digest)
      expect((await put(to)).status).toBe(201)
    }
    return digest
  }

  /** Puts an image under a tag which is v1.0.0 but for one statement of its second platform. */
  async function tampered(
    tag: string,
    which: 'sbom' | 'provenance',
    change: (statement: Statement) => object,
  ): Promise<void> {
    const { manifest: index } = await leg.reader.manifest(REPOSITORY, 'v1.0.0')
    const { attestations = '' } = (await attestedIn(leg, 'v1.0.0'))[1] ?? {}
    const { manifest } = await leg.reader.manifest(REPOSITORY, attestations)
    const layers = (manifest.layers ?? []).map(async (layer) => {
      if ((typeOf(layer) === SPDX) !== (which === 'sbom')) return layer
      const content = change(await statementAt(leg, layer))
      return { ...layer, digest: await store('blobs', content), size: JSON.stringify(content).length }
    })
    const forged = { ...manifest, layers: await Promise.all(layers) }
    const digest = await store('manifests', forged)
    const manifests = index.manifests?.map((entry) =>
      entry.digest === attestations ? { ...entry, digest, size: JSON.stringify(forged).length } : entry,
    )
    await store('manifests', { ...index, manifests }, tag)
  }

  const verify = (reference: string, attestations: string) =>
    publish({
      ...{ leg, workspace: leg.workspace(), action: 'verify', event: 'schedule' },
      inputs: {
        ...{ sbom: '', username: READER.name, password: READER.password },
        ...{ smoke: 'off', reference, attestations },
      },
    })

  test('are told from good ones', async () => {
    for (const attestations of ['sbom,provenance', 'auto']) {
      const job = await verify('v1.0.0', attestations)
      succeeded(job)
      expect(job.log).toMatch(/^linux\/arm64 {2}SBOM with 2 packages, provenance, in sha256:/m)
    }
  }, 60_000)

  test('fail verify where the SBOM names another image', async () => {
    const subject = [{ name: '_', digest: { sha256: OTHER.replace('sha256:', '') } }]
    await tampered('another', 'sbom', (statement) => ({ ...statement, subject }))
    const before = await leg.reader.tags(REPOSITORY)
    for (const attestations of ['sbom', 'auto']) {
      expect(failedInMain(await verify('another', attestations), before)).toContain(
        `:another is not what is expected: it has no SBOM for linux/arm64 (what is attached as one is of another image, ${OTHER}). If`,
      )
    }
    // Its provenance is its own.
    succeeded(await verify('another', 'provenance'))
  }, 120_000)

  test('fail verify where the SBOM is that of another platform', async () => {
    const [first] = await attestedIn(leg, 'v1.0.0')
    const foreign = await statementAt(leg, first?.layers[0] as Layer)
    await tampered('swapped', 'sbom', () => foreign)
    const before = await leg.reader.tags(REPOSITORY)
    expect(failedInMain(await verify('swapped', 'sbom'), before)).toContain(
      `no SBOM for linux/arm64 (what is attached as one is of another image, ${first?.image}). If`,
    )
  }, 60_000)

  test('fail verify where what is annotated as provenance is an SBOM, or says nothing', async () => {
    const { layers } = (await attestedIn(leg, 'v1.0.0'))[1] as Attested
    const bill = await statementAt(leg, layers[0] as Layer)
    await tampered('typed', 'provenance', () => bill)
    await tampered('empty', 'provenance', (statement) => ({ ...statement, predicate: {} }))
    const tags = await leg.reader.tags(REPOSITORY)
    expect(failedInMain(await verify('typed', 'provenance'), tags)).toContain(
      `no provenance for linux/arm64 (what is attached as one is ${SPDX}, and not ${typeOf(layers[1])}). If`,
    )
    expect(failedInMain(await verify('empty', 'provenance'), tags)).toContain(
      'no provenance for linux/arm64 (what is attached as one does not say how anything was built). If',
    )
  }, 120_000)

  test('fail a publish before its tags where the scanner names another image', async () => {
    const scanner = `${leg.registry.host}/rig/scanner`
    // What crane takes has no commas and no quotes.
    const text = JSON.stringify({
      ...{ _type: 'https://in-toto.io/Statement/v0.1', predicateType: SPDX },
      subject: [{ name: 'x', digest: { sha256: OTHER.replace('sha256:', '') } }],
      predicate: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'sbom', packages: [] },
    })
    const plain = text.replaceAll('"', '\\042').replaceAll(',', '\\054')
    const entrypoint = `/bin/sh,-c,printf '${plain}' >$BUILDKIT_SCAN_DESTINATION/sbom.spdx.json`
    const config = mkdtempSync(join(leg.root, 'login-'))
    const auth = btoa(`${WRITER.name}:${WRITER.password}`)
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [leg.registry.host]: { auth } } }))
    await promisify(execFile)(
      leg.tools.programs.crane ?? 'crane',
      ['mutate', `${scanner}:1`, '--entrypoint', entrypoint, '-t', `${scanner}:lying`],
      { env: { ...process.env, ...leg.env, DOCKER_CONFIG: config } },
    )
    const before = await leg.reader.tags(REPOSITORY)
    const job = await release(leg, 'v1.3.0', { ...SMALL, sbom: `generator=${scanner}:lying` })
    expect(failedInMain(job, before)).toMatch(
      /^The pushed image has no SBOM for linux\/amd64 \(what is attached as one is of another image, sha256:b{64}\)\. Allowed: SBOM for every platform\. .*sbom: false\.$/,
    )
  }, 120_000)
})
