// A program of tls.test.ts: uses the registry client as the action does, and writes what came of it as JSON.
import type { Tag } from '../../src/domain/reference.ts'
import { createRegistry } from '../../src/host/registry/registry.ts'
import { createSend } from '../../src/host/registry/transport.ts'

/** What came of it: the failure, or the answers. */
export interface Outcome {
  readonly error?: { readonly kind?: string; readonly message: string; readonly waits: number }
  readonly digest?: string | undefined
  readonly tags?: readonly string[]
  readonly configuration?: string
  readonly copies?: readonly string[]
  readonly has?: boolean
  readonly deleted?: string
  readonly referrers?: readonly string[]
}

let waits = 0

async function work(host: string): Promise<Outcome> {
  const send = createSend(async () => void waits++)
  const registry = createRegistry(send, async () => ({ username: 'writer', password: 'write-pw' }))
  const [app, other] = ['o/app', 'o/other'].map((repository) => ({ registry: host, repository }))
  if (app === undefined || other === undefined) throw new Error('two names')
  const image = await registry.manifest(app, 'v1' as Tag)
  if (image?.content.kind !== 'manifest') throw new Error('no image')
  const { descriptor, content, body } = image
  const blobs = [content.config, ...content.layers]
  const copies: string[] = []
  for (const blob of blobs) copies.push(await registry.copyBlob(app, other, blob))
  await registry.putManifest(other, descriptor.digest, descriptor.mediaType, body)
  await registry.putManifest(other, 'v2' as Tag, descriptor.mediaType, body)
  return {
    digest: (await registry.head(other, 'v2' as Tag))?.digest,
    tags: await registry.tags(other),
    configuration: (await registry.blob(other, content.config)).toString(),
    copies,
    has: await registry.hasBlob(other, content.config.digest),
    deleted: await registry.deleteTag(other, 'v2' as Tag),
    referrers: (await registry.referrers(app, descriptor.digest)).map(({ digest }) => digest),
  }
}

const outcome = await work(process.argv[2] ?? '').catch((error: Error & { kind?: string }): Outcome => {
  const { kind, message } = error
  return { error: { ...(kind === undefined ? {} : { kind }), message, waits } }
})
process.stdout.write(JSON.stringify(outcome))
process.exit(0)
