import { describe, expect, test } from '@jest/globals'
import type { Builder, BuilderNode } from '../../src/domain/engine.ts'
import { formatPlatform, type Platform, parsePlatform } from '../../src/domain/platform.ts'
import { type BuilderFacts, type BuilderPlan, planBuilder } from '../../src/plan/builder.ts'
import {
  emulatorName,
  planEmulators,
  planTrialEmulators,
  withoutInstalled,
} from '../../src/plan/emulators.ts'
import { PINS } from '../../src/plan/pins.ts'
import { ENGINE, OWN } from './engine.ts'
import { inputs } from './given.ts'

const platforms = (text: string): readonly Platform[] =>
  text.split(' ').flatMap((one) => parsePlatform(one) ?? [])
const BOTH = platforms('amd64 arm64')

const node = (can: string, status: BuilderNode['status'] = 'running'): BuilderNode => {
  return { name: `node-${can}`, endpoint: 'tcp://x:1', status, platforms: platforms(can) }
}
const builderOf = (name: string, driver: string, ...nodes: readonly BuilderNode[]): Builder => {
  return {
    ...{ ...OWN, name, driver, nodes, current: false },
    platforms: nodes.flatMap((one) => one.platforms),
  }
}

const facts = (...builders: readonly Builder[]): BuilderFacts => {
  return { engine: ENGINE, builders: builders.length === 0 ? [OWN] : builders, hosted: true }
}
const QEMU: Builder = { ...OWN, platforms: platforms('amd64 386 arm64 arm/v7') }
const MINE = builderOf('mine', 'docker-container', node('amd64 arm64'))
const ELSEWHERE = { ...builderOf('elsewhere', 'docker', node('amd64 arm64')) }

/** The builder that a workflow gets which writes this. */
const plan = (written: Readonly<Record<string, string>>, given: BuilderFacts): BuilderPlan =>
  planBuilder(inputs(written).builder, given, { id: 'id', workspace: '/w', allow: [] })

const ENGINES = { builder: 'default' }
const JOBS = { builder: 'mine' }
const NEW = { driver: 'docker-container' }

describe('emulators are installed for what neither the builder nor the host runs', () => {
  test.each<
    [
      what: string,
      written: Readonly<Record<string, string>>,
      wanted: string,
      facts: BuilderFacts,
      smoke: boolean,
      missing: string,
    ]
  >([
    ['the host alone', ENGINES, 'amd64', facts(), true, ''],
    ['a foreign platform', ENGINES, 'amd64 arm64', facts(), true, 'linux/arm64'],
    ['a foreign platform that is only built', ENGINES, 'amd64 arm64', facts(), false, 'linux/arm64'],
    ['two foreign platforms', ENGINES, 'arm64 arm/v7', facts(), true, 'linux/arm64 linux/arm/v7'],
    ['emulators that are there', ENGINES, 'amd64 arm64', facts(QEMU), true, ''],
    ['a variant that is missing', ENGINES, 'arm/v6', facts(QEMU), true, 'linux/arm/v6'],
    ['a new builder on the host’s emulators', NEW, 'amd64 arm64', facts(QEMU), true, ''],
    ['a new builder without them', NEW, 'amd64 arm64', facts(), true, 'linux/arm64'],
    ['a builder that can, a host that need not', JOBS, 'amd64 arm64', facts(OWN, MINE), false, ''],
    ['a builder that can, a host that cannot', JOBS, 'amd64 arm64', facts(OWN, MINE), true, 'linux/arm64'],
    [
      'a builder that cannot, a host that need not',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'docker-container', node('amd64'))),
      false,
      'linux/arm64',
    ],
    [
      'a builder that has not started',
      JOBS,
      'amd64 arm64',
      facts(QEMU, builderOf('mine', 'docker-container', node('', 'inactive'))),
      true,
      '',
    ],
    [
      'a builder that tells of no nodes',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'docker-container')),
      false,
      'linux/arm64',
    ],
    ['emulators of another engine', ENGINES, 'amd64 arm64', facts(ELSEWHERE, OWN), true, 'linux/arm64'],
    [
      'a builder of another engine, which has no emulators of this one',
      { builder: 'elsewhere' },
      'arm64 arm/v7',
      facts(QEMU, ELSEWHERE),
      false,
      'linux/arm/v7',
    ],
    [
      'an ARM host',
      ENGINES,
      'amd64 arm64',
      {
        engine: { ...ENGINE, platform: { os: 'linux', architecture: 'arm64' } },
        builders: [{ ...OWN, platforms: platforms('arm64') }],
        hosted: true,
      },
      true,
      'linux/amd64',
    ],
    [
      'a native node for each platform',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'docker-container', node('amd64'), node('arm64'))),
      false,
      '',
    ],
    [
      'a native node for each platform, which the host has to try',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'remote', node('amd64'), node('arm64'))),
      true,
      'linux/arm64',
    ],
    [
      'a node that sleeps, beside one that is written for a platform',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'docker-container', node('', 'inactive'), node('arm64', 'inactive'))),
      false,
      '',
    ],
    [
      'a remote builder that cannot, which emulators here do not help',
      JOBS,
      'amd64 arm64',
      facts(OWN, builderOf('mine', 'remote', node('amd64'))),
      false,
      '',
    ],
    ['a new remote builder', { driver: 'remote', nodes: 'tcp://x:1' }, 'amd64 arm64', facts(), false, ''],
    [
      'a new remote builder, whose image the host has to try',
      { driver: 'remote', nodes: 'tcp://x:1' },
      'amd64 arm64',
      facts(),
      true,
      'linux/arm64',
    ],
    ['a new builder in a cluster', { driver: 'kubernetes' }, 'amd64 arm64', facts(), false, ''],
    [
      'a new builder on other engines',
      { driver: 'docker-container', nodes: 'ssh://me@arm' },
      'arm64',
      facts(),
      false,
      '',
    ],
  ])('%s', (_, written, wanted, given, smoke, missing) => {
    const found = planEmulators(plan(written, given), platforms(wanted), given, { smoke, image: undefined })
    expect(found?.platforms.map(formatPlatform).join(' ') ?? '').toBe(missing)
    if (found !== undefined) expect(found.image.reference).toBe(PINS.binfmt.reference)
  })

  test('the image may be another one, which has no mirror', () => {
    const found = planEmulators(plan(ENGINES, facts()), BOTH, facts(), { smoke: true, image: 'x/y:1' })
    expect(found?.image).toEqual({ reference: 'x/y:1', mirror: undefined })
  })

  test.each<[what: string, wanted: string, given: BuilderFacts, missing: string]>([
    ['what the host is', 'amd64', facts(), ''],
    ['what the host has no emulator for', 'amd64 arm64', facts(), 'linux/arm64'],
    ['what the host has one for', 'amd64 arm64', facts(QEMU), ''],
    [
      'what only a builder elsewhere can',
      'arm64',
      facts(OWN, builderOf('r', 'remote', node('arm64'))),
      'linux/arm64',
    ],
  ])('to try an image that nobody builds here: %s', (_, wanted, given, missing) => {
    const found = planTrialEmulators(platforms(wanted), given, undefined)
    expect(found?.platforms.map(formatPlatform).join(' ') ?? '').toBe(missing)
    if (found !== undefined) expect(found.image.mirror).toBe(PINS.binfmt.mirror)
  })

  test('what one plan has installed is left out of the next', () => {
    const of = (text: string) => planTrialEmulators(platforms(text), facts(), undefined)
    expect(withoutInstalled(of('arm64 riscv64'), of('arm64'))?.platforms).toEqual(platforms('riscv64'))
    expect(withoutInstalled(of('arm64'), of('arm64'))).toBeUndefined()
    expect(withoutInstalled(of('arm64'), undefined)).toEqual(of('arm64'))
    expect(withoutInstalled(undefined, of('arm64'))).toBeUndefined()
  })

  test.each(['amd64', 'arm64', 'riscv64', 's390x'])('binfmt knows %s by its architecture', (name) => {
    expect(emulatorName({ os: 'linux', architecture: name })).toBe(name)
  })
})
