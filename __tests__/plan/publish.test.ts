import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/domain/context.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import { CANDIDATE } from '../../src/plan/assemble.ts'
import { PINS } from '../../src/plan/pins.ts'
import { type Facts, needsBuilder, type Plan, planPublish } from '../../src/plan/publish.ts'
import { planTarget } from '../../src/plan/target.ts'
import { ENGINE, OWN } from './engine.ts'
import { branch, context, gitTag, inputs, known, listing, pullRequest, SHA, tag } from './given.ts'

type Written = Readonly<Record<string, string>>

const FACTS: Facts = {
  engine: ENGINE,
  builders: [OWN],
  localImages: ['alpine:3'],
  commit: { sha: SHA, time: 1_700_000_000 },
  context: '/w',
  file: '/w/Dockerfile',
  registry: known(),
}
const { reference, mirror } = PINS.binfmt
const IMAGES = { binfmt: { reference, mirror } }
const JOB = { username: 'octocat', password: 'ghs_token' }

function plan(written: Written = {}, where: Context = context(), change: Partial<Facts> = {}): Plan {
  const given = inputs({ ...JOB, ...written })
  return planPublish(given, where, planTarget(given, where), { ...FACTS, ...change }, 'abc')
}

const moved = ({ moves }: Plan) =>
  moves
    .filter((one) => one.move)
    .map(({ tag }) => tag.replace(SHA, '<sha>'))
    .join(' ')

test('a plan without a look at the registry says so', () => {
  const unread = 'ghcr.io does not show it.'
  const notice =
    /^What is published already could not be read, so .*as for an empty package.*refused\. ghcr\.io does not/
  const noticed = (registry: Facts['registry']) =>
    plan({ 'dry-run': 'true' }, context(), { registry }).notices.filter((one) => notice.test(one))
  expect(noticed({ ...known(), unread })).toHaveLength(1)
  expect(noticed(known())).toEqual([])
})

test('what is published already moves tags by its own platforms, not by those that are asked for', () => {
  const { platforms } = inputs().build
  const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
  const of = (letter: string, revision: string) => ({
    ...{ digest: digest(letter), platforms, marks: {}, revision, version: undefined, attested: true },
  })
  const held = new Map([
    [tag('v1.2.3'), of('1', SHA)],
    [tag('latest'), of('2', 'f'.repeat(40))],
  ])
  const registry = { listing: listing(['v1.2.3', 'latest']), held }
  const { existing, moves } = plan({ platforms: 'amd64' }, gitTag('v1.2.3'), { registry })
  expect(existing).toMatchObject({ kind: 'reuse', digest: digest('1') })
  expect(moves.find((one) => one.tag === 'latest')).toMatchObject({ move: true })
})

describe('a whole plan', () => {
  test('of the first version, on a GitHub-hosted runner with the containerd store', () => {
    const given = inputs(JOB)
    const image = { registry: 'ghcr.io', repository: 'acme/app' }
    const labels = [
      { name: 'org.opencontainers.image.title', value: 'app' },
      { name: 'org.opencontainers.image.url', value: 'https://github.com/acme/app' },
      { name: 'org.opencontainers.image.source', value: 'https://github.com/acme/app' },
      { name: 'org.opencontainers.image.version', value: '1.2.3' },
      { name: 'org.opencontainers.image.revision', value: SHA },
      { name: 'org.opencontainers.image.created', value: '2023-11-14T22:13:20.000Z' },
    ]
    expect(plan()).toEqual({
      target: {
        image,
        policy: {
          kind: 'publish',
          reason: 'push of acme/app',
          login: 'write',
          cacheWrite: { gha: true, registry: true },
          pullRequest: undefined,
        },
        credentials: [{ registry: 'ghcr.io', ...JOB }],
        notices: [],
      },
      tags: {
        source: 'tag',
        version: {
          ...{ major: 1, minor: 2, patch: 3, text: '1.2.3' },
          ...{ prerelease: false, build: undefined, prefixed: true },
        },
        fixed: ['v1.2.3'],
        moving: [
          { tag: 'v1.2', line: { kind: 'minor', major: 1, minor: 2 } },
          { tag: 'v1', line: { kind: 'major', major: 1 } },
          { tag: 'latest', line: { kind: 'latest' } },
        ],
        branch: undefined,
        pullRequest: undefined,
        extra: [],
        commit: SHA,
        suffix: '',
      },
      moves: [
        { tag: 'v1.2.3', move: true, reason: 'this version' },
        { tag: 'v1.2', move: true, reason: 'highest of 1.2' },
        { tag: 'v1', move: true, reason: 'highest of 1' },
        { tag: 'latest', move: true, reason: 'highest of all versions' },
        { tag: SHA, move: true, reason: 'this commit' },
      ],
      publishing: {
        fixed: ['v1.2.3'],
        commit: SHA,
        platforms: inputs().build.platforms,
        attested: true,
        overwrite: false,
        replaces: [],
      },
      held: new Map(),
      existing: { kind: 'build', reason: undefined },
      commit: FACTS.commit,
      machine: { platform: { os: 'linux', architecture: 'amd64' }, root: undefined, builds: true },
      builder: {
        kind: 'existing',
        name: 'default',
        driver: 'docker',
        nodes: OWN.nodes,
        reason: 'the engine has the containerd image store and the runner is thrown away afterwards',
        fallback: { kind: 'none', reason: expect.any(String) },
      },
      signing: { kind: 'none', reason: expect.stringContaining('id-token: write') },
      fallback: undefined,
      emulators: { image: IMAGES.binfmt, platforms: [{ os: 'linux', architecture: 'arm64' }] },
      build: {
        builder: 'default',
        driver: 'docker',
        localImages: ['alpine:3'],
        context: '/w',
        file: '/w/Dockerfile',
        platforms: given.build.platforms,
        target: { kind: 'tags', image, tags: [CANDIDATE] },
        labels,
        annotations: labels,
        caches: {
          from: ['type=registry,ref=ghcr.io/acme/app:buildcache', 'type=gha,scope=acme/app,timeout=5s'],
          to: ['type=registry,ref=ghcr.io/acme/app:buildcache,mode=max,ignore-error=true'],
          variables: [
            'ACTIONS_RUNTIME_TOKEN',
            'ACTIONS_RESULTS_URL',
            'ACTIONS_CACHE_URL',
            'ACTIONS_CACHE_SERVICE_V2',
          ],
          folders: [],
          sources: [
            {
              layer: 'registry',
              name: 'ghcr.io/acme/app:buildcache',
              key: undefined,
              read: true,
              written: true,
              why: undefined,
              known: false,
            },
            {
              layer: 'gha',
              name: 'acme/app',
              key: undefined,
              read: true,
              // Nobody but this tag could read it.
              written: false,
              why: undefined,
              known: false,
            },
          ],
          warnings: [],
          notices: [],
        },
        inputs: given.build,
        epoch: 1_700_000_000,
        pull: true,
      },
      smoke: {
        mode: 'auto',
        args: undefined,
        entrypoint: undefined,
        env: [],
        http: undefined,
        timeoutMs: 60_000,
      },
      gate: true,
      attested: true,
      severalPlatformsLoad: true,
      inEngine: true,
      localImages: ['alpine:3'],
      first: true,
      notices: [],
      warnings: [],
    })
  })

  test('is frozen, and the same for the same facts', () => {
    expect(Object.isFrozen(plan())).toBe(true)
    expect(plan()).toEqual(plan())
  })
})

describe('the main cases', () => {
  const DIGEST = { kind: 'digest', image: { registry: 'ghcr.io', repository: 'acme/app' } }
  const CLASSIC = { engine: { ...ENGINE, containerdStore: false } }

  test.each<
    [what: string, written: Written, where: Context, facts: Partial<Facts>, target: object, tags: string]
  >([
    ['a persistent runner', {}, context({ hosted: false }), {}, DIGEST, 'v1.2.3 v1.2 v1 latest <sha>'],
    ['the classic store', {}, context(), CLASSIC, DIGEST, 'v1.2.3 v1.2 v1 latest <sha>'],
    [
      'an older version',
      {},
      gitTag('v1.1.1'),
      { registry: known(['v1.2.0']) },
      { tags: [CANDIDATE] },
      'v1.1.1 v1.1 <sha>',
    ],
    ['a pre-release', {}, gitTag('v2.0.0-rc.1'), {}, { tags: [CANDIDATE] }, 'v2.0.0-rc.1 <sha>'],
    ['a branch', {}, branch('main'), {}, { tags: [CANDIDATE] }, 'main <sha>'],
    [
      'gate: false pushes what moves',
      { gate: 'false' },
      gitTag('v1.1.1'),
      { registry: known(['v1.2.0']) },
      { kind: 'tags', tags: ['v1.1.1', 'v1.1', SHA] },
      'v1.1.1 v1.1 <sha>',
    ],
    [
      'gate: false on any driver',
      { gate: 'false' },
      branch('main'),
      CLASSIC,
      { kind: 'tags', tags: ['main', SHA] },
      'main <sha>',
    ],
    [
      'a pull request is only loaded',
      {},
      pullRequest(),
      {},
      { kind: 'load', name: 'ghcr-publish.local/dry-run:abc' },
      'pr-7',
    ],
    [
      'dry-run: true is only loaded',
      { 'dry-run': 'true' },
      context(),
      {},
      { kind: 'load' },
      'v1.2.3 v1.2 v1 latest <sha>',
    ],
    [
      'gate: false pushes nothing in a dry run',
      { 'dry-run': 'true', gate: 'false' },
      context(),
      {},
      { kind: 'load' },
      'v1.2.3 v1.2 v1 latest <sha>',
    ],
    [
      'a dry run without a smoke test loads nothing',
      { 'dry-run': 'true', smoke: 'off' },
      context(),
      {},
      { kind: 'none' },
      'v1.2.3 v1.2 v1 latest <sha>',
    ],
    [
      'a pull request that is published',
      { 'dry-run': 'false' },
      pullRequest(),
      {},
      { tags: [CANDIDATE] },
      'pr-7',
    ],
  ])('%s', (_, written, where, facts, target, tags) => {
    const found = plan(written, where, facts)
    expect(found.build.target).toMatchObject(target)
    expect(moved(found)).toBe(tags)
  })

  test('a dry run of a fork has no credentials, writes no cache and is not attested', () => {
    const found = plan({}, pullRequest('stranger/app'))
    expect(found.target.credentials).toEqual([])
    expect(found.build.caches.to).toEqual([])
    expect(found.attested).toBe(false)
    expect(found.build.pull).toBe(false)
  })

  test.each<[what: string, written: Written, facts: Partial<Facts>, part: Partial<Plan>]>([
    ['no attestations', { sbom: 'false' }, {}, { attested: false }],
    ['a package that is there', {}, { registry: known(['main']) }, { first: false }],
    [
      'the classic store holds one platform',
      {},
      { engine: { ...ENGINE, containerdStore: false } },
      { severalPlatformsLoad: false },
    ],
    [
      'and one it can hold',
      { platforms: 'amd64' },
      { engine: { ...ENGINE, containerdStore: false } },
      { severalPlatformsLoad: true },
    ],
    ['what the engine builds is in it', {}, {}, { inEngine: true }],
    [
      'what the engine of another context builds is not',
      { builder: 'remote' },
      { builders: [OWN, { ...OWN, name: 'remote', current: false }] },
      { inEngine: false },
    ],
    ['no emulator for the host alone', { platforms: 'amd64' }, {}, { emulators: undefined }],
  ])('%s', (_, written, facts, part) => {
    expect(plan(written, context(), facts)).toMatchObject(part)
  })

  test('the user’s labels stand behind the standard ones, and so win', () => {
    const { build } = plan({ labels: 'org.opencontainers.image.title=mine', annotations: 'a=b' })
    expect(build.labels.at(-1)).toEqual({ name: 'org.opencontainers.image.title', value: 'mine' })
    expect(build.annotations.at(-1)).toEqual({ name: 'a', value: 'b' })
  })

  test.each<[what: string, Context, Written, marked: boolean]>([
    ['a branch', branch('main'), {}, true],
    ['a version', gitTag('v1.2.3'), {}, false],
    ['a version from a branch', branch('main'), { tag: 'v1.2.3' }, false],
    ['a git tag that is no version', gitTag('nightly'), {}, false],
    ['a pull request', pullRequest('acme/app'), { 'dry-run': 'false' }, false],
  ])('only the image of a branch names its run: %s', (_, where, written, marked) => {
    const { build } = plan(written, where)
    const names = ['ghcr-publish.run-number', 'ghcr-publish.workflow']
    expect(build.annotations.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(
      marked ? names : [],
    )
    expect(build.labels.some(({ name }) => names.includes(name))).toBe(false)
  })

  test('notices of target, caches and tags come together', () => {
    const facts = { registry: known(['1.0.0']), engine: { ...ENGINE, buildx: '0.20.0' } }
    const { notices } = plan({ image: 'docker.io/a/b' }, context(), facts)
    expect(notices.map((one) => one.slice(0, 21))).toEqual([
      ...["The job's token is se", 'The gha cache is off:', 'The versions of this '],
    ])
  })

  test('the engine’s version stands in for that of its own builder, and of no other', () => {
    const facts = { engine: { ...ENGINE, version: '27.5.1' }, builders: [{ ...OWN, buildkit: undefined }] }
    const written = { cache: 'gha' }
    expect(plan(written, context(), facts).build.caches.from).toEqual([])
    expect(plan(written, context({ hosted: false }), facts).build.caches.from).toHaveLength(1)
  })

  test('a builder is prepared only where one is made or an emulator is missing', () => {
    const one = { platforms: 'amd64' }
    expect(needsBuilder(plan(one))).toBe(false)
    expect(needsBuilder(plan())).toBe(true)
    expect(needsBuilder(plan(one, context({ hosted: false })))).toBe(true)
  })
})

describe('where several nodes build', () => {
  const REMOTE = {
    driver: 'remote',
    nodes: 'tcp://127.0.0.1:1,platforms=amd64\ntcp://127.0.0.1:2,platforms=arm64',
  }
  const MINE = {
    ...{ ...OWN, name: 'mine', driver: 'remote', current: false },
    nodes: [...OWN.nodes, { name: 'b', endpoint: 'tcp://b:1', status: 'running', platforms: [] } as const],
  }

  test.each<[what: string, written: Written, target: object]>([
    // buildx joins the parts of an image without a tag under `latest`.
    ['the candidate has a tag', REMOTE, { kind: 'tags', tags: [CANDIDATE] }],
    ['the candidate of a builder of the job too', { builder: 'mine' }, { kind: 'tags', tags: [CANDIDATE] }],
    ['one platform needs none', { ...REMOTE, platforms: 'amd64' }, { kind: 'digest' }],
    ['one node needs none', { driver: 'remote', nodes: 'tcp://127.0.0.1:1' }, { kind: 'digest' }],
    ['a cluster needs none', { driver: 'kubernetes', 'driver-opts': 'replicas=3' }, { kind: 'digest' }],
  ])('%s', (_, written, target) => {
    const found = plan(written, context(), { builders: [OWN, MINE] })
    expect(found.build.target).toMatchObject(target)
    expect(found.inEngine).toBe(false)
  })

  test('a dry run loads one platform after the other', () => {
    expect(plan({ ...REMOTE, 'dry-run': 'true' }).severalPlatformsLoad).toBe(false)
    expect(plan({ driver: 'remote', nodes: 'tcp://127.0.0.1:1' }).severalPlatformsLoad).toBe(true)
  })

  test('caches are written, and what it falls back to is planned anew', () => {
    const { build, fallback, emulators } = plan({ ...REMOTE, smoke: 'off' })
    expect(build.caches.to).toHaveLength(1)
    expect(emulators).toBeUndefined()
    expect(fallback).toMatchObject({
      builder: { kind: 'create', driver: 'docker-container' },
      emulators: { platforms: [{ os: 'linux', architecture: 'arm64' }] },
      build: { driver: 'docker-container', target: { kind: 'digest' } },
      cost: expect.stringContaining('linux/arm64 is built under emulation'),
    })
    expect(plan({ smoke: 'off' }, context({ hosted: false })).fallback).toMatchObject({
      ...{ builder: { name: 'default' }, inEngine: true },
      build: { driver: 'docker', pull: true, target: { kind: 'tags', tags: [CANDIDATE] } },
    })
  })

  test.each<[what: string, written: Written, told: boolean]>([
    ['in the clear', { nodes: 'tcp://b.example:1' }, true],
    ['with certificates', { nodes: 'tcp://b.example:1', 'driver-opts': 'cacert=ca.pem' }, false],
    ['with certificates of its own', { nodes: 'tcp://b.example:1,cacert=ca.pem' }, false],
    ['on this machine', { nodes: 'tcp://127.0.0.1:1' }, false],
    ['through ssh', { nodes: 'ssh://b.example' }, false],
  ])('a node that is reached %s', (_, written, told) => {
    const { notices } = plan({ driver: 'remote', ...written })
    expect(notices.some((one) => one.includes('tcp://b.example:1 is not encrypted'))).toBe(told)
  })
})

describe('what cannot be planned', () => {
  test.each<
    [
      what: string,
      written: Written,
      where: Context,
      facts: Partial<Facts>,
      error: typeof InputError | typeof PolicyError,
      message: RegExp,
    ]
  >([
    [
      'no engine',
      {},
      context(),
      { engine: { unreachable: 'Cannot connect' } },
      PolicyError,
      /No container engine answers/,
    ],
    [
      'an engine that is too old',
      {},
      context(),
      { engine: { ...ENGINE, version: '20.10.0' } },
      PolicyError,
      /too old/,
    ],
    ['a builder that is not there', { builder: 'x' }, context(), {}, InputError, /no builder is called 'x'/],
    [
      'a git tag that is no version',
      {},
      gitTag('v1.2'),
      {},
      InputError,
      /tag: the git tag 'v1\.2' is not a version/,
    ],
    ['an event that may nothing', {}, context({ event: 'pull_request_target' }), {}, PolicyError, /stranger/],
  ])('%s', (_, written, where, facts, error, message) => {
    expect(() => plan(written, where, facts)).toThrow(error)
    expect(() => plan(written, where, facts)).toThrow(message)
  })
})
