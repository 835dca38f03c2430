import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../scripts/sandbox/registry.js'
import { type Authority, makeAuthority } from '../rig/authority.ts'
import { type Namespace, startNamespace } from '../rig/namespace.ts'
import type { Outcome } from './tls-client.ts'

const OCI = 'application/vnd.oci.image'
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const CONFIGURATION = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers' } })
const LAYER = 'a layer '.repeat(500_000)
const describeBlob = (text: string, mediaType: string) => ({
  mediaType,
  digest: digestOf(text),
  size: text.length,
})
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: `${OCI}.manifest.v1+json`,
  config: describeBlob(CONFIGURATION, `${OCI}.config.v1+json`),
  layers: [describeBlob(LAYER, `${OCI}.layer.v1.tar`)],
})
const INDEX = JSON.stringify({
  schemaVersion: 2,
  mediaType: `${OCI}.index.v1+json`,
  manifests: [describeBlob(MANIFEST, `${OCI}.manifest.v1+json`)],
})

let root: string
let namespace: Namespace | undefined
let authority: Authority
let registry: Registry | undefined

/** Writes to the real registry, past TLS and tokens. */
async function put(url: string, text: string, type = 'application/octet-stream'): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: text })
  if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
}

/** An image with one referrer (itself, for want of another), at the fallback tag as on GHCR. */
async function fill(store: string): Promise<void> {
  for (const text of [CONFIGURATION, LAYER]) {
    const { headers } = await fetch(`${store}/v2/o/app/blobs/uploads/`, { method: 'POST' })
    const url = new URL(headers.get('location') ?? '', store)
    url.searchParams.set('digest', digestOf(text))
    await put(url.href, text)
  }
  await put(`${store}/v2/o/app/manifests/v1`, MANIFEST, `${OCI}.manifest.v1+json`)
  const fallback = digestOf(MANIFEST).replace(':', '-')
  await put(`${store}/v2/o/app/manifests/${fallback}`, INDEX, `${OCI}.index.v1+json`)
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'e2e-tls-'))
  for (const folder of ['storage', 'authority']) mkdirSync(join(root, folder))
  namespace = await startNamespace()
  const { address } = namespace
  authority = await makeAuthority(join(root, 'authority'), address)
  const users = { writer: { password: 'write-pw', access: 'write' } } as const
  const { tls } = authority
  registry = await startRegistry({ address, tls, storage: join(root, 'storage'), users })
  await fill(registry.storeUrl)
}, 60_000)
afterAll(async () => {
  namespace?.stop()
  await registry?.stop()
  rmSync(root, { recursive: true, force: true })
})

/** Runs the client in the namespace, which reaches the registry and nothing else. */
async function runClient(env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const program = join(import.meta.dirname, 'tls-client.ts')
  const text = await namespace?.run(process.execPath, [program, registry?.host ?? ''], env)
  return JSON.parse(text ?? '') as Outcome
}

describe('a registry with a certificate of an authority of its own', () => {
  const paths = () => registry?.requests().map(({ method, path }) => `${method} ${path}`) ?? []

  test('is not spoken to where nobody named the authority, and the error says what to set', async () => {
    registry?.clearRequests()
    const { error } = await runClient()
    expect(error).toMatchObject({ kind: 'unreachable', waits: 0 })
    expect(error?.message).toContain(`The certificate of ${registry?.host} is not trusted`)
    expect(error?.message).toContain('NODE_EXTRA_CA_CERTS')
    expect(paths()).toEqual([])
  }, 60_000)

  test('is read and written where NODE_EXTRA_CA_CERTS names the authority', async () => {
    const outcome = await runClient({ NODE_EXTRA_CA_CERTS: authority.file })
    expect(outcome).toEqual({
      digest: digestOf(MANIFEST),
      tags: ['v2'],
      configuration: CONFIGURATION,
      copies: ['mounted', 'mounted'],
      has: true,
      deleted: 'unsupported',
      referrers: [digestOf(MANIFEST)],
    })
    expect(await registry?.tags('o/other')).toEqual({ v2: digestOf(MANIFEST) })
  }, 60_000)

  test('takes blobs as streams where it does not mount', async () => {
    // Another repository than before would hide that the blobs are there: the presence check is answered by a fault, too.
    const faults = [
      { method: 'POST', path: /mount=/, status: 405 },
      { method: 'HEAD', path: /\/blobs\//, status: 404, times: 2 },
    ]
    registry?.set({ faults })
    registry?.clearRequests()
    const outcome = await runClient({ NODE_EXTRA_CA_CERTS: authority.file })
    expect(outcome).toMatchObject({ copies: ['copied', 'copied'], has: true, configuration: CONFIGURATION })
    const uploads = registry
      ?.requests()
      .filter(({ method, path }) => method === 'PUT' && path.includes('/uploads/'))
    expect(uploads?.map(({ status }) => status)).toEqual([201, 201])
  }, 60_000)
})
