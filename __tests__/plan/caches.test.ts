import { describe, expect, test } from '@jest/globals'
import { type CacheProbe, type CacheState, NOTHING_PROBED } from '../../src/domain/cache.ts'
import { isReservedTag } from '../../src/domain/reference.ts'
import { cacheReference } from '../../src/plan/cacheplaces.ts'
import { type CacheFacts, planCaches } from '../../src/plan/caches.ts'
import { planScopes, type ScopeFacts } from '../../src/plan/cachescopes.ts'
import { planEvent } from '../../src/plan/events.ts'
import { context, inputs, PUBLISH, pullRequest } from './given.ts'
import { parseCsv } from './parsecsv.ts'

type Written = Readonly<Record<string, string>>

const BOTH = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture, variant: undefined }))
function scopes(change: Partial<ScopeFacts> = {}) {
  return planScopes({ target: undefined, platforms: BOTH, branches: [undefined], key: undefined, ...change })
}

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const FACTS: CacheFacts = {
  image: IMAGE,
  scopes: scopes(),
  policy: PUBLISH,
  cacheService: 'write',
  tagged: false,
  buildx: '0.29.1',
  buildkit: undefined,
  engine: undefined,
  exports: true,
  together: true,
  folder: '/cache/x',
  exportName: '1-x',
}
const plan = (written: Written = {}, change: Partial<CacheFacts> = {}) =>
  planCaches(inputs(written).cache, { ...FACTS, ...change })

const source = (layer: string, name: string, change = {}) => ({
  ...{ layer, name, key: undefined, read: true, written: true, why: undefined, known: false },
  ...change,
})

const probed = (change: Partial<CacheProbe>) => ({ ...NOTHING_PROBED, ...change })
function missing(): never {
  throw new Error('there is none')
}

/** The permission of an event, as the real table gives it. */
function permission(where: Parameters<typeof planEvent>[0], dryRun: 'auto' | boolean = 'auto') {
  const policy = planEvent(where, dryRun)
  if (policy.kind === 'refuse') throw new Error(policy.reason)
  return policy
}

describe('the layers of a cache', () => {
  test('by default, on a push', () => {
    expect(plan()).toEqual({
      from: ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app,timeout=5s'],
      to: [
        'type=registry,ref=ghcr.io/acme/app:buildcache,mode=max,ignore-error=true',
        'type=gha,scope=acme/app,timeout=5s,mode=max,ignore-error=true',
      ],
      variables: [
        'ACTIONS_RUNTIME_TOKEN',
        'ACTIONS_RESULTS_URL',
        'ACTIONS_CACHE_URL',
        'ACTIONS_CACHE_SERVICE_V2',
      ],
      folders: [],
      sources: [source('registry', 'ghcr.io/acme/app:buildcache'), source('gha', 'acme/app')],
      notices: [],
      warnings: [],
    })
  })

  test.each<[what: string, written: Written, change: Partial<CacheFacts>, from: string[], to: string[]]>([
    ['off', { cache: 'off' }, {}, [], []],
    [
      'min',
      { 'cache-mode': 'min', cache: 'gha' },
      {},
      ['type=gha,scope=acme/app,timeout=5s'],
      ['type=gha,scope=acme/app,timeout=5s,mode=min,ignore-error=true'],
    ],
    [
      'local',
      { cache: 'local' },
      {},
      [],
      ['type=local,dest=/cache/x/acme+app/1-x.part,mode=max,ignore-error=true'],
    ],
    [
      'a folder with a comma',
      { cache: 'local' },
      { folder: '/a,b' },
      [],
      ['type=local,"dest=/a,b/acme+app/1-x.part",mode=max,ignore-error=true'],
    ],
    [
      'a target has its own',
      { cache: 'gha' },
      { scopes: scopes({ target: 'slim' }) },
      ['type=gha,scope=acme/app-slim,timeout=5s'],
      ['type=gha,scope=acme/app-slim,timeout=5s,mode=max,ignore-error=true'],
    ],
    [
      'a target in the registry',
      { cache: 'registry' },
      { scopes: scopes({ target: 'slim' }) },
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
      ['type=gha,scope=acme/app,timeout=5s'],
      [],
    ],
    [
      'a git tag, whose part of the Actions cache nobody else reads',
      {},
      { tagged: true },
      ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app,timeout=5s'],
      ['type=registry,ref=ghcr.io/acme/app:buildcache,mode=max,ignore-error=true'],
    ],
    [
      'a pull request of our own',
      {},
      { policy: permission(pullRequest()) },
      ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app,timeout=5s'],
      ['type=gha,scope=acme/app,timeout=5s,mode=max,ignore-error=true'],
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
      ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app,timeout=5s'],
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
    expect(found).toMatchObject({ variables: [], from: ['type=registry,ref=ghcr.io/acme/app:buildcache'] })
    expect(found.notices).toEqual([expect.stringMatching(/^The gha cache is off: buildx v0\.20\.1/)])
    expect(plan({ cache: 'registry' }, { buildx: '0.20.1' }).notices).toEqual([])
    expect(plan({}, { buildx: '0.21.0' }).from).toHaveLength(2)
  })

  test('a fork writes nothing anywhere, also not to a local folder that later jobs read', () => {
    const found = plan({ cache: 'registry,gha,local' }, { policy: permission(pullRequest('x/app')) })
    expect(found.to).toEqual([])
  })

  test('what is only tried has a local folder of its own, which no release reads', () => {
    const [own, tried] = ['/cache/x/acme+app', '/cache/x/acme+app+tried']
    const probe = probed({
      folders: new Map([
        [own, '1-a'],
        [tried, '1-b'],
      ]),
    })
    const found = plan({ cache: 'local' }, { policy: permission(pullRequest()), probe })
    expect(found.from).toEqual([`type=local,src=${tried}/1-b`, `type=local,src=${own}/1-a`])
    expect(found.to).toEqual([`type=local,dest=${tried}/1-x.part,mode=max,ignore-error=true`])
    expect(found.folders).toEqual([{ path: tried, name: '1-x' }])
    const released = plan({ cache: 'local' }, { probe })
    expect(released.from).toEqual([`type=local,src=${own}/1-a`])
    expect(released.folders).toEqual([{ path: own, name: '1-x' }])
    expect(plan({ cache: 'local' }, { policy: permission(pullRequest('x/app')), probe }).from).toEqual([
      `type=local,src=${tried}/1-b`,
      `type=local,src=${own}/1-a`,
    ])
  })

  test('a local folder that cannot be made is read where it can be, and not written', () => {
    const own = '/cache/x/acme+app'
    const unwritable = new Map([[own, 'EROFS: read-only file system']])
    const probe = probed({ folders: new Map([[own, '1-a']]), unwritable })
    const found = plan({ cache: 'local' }, { probe })
    expect(found).toMatchObject({ from: [`type=local,src=${own}/1-a`], to: [], folders: [] })
    expect(found.warnings).toEqual([
      'The local cache is not written by this build: EROFS: read-only file system. The publish goes on.',
    ])
    const fork = plan({ cache: 'local' }, { probe, policy: permission(pullRequest('x/app')) })
    expect(fork.warnings).toEqual([])
  })

  test('two images or targets have no local folder in common', () => {
    const folders = [
      plan({ cache: 'local' }),
      plan({ cache: 'local' }, { scopes: scopes({ target: 'slim' }) }),
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
      const [scope = missing()] = scopes({ target, branches: ['a/b'], key: 'abc' }).read
      const [name, tag = ''] = cacheReference(IMAGE, scope).split(':')
      expect(name).toBe('ghcr.io/acme/app')
      expect(isReservedTag(tag)).toBe(true)
      expect(tag.length).toBeLessThanOrEqual(128)
    }
  })
})

describe('a name that is too long for a tag', () => {
  const nameOf = (branch: string, key: string | undefined) => {
    const [scope = missing()] = scopes({ branches: [branch, undefined], key }).read
    return cacheReference(IMAGE, scope)
  }
  test.each([
    ['differs at its end', `${'feature/'.repeat(20)}a`, `${'feature/'.repeat(20)}b`],
    ['is not Latin', 'ветка/'.repeat(8), `${'ветка/'.repeat(8)}2`],
  ])('and %s is another branch’s, and another key’s, none', (_, one, other) => {
    const names = [one, other].flatMap((branch) => [undefined, 'a', 'b'].map((key) => nameOf(branch, key)))
    expect(new Set(names).size).toBe(6)
    for (const name of names)
      expect(name).toMatch(/^ghcr\.io\/acme\/app:buildcache\.branch-[\w.-]+\.[0-9a-f]{16}$/)
    for (const name of names) expect(name.split(':')[1]?.length).toBe(128)
    expect(nameOf(one, 'a')).toBe(names[1])
  })
})

describe('caches that were looked at before', () => {
  const NAME = 'ghcr.io/acme/app:buildcache'
  const WRITTEN = `type=registry,ref=${NAME},mode=max,ignore-error=true`
  test.each<[state: CacheState, from: string[], to: string[], why: string | undefined, warnings: number]>([
    [{ kind: 'present' }, [`type=registry,ref=${NAME}`], [WRITTEN], undefined, 0],
    [{ kind: 'absent' }, [], [WRITTEN], 'absent', 0],
    [{ kind: 'closed', reason: 'not shown' }, [], [], 'not shown', 0],
    [{ kind: 'broken', reason: 'it is down' }, [], [], 'it is down', 1],
  ])('a reference that is %j', (state, from, to, why, warnings) => {
    const found = plan({ cache: 'registry' }, { probe: probed({ registry: new Map([[NAME, state]]) }) })
    expect(found).toMatchObject({ from, to })
    expect(found.sources).toEqual([
      source('registry', NAME, {
        ...{ why, read: from.length > 0, written: to.length > 0 },
        known: state.kind === 'present' || state.kind === 'absent',
      }),
    ])
    expect(found.warnings).toHaveLength(warnings)
  })

  test('a registry that is out of order is told of once, however many places it has', () => {
    const down: CacheState = { kind: 'broken', reason: 'it is down' }
    const where = scopes({ branches: ['feature', undefined], key: 'abc' })
    const names = where.read.map((scope) => cacheReference(IMAGE, scope))
    const probe = probed({ registry: new Map(names.map((name) => [name, down])) })
    const found = plan({ cache: 'registry' }, { probe, scopes: where })
    expect(found).toMatchObject({ from: [], to: [] })
    expect(found.warnings).toEqual([
      'The registry cache is left out of this build: it is down. The publish goes on.',
    ])
  })

  test.each<[state: CacheState | undefined, used: boolean]>([
    [undefined, true],
    [{ kind: 'present' }, true],
    [{ kind: 'closed', reason: 'it refuses the token' }, false],
    [{ kind: 'broken', reason: 'no answer' }, false],
  ])('a cache service that is %j', (service, used) => {
    const found = plan({ cache: 'gha' }, { probe: probed({ service }) })
    expect(found.from).toHaveLength(used ? 1 : 0)
    expect(found.to).toHaveLength(used ? 1 : 0)
    expect(found.variables).toHaveLength(used ? 4 : 0)
    expect(found.warnings).toHaveLength(used ? 0 : 1)
  })

  test('an old BuildKit has no gha layer; one that nobody knows has', () => {
    expect(plan({ cache: 'gha' }, { buildkit: 'v0.19.0' })).toMatchObject({ from: [], to: [] })
    expect(plan({ cache: 'gha' }, { buildkit: 'v0.19.0' }).notices[0]).toMatch(/BuildKit v0\.19\.0 does not/)
    for (const buildkit of ['v0.20.0', 'v0.31.2', 'local-build', undefined])
      expect(plan({ cache: 'gha' }, { buildkit }).from).toHaveLength(1)
  })

  test('an engine that does not tell the version of its BuildKit is judged by its own', () => {
    const old = plan({ cache: 'gha' }, { engine: '26.1.5+dfsg1' })
    expect(old).toMatchObject({ from: [], to: [] })
    expect(old.notices[0]).toMatch(/Docker 26\.1\.5\+dfsg1 does not speak .* 28\.0\.0 does/)
    for (const known of [
      { engine: '28.0.0' },
      { engine: '28.5.2+dfsg4' },
      { engine: '27.0.0', buildkit: 'v0.20.0' },
    ])
      expect(plan({ cache: 'gha' }, known).from).toHaveLength(1)
  })
})

describe('caches that the user adds', () => {
  test('stand behind the layers, and never fail a publish', () => {
    const found = plan({
      'cache-from': 'type=local,src=/a\nacme/app:old',
      'cache-to': 'type=s3,bucket=b\ntype=registry,ref=x/y:z,mode=min,ignore-error=false\ntype=inline',
      cache: 'off',
    })
    expect(found.from).toEqual(['type=local,src=/a', 'type=registry,ref=acme/app:old'])
    expect(found.to).toEqual([
      'type=s3,bucket=b,mode=max,ignore-error=true',
      'type=registry,ref=x/y:z,mode=min,ignore-error=false',
      'type=inline',
    ])
    expect(found.variables).toContain('AWS_SECRET_ACCESS_KEY')
  })

  test('are not written by an event that may not write to the registry, which is told', () => {
    const written = { 'cache-to': 'type=local,dest=/a', cache: 'off' }
    const found = plan(written, { policy: permission(pullRequest()) })
    expect(found.to).toEqual([])
    expect(found.notices).toEqual([expect.stringMatching(/^cache-to is left out: pull request 7 /)])
  })
})
