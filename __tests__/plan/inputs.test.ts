import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError, describe as words } from '../../src/domain/errors.ts'
import { formatPlatform } from '../../src/domain/platform.ts'
import { INPUT_TABLE, type Inputs, parseInputs } from '../../src/plan/inputs/inputs.ts'
import type { Row } from '../../src/plan/inputs/row.ts'
import { faultsOf, inputs } from './given.ts'

const rows: readonly (readonly [group: string, key: string, row: Row<unknown>])[] = Object.entries(
  INPUT_TABLE,
).flatMap(([group, table]) =>
  Object.entries(table).map(([key, row]) => [group, key, row as Row<unknown>] as const),
)
const nameOf = new Map(rows.map(([, , row]) => [row.name, row]))

/** The value that one input has, whatever else is absent. */
function valueGiven(name: string, text: string, others: Readonly<Record<string, string>> = {}): unknown {
  const [group, key] = rows.find(([, , row]) => row.name === name) ?? []
  const all = inputs({ ...others, [name]: text }) as unknown as Record<string, Record<string, unknown>>
  return all[group ?? '']?.[key ?? '']
}

const pair = (name: string, value: string) => ({ name, value })

describe('the table', () => {
  test('every name can be an input of an action, also under act', () => {
    expect(rows.length).toBeGreaterThan(45)
    for (const [, , row] of rows) expect(row.name).toMatch(/^[a-z0-9-]+$/)
    expect(nameOf.size).toBe(rows.length)
  })

  test('every name is its name in code, written with dashes', () => {
    for (const [, key, row] of rows) {
      expect(row.name).toBe(key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    }
  })

  test('every description is one or more sentences', () => {
    for (const [, , row] of rows) expect(row.description).toMatch(/^[A-Z][^\n]{10,}[.]$/)
  })

  test('every default that is text means what absence means', () => {
    for (const [, , row] of rows.filter(([, , one]) => one.default !== undefined)) {
      if (row.default?.startsWith('${{')) expect(row.absent).toBeUndefined()
      else expect(row.parse(row.default ?? '')).toEqual(row.absent)
    }
  })
})

describe('without any input', () => {
  test('everything has its default', () => {
    const platforms = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]
    const expected: Inputs = {
      identity: {
        image: undefined,
        tag: undefined,
        extraTags: [],
        tagPrefix: undefined,
        tagSuffix: undefined,
        vPrefix: 'keep',
        latest: 'auto',
      },
      build: {
        platforms,
        context: '.',
        file: undefined,
        target: undefined,
        buildArgs: [],
        buildContexts: [],
        secrets: [],
        secretEnvs: [],
        secretFiles: [],
        ssh: [],
        labels: [],
        annotations: [],
        addHosts: [],
        allow: [],
        network: undefined,
        noCache: false,
        noCacheFilters: [],
        pull: false,
        shmSize: undefined,
        ulimit: [],
        compression: 'gzip',
        sbom: { generator: undefined },
        provenance: false,
      },
      behaviour: {
        dryRun: 'auto',
        gate: true,
        smoke: { kind: 'auto' },
        smokeCommand: undefined,
        smokeEnv: [],
        smokeHttp: undefined,
        smokeTimeout: 60_000,
        timeout: 3_600_000,
      },
      builder: {
        driver: 'auto',
        builder: undefined,
        buildkitImage: undefined,
        binfmtImage: undefined,
        driverOpts: [],
        buildkitdConfig: undefined,
      },
      cache: { cache: ['registry', 'gha'], cacheMode: 'max', cacheRef: undefined },
      registry: { username: undefined, password: undefined, registryAuths: [] },
    }
    expect(inputs()).toEqual(expected)
  })

  test('blanks are no input, as a workflow_dispatch choice leaves them', () => {
    expect(parseInputs(() => ' \n\t ')).toEqual(inputs())
  })

  test('nothing of it can be changed', () => {
    const all = inputs()
    expect(Object.isFrozen(all)).toBe(true)
    for (const group of Object.values(all)) expect(Object.isFrozen(group)).toBe(true)
  })
})

describe('good values', () => {
  test.each<[name: string, text: string, value: unknown]>([
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
    ['latest', 'True', true],
    ['latest', 'AUTO', 'auto'],
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
    ['username', 'octocat', 'octocat'],
    ['password', 'p w,"x"', 'p w,"x"'],
    [
      'registry-auths',
      '- { registry: "https://Docker.IO/", username: a, password: "b: c" }',
      [{ registry: 'docker.io', username: 'a', password: 'b: c' }],
    ],
  ])('%s: %j', (name, text, value) => {
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
    ['windows/amd64', 'windows/amd64'],
  ])('platforms: %j is %s', (text, platforms) => {
    expect(inputs({ platforms: text }).build.platforms.map(formatPlatform).join(' ')).toBe(platforms)
  })
})

describe('bad values', () => {
  test.each<[name: string, text: string, found: RegExp]>([
    ['image', 'ghcr.io/acme/app:v1', /has a tag; write only the name/],
    ['image', 'ghcr.io/acme/app@sha256:0', /has a digest/],
    ['image', 'ghcr.io/acme//app', /not a valid path/],
    ['image', 'ghcr.io/-acme/app', /not a valid path/],
    ['image', 'ghcr.io/acme app', /characters other than/],
    ['image', 'ghcr.io/acme/äpp', /characters other than/],
    ['image', '-x/app', /not a valid path/],
    ['image', 'ghcr.io/', /not a valid path/],
    ['image', 'ghcr_io.x/acme/app', /not a host name/],
    ['image', `ghcr.io/${'a'.repeat(256)}`, /264 characters long/],
    ['image', 'ghcr.io/acme/app,push=true', /not a valid path/],
    ['tag', 'v1 .2', /'v1 \.2' is not a version/],
    ['tag', 'v'.repeat(256), /is not a version/],
    ['extra-tags', 'candidate', /'candidate' is reserved/],
    ['extra-tags', 'buildcache', /reserved/],
    ['extra-tags', 'buildcache-x', /reserved/],
    ['extra-tags', 'withdrawn-v1.0.0', /reserved/],
    ['extra-tags', `sha256-${'0'.repeat(64)}.sig`, /reserved/],
    ['extra-tags', '-x', /is not a valid tag/],
    ['extra-tags', '.x', /is not a valid tag/],
    ['extra-tags', 'a/b', /is not a valid tag/],
    ['extra-tags', 'x'.repeat(129), /\(129 characters\)/],
    ['tag-prefix', '../x', /cannot be used/],
    ['tag-prefix', '-x', /cannot be used/],
    ['tag-prefix', 'a b', /cannot be used/],
    ['tag-suffix', 'alpine', /cannot be used/],
    ['tag-suffix', '-', /cannot be used/],
    ['tag-suffix', '-a/b', /cannot be used/],
    ['tag-suffix', `-${'x'.repeat(65)}`, /cannot be used/],
    ['v-prefix', 'drop', /is not one of its values/],
    ['latest', 'yes', /is not a boolean/],
    ['platforms', 'linux/sparc', /'linux\/sparc' is not a known platform/],
    ['platforms', 'linux/amd64/v9', /not a known platform/],
    ['platforms', 'plan9/amd64', /not a known platform/],
    ['platforms', 'linux', /not a known platform/],
    ['platforms', ',', /it names no platform/],
    ['platforms', '--push', /not a known platform/],
    ['platforms', '__proto__', /not a known platform/],
    ['platforms', 'constructor/amd64', /not a known platform/],
    ['context', '--output=/', /starts with '-'/],
    ['context', 'https://example.com/x.git', /is a remote context/],
    ['context', 'git@example.com:x', /is a remote context/],
    ['context', 'a\nb', /more than one line/],
    ['file', '-', /starts with '-'/],
    ['file', 'a\rb', /more than one line/],
    ['target', '-x', /cannot be used/],
    ['build-args', 'TOKEN', /an entry of 5 characters has no '='/],
    ['build-args', '=x', /has no '='/],
    ['build-args', '1A=x', /the name '1A' cannot be used/],
    ['build-args', '--push=true', /the name '--push' cannot be used/],
    ['build-args', '"A=1', /never closes it/],
    ['build-contexts', '-x=y', /the name '-x' cannot be used/],
    ['build-contexts', 'base', /has no '='/],
    ['secrets', 'npm', /an entry of 3 characters has no '='/],
    ['secrets', 'a,src=x', /the name 'a,src' cannot be used/],
    ['secret-envs', 'npm', /has no '='/],
    ['secret-envs', 'npm=A,type=file', /the value of 'npm' cannot be used/],
    ['secret-files', 'ca', /has no '='/],
    ['secret-files', '"ca=a\nb"', /the value of 'ca' cannot be used/],
    ['build-contexts', '"base=a\nb"', /the value of 'base' cannot be used/],
    ['secrets', 'a=1\na=2', /the secret 'a' is given more than once/],
    ['ssh', 'default=a,b', /cannot be used/],
    ['ssh', '-x', /cannot be used/],
    ['labels', 'x', /has no '='/],
    ['labels', '-x=y', /the name '-x' cannot be used/],
    ['annotations', 'a b=c', /the name 'a b' cannot be used/],
    ['add-hosts', 'a', /cannot be used/],
    ['add-hosts', '--push:1.2.3.4', /cannot be used/],
    ['allow', 'all', /cannot be used/],
    ['network', 'bridge', /is not one of its values/],
    ['no-cache', '1', /is not a boolean/],
    ['no-cache-filters', '-x', /cannot be used/],
    ['pull', 'on', /is not a boolean/],
    ['shm-size', '64 MB', /cannot be used/],
    ['ulimit', 'nofile', /cannot be used/],
    ['compression', 'xz', /is not one of its values/],
    ['sbom', 'maybe', /cannot be used/],
    ['sbom', 'generator=a,b', /cannot be used/],
    ['provenance', 'true', /is not one of its values/],
    ['dry-run', 'maybe', /is not a boolean/],
    ['gate', 'open', /is not a boolean/],
    ['smoke', '"--version', /a quote that is never closed/],
    ['smoke-command', '--version', /does not begin with a program/],
    ['smoke-command', "''", /does not begin with a program/],
    ['smoke-env', 'A', /has no '='/],
    ['smoke-env', 'A-B=1', /the name 'A-B' cannot be used/],
    ['smoke-http', 'docs', /is not a port with a path/],
    ['smoke-http', '0/docs', /is not a port/],
    ['smoke-http', '65536/docs', /is not a port/],
    ['smoke-http', '8000/a b', /is not a port/],
    ['smoke-http', '8000docs', /is not a port/],
    ['smoke-timeout', '0', /is not a duration/],
    ['smoke-timeout', '-1', /is not a duration/],
    ['timeout', '121h', /is not a duration/],
    ['timeout', '120h1s', /is not a duration/],
    ['timeout', 'soon', /is not a duration/],
    ['timeout', '1.5h', /is not a duration/],
    ['driver', 'remote', /is not one of its values/],
    ['builder', '--use', /cannot be used/],
    ['buildkit-image', '-x', /cannot be used/],
    ['buildkit-image', 'a,b', /cannot be used/],
    ['binfmt-image', '--privileged', /cannot be used/],
    ['driver-opts', 'network', /has no '='/],
    ['driver-opts', '"network=a\nb"', /the value of 'network' cannot be used/],
    ['buildkitd-config', '-x', /starts with '-'/],
    ['cache', 's3', /is not one of its values/],
    ['cache', 'off,gha', /'off' stands beside other layers/],
    ['cache-mode', 'all', /is not one of its values/],
    ['cache-ref', 'a,b', /cannot be used/],
    ['cache-ref', '-x', /cannot be used/],
    ['username', '-x', /starts with '-'/],
    ['username', 'a\nb', /more than one line/],
    ['registry-auths', 'x', /it is not a list/],
    ['registry-auths', '- registry: a\n  username: u\n  password: b: c', /it is not valid YAML/],
    ['registry-auths', '{a: [', /it is not valid YAML/],
    ['registry-auths', '- registry: a b\n  username: u\n  password: p', /which is not a host/],
    ['registry-auths', '- username: u\n  password: p', /entry 1 has no registry/],
    ['registry-auths', '- registry: a\n  password: p', /entry 1 has no username/],
    ['registry-auths', '- registry: a\n  username: u', /entry 1 has no password/],
    ['registry-auths', '-', /entry 1 has no registry/],
  ])('%s: %j', (name, text, found) => {
    const faults = faultsOf({ [name]: text })
    expect(faults.map((fault) => fault.input)).toEqual([name])
    expect(faults[0]?.found).toMatch(found)
    expect(words(faults[0] ?? { found: '' })).not.toMatch(/undefined|\[object/)
  })

  test.each(rows.map(([, , row]) => row.name))('%s: a NUL character cannot reach a child', (name) => {
    expect(faultsOf({ [name]: 'a\0b' })[0]?.found).toBe('it contains a NUL character.')
  })
})

describe('inputs that contradict each other', () => {
  const BUILDER = { builder: 'mine' }
  const DOCKER = { driver: 'docker' }
  test.each<[input: string, other: string, given: Readonly<Record<string, string>>]>([
    ['builder', 'driver', { ...BUILDER, driver: 'docker-container' }],
    ['builder', 'driver-opts', { ...BUILDER, 'driver-opts': 'network=host' }],
    ['builder', 'buildkit-image', { ...BUILDER, 'buildkit-image': 'x' }],
    ['builder', 'buildkitd-config', { ...BUILDER, 'buildkitd-config': 'x' }],
    ['driver-opts', 'driver: docker', { ...DOCKER, 'driver-opts': 'network=host' }],
    ['buildkit-image', 'driver: docker', { ...DOCKER, 'buildkit-image': 'x' }],
    ['buildkitd-config', 'driver: docker', { ...DOCKER, 'buildkitd-config': 'x' }],
    ['smoke-command', 'smoke', { smoke: '--version', 'smoke-command': 'app' }],
    ['smoke-command', 'smoke: off', { smoke: 'off', 'smoke-command': 'app' }],
    ['smoke-http', 'smoke: off', { smoke: 'off', 'smoke-http': '80' }],
  ])('%s and %s', (input, other, given) => {
    const faults = faultsOf(given)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatchObject({ input, found: `it cannot be used together with '${other}'.` })
    expect(faults[0]?.remedy).toMatch(/\.$/)
  })

  test('one secret id cannot come from two places', () => {
    const given = { secrets: 'a=1', 'secret-envs': 'a=A\nb=B', 'secret-files': 'b=./b' }
    expect(faultsOf(given).map(({ input }) => input)).toEqual(['secret-envs', 'secret-files'])
  })

  test.each<[Readonly<Record<string, string>>]>([
    [{ builder: 'mine', driver: 'auto' }],
    [{ driver: 'docker-container', 'driver-opts': 'network=host', 'buildkit-image': 'x' }],
    [{ smoke: 'auto', 'smoke-command': 'app' }],
    [{ smoke: '--version', 'smoke-http': '80' }],
    [{ smoke: 'off' }],
  ])('%j is none', (given) => {
    expect(faultsOf(given)).toEqual([])
  })
})

test('every fault of every input comes in one report', () => {
  const given: Readonly<Record<string, string>> = {
    image: 'a:b',
    platforms: 'linux/sparc,linux/vax',
    'build-args': 'X\nY',
    'dry-run': 'maybe',
    builder: 'mine',
    driver: 'docker',
  }
  expect(faultsOf(given).map(({ input }) => input)).toEqual([
    ...['image', 'platforms', 'platforms', 'build-args', 'build-args', 'dry-run', 'builder'],
  ])
  expect(() => inputs(given)).toThrow(InputError)
  expect(() => inputs(given)).toThrow(/^7 inputs cannot be used:\n {2}image: /)
})

describe('a secret is never quoted', () => {
  const SECRET = 'hunter2-Pa$$w0rd'
  test.each<[name: string, text: string]>([
    ['build-args', SECRET],
    ['build-args', `"A=${SECRET}`],
    ['build-args', `A=1\n${SECRET}\n"${SECRET}`],
    ['secrets', SECRET],
    ['secrets', `"id=${SECRET}`],
    ['secrets', `-x=${SECRET}`],
    ['smoke-env', SECRET],
    ['secret-envs', SECRET],
    ['secret-envs', `TOKEN=${SECRET}\0`],
    ['password', `${SECRET}\0`],
    ['registry-auths', SECRET],
    ['registry-auths', `- registry: a\n  username: [\n  password: ${SECRET}`],
    ['registry-auths', `- registry: a\n  username: ''\n  password: ${SECRET}`],
    ['registry-auths', `- registry: 'not a host'\n  username: u\n  password: ${SECRET}`],
    ['registry-auths', `- &a ${SECRET}\n- *a`],
  ])('%s', (name, text) => {
    const faults = faultsOf({ [name]: text })
    expect(faults.length).toBeGreaterThan(0)
    expect(faults.map(words).join('\n')).not.toContain('hunter2')
  })

  test('whatever stands around it', () => {
    const around = fc.string({ maxLength: 20 })
    const secretInputs = fc.constantFrom('build-args', 'secrets', 'smoke-env', 'password', 'registry-auths')
    fc.assert(
      fc.property(secretInputs, around, around, (name, before, after) => {
        // Behind a `=` it is a value; a name is shown, for nobody writes a secret there.
        const text = `${before.replaceAll('=', '')}=${SECRET}${after}`
        expect(
          faultsOf({ [name]: text })
            .map(words)
            .join('\n'),
        ).not.toContain('hunter2')
      }),
    )
  })
})

test('no text of any input makes the parser throw anything but faults', () => {
  const one = fc.tuple(fc.constantFrom(...nameOf.keys()), fc.string({ unit: 'binary', maxLength: 60 }))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), (given) => {
      const faults = faultsOf(Object.fromEntries(given))
      for (const { input, found } of faults) {
        expect(nameOf.has(input)).toBe(true)
        expect(found).not.toMatch(/[\p{Cc}]/u)
      }
    }),
    { numRuns: 1000 },
  )
})
