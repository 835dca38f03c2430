import { describe, expect, test } from '@jest/globals'
import type { BuilderNode, EngineFacts } from '../../src/domain/engine.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { BuilderPlan } from '../../src/plan/builder.ts'
import { isForeign, planMachine } from '../../src/plan/machine.ts'
import { ENGINE } from './engine.ts'

const HERE: EngineFacts = { ...ENGINE, root: '/var/lib/docker' }
const node = (name: string): BuilderNode => ({ name, endpoint: 'x', status: 'running', platforms: [] })
const builder = (driver: string, nodes = 1): BuilderPlan => ({
  ...{ kind: 'existing', name: 'mine', driver, reason: '', fallback: { kind: 'none', reason: '' } },
  nodes: Array.from({ length: nodes }, (_, at) => node(`mine${at}`)),
})
const made = (here: boolean) => ({ ...builder('docker-container', 0), kind: 'create', here }) as BuilderPlan

describe('where the build runs', () => {
  test.each<[what: string, plan: BuilderPlan, here: boolean]>([
    ['the engine’s own builder', builder('docker'), true],
    ['a builder that is not made yet', made(true), true],
    ['one that is not made yet, on other engines', made(false), false],
    ['a builder of one node', builder('docker-container'), true],
    ['a builder of which nodes are not told', builder('docker-container', 0), true],
    ['a builder of several nodes', builder('docker-container', 2), false],
    ['a remote builder', builder('remote'), false],
    ['a cluster', builder('kubernetes'), false],
  ])('%s', (_, plan, builds) => {
    expect(planMachine(plan, { engine: HERE })).toEqual({
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
