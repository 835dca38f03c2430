import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import type { EngineFacts } from '../../src/domain/engine.ts'
import type { HeldTags } from '../../src/domain/held.ts'
import { EMPTY_LISTING } from '../../src/domain/listing.ts'
import type { Descriptor, Index, Manifest } from '../../src/domain/manifest.ts'
import { type Platform, parsePlatform } from '../../src/domain/platform.ts'
import type { Tag } from '../../src/domain/reference.ts'
import type { Clock } from '../../src/host/clock.ts'
import type { Host } from '../../src/host/host.ts'
import type { Inputs } from '../../src/plan/inputs/inputs.ts'
import type { Plan } from '../../src/plan/publish.ts'
import type { Measure } from '../../src/plan/space.ts'
import { weigh, weighNext } from '../../src/steps/gather/weighing.ts'
import { checkSpace, freePlaces } from '../../src/steps/space.ts'

const GB = 1_000_000_000
const platform = (text: string): Platform => parsePlatform(text) as Platform
const BOTH = [platform('amd64'), platform('arm64')]

const entry = (digest: string, size = 1, more: Partial<Descriptor> = {}): Descriptor => ({
  mediaType: 'x',
  digest: digest as Digest,
  size,
  annotations: {},
  ...more,
})
const manifest = (bytes: number): Manifest => ({
  ...{ kind: 'manifest', mediaType: 'x', config: entry('config', 5_000), annotations: {} },
  layers: [entry('base', bytes - 1), entry('rest', 1)],
})
const INDEX: Index = {
  ...{ kind: 'index', mediaType: 'x', annotations: {} },
  manifests: [
    entry('of-amd64', 500, { platform: platform('amd64') }),
    entry('of-arm64', 500, { platform: platform('arm64') }),
    entry('of-riscv64', 500, { platform: platform('riscv64') }),
    entry('attestation', 500, {
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    }),
  ],
}
const PUBLISHED: Readonly<Record<string, Index | Manifest>> = {
  whole: INDEX,
  'of-amd64': manifest(GB),
  'of-arm64': manifest(2 * GB),
  'of-riscv64': manifest(100 * GB),
  'acme/base:1': manifest(3 * GB),
}

interface World {
  readonly free?: number | undefined
  readonly registry?: Readonly<Record<string, Index | Manifest>>
  readonly dockerfile?: string
  /** Milliseconds that an answer takes. */
  readonly slow?: number
  readonly broken?: boolean
  readonly sleep?: Clock['sleep']
}

const later: Clock['sleep'] = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A host whose registry and disk are these, with what it warned of and was asked. */
function world({
  free,
  registry = PUBLISHED,
  dockerfile = '',
  slow = 0,
  broken = false,
  sleep = later,
}: World) {
  const warnings: string[] = []
  const asked: string[] = []
  let now = 0
  const host = {
    clock: { now: () => now, sleep },
    disk: { free: async (path: string) => (path === '/data' ? free : path === '/temp' ? 7 : undefined) },
    files: { read: async () => dockerfile },
    log: { warning: (text: string) => warnings.push(text) },
    registry: {
      async manifest({ repository }: { repository: string }, reference: string) {
        asked.push(`${repository} ${reference}`)
        now += slow
        if (broken) throw new Error('no answer')
        const content = registry[reference] ?? registry[`${repository}:${reference}`]
        return content && { content }
      },
    },
    runner: { context: { hosted: true, temp: '/temp', workspace: '/none' } },
  } as unknown as Host
  return { host, warnings, asked }
}

const HELD: HeldTags = new Map([
  [
    'latest' as Tag,
    { digest: 'whole', platforms: BOTH } as unknown as HeldTags extends ReadonlyMap<Tag, infer H> ? H : never,
  ],
])
const plan = (change: object = {}): Plan =>
  ({
    machine: { platform: BOTH[0], root: '/data', builds: true },
    build: { platforms: BOTH, file: '/w/Dockerfile' },
    target: { image: { registry: 'ghcr.io', repository: 'acme/app' }, policy: { kind: 'publish' } },
    held: HELD,
    inEngine: true,
    smoke: { mode: 'auto' },
    ...change,
  }) as unknown as Plan

/** Weighs what a plan will build, and looks at the space for it. */
async function look(host: Host, change: object = {}): Promise<void> {
  const one = plan(change)
  const { platforms, file } = one.build
  const what = { image: one.target.image, held: one.held, platforms, file }
  await checkSpace(
    host,
    one,
    weigh(host, what).catch(() => undefined),
  )
}

describe('before a build', () => {
  test('what the last image weighed is held against what is free', async () => {
    const { host, warnings, asked } = world({ free: 14 * GB })
    await look(host)
    expect(warnings).toEqual([
      expect.stringMatching(
        /14\.0 GB are free in \/data.*last published image.*linux\/amd64, linux\/arm64 needs about 15\.0 GB/,
      ),
    ])
    // Other platforms and attestations are not looked at.
    expect(asked).toEqual(['acme/app whole', 'acme/app of-amd64', 'acme/app of-arm64'])
  })

  test.each<[what: string, free: number, change: object, warned: boolean]>([
    ['enough for the engine’s own builder', 15 * GB, {}, false],
    ['not enough where the smoke test pulls it all again', 15 * GB, { inEngine: false }, true],
    ['enough for that', 27 * GB, { inEngine: false }, false],
    ['enough without a smoke test', 15 * GB, { inEngine: false, smoke: { mode: 'off' } }, false],
  ])('%s', async (_, free, change, warned) => {
    const { host, warnings } = world({ free })
    await look(host, change)
    expect(warnings.length > 0).toBe(warned)
  })

  test('of a first publish, base images of the same registry count', async () => {
    const dockerfile = 'FROM ghcr.io/acme/base:1\nFROM docker.io/library/python:3\nFROM ghcr.io/acme/none:1\n'
    const { host, warnings, asked } = world({ free: GB, dockerfile })
    await look(host, { held: new Map() })
    expect(warnings).toEqual([expect.stringMatching(/size of its base images .* needs about 30\.0 GB/)])
    expect(asked).toEqual(['acme/base 1', 'acme/none 1'])
  })

  test('several base images of one platform count together', async () => {
    const registry = { ...PUBLISHED, 'acme/other:1': manifest(GB) }
    const dockerfile = 'FROM ghcr.io/acme/base:1\nFROM ghcr.io/acme/other:1\n'
    const { host, warnings } = world({ free: GB, dockerfile, registry })
    await look(host, { held: new Map() })
    expect(warnings).toEqual([expect.stringMatching(/needs about 40\.0 GB/)])
  })

  test.each<[what: string, world: World, change: object]>([
    [
      'the engine is on another machine',
      { free: 1 },
      { machine: { platform: BOTH[0], root: undefined, builds: true } },
    ],
    [
      'the builder is on another machine',
      { free: 1 },
      { machine: { platform: BOTH[0], root: '/data', builds: false } },
    ],
    ['the folder is not there', { free: undefined }, {}],
  ])('nothing is said where %s', async (_, given, change) => {
    const { host, warnings } = world(given)
    await look(host, change)
    expect(warnings).toEqual([])
  })

  test.each<[what: string, world: World]>([
    ['the registry does not answer', { free: 1, broken: true }],
    ['the registry answers when the build is long on its way', { free: 1, slow: 6_000 }],
    ['the image is gone', { free: 1, registry: {} }],
  ])('nothing is said where %s', async (_, given) => {
    const { host, warnings } = world(given)
    await look(host)
    expect(warnings).toEqual([])
  })

  test('the build waits for a warning that is about to come', async () => {
    const { host, warnings } = world({ free: 1, sleep: () => new Promise(() => {}) })
    await look(host)
    expect(warnings).toHaveLength(1)
  })

  test('the build does not wait for long, and is told beside it', async () => {
    const slept: number[] = []
    const { host, warnings } = world({ free: 1, sleep: async (ms) => void slept.push(ms) })
    let answer: (measure: Measure) => void = () => undefined
    const weighing = new Promise<Measure>((resolve) => {
      answer = resolve
    })
    await checkSpace(host, plan(), weighing)
    expect({ slept, warnings }).toEqual({ slept: [500], warnings: [] })
    answer({ weights: [{ platform: platform('amd64'), bytes: GB }], measured: 'the last published image' })
    await new Promise(setImmediate)
    expect(warnings).toHaveLength(1)
  })
})

describe('what a build is likely to weigh', () => {
  const asked = async (root: string | undefined) => {
    const one = world({})
    const { build, held, target } = plan()
    const workspace = Promise.resolve({ context: '/w', file: build.file } as never)
    const registry = Promise.resolve({ held, listing: EMPTY_LISTING })
    const engine = Promise.resolve({ platform: BOTH[0], root } as EngineFacts)
    const inputs = { build } as unknown as Inputs
    const measure = await weighNext(one.host, inputs, target.image, { engine, workspace, registry })
    return { measure, asked: one.asked }
  }

  test('is asked for beside the other facts', async () => {
    expect(await asked('/data')).toMatchObject({
      measure: { weights: [{ bytes: GB }, { bytes: 2 * GB }], measured: 'the last published image' },
    })
  })

  test('is not asked for where the engine is on another machine', async () => {
    expect(await asked(undefined)).toEqual({ measure: undefined, asked: [] })
  })
})

test('free space of each place that is there', async () => {
  const { host } = world({ free: 5 })
  expect(await freePlaces(host, '/data')).toEqual([
    { name: 'the data root of the engine', path: '/data', free: 5 },
    { name: 'RUNNER_TEMP', path: '/temp', free: 7 },
  ])
  expect(await freePlaces(host, undefined)).toHaveLength(1)
})
