import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { formatPlatform } from '../../src/domain/platform.ts'
import { createBuildx } from '../../src/host/buildx.ts'
import { createProcesses } from '../../src/host/process.ts'

const root = mkdtempSync(join(tmpdir(), 'builders-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A docker whose `buildx ls` prints these builders. */
function buildx(...builders: readonly object[]) {
  const folder = mkdtempSync(join(root, 'bin-'))
  writeFileSync(join(folder, 'list'), builders.map((one) => `${JSON.stringify(one)}\n`).join(''))
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\ncat '${join(folder, 'list')}'\n`, { mode: 0o755 })
  return createBuildx(createProcesses({ PATH: `${folder}:${process.env.PATH}` }))
}

/** One line of buildx 0.29, as far as it is read. */
const node = (platforms: readonly string[], status = 'running') => ({ Platforms: platforms, Status: status })
const builder = (...nodes: readonly object[]) => ({ Name: 'mine', Driver: 'docker-container', Nodes: nodes })

test('a builder of several nodes builds what any of them does', async () => {
  const [mine] = await buildx(
    builder(node(['linux/amd64*', 'linux/386']), node(['linux/arm64*', 'linux/arm/v7'])),
  ).builders()
  expect(mine).toMatchObject({ name: 'mine', nodes: [{}, {}], status: 'running' })
  expect(mine?.platforms.map(formatPlatform)).toEqual([
    'linux/amd64',
    'linux/386',
    'linux/arm64',
    'linux/arm/v7',
  ])
})

test.each([
  ['v0.25.1', 'v0.25.1'],
  // As the engine of Debian has it.
  ['v0.0.0+unknown', undefined],
  [undefined, undefined],
])('a BuildKit that calls itself %s', async (version, buildkit) => {
  const [mine] = await buildx(builder({ ...node(['linux/amd64']), Version: version })).builders()
  expect(mine?.buildkit).toBe(buildkit)
})

test('a builder of one node', async () => {
  expect(await buildx(builder(node(['linux/amd64']))).builders()).toMatchObject([{ nodes: [{}] }])
})

test.each([
  [['v0.31.2', 'v0.9.3', 'v0.20.0'], 'v0.9.3'],
  [['v0.31.2', undefined], 'v0.31.2'],
  [['local-build', 'v0.31.2'], 'v0.31.2'],
  [['local-build'], 'local-build'],
])('of nodes with %j the oldest decides', async (versions, buildkit) => {
  const nodes = versions.map((Version) => ({ ...node(['linux/amd64']), Version }))
  const [mine] = await buildx(builder(...nodes)).builders()
  expect(mine?.buildkit).toBe(buildkit)
})
