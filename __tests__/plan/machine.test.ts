import { describe, expect, test } from '@jest/globals'
import type { Builder, EngineFacts } from '../../src/domain/engine.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { BuilderPlan } from '../../src/plan/builder.ts'
import { isForeign, planMachine } from '../../src/plan/machine.ts'
import { ENGINE, OWN } from './engine.ts'

const HERE: EngineFacts = { ...ENGINE, root: '/var/lib/docker' }
const builder = (driver: string): BuilderPlan => ({ kind: 'existing', name: 'mine', driver, reason: '' })
const made = (nodes?: number): Builder => ({ ...OWN, name: 'mine', nodes })

describe('where the build runs', () => {
  test.each<[what: string, plan: BuilderPlan, builders: readonly Builder[], here: boolean]>([
    ['the engine’s own builder', builder('docker'), [OWN], true],
    ['a builder that is not made yet', builder('docker-container'), [OWN], true],
    ['a builder of one node', builder('docker-container'), [made(1)], true],
    ['a builder of which nodes are not told', builder('docker-container'), [made()], true],
    ['a builder of several nodes', builder('docker-container'), [made(2)], false],
    ['a remote builder', builder('remote'), [made(1)], false],
    ['a cluster', builder('kubernetes'), [made(1)], false],
  ])('%s', (_, plan, builders, builds) => {
    expect(planMachine(plan, { engine: HERE, builders, hosted: true })).toEqual({
      platform: ENGINE.platform,
      root: '/var/lib/docker',
      builds,
    })
  })
})

test.each([
  ['amd64', 'amd64', false],
  ['amd64', '386', false],
  ['amd64', 'arm64', true],
  ['amd64', 'arm/v7', true],
  ['arm64', 'arm64', false],
  // Many 64-bit ARM machines have no 32-bit mode.
  ['arm64', 'arm/v7', true],
  ['arm64', 'amd64', true],
  ['amd64', 'windows/amd64', false],
  ['amd64', 'windows/arm64', false],
])('on %s, %s needs an emulator: %s', (own, wanted, foreign) => {
  const parse = (text: string) => parsePlatform(text) as Platform
  expect(isForeign({ platform: parse(own), root: undefined, builds: true }, parse(wanted))).toBe(foreign)
})
