import { expect, test } from '@jest/globals'
import { RegistryError } from '../../src/domain/errors.ts'
import type { Host } from '../../src/host/host.ts'
import { operate as post } from '../../src/operations/post/post.ts'
import { operate as promote } from '../../src/operations/promote/promote.ts'
import { createPlace, type Place } from './place.ts'

const TARGETS = ['o/prod', 'o/other', 'o/third'] as const

/** Three images at v1.0.0, and v1.1.0 to promote to them. */
async function promoting(): Promise<{ place: Place; before: readonly unknown[] }> {
  const inputs: Record<string, string> = { username: 'me', password: 'secret-word' }
  const place = await createPlace(inputs)
  inputs.from = `${place.address}/o/app:v1.1.0`
  inputs.to = TARGETS.map((target) => `${place.address}/${target}`).join('\n')
  place.point('o/app', 'v1.1.0', '1.1.0')
  for (const target of TARGETS) for (const tag of ['v1.0.0', 'latest']) place.point(target, tag, '1.0.0')
  return { place, before: TARGETS.map((target) => movingOf(place, target)) }
}

const tagsOf = ({ registry }: Place, target: string) => Object.fromEntries(registry.repository(target).tags)
const movingOf = (place: Place, target: string) => tagsOf(place, target).latest

/** A registry that is in trouble from one write on. @returns makes it well again */
function breakAt(host: Host, repository: string, tag: string): () => void {
  const { putManifest } = host.registry
  let broken = false
  host.registry.putManifest = async (image, reference, ...rest) => {
    broken ||= image.repository === repository && reference === tag
    if (broken) throw new RegistryError('temporary', { found: 'The registry answers with status 500.' })
    return putManifest(image, reference, ...rest)
  }
  return () => {
    host.registry.putManifest = putManifest
  }
}

const CHANGED = 'The journal of the tags is gone, damaged or changed'

test('what main could not put back of several images, post puts back', async () => {
  const { place, before } = await promoting()
  const mend = breakAt(place.host, 'o/third', 'latest')
  await expect(promote(place.host)).rejects.toThrow(/latest was not moved/)
  expect(TARGETS.map((target) => movingOf(place, target))).not.toEqual(before)
  mend()
  await post(place.host)
  expect(TARGETS.map((target) => movingOf(place, target))).toEqual(before)
  for (const target of TARGETS) {
    const tags = tagsOf(place, target)
    expect([target, tags['withdrawn-v1.1.0']]).toEqual([target, tags['v1.1.0']])
  }
  // Main has left its file as it left the state.
  expect(place.said.join('\n')).not.toContain(CHANGED)
})

test('what main has put back of several images, post leaves', async () => {
  const { place, before } = await promoting()
  const { putManifest } = place.host.registry
  place.host.registry.putManifest = async (image, reference, ...rest) => {
    if (image.repository === 'o/third' && reference === 'v1')
      throw new RegistryError('denied', { found: 'The registry answers with status 403.' })
    return putManifest(image, reference, ...rest)
  }
  await expect(promote(place.host)).rejects.toThrow(/v1 was not moved/)
  expect(TARGETS.map((target) => movingOf(place, target))).toEqual(before)
  expect(place.summaries).toEqual([
    expect.stringMatching(/^## Taken back\n\nThe tag v1 was not moved[\s\S]* The main step has put back/),
  ])
  expect(place.summaries[0]).toMatch(/`v1\.1\.0` is recorded as withdrawn[\s\S]*Run the job again/)
  for (const target of TARGETS) expect(place.summaries[0]).toContain(`/${target}\``)
  const writes = place.registry.writes.length
  await post(place.host)
  expect(place.registry.writes).toHaveLength(writes)
  expect(place.said.join('\n')).toContain('Nothing was published or moved')
})
