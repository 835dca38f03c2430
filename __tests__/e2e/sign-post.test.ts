import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { parseBundle } from '../../src/domain/signature.ts'
import { REPOSITORY } from '../rig/legs.ts'
import { SigningJobs } from './sigstore.ts'
import { failedInMain, succeeded } from './trouble.ts'

jest.setTimeout(180_000)

let jobs: SigningJobs

beforeAll(async () => {
  jobs = await SigningJobs.start()
})
afterEach(() => jobs.reset())
afterAll(() => jobs.stop())

const pointer = (digest: string) => ({ digest, mediaType: '', size: 0 })

describe('post', () => {
  /** Publishes, and changes the registry before post looks at it. */
  const release = (
    between: (job: { digest: string; version: string }) => Promise<void>,
    version = jobs.next(),
  ) => {
    return jobs.publish({
      version,
      between: async () => {
        const tags = await jobs.leg.reader.tags(REPOSITORY)
        await between({ digest: tags[version] ?? '', version })
      },
    })
  }

  const remove = (digest: string) =>
    fetch(`${jobs.leg.registry.storeUrl}/v2/${REPOSITORY}/manifests/${digest}`, { method: 'DELETE' })

  test('lists a signature again that somebody has taken from the list', async () => {
    const job = await release(({ digest }) => jobs.signatures.replace(pointer(digest)))
    succeeded(job)
    expect(job.post?.annotations.notice.join()).toMatch(/was not listed any more, and is listed again/)
    expect(await jobs.count(job.outputs.digest ?? '')).toBe(1)
    expect(await jobs.shell(job.outputs['verify-command'] ?? '')).toMatchObject({ code: 0 })
  })

  test('finds that a signature was deleted; a re-run does not sign what it did not build, unless it builds it again', async () => {
    const version = jobs.next()
    const job = await release(async ({ digest }) => {
      const { manifest } = await jobs.leg.reader.manifest(REPOSITORY, digest.replace(':', '-'))
      for (const one of manifest.manifests ?? []) await remove(one.digest)
      await jobs.signatures.replace(pointer(digest))
    }, version)
    expect(job.main.result).toBe('success')
    expect(job.post?.annotations.error.join()).toMatch(/was signed and is not any more: it has no signature/)
    expect(job.tags[version]).toBe(job.outputs.digest)
    const again = await jobs.publish({ version })
    expect(again.status).toBe('success')
    expect(again.outputs).toMatchObject({ digest: job.outputs.digest, signed: 'false' })
    expect(again.main.annotations.warning.join()).toMatch(/is not signed, and this run did not build it/)
    expect(await jobs.count(job.outputs.digest ?? '')).toBe(0)
    const asked = await jobs.publish({ version, inputs: { sign: 'keyless' } })
    expect(failedInMain(asked, job.tags)).toMatch(
      /is not signed, and this run did not build it.*overwrite: true/,
    )
    const replaced = await jobs.publish({ version, inputs: { sign: 'keyless', overwrite: 'true' } })
    succeeded(replaced)
    expect(replaced.outputs).toMatchObject({ digest: job.outputs.digest, signed: 'true' })
    expect(await jobs.count(job.outputs.digest ?? '')).toBe(1)
  })

  test('finds that another image has taken the place of a signed one', async () => {
    const unsigned = await jobs.publish({
      inputs: { sign: 'off', 'sigstore-signing-config': '', 'sigstore-trusted-root': '' },
    })
    const job = await release(async ({ version }) => {
      const { storeUrl } = jobs.leg.registry
      const url = `${storeUrl}/v2/${REPOSITORY}/manifests`
      const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json'
      const answer = await fetch(`${url}/${unsigned.outputs.digest}`, { headers: { accept } })
      const type = answer.headers.get('content-type') ?? ''
      const body = Buffer.from(await answer.arrayBuffer())
      await fetch(`${url}/${version}`, { method: 'PUT', headers: { 'content-type': type }, body })
    })
    expect(job.post?.annotations.error.join()).toMatch(/^Tags do not hold what this job published/)
  })
})

test('two runs that sign one image at once lose nothing of each other', async () => {
  const { pem } = jobs.makeKey('')
  const version = jobs.next()
  const own = { 'sigstore-signing-config': '', 'sigstore-trusted-root': '' }
  const first = await jobs.publish({ version, inputs: { ...own, sign: 'off' } })
  // Every read and write of a list takes so long that both have read it before one has written.
  jobs.leg.registry.set({ faults: [{ path: /manifests\/sha256-/, afterMs: 300 }] })
  // Both build it again, to the same bytes.
  const both = await Promise.all([
    jobs.publish({ version, inputs: { overwrite: 'true' } }),
    jobs.publish({ version, inputs: { ...own, overwrite: 'true', 'cosign-key': pem } }),
  ])
  for (const job of both) {
    expect(job.status).toBe('success')
    expect(job.outputs.digest).toBe(first.outputs.digest)
    expect(await jobs.shell(job.outputs['verify-command'] ?? '')).toMatchObject({ code: 0 })
  }
  // One of each, and both are listed: that each is satisfied says nothing of what it has made a second time.
  const bundles = await jobs.signatures.of(pointer(first.outputs.digest ?? ''))
  const signers = bundles.map((one) => parseBundle(JSON.stringify(one))?.by)
  expect(signers.toSorted()).toEqual(['certificate', 'key'])
})
