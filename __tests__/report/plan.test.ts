import { describe, expect, test } from '@jest/globals'
import type { BuildPlan } from '../../src/plan/build.ts'
import type { CacheSource } from '../../src/plan/caches.ts'
import type { Plan } from '../../src/plan/publish.ts'
import type { SmokePlan } from '../../src/plan/smoke.ts'
import { describePlan } from '../../src/report/plan.ts'
import { NO_CACHES } from '../plan/given.ts'
import { platform, tag } from './outcomes.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }

const SMOKE: SmokePlan = {
  mode: 'auto',
  args: undefined,
  entrypoint: undefined,
  env: [{ name: 'KEY', value: 'hidden-environment' }],
  http: undefined,
  timeoutMs: 60_000,
}

const BUILD: BuildPlan = {
  builder: 'default',
  driver: 'docker',
  localImages: [],
  context: '/w/app',
  file: '/w/app/Dockerfile',
  platforms: [platform('linux/amd64'), platform('linux/arm64')],
  target: { kind: 'tags', image: IMAGE, tags: [tag('candidate')] },
  labels: [],
  annotations: [],
  caches: {
    from: ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app'],
    to: ['type=registry,ref=ghcr.io/acme/app:buildcache,mode=max,ignore-error=true'],
    ...{ variables: [], folders: [], sources: [], notices: [], warnings: [] },
  },
  inputs: {
    platforms: [],
    context: '.',
    file: undefined,
    target: undefined,
    buildArgs: [{ name: 'TOKEN', value: 'hidden-argument' }],
    buildContexts: [],
    secrets: [{ name: 'npm', value: 'hidden-secret' }],
    secretEnvs: [],
    secretFiles: [],
    ssh: [],
    labels: [],
    annotations: [],
    addHosts: [],
    allow: [],
    network: undefined,
    noCache: false,
    noCacheFilters: [],
    pull: false,
    shmSize: undefined,
    ulimit: [],
    compression: 'gzip',
    sbom: { generator: undefined },
    provenance: false,
  },
  epoch: 1,
  pull: true,
}

const PLACE: CacheSource = {
  ...{ layer: 'registry', name: 'ghcr.io/acme/app:buildcache', key: undefined },
  ...{ read: false, written: true, why: 'absent', known: true },
}

const PLAN: Plan = {
  severalPlatformsLoad: true,
  inEngine: true,
  machine: { platform: { os: 'linux', architecture: 'amd64' }, root: undefined, builds: true },
  localImages: [],
  first: false,
  target: {
    image: IMAGE,
    policy: {
      kind: 'publish',
      reason: 'push of the tag v1.2.3',
      login: 'write',
      cacheWrite: { registry: true, gha: true },
      pullRequest: undefined,
    },
    credentials: [{ registry: 'ghcr.io', username: 'hidden-user', password: 'hidden-password' }],
    notices: [],
  },
  tags: {
    version: {
      major: 1,
      minor: 2,
      patch: 3,
      text: '1.2.3',
      prerelease: false,
      build: undefined,
      prefixed: true,
    },
  } as Plan['tags'],
  moves: [
    { tag: tag('v1.2.3'), move: true, reason: 'the version' },
    { tag: tag('latest'), move: false, reason: '2.0.0 is higher' },
  ],
  publishing: { fixed: [], commit: 'c'.repeat(40), platforms: [], attested: true, overwrite: false },
  held: new Map(),
  existing: { kind: 'build', reason: undefined },
  commit: { sha: 'c'.repeat(40), time: 1 },
  builder: {
    ...{ kind: 'existing', name: 'default', driver: 'docker', nodes: [] },
    reason: 'the engine can do everything',
    fallback: { kind: 'none', reason: 'It was asked for.' },
  },
  fallback: undefined,
  emulators: {
    image: { reference: 'docker.io/tonistiigi/binfmt@sha256:1', mirror: undefined },
    platforms: [platform('linux/arm64')],
  },
  build: BUILD,
  smoke: SMOKE,
  signing: { kind: 'none', reason: 'sign: off' },
  gate: true,
  attested: true,
  notices: ['The gha cache is off.'],
  warnings: [],
}

test('a publish', () => {
  expect(describePlan(PLAN).join('\n')).toBe(`Publish ghcr.io/acme/app 1.2.3
  why        push of the tag v1.2.3
  commit     ${'c'.repeat(40)}
  platforms  linux/amd64, linux/arm64
  builder    default (docker, existing): the engine can do everything
  emulators  linux/arm64, from docker.io/tonistiigi/binfmt@sha256:1
  build      /w/app/Dockerfile in /w/app, base images looked up again
  cache      read registry ghcr.io/acme/app:buildcache, gha acme/app; write registry ghcr.io/acme/app:buildcache
  attest     SBOM
  push       a candidate under the tag candidate, then the tags, once it is inspected and smoke-tested
  smoke      auto: --help, or without an entrypoint its own command; at most 60 s
  sign       no: sign: off
Tags
  v1.2.3  move  the version
  latest  keep  2.0.0 is higher`)
})

test('a builder with several nodes, and what takes its place', () => {
  const node = { endpoint: undefined, name: undefined, platforms: [], options: [] }
  const builder: Plan['builder'] = {
    ...{ kind: 'create', name: 'new', driver: 'remote', image: undefined, here: false, config: undefined },
    ...{
      entitlements: [],
      nodes: [node, node],
      reason: 'driver: remote',
      fallback: { kind: 'none', reason: '' },
    },
  }
  const { emulators, machine, build, severalPlatformsLoad, inEngine } = PLAN
  const fallback = {
    ...{ builder: PLAN.builder, emulators, machine, build, severalPlatformsLoad, inEngine },
    ...{ notices: [], warnings: [], cost: 'It is slow.' },
  }
  expect(describePlan({ ...PLAN, builder, fallback })).toContain(
    '  builder    new (remote, create, 2 nodes): driver: remote; if it does not come up, default (docker, existing)',
  )
})

test('a dry run says what a real run would carry out', () => {
  const policy = {
    kind: 'dry-run',
    reason: 'a pull request publishes nothing',
    login: 'read',
    cacheWrite: { registry: false, gha: true },
  } as Plan['target']['policy']
  const text = describePlan({
    ...PLAN,
    target: { ...PLAN.target, policy },
    emulators: undefined,
    build: { ...BUILD, target: { kind: 'load', name: 'ghcr-publish.local/dry-run:1' } },
  }).join('\n')
  expect(text).toMatch(/^Dry run: nothing is pushed\. A real run would publish ghcr\.io\/acme\/app 1\.2\.3\n/)
  expect(text).toMatch(/why +a pull request publishes nothing\n/)
  expect(text).toMatch(/emulators +none needed\n/)
  expect(text).toMatch(/, into the engine as ghcr-publish\.local\/dry-run:1,/)
  expect(text).toMatch(/push +nothing; a real run: a candidate, then the tags/)
  expect(text).toMatch(/\nTags that a real run would write\n {2}v1\.2\.3 {2}move/)
})

test('notices are left to the annotations, so that nobody reads them twice', () => {
  expect(PLAN.notices).toEqual(['The gha cache is off.'])
  expect(describePlan(PLAN).join('\n')).not.toContain('The gha cache is off.')
})

test('nothing secret is told', () => {
  expect(describePlan(PLAN).join('\n')).not.toContain('hidden')
})

test('foreign text stays on its line', () => {
  const reason = 'branch x\n::error::y\u001b[31m'
  const target = { ...PLAN.target, policy: { ...PLAN.target.policy, reason } }
  const lines = describePlan({ ...PLAN, target })
  expect(lines).toContain('  why        branch x ::error::y')
  expect(lines).toHaveLength(describePlan(PLAN).length)
})

describe('in other words', () => {
  function line(name: string, change: Partial<Plan>): string | undefined {
    return describePlan({ ...PLAN, ...change })
      .find((text) => text.startsWith(`  ${name} `))
      ?.slice(13)
  }

  test.each<[string, Partial<SmokePlan>, string]>([
    ['off', { mode: 'off' }, 'off'],
    ['strict', { mode: 'strict', args: ['--version'] }, 'exit code 0 of --version; at most 60 s'],
    [
      'a program of its own',
      { mode: 'strict', entrypoint: 'app', args: ['-c', 'x'] },
      'exit code 0 of app -c x; at most 60 s',
    ],
    ['without arguments', { mode: 'strict', args: [] }, 'exit code 0 of its own command; at most 60 s'],
    ['a probe', { http: { port: 8000, path: '/docs' } }, 'port 8000/docs has to answer 2xx; at most 60 s'],
    [
      'both',
      { mode: 'strict', args: ['x'], http: { port: 80, path: '/' } },
      'exit code 0 of x; port 80/ has to answer 2xx; at most 60 s',
    ],
  ])('smoke: %s', (_, change, text) => {
    expect(line('smoke', { smoke: { ...SMOKE, ...change } })).toBe(text)
  })

  test.each<[string, Partial<BuildPlan>, string]>([
    ['off', { caches: NO_CACHES }, 'off'],
    [
      'not read',
      { inputs: { ...BUILD.inputs, noCache: true } },
      'not read; write registry ghcr.io/acme/app:buildcache',
    ],
    [
      'only read',
      { caches: { ...BUILD.caches, to: [] } },
      'read registry ghcr.io/acme/app:buildcache, gha acme/app; write none',
    ],
    [
      'absent',
      { caches: { ...NO_CACHES, to: BUILD.caches.to, sources: [PLACE] } },
      'read none; write registry ghcr.io/acme/app:buildcache; registry ghcr.io/acme/app:buildcache: absent',
    ],
  ])('cache: %s', (_, change, text) => {
    expect(line('cache', { build: { ...BUILD, ...change } })).toBe(text)
  })

  test.each<[what: string, change: Partial<CacheSource>, text: RegExp | undefined]>([
    ['none', {}, undefined],
    ['new', { key: 'abc' }, /^abc: no build has written this key yet/],
    ['as before', { key: 'abc', read: true, why: undefined }, /^abc: an earlier build wrote this key/],
    ['not known', { key: 'abc', layer: 'gha', why: undefined, known: false }, /^abc: nobody knows/],
  ])('cache key: %s', (_, change, text) => {
    const caches = { ...NO_CACHES, sources: [{ ...PLACE, ...change }] }
    const found = describePlan({ ...PLAN, build: { ...BUILD, caches } }).find((one) =>
      one.startsWith('  cache key'),
    )
    if (text === undefined) expect(found).toBeUndefined()
    else expect(found?.replace(/^ *cache key */, '')).toMatch(text)
  })

  test('pushing by digest, and all tags at once', () => {
    const build: BuildPlan = { ...BUILD, target: { kind: 'digest', image: IMAGE } }
    expect(line('push', { build })).toMatch(/^a candidate by digest, then/)
    expect(line('push', { gate: false })).toBe('all tags with the build (gate: false)')
  })

  test('attestations', () => {
    const inputs = { ...BUILD.inputs, sbom: false, provenance: 'max' } as const
    expect(line('attest', { build: { ...BUILD, inputs } })).toBe('no SBOM, provenance max')
  })
})
