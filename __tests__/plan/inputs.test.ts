import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError, describe as words } from '../../src/domain/errors.ts'
import { type Inputs, readInputs } from '../../src/plan/inputs/inputs.ts'
import { faultsOf, inputs } from './given.ts'
import { rows } from './rows.ts'

const nameOf = new Map(rows.map(([, , row]) => [row.name, row]))

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
        overwrite: false,
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
        nodes: [],
        buildkitImage: undefined,
        binfmtImage: undefined,
        driverOpts: [],
        buildkitdConfig: undefined,
      },
      cache: {
        cache: ['registry', 'gha'],
        cacheMode: 'max',
        cacheRef: undefined,
        cacheKeyFiles: [],
        cacheFrom: [],
        cacheTo: [],
      },
      signing: {
        sign: 'auto',
        cosignKey: undefined,
        signPlatforms: false,
        sigstoreSigningConfig: undefined,
        sigstoreTrustedRoot: undefined,
      },
      registry: { username: undefined, password: undefined, registryAuths: [] },
    }
    expect(inputs()).toEqual(expected)
  })

  test('blanks are no input, as a workflow_dispatch choice leaves them', () => {
    expect(readInputs(() => ' \n\t ')).toEqual({ values: inputs(), faults: [] })
  })

  test('nothing of it can be changed', () => {
    const all = inputs()
    expect(Object.isFrozen(all)).toBe(true)
    for (const group of Object.values(all)) expect(Object.isFrozen(group)).toBe(true)
  })
})

describe('inputs that contradict each other', () => {
  const BUILDER = { builder: 'mine' }
  const DOCKER = { driver: 'docker' }
  const REMOTE = { driver: 'remote', nodes: 'tcp://a:1' }
  test.each<[input: string, other: string, given: Readonly<Record<string, string>>]>([
    ['builder', 'driver', { ...BUILDER, driver: 'docker-container' }],
    ['builder', 'driver-opts', { ...BUILDER, 'driver-opts': 'network=host' }],
    ['builder', 'buildkit-image', { ...BUILDER, 'buildkit-image': 'x' }],
    ['builder', 'buildkitd-config', { ...BUILDER, 'buildkitd-config': 'x' }],
    ['builder', 'nodes', { ...BUILDER, nodes: 'tcp://a:1' }],
    ['nodes', 'driver: auto', { nodes: 'tcp://a:1' }],
    ['nodes', 'driver: docker', { ...DOCKER, nodes: 'tcp://a:1' }],
    ['nodes', 'driver: kubernetes', { driver: 'kubernetes', nodes: 'tcp://a:1' }],
    ['buildkit-image', 'driver: remote', { ...REMOTE, 'buildkit-image': 'x' }],
    ['buildkitd-config', 'driver: remote', { ...REMOTE, 'buildkitd-config': 'x' }],
    ['driver-opts', 'driver: docker', { ...DOCKER, 'driver-opts': 'network=host' }],
    ['buildkit-image', 'driver: docker', { ...DOCKER, 'buildkit-image': 'x' }],
    ['buildkitd-config', 'driver: docker', { ...DOCKER, 'buildkitd-config': 'x' }],
    ['cosign-key', 'sign: off', { sign: 'off', 'cosign-key': 'env://K' }],
    ['cosign-key', 'sign: keyless', { sign: 'keyless', 'cosign-key': 'env://K' }],
    ['sign-platforms', 'sign: off', { sign: 'none', 'sign-platforms': 'true' }],
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
    [{ driver: 'remote', nodes: 'tcp://a:1', 'driver-opts': 'cacert=ca.pem' }],
    [{ driver: 'kubernetes', 'buildkit-image': 'x', 'buildkitd-config': 'x', 'driver-opts': 'replicas=2' }],
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
