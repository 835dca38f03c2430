import { describe, expect, test } from '@jest/globals'
import type { EngineFacts } from '../../src/domain/engine.ts'
import { PolicyError } from '../../src/domain/errors.ts'
import {
  BUILDX_FLOOR,
  BUILDX_GHA_FLOOR,
  ENGINE_FLOOR,
  reaches,
  requireEngine,
} from '../../src/plan/floors.ts'

const engine = (version: string, buildx: string | undefined): EngineFacts => ({
  name: 'host',
  version,
  containerdStore: true,
  platform: { os: 'linux', architecture: 'amd64' },
  buildx,
  context: 'default',
})

describe('a version and its floor', () => {
  test.each<[version: string, floor: string, yes: boolean]>([
    ['24.0.0', ENGINE_FLOOR, true],
    ['23.0.6', ENGINE_FLOOR, false],
    ['28.5.2+dfsg4', ENGINE_FLOOR, true],
    ['20.10.24+dfsg1', ENGINE_FLOOR, false],
    ['24.0.0-ce', ENGINE_FLOOR, true],
    ['24.0.0-rc.1', ENGINE_FLOOR, true],
    ['29.0', ENGINE_FLOOR, true],
    ['v0.13.0', BUILDX_FLOOR, true],
    ['0.12.1', BUILDX_FLOOR, false],
    ['v0.29.1-desktop.1', BUILDX_FLOOR, true],
    ['0.29.1+ds1', BUILDX_GHA_FLOOR, true],
    ['0.20.1', BUILDX_GHA_FLOOR, false],
    ['1.0.0', BUILDX_GHA_FLOOR, true],
    ['', ENGINE_FLOOR, false],
    ['dev', BUILDX_FLOOR, false],
    ['git-abcdef', BUILDX_FLOOR, false],
  ])('%j and %s: %s', (version, floor, yes) => {
    expect(reaches(version, floor)).toBe(yes)
  })
})

describe('an engine that cannot be worked with is named, with what helps', () => {
  test.each<[what: string, given: Parameters<typeof requireEngine>[0], message: RegExp]>([
    [
      'none',
      { unreachable: 'Cannot connect' },
      /^No container engine answers: Cannot connect Allowed: Docker 24\.0\.0 or later\. Use a runner with Docker/,
    ],
    [
      'one too old',
      engine('20.10.7', '0.29.1'),
      /engine is 20\.10\.7, which is too old\. Allowed: 24\.0\.0 or later\. Upgrade/,
    ],
    [
      'one without buildx',
      engine('28.0.0', undefined),
      /has no buildx plugin\. Allowed: 0\.13\.0 or later\. Install/,
    ],
    ['one with an old buildx', engine('28.0.0', 'v0.12.1'), /buildx is v0\.12\.1, which is too old/],
  ])('%s', (_, given, message) => {
    expect(() => requireEngine(given)).toThrow(PolicyError)
    expect(() => requireEngine(given)).toThrow(message)
  })

  test('any other is taken', () => {
    const good = engine('24.0.0', '0.13.0')
    expect(requireEngine(good)).toBe(good)
  })
})
