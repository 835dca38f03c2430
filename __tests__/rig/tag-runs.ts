import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { StoredManifest } from '../../src/host/registry/registry.ts'
import { imageOf } from '../steps/model/registry.ts'
import type { TagAnswer, TagOrder } from './tag-run.ts'

/** A process of its own that publishes tags, several jobs at once. */
export interface Driver {
  readonly follow: (order: TagOrder) => Promise<TagAnswer>
  readonly stop: () => Promise<void>
}

/** Starts one. Orders that are open when it ends fail. */
export function startDriver(): Driver {
  const script = join(import.meta.dirname, 'tag-run.ts')
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
  const child: ChildProcess = spawn(process.execPath, [...flags, script], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const open = new Map<string, { resolve: (answer: TagAnswer) => void; reject: (error: Error) => void }>()
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000)
  })
  if (child.stdout === null || child.stdin === null) throw new Error('The driver has no pipes.')
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as TagAnswer
    open.get(answer.id)?.resolve(answer)
    open.delete(answer.id)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      for (const { reject } of open.values())
        reject(new Error(`The driver ended: ${signal ?? code} ${errors}`))
      resolve()
    })
  })
  const { stdin } = child
  return {
    follow: (order) =>
      new Promise((resolve, reject) => {
        open.set(order.id, { resolve, reject })
        stdin.write(`${JSON.stringify(order)}\n`)
      }),
    stop: async () => {
      stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}

const OCI = 'application/vnd.oci.image'
const CONFIGURATION = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers' } })
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** Writes to the store of a registry, past its tokens, delays and lags. */
async function put(url: string, body: string | Buffer, type = 'application/octet-stream'): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: body.toString() })
  if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
}

/** An image of a version; two builds of a commit are two images. */
export function buildOf(version: string, commit: string, build: string): StoredManifest {
  return imageOf(version, commit, platformOf(build))
}

/** The bytes of the one platform of an image: an image without layers. */
function platformOf(build: string): string {
  const config = {
    mediaType: `${OCI}.config.v1+json`,
    digest: digestOf(CONFIGURATION),
    size: CONFIGURATION.length,
  }
  const mediaType = `${OCI}.manifest.v1+json`
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [], annotations: { build } })
}

/** Fills a new repository: what the image of every build needs. */
export async function prepareRepository(repository: string, builds: readonly string[]): Promise<void> {
  const { headers } = await fetch(`${repository}/blobs/uploads/`, { method: 'POST' })
  const url = new URL(headers.get('location') ?? '', repository)
  url.searchParams.set('digest', digestOf(CONFIGURATION))
  await put(url.href, CONFIGURATION)
  for (const build of new Set(builds)) {
    const text = platformOf(build)
    await put(`${repository}/manifests/${digestOf(text)}`, text, `${OCI}.manifest.v1+json`)
  }
}

/** Stores an image by its digest, or under tags. */
export async function pushImage(
  repository: string,
  { descriptor, body }: StoredManifest,
  references: readonly string[] = [descriptor.digest],
): Promise<void> {
  for (const one of references) await put(`${repository}/manifests/${one}`, body, descriptor.mediaType)
}
