import { expect, test } from '@jest/globals'
import { readEngineInfo } from '../../src/host/engine-info.ts'

/** What `docker info` of 28.5 prints, as far as it is read. */
const INFO = {
  ServerVersion: '28.5.2',
  Name: 'host',
  OSType: 'linux',
  Architecture: 'x86_64',
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  ClientInfo: { Context: 'desktop-linux', Plugins: [{ Name: 'buildx', Version: 'v0.29.1' }] },
}

function read(info: unknown): unknown {
  const stdout = Buffer.from(JSON.stringify(info))
  return readEngineInfo({ code: 0, stdout, stderr: '' } as Parameters<typeof readEngineInfo>[0])
}

test('the facts of an engine', () => {
  expect(read(INFO)).toEqual({
    name: 'host',
    version: '28.5.2',
    containerdStore: true,
    platform: { os: 'linux', architecture: 'amd64' },
    buildx: '0.29.1',
    context: 'desktop-linux',
  })
})

test.each([undefined, {}, { Context: '' }])('no context and no buildx with ClientInfo %j', (ClientInfo) => {
  expect(read({ ...INFO, ClientInfo })).toMatchObject({ context: undefined, buildx: undefined })
})
