import { describe, expect, test } from '@jest/globals'
import { parsePlatform } from '../../src/domain/platform.ts'
import { attests, type BuildTarget, makesIndex, type SecretSource } from '../../src/plan/build.ts'
import { PINS } from '../../src/plan/pins.ts'
import { argv, IMAGE, LOAD, option, plan, type Written } from './buildplan.ts'
import { inputs, NO_CACHES, tag } from './given.ts'

describe('the command line', () => {
  test('of a candidate by digest, whole', () => {
    expect(argv({}, { epoch: 1_700_000_000 })).toEqual([
      '--builder=b',
      '--platform=linux/amd64,linux/arm64',
      '--file=/w/Dockerfile',
      `--attest=type=sbom,generator=${PINS.scanner.reference}`,
      '--provenance=false',
      '--output=type=image,name=ghcr.io/acme/app,push-by-digest=true,name-canonical=true,push=true,oci-mediatypes=true,source-date-epoch=1700000000',
      '--',
      '/w',
    ])
  })

  test('of a candidate under tags', () => {
    const target: BuildTarget = { kind: 'tags', image: IMAGE, tags: [tag('v1.2.3'), tag('latest')] }
    expect(option(argv({}, { target }), 'output')).toEqual([
      'type=image,"name=ghcr.io/acme/app:v1.2.3,ghcr.io/acme/app:latest",push=true,oci-mediatypes=true',
    ])
  })

  test('of a dry run is local: no registry, no attestation, no annotation', () => {
    const args = argv({ annotations: 'a=b', sbom: 'true', provenance: 'max' }, { target: LOAD })
    expect(args).toEqual(expect.arrayContaining(['--load', '--tag=ghcr-publish.local/dry-run:0']))
    expect(args).toEqual(expect.arrayContaining(['--sbom=false', '--provenance=false']))
    expect(args.join(' ')).not.toMatch(/push|ghcr\.io|annotation|attest/)
  })

  test('of a dry run that tries nothing', () => {
    const args = argv({}, { target: { kind: 'none' } })
    expect(option(args, 'output')).toEqual(['type=cacheonly'])
    expect(args.join(' ')).not.toMatch(/push|--load|attest/)
  })

  test.each<[name: string, text: string, args: string[]]>([
    ['target', 'runtime', ['--target=runtime']],
    ['build-args', 'A=1\nB=x y', ['--build-arg=A=1', '--build-arg=B=x y']],
    ['build-contexts', 'base=docker-image://x', ['--build-context=base=docker-image://x']],
    ['labels', 'a=b', ['--label=a=b']],
    ['annotations', 'a=b', ['--annotation=index,manifest:a=b']],
    ['annotations', 'manifest:a=b', ['--annotation=manifest:a=b']],
    ['annotations', 'index:a=b', ['--annotation=index:a=b']],
    ['annotations', 'manifest-descriptor:a=b', ['--annotation=manifest-descriptor:a=b']],
    ['annotations', 'index-descriptor:a=b', ['--annotation=index-descriptor:a=b']],
    ['annotations', 'indexed:a=b', ['--annotation=index,manifest:indexed:a=b']],
    ['ssh', 'default', ['--ssh=default']],
    ['add-hosts', 'a:1.2.3.4', ['--add-host=a:1.2.3.4']],
    ['allow', 'network.host', ['--allow=network.host']],
    ['network', 'none', ['--network=none']],
    ['shm-size', '64m', ['--shm-size=64m']],
    ['ulimit', 'nofile=1:2', ['--ulimit=nofile=1:2']],
    ['no-cache', 'true', ['--no-cache']],
    ['no-cache-filters', 'a,b', ['--no-cache-filter=a', '--no-cache-filter=b']],
    ['pull', 'true', ['--pull']],
    ['sbom', 'false', ['--sbom=false']],
    ['sbom', 'generator=x/y:1', ['--attest=type=sbom,generator=x/y:1']],
    ['provenance', 'min', ['--attest=type=provenance,mode=min']],
    ['provenance', 'max', ['--attest=type=provenance,mode=max']],
  ])('%s: %j adds %j', (name, text, args) => {
    const without = argv()
    const added = argv({ [name]: text }).filter((one) => !without.includes(one))
    expect(added).toEqual(args)
  })

  test.each<[text: string, tail: string]>([
    ['gzip', 'oci-mediatypes=true'],
    ['zstd', 'oci-mediatypes=true,compression=zstd,force-compression=true'],
    ['estargz', 'oci-mediatypes=true,compression=estargz,force-compression=true'],
    ['uncompressed', 'oci-mediatypes=true,compression=uncompressed,force-compression=true'],
  ])('compression: %s', (compression, tail) => {
    expect(option(argv({ compression }), 'output')[0]?.endsWith(`push=true,${tail}`)).toBe(true)
  })

  test('caches are given as they are planned', () => {
    const caches = { ...NO_CACHES, from: ['type=gha,scope=a'], to: ['type=gha,scope=a,mode=max'] }
    expect(argv({}, { caches })).toEqual(
      expect.arrayContaining(['--cache-from=type=gha,scope=a', '--cache-to=type=gha,scope=a,mode=max']),
    )
  })

  test("the user's own SOURCE_DATE_EPOCH wins", () => {
    const args = argv({ 'build-args': 'SOURCE_DATE_EPOCH=0' }, { epoch: 7 })
    expect(option(args, 'build-arg')).toEqual(['SOURCE_DATE_EPOCH=0'])
    expect(args.join(' ')).not.toContain('source-date-epoch=7')
  })

  test('a platform alone without attestations is no index, and has no annotation of one', () => {
    const given = { platforms: 'linux/amd64', sbom: 'false', annotations: 'a=b' }
    expect(option(argv(given), 'annotation')).toEqual(['manifest:a=b'])
    expect(makesIndex(plan(given))).toBe(false)
    expect(makesIndex(plan({ ...given, sbom: 'true' }))).toBe(true)
    expect(makesIndex(plan({ ...given, provenance: 'min' }))).toBe(true)
    expect(makesIndex(plan({ ...given, sbom: 'true' }, { target: LOAD }))).toBe(false)
    expect(makesIndex(plan({ ...given, platforms: 'amd64,arm64' }))).toBe(true)
  })

  test.each<[Written, boolean]>([
    [{}, true],
    [{ sbom: 'false' }, false],
    [{ sbom: 'false', provenance: 'max' }, true],
  ])('%j attests: %s', (written, attested) => {
    expect(attests(inputs(written).build)).toBe(attested)
  })

  test('a secret is named by its file or variable, never by its value', () => {
    const secrets: readonly SecretSource[] = [
      { kind: 'file', id: 'npm', path: '/t/a,b "c"/npm' },
      { kind: 'environment', id: 'pip', variable: 'PIP' },
    ]
    const args = argv({ secrets: 'npm=hunter2', 'secret-envs': 'pip=PIP' }, {}, secrets)
    expect(option(args, 'secret')).toEqual(['id=npm,"src=/t/a,b ""c""/npm"', 'id=pip,env=PIP'])
    expect(args.join('\n')).not.toContain('hunter2')
  })
})

test('variants of a platform are named in full', () => {
  const platforms = ['linux/arm/v6', 'linux/amd64/v3'].flatMap((text) => parsePlatform(text) ?? [])
  expect(option(argv({}, { platforms }), 'platform')).toEqual(['linux/arm/v6,linux/amd64/v3'])
})
