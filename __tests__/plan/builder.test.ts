import { describe, expect, test } from '@jest/globals'
import type { Builder } from '../../src/domain/engine.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { type BuilderFacts, type BuilderPlan, mustStart, planBuilder } from '../../src/plan/builder.ts'
import { costOf } from '../../src/plan/fallback.ts'
import { PINS } from '../../src/plan/pins.ts'
import { ENGINE, OWN } from './engine.ts'
import { inputs } from './given.ts'

const PLACE = { id: 'id', workspace: '/w', allow: [] }

type Written = Readonly<Record<string, string>>

const platforms = (text: string): readonly Platform[] =>
  text.split(' ').flatMap((one) => parsePlatform(one) ?? [])
const BOTH = platforms('amd64 arm64')

const MINE: Builder = { ...OWN, name: 'mine', driver: 'docker-container', platforms: BOTH }

/** The engine's builder in another docker context, so of another engine. */
const ELSEWHERE: Builder = { ...OWN, name: 'elsewhere', platforms: BOTH }

/** A GitHub-hosted runner with the containerd store, with what a test changes. */
const facts = (change: Partial<BuilderFacts> = {}): BuilderFacts => ({
  engine: ENGINE,
  builders: [OWN],
  hosted: true,
  ...change,
})
const CLASSIC = { ...ENGINE, containerdStore: false }
const idle = (builder: Builder): Builder => ({ ...builder, current: false })

/** `existing default (docker)` or `create ghcr-publish-id (docker-container)`. */
function show(plan: BuilderPlan): string {
  return `${plan.kind} ${plan.name} (${plan.driver})`
}

describe('where the build runs', () => {
  const ENGINES = 'existing default (docker)'
  const NEW = 'create ghcr-publish-id (docker-container)'
  const JOBS = 'existing mine (docker-container)'
  test.each<[what: string, written: Written, facts: BuilderFacts, plan: string, reason: RegExp]>([
    ['the engine’s own on a hosted runner', {}, facts(), ENGINES, /containerd image store/],
    ['a new one on a persistent runner', {}, facts({ hosted: false }), NEW, /persistent/],
    ['a new one with the classic store', {}, facts({ engine: CLASSIC }), NEW, /classic image store/],
    ['a new one where there is none at all', {}, facts({ builders: [] }), NEW, /./],
    ['the one that the job set up', {}, facts({ builders: [idle(OWN), MINE] }), JOBS, /set it up before/],
    [
      'the one that the job set up, on any runner',
      {},
      facts({ builders: [idle(OWN), MINE], hosted: false }),
      JOBS,
      /set it up/,
    ],
    [
      'not one that the job set up and does not use',
      {},
      facts({ builders: [OWN, idle(MINE)] }),
      ENGINES,
      /./,
    ],
    [
      'not one that is broken',
      {},
      facts({ builders: [idle(OWN), { ...MINE, status: 'error' }] }),
      ENGINES,
      /./,
    ],
    [
      'one that is not running yet',
      {},
      facts({ builders: [idle(OWN), { ...MINE, status: 'inactive' }] }),
      JOBS,
      /./,
    ],
    [
      'a remote one of the job',
      {},
      facts({ builders: [{ ...MINE, driver: 'remote' }] }),
      'existing mine (remote)',
      /./,
    ],
    ['the named one', { builder: 'mine' }, facts({ builders: [OWN, idle(MINE)] }), JOBS, /builder input/],
    [
      'the named one, even the engine’s',
      { builder: 'default' },
      facts({ hosted: false }),
      ENGINES,
      /builder input/,
    ],
    [
      'the engine’s, when asked for',
      { driver: 'docker' },
      facts({ hosted: false }),
      ENGINES,
      /^driver: docker$/,
    ],
    [
      'the engine’s, beside the job’s',
      { driver: 'docker' },
      facts({ builders: [idle(OWN), MINE] }),
      ENGINES,
      /./,
    ],
    [
      'the engine’s in the context in use, not the first',
      {},
      facts({ builders: [idle(ELSEWHERE), OWN] }),
      ENGINES,
      /./,
    ],
    [
      'the engine’s in the context in use, not the current one',
      { driver: 'docker' },
      facts({ builders: [ELSEWHERE, idle(OWN)] }),
      ENGINES,
      /./,
    ],
    [
      'the engine’s in another context, which is in use',
      { driver: 'docker' },
      facts({ engine: { ...ENGINE, context: 'elsewhere' }, builders: [OWN, idle(ELSEWHERE)] }),
      'existing elsewhere (docker)',
      /./,
    ],
    [
      'the current one where no context is told',
      { driver: 'docker' },
      facts({ engine: { ...ENGINE, context: undefined }, builders: [idle(OWN), ELSEWHERE] }),
      'existing elsewhere (docker)',
      /./,
    ],
    [
      'the first where neither is told',
      { driver: 'docker' },
      facts({ engine: { ...ENGINE, context: undefined }, builders: [idle(OWN), idle(ELSEWHERE)] }),
      ENGINES,
      /./,
    ],
    ['a new one where the engine has none', {}, facts({ builders: [idle(ELSEWHERE)] }), NEW, /./],
    ['the engine’s with the classic store', { driver: 'docker' }, facts({ engine: CLASSIC }), ENGINES, /./],
    ['a new one, when asked for', { driver: 'docker-container' }, facts(), NEW, /^driver: docker-container$/],
    ['a new one, beside the job’s', { driver: 'docker-container' }, facts({ builders: [MINE] }), NEW, /./],
    ['a new one for a BuildKit image', { 'buildkit-image': 'x' }, facts(), NEW, /builder options/],
    ['a new one for driver options', { 'driver-opts': 'network=host' }, facts(), NEW, /builder options/],
    ['a new one for a configuration', { 'buildkitd-config': 'x.toml' }, facts(), NEW, /builder options/],
  ])('%s', (_, written, given, plan, reason) => {
    const found = planBuilder(inputs(written).builder, given, PLACE)
    expect(show(found)).toBe(plan)
    expect(found.reason).toMatch(reason)
  })

  test('a new one has a BuildKit by digest, and options that no value can add to', () => {
    const plain = planBuilder(inputs({ driver: 'docker-container' }).builder, facts(), PLACE)
    const { reference, mirror } = PINS.buildkit
    const alone = { endpoint: undefined, name: undefined, platforms: [], options: [] }
    expect(plain).toMatchObject({
      image: { reference, mirror },
      nodes: [alone],
      config: undefined,
      here: true,
    })
    const written = {
      'buildkit-image': 'moby/buildkit:x',
      'driver-opts': 'network=host\nenv.A=b,memory=1g',
      'buildkitd-config': 'b.toml',
    }
    expect(planBuilder(inputs(written).builder, facts(), PLACE)).toMatchObject({
      image: { reference: 'moby/buildkit:x', mirror: undefined },
      nodes: [{ ...alone, options: ['network=host', '"env.A=b,memory=1g"'] }],
      config: '/w/b.toml',
    })
  })

  test('a remote one has its nodes, with certificates by absolute paths', () => {
    const written = {
      driver: 'remote',
      nodes: 'tcp://a:1,platforms=amd64,386\ntcp://b:2,platforms=arm64,name=arm,servername=x,cert=/own.pem',
      'driver-opts': 'cacert=certs/ca.pem\nkey=k',
    }
    expect(planBuilder(inputs(written).builder, facts(), PLACE)).toMatchObject({
      ...{ kind: 'create', driver: 'remote', image: undefined, here: false },
      nodes: [
        {
          ...{ endpoint: 'tcp://a:1', name: undefined, platforms: ['linux/amd64', 'linux/386'] },
          options: ['cacert=/w/certs/ca.pem', 'key=/w/k'],
        },
        {
          ...{ endpoint: 'tcp://b:2', name: 'ghcr-publish-id-arm', platforms: ['linux/arm64'] },
          options: ['cacert=/w/certs/ca.pem', 'key=/w/k', 'servername=x', 'cert=/own.pem'],
        },
      ],
    })
  })

  const allowing = (...allow: readonly string[]) => ({ ...PLACE, allow })

  test.each<[what: string, written: Written, allow: string, facts: BuilderFacts, plan: string]>([
    ['a new one, which grants it', {}, 'security.insecure', facts(), NEW],
    ['a new one, which grants devices', {}, 'device=vendor.com/gpu', facts(), NEW],
    ['the engine’s, which grants the network', {}, 'network.host', facts(), ENGINES],
    ['the engine’s where it was asked for', { driver: 'docker' }, 'security.insecure', facts(), ENGINES],
    ['the one that the job set up', {}, 'security.insecure', facts({ builders: [idle(OWN), MINE] }), JOBS],
  ])('%s: allow with %j', (_, written, allow, given, plan) => {
    expect(show(planBuilder(inputs(written).builder, given, allowing(allow)))).toBe(plan)
  })

  test('a new one is told to grant what is written, whole kinds of devices, and nothing where nothing is', () => {
    const place = allowing('network.host', 'security.insecure', 'device=a', 'device=b')
    const told = (written: Written, where = place) => planBuilder(inputs(written).builder, facts(), where)
    const entitlements = ['network.host', 'security.insecure', 'device']
    const fallback = { builder: { entitlements } }
    expect(told({ driver: 'docker-container' })).toMatchObject({ entitlements })
    expect(told({ driver: 'kubernetes' })).toMatchObject({ entitlements, fallback })
    // Its nodes run already, so whoever started them has told them.
    expect(told({ driver: 'remote', nodes: 'tcp://x:1' })).toMatchObject({ entitlements: [], fallback })
    expect(told({ driver: 'docker-container' }, PLACE)).toMatchObject({ entitlements: [] })
  })

  test('the engine takes no place of one that grants more than the network', () => {
    const fallback = (...allow: readonly string[]) =>
      planBuilder(inputs({ driver: 'docker-container' }).builder, facts(), allowing(...allow)).fallback
    expect(fallback('security.insecure')).toMatchObject({
      reason: expect.stringMatching(/has no security\.insecure\.$/),
    })
    expect(fallback('network.host')).toMatchObject({ kind: 'builder' })
  })

  test('one in a cluster has a BuildKit by digest, which is not pulled here, and its options as they are', () => {
    const written = { driver: 'kubernetes', 'driver-opts': 'namespace=ci\nreplicas=2\ncert=x' }
    expect(planBuilder(inputs(written).builder, facts(), PLACE)).toMatchObject({
      ...{ kind: 'create', driver: 'kubernetes', here: false, image: { reference: PINS.buildkit.reference } },
      nodes: [{ endpoint: undefined, options: ['namespace=ci', 'replicas=2', 'cert=x'] }],
    })
  })

  test('a builder that nobody made is a fault of the input, with the names that there are', () => {
    const plan = () => planBuilder(inputs({ builder: 'other' }).builder, facts(), PLACE)
    expect(plan).toThrow(InputError)
    expect(plan).toThrow(/builder: no builder is called 'other'\. Allowed: default\./)
    const none = () => planBuilder(inputs({ builder: 'other' }).builder, facts({ builders: [] }), PLACE)
    expect(none).toThrow(/Allowed: none exists\./)
  })

  test.each<[string, BuilderFacts, RegExp]>([
    ['no builder of the engine', facts({ builders: [MINE] }), /No builder uses the docker driver/],
    ['one of another engine', facts({ builders: [ELSEWHERE] }), /No builder uses the docker driver/],
  ])('driver: docker is refused with %s', (_, given, message) => {
    const plan = () => planBuilder(inputs({ driver: 'docker' }).builder, given, PLACE)
    expect(plan).toThrow(PolicyError)
    expect(plan).toThrow(message)
  })
})

describe('a builder that does not come up falls back once', () => {
  const PERSISTENT = facts({ hosted: false })
  const SLEEPER: Builder = {
    ...MINE,
    nodes: [{ name: 'mine0', endpoint: 'x', status: 'inactive', platforms: [] }],
    status: 'inactive',
  }
  test.each<[what: string, written: Written, facts: BuilderFacts, instead: string | RegExp]>([
    ['a container to the engine', {}, PERSISTENT, 'existing default (docker)'],
    ['one that was asked for too', { driver: 'docker-container' }, facts(), 'existing default (docker)'],
    ['not to a classic store', {}, facts({ engine: CLASSIC }), /classic image store/],
    ['not to an engine without a builder', {}, facts({ builders: [], hosted: false }), /./],
    ['not with driver options', { 'driver-opts': 'network=host' }, facts(), /has no driver-opts\.$/],
    ['not with a BuildKit image', { 'buildkit-image': 'x' }, facts(), /has no buildkit-image\.$/],
    [
      'not with a configuration and nodes',
      { driver: 'docker-container', 'buildkitd-config': 'x', nodes: 'arm' },
      facts(),
      /has no buildkitd-config, nodes\.$/,
    ],
    [
      'a remote one to a container',
      { driver: 'remote', nodes: 'tcp://x:1' },
      facts(),
      'create ghcr-publish-id (docker-container)',
    ],
    [
      'one in a cluster to a container, also with options',
      { driver: 'kubernetes', 'buildkit-image': 'x', 'driver-opts': 'namespace=ci' },
      facts(),
      'create ghcr-publish-id (docker-container)',
    ],
    [
      'one that the job set up, to what there would be without it',
      {},
      facts({ builders: [idle(OWN), SLEEPER] }),
      'existing default (docker)',
    ],
    ['not the named one', { builder: 'mine' }, facts({ builders: [OWN, SLEEPER] }), /asked for/],
    ['not the engine’s', { driver: 'docker' }, facts(), /asked for/],
  ])('%s', (_, written, given, instead) => {
    const { fallback } = planBuilder(inputs(written).builder, given, PLACE)
    if (typeof instead === 'string')
      expect(fallback.kind === 'builder' ? show(fallback.builder) : fallback.reason).toBe(instead)
    else expect(fallback).toEqual({ kind: 'none', reason: expect.stringMatching(instead) })
  })

  test('the container in place of another has none of its options, and no second substitute', () => {
    const written = { driver: 'kubernetes', 'buildkit-image': 'x', 'driver-opts': 'namespace=ci' }
    const { fallback } = planBuilder(inputs(written).builder, facts(), PLACE)
    expect(fallback).toMatchObject({
      builder: {
        image: { reference: PINS.buildkit.reference, mirror: PINS.buildkit.mirror },
        ...{ nodes: [{ options: [] }], config: undefined, here: true, fallback: { kind: 'none' } },
      },
    })
  })

  test.each<[what: string, written: Written, facts: BuilderFacts, starts: boolean]>([
    ['a new one', { driver: 'docker-container' }, facts(), true],
    ['the engine’s', { driver: 'docker' }, facts(), false],
    ['one that runs', { builder: 'mine' }, facts({ builders: [MINE] }), false],
    ['one that sleeps', { builder: 'mine' }, facts({ builders: [SLEEPER] }), true],
    [
      'one with a node that sleeps',
      { builder: 'mine' },
      facts({ builders: [{ ...MINE, nodes: [...MINE.nodes, ...SLEEPER.nodes] }] }),
      true,
    ],
  ])('has to be started: %s', (_, written, given, starts) => {
    expect(mustStart(planBuilder(inputs(written).builder, given, PLACE))).toBe(starts)
  })

  test.each<[what: string, written: Written, facts: BuilderFacts, cost: RegExp]>([
    [
      'nothing but the driver',
      { driver: 'docker-container' },
      facts(),
      /^The engine itself builds instead\.$/,
    ],
    [
      'its isolation',
      {},
      PERSISTENT,
      /^The engine itself builds instead\. It shares its build cache with other jobs/,
    ],
    [
      'native machines',
      { driver: 'remote', nodes: 'tcp://x:1' },
      facts(),
      /^A BuildKit container on this machine .*\. linux\/arm64 is built under emulation, which is slow\.$/,
    ],
  ])('what it costs: %s', (_, written, given, cost) => {
    const builder = planBuilder(inputs(written).builder, given, PLACE)
    if (builder.fallback.kind === 'none') throw new Error(builder.fallback.reason)
    expect(costOf(builder, builder.fallback.builder, BOTH, given)).toMatch(cost)
  })
})

test('every tool is pinned by digest, and has the same bytes in a mirror', () => {
  for (const { reference, mirror, version } of Object.values(PINS)) {
    expect(reference).toMatch(/^docker\.io\/[a-z]+\/[a-z-]+@sha256:[0-9a-f]{64}$/)
    expect(mirror).toBe(reference.replace('docker.io/', 'mirror.gcr.io/'))
    expect(version).not.toBe('')
  }
})
