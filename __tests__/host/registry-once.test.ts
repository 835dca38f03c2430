import { expect, test } from '@jest/globals'
import { RegistryError } from '../../src/domain/errors.ts'
import { readOnce } from '../../src/host/registry/once.ts'
import { tag } from '../plan/given.ts'
import { client, MANIFEST, name, serve } from './registry-client.ts'
import type { Answer } from './server.ts'
import { createWholeRegistry } from './whole-registry.ts'

/** A registry with an image under `v1`; the first answers may be others. */
async function given(...first: readonly Answer[]) {
  const whole = createWholeRegistry()
  const config = whole.blob('o/app', '{}')
  const { digest } = whole.manifest('o/app', MANIFEST, { config, layers: [] }, 'v1')
  const others = [...first]
  const about = /manifests.(.+)$/
  const answer: Answer = (request, response) => {
    const other = about.test(request.url ?? '') ? others.shift() : undefined
    return (other ?? whole.answer)(request, response)
  }
  const server = await serve(answer, { unread: true })
  const asked = () => server.seen.flatMap(({ path }) => about.exec(path)?.[1] ?? [])
  return { registry: readOnce(client()), image: name(server), digest, asked, whole, config }
}

test('what a digest names is read once, also by who asks meanwhile', async () => {
  const { registry, image, digest, asked } = await given()
  const both = await Promise.all([registry.manifest(image, digest), registry.manifest(image, digest)])
  expect([...both, await registry.manifest(image, digest)].map((one) => one?.descriptor.digest)).toEqual(
    Array.from({ length: 3 }, () => digest),
  )
  expect(asked()).toEqual([digest])
})

test('what was read by its tag is known by its digest, and a tag is read every time', async () => {
  const { registry, image, digest, asked, whole, config } = await given()
  await registry.manifest(image, tag('v1'))
  expect(await registry.manifest(image, digest)).toMatchObject({ descriptor: { digest } })
  const next = whole.manifest('o/app', MANIFEST, { config, layers: [], annotations: { next: '1' } }, 'v1')
  expect(await registry.manifest(image, tag('v1'))).toMatchObject({ descriptor: { digest: next.digest } })
  expect(asked()).toEqual(['v1', 'v1'])
})

test('the same digest of another image is another question', async () => {
  const { registry, image, digest } = await given()
  await registry.manifest(image, digest)
  expect(await registry.manifest({ ...image, repository: 'o/other' }, digest)).toBeUndefined()
})

test('no answer is kept but a manifest', async () => {
  const refused: Answer = (_, response) => response.writeHead(403).end()
  const absent: Answer = (_, response) => response.writeHead(404).end()
  const { registry, image, digest } = await given(refused, absent)
  await expect(registry.manifest(image, digest)).rejects.toThrow(RegistryError)
  expect(await registry.manifest(image, digest)).toBeUndefined()
  expect(await registry.manifest(image, digest)).toMatchObject({ descriptor: { digest } })
})
