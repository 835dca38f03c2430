import { describe, expect, test } from '@jest/globals'
import type { Builder } from '../../src/domain/engine.ts'
import { InputError, PolicyError } from '../../src/domain/errors.ts'
import { formatPlatform, type Platform, parsePlatform } from '../../src/domain/platform.ts'
import {
  type BuilderFacts,
  type BuilderPlan,
  emulatorName,
  planBuilder,
  planEmulators,
  planTrialEmulators,
} from '../../src/plan/builder.ts'
import { PINS } from '../../src/plan/pins.ts'
import { ENGINE, OWN } from './engine.ts'
import { inputs } from './given.ts'

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
    const found = planBuilder(inputs(written).builder, given, 'id')
    expect(show(found)).toBe(plan)
    expect(found.reason).toMatch(reason)
  })

  test('a new one has a BuildKit by digest, and options that no value can add to', () => {
    const plain = planBuilder(inputs({ driver: 'docker-container' }).builder, facts(), 'id')
    expect(plain).toMatchObject({ driverOpts: [`image=${PINS.buildkit.reference}`], config: undefined })
    const written = {
      'buildkit-image': 'moby/buildkit:x',
      'driver-opts': 'network=host\nenv.A=b,memory=1g',
      'buildkitd-config': 'b.toml',
    }
    expect(planBuilder(inputs(written).builder, facts(), 'id')).toMatchObject({
      driverOpts: ['image=moby/buildkit:x', 'network=host', '"env.A=b,memory=1g"'],
      config: 'b.toml',
    })
  })

  test('a builder that nobody made is a fault of the input, with the names that there are', () => {
    const plan = () => planBuilder(inputs({ builder: 'other' }).builder, facts(), 'id')
    expect(plan).toThrow(InputError)
    expect(plan).toThrow(/builder: no builder is called 'other'\. Allowed: default\./)
    const none = () => planBuilder(inputs({ builder: 'other' }).builder, facts({ builders: [] }), 'id')
    expect(none).toThrow(/Allowed: none exists\./)
  })

  test.each<[string, BuilderFacts, RegExp]>([
    ['no builder of the engine', facts({ builders: [MINE] }), /No builder uses the docker driver/],
    ['one of another engine', facts({ builders: [ELSEWHERE] }), /No builder uses the docker driver/],
  ])('driver: docker is refused with %s', (_, given, message) => {
    const plan = () => planBuilder(inputs({ driver: 'docker' }).builder, given, 'id')
    expect(plan).toThrow(PolicyError)
    expect(plan).toThrow(message)
  })
})

describe('emulators are installed for what neither the builder nor the host runs', () => {
  const ENGINES: BuilderPlan = { kind: 'existing', name: 'default', driver: 'docker', reason: '' }
  const JOBS: BuilderPlan = { kind: 'existing', name: 'mine', driver: 'docker-container', reason: '' }
  const NEW: BuilderPlan = {
    ...JOBS,
    kind: 'create',
    driver: 'docker-container',
    image: PINS.buildkit.reference,
    driverOpts: [],
    config: undefined,
  }
  const QEMU: Builder = { ...OWN, platforms: platforms('amd64 386 arm64 arm/v7') }
  const NODES: Builder = { ...MINE, nodes: 2 }
  const REMOTE: Builder = { ...MINE, driver: 'remote', platforms: platforms('amd64') }

  test.each<
    [what: string, plan: BuilderPlan, wanted: string, facts: BuilderFacts, smoke: boolean, missing: string]
  >([
    ['the host alone', ENGINES, 'amd64', facts(), true, ''],
    ['a foreign platform', ENGINES, 'amd64 arm64', facts(), true, 'linux/arm64'],
    ['a foreign platform that is only built', ENGINES, 'amd64 arm64', facts(), false, 'linux/arm64'],
    ['two foreign platforms', ENGINES, 'arm64 arm/v7', facts(), true, 'linux/arm64 linux/arm/v7'],
    ['emulators that are there', ENGINES, 'amd64 arm64', facts({ builders: [QEMU] }), true, ''],
    ['a variant that is missing', ENGINES, 'arm/v6', facts({ builders: [QEMU] }), true, 'linux/arm/v6'],
    ['a new builder on the host’s emulators', NEW, 'amd64 arm64', facts({ builders: [QEMU] }), true, ''],
    ['a new builder without them', NEW, 'amd64 arm64', facts(), true, 'linux/arm64'],
    [
      'a builder that can, a host that need not',
      JOBS,
      'amd64 arm64',
      facts({ builders: [OWN, MINE] }),
      false,
      '',
    ],
    [
      'a builder that can, a host that cannot',
      JOBS,
      'amd64 arm64',
      facts({ builders: [OWN, MINE] }),
      true,
      'linux/arm64',
    ],
    [
      'a builder that cannot, a host that can',
      JOBS,
      'arm64',
      facts({ builders: [QEMU, REMOTE] }),
      true,
      'linux/arm64',
    ],
    [
      'a builder that has not started',
      JOBS,
      'amd64 arm64',
      facts({ builders: [QEMU, { ...MINE, platforms: [] }] }),
      true,
      '',
    ],
    [
      'emulators of another engine',
      ENGINES,
      'amd64 arm64',
      facts({ builders: [idle(ELSEWHERE), OWN] }),
      true,
      'linux/arm64',
    ],
    [
      'a builder of another engine, which has no emulators of this one',
      { ...ENGINES, name: 'elsewhere' },
      'arm64 arm/v7',
      facts({ builders: [QEMU, ELSEWHERE] }),
      false,
      'linux/arm/v7',
    ],
    [
      'a builder of several nodes, one for each platform',
      JOBS,
      'amd64 arm64 arm/v7',
      facts({ builders: [OWN, NODES] }),
      false,
      'linux/arm/v7',
    ],
    [
      'several nodes, and a smoke test here',
      JOBS,
      'amd64 arm64',
      facts({ builders: [OWN, NODES] }),
      true,
      'linux/arm64',
    ],
    [
      'several nodes, and a smoke test here with emulators',
      JOBS,
      'amd64 arm64',
      facts({ builders: [QEMU, NODES] }),
      true,
      '',
    ],
    [
      'a builder on another machine, which no emulator here helps',
      { ...JOBS, driver: 'remote' },
      'amd64 arm64',
      facts({ builders: [OWN, REMOTE] }),
      false,
      '',
    ],
    [
      'a cluster, and a smoke test here',
      { ...JOBS, driver: 'kubernetes' },
      'amd64 arm64',
      facts({ builders: [OWN, { ...REMOTE, driver: 'kubernetes' }] }),
      true,
      'linux/arm64',
    ],
    [
      'an ARM host with a platform of its own alone',
      ENGINES,
      'arm64',
      facts({
        engine: { ...ENGINE, platform: { os: 'linux', architecture: 'arm64' } },
        builders: [{ ...OWN, platforms: platforms('arm64') }],
      }),
      true,
      '',
    ],
    [
      'an ARM host',
      ENGINES,
      'amd64 arm64',
      facts({
        engine: { ...ENGINE, platform: { os: 'linux', architecture: 'arm64' } },
        builders: [{ ...OWN, platforms: platforms('arm64') }],
      }),
      true,
      'linux/amd64',
    ],
  ])('%s', (_, plan, wanted, given, smoke, missing) => {
    const found = planEmulators(plan, platforms(wanted), given, { smoke, image: undefined })
    expect(found?.platforms.map(formatPlatform).join(' ') ?? '').toBe(missing)
    if (found !== undefined) expect(found.image).toBe(PINS.binfmt.reference)
  })

  test('the image may be another one', () => {
    const found = planEmulators(ENGINES, BOTH, facts(), { smoke: true, image: 'x/y:1' })
    expect(found?.image).toBe('x/y:1')
  })

  test.each<[what: string, wanted: string, given: BuilderFacts, missing: string]>([
    ['what the host is', 'amd64', facts(), ''],
    ['what the host has no emulator for', 'amd64 arm64', facts({ builders: [OWN] }), 'linux/arm64'],
    ['what the host has one for', 'amd64 arm64', facts({ builders: [QEMU] }), ''],
    ['what only a builder elsewhere can', 'arm64', facts({ builders: [OWN, REMOTE] }), 'linux/arm64'],
  ])('to try an image that nobody builds here: %s', (_, wanted, given, missing) => {
    const found = planTrialEmulators(platforms(wanted), given, undefined)
    expect(found?.platforms.map(formatPlatform).join(' ') ?? '').toBe(missing)
    if (found !== undefined) expect(found.image).toBe(PINS.binfmt.reference)
  })

  test.each(['amd64', 'arm64', 'riscv64', 's390x'])('binfmt knows %s by its architecture', (name) => {
    expect(emulatorName({ os: 'linux', architecture: name })).toBe(name)
  })
})

test('every tool is pinned by digest', () => {
  for (const { reference, version } of Object.values(PINS)) {
    expect(reference).toMatch(/^docker\.io\/[a-z]+\/[a-z-]+@sha256:[0-9a-f]{64}$/)
    expect(version).not.toBe('')
  }
})
