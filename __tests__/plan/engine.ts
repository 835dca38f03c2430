import type { Builder, EngineFacts } from '../../src/domain/engine.ts'
import { parsePlatform } from '../../src/domain/platform.ts'

/** An engine with the containerd store on an amd64 host without emulators. */
export const ENGINE: EngineFacts = {
  name: 'host',
  version: '28.5.2',
  containerdStore: true,
  platform: { os: 'linux', architecture: 'amd64' },
  buildx: '0.29.1',
  context: 'default',
}
const HOST = ['amd64', '386'].flatMap((name) => parsePlatform(name) ?? [])

/** Its own builder. */
export const OWN: Builder = {
  name: 'default',
  driver: 'docker',
  current: true,
  nodes: [{ name: 'default', endpoint: 'default', status: 'running', platforms: HOST }],
  platforms: HOST,
  status: 'running',
  buildkit: 'v0.25.1',
}
