import { describe, expect, test } from '@jest/globals'
import { formatPlatform } from '../../src/domain/platform.ts'
import { inputs } from './given.ts'
import { rows } from './rows.ts'

/** The value that one input has, whatever else is absent. */
function valueGiven(name: string, text: string): unknown {
  const [group, key] = rows.find(([, , row]) => row.name === name) ?? []
  const all = inputs({ [name]: text }) as unknown as Record<string, Record<string, unknown>>
  return all[group ?? '']?.[key ?? '']
}

const pair = (name: string, value: string) => ({ name, value })

const KEY =
  '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAA==\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----'
const OLD_KEY = KEY.replaceAll('SIGSTORE', 'COSIGN')

const GOOD: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ['image', 'ghcr.io/acme/app', { registry: 'ghcr.io', repository: 'acme/app' }],
  ['image', 'GHCR.io/ACME/App', { registry: 'ghcr.io', repository: 'acme/app' }],
  ['image', '127.0.0.1:5000/acme/app', { registry: '127.0.0.1:5000', repository: 'acme/app' }],
  ['image', 'acme/app', { registry: 'docker.io', repository: 'acme/app' }],
  ['tag', 'v1.2.3', 'v1.2.3'],
  ['extra-tags', 'stable, lts\nx_1', ['stable', 'lts', 'x_1']],
  ['tag-prefix', 'app-a', 'app-a'],
  ['tag-prefix', 'libs/core/', 'libs/core'],
  ['tag-suffix', '-alpine', '-alpine'],
  ['v-prefix', 'STRIP', 'strip'],
  ['v-prefix', 'both', 'both'],
  ['latest', 'false', false],
  ['overwrite', 'TRUE', true],
  ['latest', 'True', true],
  ['latest', 'AUTO', 'auto'],
  ['sign', 'KEYLESS', 'keyless'],
  ['sign', 'false', 'off'],
  ['cosign-key', 'env://MY_KEY', { kind: 'variable', name: 'MY_KEY' }],
  ['cosign-key', KEY, { kind: 'pem', pem: KEY }],
  ['cosign-key', `${OLD_KEY}\n`, { kind: 'pem', pem: OLD_KEY }],
  ['sign-platforms', 'true', true],
  ['context', 'services/api', 'services/api'],
  ['file', 'docker/Dockerfile.prod', 'docker/Dockerfile.prod'],
  ['target', 'runtime', 'runtime'],
  ['build-args', 'A=1\nB=a=b\nC=', [pair('A', '1'), pair('B', 'a=b'), pair('C', '')]],
  ['build-args', '# a comment\n\n A=1 ', [pair('A', '1')]],
  ['build-args', '"A=one\ntwo"', [pair('A', 'one\ntwo')]],
  ['build-args', '"A=say ""hi"""', [pair('A', 'say "hi"')]],
  ['build-args', 'A=x,y "z"', [pair('A', 'x,y "z"')]],
  ['build-args', 'A=--output=type=local', [pair('A', '--output=type=local')]],
  ['build-contexts', 'base=docker-image://alpine:3', [pair('base', 'docker-image://alpine:3')]],
  ['build-contexts', 'python:3.13-slim=oci-layout:///b', [pair('python:3.13-slim', 'oci-layout:///b')]],
  ['secrets', 'npm=s3cret==', [pair('npm', 's3cret==')]],
  ['secrets', '"ca=-----BEGIN\nabc\n-----END"', [pair('ca', '-----BEGIN\nabc\n-----END')]],
  ['secret-envs', 'npm=NPM_TOKEN', [pair('npm', 'NPM_TOKEN')]],
  ['secret-files', 'ca=./ca.pem', [pair('ca', './ca.pem')]],
  ['ssh', 'default\nkey=/k', ['default', 'key=/k']],
  ['labels', 'a.b/c=d e', [pair('a.b/c', 'd e')]],
  ['annotations', 'index:a.b=c', [pair('index:a.b', 'c')]],
  ['add-hosts', 'a:1.2.3.4,b=::1,c:host-gateway', ['a:1.2.3.4', 'b=::1', 'c:host-gateway']],
  ['allow', 'network.host,security.insecure', ['network.host', 'security.insecure']],
  ['network', 'none', 'none'],
  ['no-cache', 'true', true],
  ['no-cache-filters', 'build,test', ['build', 'test']],
  ['pull', 'TRUE', true],
  ['shm-size', '64m', '64m'],
  ['ulimit', 'nofile=1024:2048,core=-1', ['nofile=1024:2048', 'core=-1']],
  ['compression', 'zstd', 'zstd'],
  ['sbom', 'false', false],
  ['sbom', 'generator=docker.io/x/y@sha256:0', { generator: 'docker.io/x/y@sha256:0' }],
  ['provenance', 'max', 'max'],
  ['dry-run', 'true', true],
  ['gate', 'false', false],
  ['smoke', 'off', { kind: 'off' }],
  ['smoke', 'False', { kind: 'off' }],
  ['smoke', 'none', { kind: 'off' }],
  ['smoke', 'true', { kind: 'auto' }],
  ['smoke', '--version', { kind: 'strict', args: ['--version'] }],
  ['smoke', `a 'b c' "d\\"e" f\\ g`, { kind: 'strict', args: ['a', 'b c', 'd"e', 'f g'] }],
  ['smoke', `''`, { kind: 'strict', args: [''] }],
  ['smoke-command', 'app --version', ['app', '--version']],
  ['smoke-env', 'A=1', [pair('A', '1')]],
  ['smoke-http', '8000/docs', { port: 8000, path: '/docs' }],
  ['smoke-http', ':8000', { port: 8000, path: '/' }],
  ['smoke-http', '65535/', { port: 65_535, path: '/' }],
  ['smoke-timeout', '90', 90_000],
  ['smoke-timeout', '90s', 90_000],
  ['timeout', '1h30m', 5_400_000],
  ['timeout', '10M', 600_000],
  ['timeout', '120h', 432_000_000],
  ['driver', 'docker-container', 'docker-container'],
  ['driver', 'Kubernetes', 'kubernetes'],
  ['builder', 'my-builder_1', 'my-builder_1'],
  ['buildkit-image', 'moby/buildkit:v0.31.2', 'moby/buildkit:v0.31.2'],
  ['binfmt-image', 'tonistiigi/binfmt:latest', 'tonistiigi/binfmt:latest'],
  ['driver-opts', 'network=host\nenv.A=b,c', [pair('network', 'host'), pair('env.A', 'b,c')]],
  ['buildkitd-config', '.github/buildkitd.toml', '.github/buildkitd.toml'],
  ['cache', 'local', ['local']],
  ['cache', 'gha,registry,gha', ['gha', 'registry']],
  ['cache', 'off', []],
  ['cache-mode', 'min', 'min'],
  ['cache-ref', 'ghcr.io/acme/cache:main', 'ghcr.io/acme/cache:main'],
  ['cache-key-files', '**/package-lock.json\n!example/**', ['**/package-lock.json', '!example/**']],
  ['cache-from', 'acme/app:old', [{ type: 'registry', fields: [['ref', 'acme/app:old']] }]],
  ['cache-from', 'type=local,"src=/a,""b"', [{ type: 'local', fields: [['src', '/a,"b']] }]],
  ['cache-to', 'type=inline', [{ type: 'inline', fields: [] }]],
  ['username', 'octocat', 'octocat'],
  ['password', 'p w,"x"', 'p w,"x"'],
  [
    'registry-auths',
    '- { registry: "https://Docker.IO/", username: a, password: "b: c" }',
    [{ registry: 'docker.io', username: 'a', password: 'b: c' }],
  ],
]

describe('good values', () => {
  test('nodes: one by line', () => {
    const text = '# native machines\ntcp://a:1\n\nssh://me@b'
    const { nodes } = inputs({ driver: 'remote', nodes: text }).builder
    expect(nodes.map(({ endpoint }) => endpoint)).toEqual(['tcp://a:1', 'ssh://me@b'])
  })

  test.each(GOOD)('%s: %j', (name, text, value) => {
    expect(valueGiven(name, text)).toEqual(value)
  })

  test.each<[text: string, platforms: string]>([
    ['linux/amd64', 'linux/amd64'],
    ['arm64', 'linux/arm64'],
    ['amd64,arm64', 'linux/amd64 linux/arm64'],
    ['amd64\narm64\n', 'linux/amd64 linux/arm64'],
    ['x86_64, aarch64', 'linux/amd64 linux/arm64'],
    ['linux/amd64,amd64,x64', 'linux/amd64'],
    ['linux/arm64/v8,arm64', 'linux/arm64'],
    ['arm', 'linux/arm/v7'],
    ['armel,linux/arm/v6', 'linux/arm/v6'],
    ['LINUX/ARM64', 'linux/arm64'],
  ])('platforms: %j is %s', (text, platforms) => {
    expect(inputs({ platforms: text }).build.platforms.map(formatPlatform).join(' ')).toBe(platforms)
  })
})

/** Neither stands alone: see signing.test.ts. */
const FILES = ['sigstore-signing-config', 'sigstore-trusted-root']

test('every input has a good value here', () => {
  const tried = new Set(['platforms', 'nodes', ...FILES, ...GOOD.map(([name]) => name)])
  expect(rows.map(([, , row]) => row.name).filter((name) => !tried.has(name))).toEqual([])
})
