import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/domain/errors.ts'
import type { Host } from '../../src/host/host.ts'
import { planPromotion, requirePromoteInputs } from '../../src/plan/promote.ts'
import { readSource } from '../../src/steps/copy/source.ts'
import { lookAtTarget } from '../../src/steps/copy/target.ts'
import { client, json, serve } from '../host/registry-client.ts'
import { createWholeRegistry, MANIFEST } from '../host/whole-registry.ts'
import { context, SHA } from '../plan/given.ts'

const MARKS = { 'org.opencontainers.image.version': '1.2.3', 'org.opencontainers.image.revision': SHA }

/** A source that holds one image, and what is under `from` there; tags that are `late` are shown after three seconds. */
async function source(
  tags: readonly string[],
  from: string,
  marks: object = MARKS,
  late: readonly string[] = [],
) {
  const registry = createWholeRegistry()
  const config = registry.blob('o/app', '{"os":"linux","architecture":"amd64"}')
  const { digest } = registry.manifest('o/app', MANIFEST, { config, layers: [], annotations: marks })
  for (const tag of tags) registry.repository('o/app').tags.set(tag, digest)
  const { host: place } = await serve(registry.answer, { unread: true })
  const notices: string[] = []
  let time = 0
  const host = {
    registry: client(),
    log: { notice: (text: string) => notices.push(text) },
    clock: {
      now: () => time,
      sleep: async (milliseconds: number) => {
        time += milliseconds
        if (time >= 3_000) for (const tag of late) registry.repository('o/app').tags.set(tag, digest)
      },
    },
  } as unknown as Host
  const written: Readonly<Record<string, string>> = { from: `${place}/o/${from}`, to: `${place}/o/prod` }
  const inputs = requirePromoteInputs((name) => written[name] ?? '', context())
  return { host, inputs, digest, notices, registry }
}

describe('the source of a promotion', () => {
  test.each<[tags: readonly string[], from: string, prefixed: boolean, withdrawn: string | undefined]>([
    [['main'], 'app:main', false, undefined],
    [['main', 'v1.2.3'], 'app:main', true, undefined],
    [['v1.2.3', 'withdrawn-v1.2.3'], 'app:v1.2.3', true, 'v1.2.3'],
    [['main', 'withdrawn-1.2.3'], 'app:main', false, '1.2.3'],
  ])('with the tags %j, of which %s is taken', async (tags, from, prefixed, withdrawn) => {
    const { host, inputs, digest } = await source(tags, from)
    const { facts, manifest } = await readSource(host, inputs)
    expect(manifest.descriptor.digest).toBe(digest)
    expect(facts).toEqual({
      ...{ digest, prefixed, withdrawn, revision: SHA, version: '1.2.3' },
      platforms: [{ os: 'linux', architecture: 'amd64' }],
    })
  })

  test('that does not exist is a fault of the input', async () => {
    const { host, inputs } = await source([], 'app:v1.2.3')
    await expect(readSource(host, inputs)).rejects.toThrow(InputError)
    await expect(readSource(host, inputs)).rejects.toThrow(/from: .*\/o\/app:v1\.2\.3 does not exist\./)
  })

  test('that was published a moment ago is waited for', async () => {
    const { host, inputs, digest } = await source([], 'app:v1.2.3', MARKS, ['v1.2.3'])
    expect((await readSource(host, inputs)).facts.digest).toBe(digest)
  })

  test('that says nothing of itself has no version', async () => {
    const { host, inputs } = await source(['v1.2.3'], 'app:v1.2.3', {})
    const { facts } = await readSource(host, inputs)
    expect(facts).toMatchObject({ version: undefined, revision: undefined, prefixed: false })
  })
})

describe('a target of a promotion', () => {
  const refusing = () =>
    serve((request, response) =>
      request.url === '/v2/'
        ? json(response, 200, {})
        : json(response, 403, { errors: [{ code: 'DENIED', message: 'denied' }] }),
    )

  test('tells what its tags hold, and whether it takes a push', async () => {
    const { host, inputs, registry, digest } = await source(['v1.2.3'], 'app:v1.2.3')
    registry.repository('o/prod').tags.set('latest', digest)
    for (const [key, kept] of registry.repository('o/app').manifests)
      registry.repository('o/prod').manifests.set(key, kept)
    const promotion = planPromotion(inputs, context(), (await readSource(host, inputs)).facts)
    const [image] = inputs.promotion.to
    const seen = image && (await lookAtTarget(host, image, promotion, true))
    expect(seen?.push).toEqual({ ok: true })
    expect(seen?.registry.listing.tags).toEqual(['latest'])
    expect([...(seen?.registry.held ?? [])].map(([tag, held]) => [tag, held.digest])).toEqual([
      ['latest', digest],
    ])
  })

  test('that may not be read is empty in a dry run, with a notice; else the refusal of the push counts', async () => {
    const { host, inputs, notices } = await source(['v1.2.3'], 'app:v1.2.3')
    const promotion = planPromotion(inputs, context(), (await readSource(host, inputs)).facts)
    const image = { registry: (await refusing()).host, repository: 'o/prod' }
    const dry = await lookAtTarget(host, image, promotion, false)
    expect([dry.push, dry.registry.held.size]).toEqual([undefined, 0])
    expect(notices).toEqual([expect.stringMatching(/cannot be read \(.*403 \(DENIED: denied\)\..*no tags/)])
    expect((await lookAtTarget(host, image, promotion, true)).push).toMatchObject({
      ok: false,
      kind: 'denied',
    })
  })
})
