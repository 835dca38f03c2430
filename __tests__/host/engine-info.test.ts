import { expect, test } from '@jest/globals'
import { type Here, readEngineInfo } from '../../src/host/engine-info.ts'

/** What `docker info` of 28.5 prints, as far as it is read. */
const INFO = {
  ServerVersion: '28.5.2',
  Name: 'host',
  OSType: 'linux',
  Architecture: 'x86_64',
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  ClientInfo: { Context: 'desktop-linux', Plugins: [{ Name: 'buildx', Version: 'v0.29.1' }] },
}

const HERE: Here = { hostname: 'host', dockerHost: undefined }

function read(info: unknown, here: Here = HERE): unknown {
  const stdout = Buffer.from(JSON.stringify(info))
  return readEngineInfo({ code: 0, stdout, stderr: '' } as Parameters<typeof readEngineInfo>[0], here)
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

test.each<[what: string, info: object, here: Partial<Here>, root: string | undefined]>([
  ['behind the usual socket', {}, {}, '/var/lib/docker'],
  ['behind a socket that DOCKER_HOST names', {}, { dockerHost: 'unix:///run/other.sock' }, '/var/lib/docker'],
  ['of another machine, by TCP', {}, { dockerHost: 'tcp://127.0.0.1:2375' }, undefined],
  ['of another machine, by SSH', {}, { dockerHost: 'ssh://me@host' }, undefined],
  ['of a virtual machine behind a local socket', { Name: 'docker-desktop' }, {}, undefined],
  ['seen from a container', {}, { hostname: '3f1c5d1a2b3c' }, undefined],
  ['that tells no path', { DockerRootDir: 'C:\\docker' }, {}, undefined],
])('the data root of an engine %s', (_, info, here, root) => {
  const told = { ...INFO, DockerRootDir: '/var/lib/docker', ...info }
  expect(read(told, { ...HERE, ...here })).toHaveProperty('root', root)
})
