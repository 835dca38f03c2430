import { describe, expect, test } from '@jest/globals'
import { isReservedTag } from '../../src/domain/reference.ts'
import { type CacheFacts, defaultCacheReference, planCaches } from '../../src/plan/caches.ts'
import { planEvent } from '../../src/plan/events.ts'
import { context, inputs, PUBLISH, pullRequest } from './given.ts'
import { parseCsv } from './parsecsv.ts'

type Written = Readonly<Record<string, string>>

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const FACTS: CacheFacts = {
  image: IMAGE,
  target: undefined,
  policy: PUBLISH,
  cacheService: 'write',
  buildx: '0.29.1',
  exports: true,
  together: true,
  folder: '/cache/x',
}
const plan = (written: Written = {}, change: Partial<CacheFacts> = {}) =>
  planCaches(inputs(written).cache, { ...FACTS, ...change })

/** The permission of an event, as the real table gives it. */
function permission(where: Parameters<typeof planEvent>[0], dryRun: 'auto' | boolean = 'auto') {
  const policy = planEvent(where, dryRun)
  if (policy.kind === 'refuse') throw new Error(policy.reason)
  return policy
}

describe('the layers of a cache', () => {
  test('by default, on a push', () => {
    expect(plan()).toEqual({
      from: ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app'],
      to: [
        'type=registry,ref=ghcr.io/acme/app:buildcache,mode=max,ignore-error=true',
        'type=gha,scope=acme/app,mode=max,ignore-error=true',
      ],
      gha: true,
      notices: [],
    })
  })

  test.each<[what: string, written: Written, change: Partial<CacheFacts>, from: string[], to: string[]]>([
    ['off', { cache: 'off' }, {}, [], []],
    [
      'min',
      { 'cache-mode': 'min', cache: 'gha' },
      {},
      ['type=gha,scope=acme/app'],
      ['type=gha,scope=acme/app,mode=min,ignore-error=true'],
    ],
    [
      'local',
      { cache: 'local' },
      {},
      ['type=local,src=/cache/x/acme+app'],
      ['type=local,dest=/cache/x/acme+app,mode=max,ignore-error=true'],
    ],
    [
      'a folder with a comma',
      { cache: 'local' },
      { folder: '/a,b' },
      ['type=local,"src=/a,b/acme+app"'],
      ['type=local,"dest=/a,b/acme+app",mode=max,ignore-error=true'],
    ],
    [
      'a target has its own',
      { cache: 'gha' },
      { target: 'slim' },
      ['type=gha,scope=acme/app-slim'],
      ['type=gha,scope=acme/app-slim,mode=max,ignore-error=true'],
    ],
    [
      'a target in the registry',
      { cache: 'registry' },
      { target: 'slim' },
      ['type=registry,ref=ghcr.io/acme/app:buildcache-slim'],
      ['type=registry,ref=ghcr.io/acme/app:buildcache-slim,mode=max,ignore-error=true'],
    ],
    [
      'a reference of one’s own',
      { cache: 'registry', 'cache-ref': 'x/y:z' },
      {},
      ['type=registry,ref=x/y:z'],
      ['type=registry,ref=x/y:z,mode=max,ignore-error=true'],
    ],
    ['no service', { cache: 'gha' }, { cacheService: 'none' }, [], []],
    [
      'a service that is only read',
      { cache: 'gha' },
      { cacheService: 'read' },
      ['type=gha,scope=acme/app'],
      [],
    ],
    [
      'a pull request of our own',
      {},
      { policy: permission(pullRequest()) },
      ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app'],
      ['type=gha,scope=acme/app,mode=max,ignore-error=true'],
    ],
    [
      'a pull request of our own, published',
      { cache: 'registry' },
      { policy: permission(pullRequest(), false) },
      ['type=registry,ref=ghcr.io/acme/app:buildcache'],
      [],
    ],
    [
      'a fork',
      {},
      { policy: permission(pullRequest('x/app')) },
      ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app'],
      [],
    ],
    [
      'dry-run: true',
      { cache: 'registry' },
      { policy: permission(context(), true) },
      ['type=registry,ref=ghcr.io/acme/app:buildcache'],
      [],
    ],
  ])('%s', (_, written, change, from, to) => {
    const found = plan(written, change)
    expect(found.from).toEqual(from)
    expect(found.to).toEqual(to)
    expect(found.notices).toEqual([])
  })

  test('a builder that cannot export only reads, and says so', () => {
    const found = plan({}, { exports: false })
    expect(found.from).toHaveLength(2)
    expect(found.to).toEqual([])
    expect(found.notices).toEqual([expect.stringMatching(/cannot write caches/)])
    expect(plan({ cache: 'off' }, { exports: false }).notices).toEqual([])
  })

  test('an old buildx has no gha layer, and says so', () => {
    const found = plan({}, { buildx: 'v0.20.1' })
    expect(found).toMatchObject({ gha: false, from: ['type=registry,ref=ghcr.io/acme/app:buildcache'] })
    expect(found.notices).toEqual([expect.stringMatching(/^The gha cache is off: buildx v0\.20\.1/)])
    expect(plan({ cache: 'registry' }, { buildx: '0.20.1' }).notices).toEqual([])
    expect(plan({}, { buildx: '0.21.0' }).gha).toBe(true)
  })

  test('a fork writes nothing anywhere, also not to a local folder that later jobs read', () => {
    const found = plan({ cache: 'registry,gha,local' }, { policy: permission(pullRequest('x/app')) })
    expect(found.to).toEqual([])
  })

  test('what is only tried has a local folder of its own, which no release reads', () => {
    const tried = plan({ cache: 'local' }, { policy: permission(pullRequest()) })
    const released = plan({ cache: 'local' })
    expect(tried.from).toEqual(['type=local,src=/cache/x/acme+app+tried', 'type=local,src=/cache/x/acme+app'])
    expect(tried.to).toEqual(['type=local,dest=/cache/x/acme+app+tried,mode=max,ignore-error=true'])
    expect(released.from).toEqual(['type=local,src=/cache/x/acme+app'])
  })

  test('two images or targets have no local folder in common', () => {
    const folders = [
      plan({ cache: 'local' }),
      plan({ cache: 'local' }, { target: 'slim' }),
      plan({ cache: 'local' }, { image: { registry: 'ghcr.io', repository: 'acme/app/slim' } }),
    ].flatMap(({ to }) => to)
    expect(new Set(folders).size).toBe(3)
  })

  test('every entry is a list that buildx reads, and no failed write fails a publish', () => {
    const found = plan({ cache: 'registry,gha,local', 'cache-ref': 'x/y:z' })
    for (const entry of [...found.from, ...found.to]) expect(parseCsv(entry)[0]).toMatch(/^type=/)
    for (const entry of found.to) expect(parseCsv(entry)).toContain('ignore-error=true')
  })

  test('the default reference is reserved, so no image gets its tag', () => {
    for (const target of [undefined, 'slim', 'x'.repeat(200)]) {
      const [name, tag = ''] = defaultCacheReference(IMAGE, target).split(':')
      expect(name).toBe('ghcr.io/acme/app')
      expect(isReservedTag(tag)).toBe(true)
      expect(tag.length).toBeLessThanOrEqual(128)
    }
  })
})
