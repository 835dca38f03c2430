import { describe, expect, test } from '@jest/globals'
import type { Builder } from '../../src/domain/engine.ts'
import { CommandError } from '../../src/domain/errors.ts'
import type { NewBuilder } from '../../src/host/buildx.ts'
import type { Host } from '../../src/host/host.ts'
import { PINS } from '../../src/plan/pins.ts'
import { type Facts, type Plan, planPublish } from '../../src/plan/publish.ts'
import { newState, type Session, type State } from '../../src/plan/state.ts'
import { planTarget } from '../../src/plan/target.ts'
import { prepareBuilder } from '../../src/steps/builder/builder.ts'
import { ENGINE, OWN } from '../plan/engine.ts'
import { context, inputs, known, SHA } from '../plan/given.ts'

type Written = Readonly<Record<string, string>>

const FACTS: Facts = {
  engine: ENGINE,
  builders: [OWN],
  localImages: [],
  commit: { sha: SHA, time: 1 },
  context: '/w',
  file: '/w/Dockerfile',
  registry: known(),
}

function planOf(written: Written, hosted = true, builders: readonly Builder[] = [OWN]): Plan {
  const given = inputs({ username: 'octocat', password: 'p', platforms: 'amd64', ...written })
  const where = context({ hosted })
  return planPublish(given, where, planTarget(given, where), { ...FACTS, builders }, '0123456789ab')
}

const BOOT = ['#1 [internal] waiting for connection', 'ERROR: context deadline exceeded']
const LIMIT = ['Error response from daemon: toomanyrequests: You have reached your pull rate limit']
const DENIED = ['Error response from daemon: pull access denied for x, repository does not exist']

/** What goes wrong, in the words of the tool: by driver, and by image. */
interface Troubles {
  readonly create?: Readonly<Record<string, readonly string[]>>
  readonly pull?: Readonly<Record<string, readonly string[]>>
  readonly start?: readonly string[]
  readonly stopped?: string
}

/** Prepares a builder on an engine that holds no image, and tells what was done and said. */
async function prepare(plan: Plan, troubles: Troubles) {
  const done: string[] = []
  const warnings: string[] = []
  let state: State = newState('0123456789ab', '/t')
  const attempt = (deed: string, words: readonly string[] | undefined) => {
    done.push(deed)
    if (words !== undefined)
      throw new CommandError({ found: `${deed}: ${words.at(-1)}` }, { evidence: words })
  }
  const buildx = {
    builders: async () => [{ ...OWN, name: 'ghcr-publish-0123456789ab', nodes: OWN.nodes }],
    create: async ({ driver, nodes }: NewBuilder) => {
      const [node] = nodes
      attempt(`create ${driver} ${node?.options.join(' ')}`.trim(), troubles.create?.[driver])
    },
    start: async (name: string) => attempt(`start ${name}`, troubles.start),
    remove: async () => attempt('remove', undefined),
  }
  const engine = {
    hasImage: async () => false,
    pull: async (image: string) => attempt(`pull ${image}`, troubles.pull?.[image]),
    runPrivileged: async () => {
      done.push('emulators')
      return { code: 0, timedOut: false, first: [], last: [] }
    },
  }
  const log = {
    info: () => undefined,
    child: () => undefined,
    notice: () => undefined,
    warning: (text: string) => void warnings.push(text),
  }
  const host = { buildx, engine, log, processes: { stopped: troubles.stopped } } as unknown as Host
  const session = {
    id: '0123456789ab',
    get state() {
      return state
    },
    keep: (change: Partial<State>) => {
      state = { ...state, ...change }
    },
  } as unknown as Session
  const result = await prepareBuilder(host, session, plan).catch((error: unknown) => error as Error)
  return { result, done, warnings, state }
}

const { reference, mirror } = PINS.buildkit
const REMOTE = { driver: 'remote', nodes: 'tcp://a:1' }
const NEW = { driver: 'docker-container' }

describe('a builder that comes up', () => {
  test.each<[what: string, written: Written, done: readonly string[]]>([
    ['a container', NEW, [`pull ${reference}`, `create docker-container image=${reference}`]],
    ['a remote one, for which nothing is pulled', REMOTE, ['create remote']],
    [
      'one in a cluster, which pulls by itself',
      { driver: 'kubernetes' },
      [`create kubernetes image=${reference}`],
    ],
    [
      'one on other engines, which pull by themselves',
      { ...NEW, nodes: 'arm' },
      [`create docker-container image=${reference}`],
    ],
    ['the engine’s, for which nothing is done', {}, []],
  ])('%s', async (_, written, done) => {
    const plan = planOf(written)
    const found = await prepare(plan, {})
    expect(found).toMatchObject({ done, warnings: [] })
    expect(found.result).toBe(plan)
  })
})

describe('a BuildKit image that its registry does not give', () => {
  test('comes from the mirror, and is used by that name and removed by post', async () => {
    const found = await prepare(planOf(NEW), { pull: { [reference]: LIMIT } })
    expect(found.done).toEqual([
      ...[`pull ${reference}`, `pull ${mirror}`, `create docker-container image=${mirror}`],
    ])
    expect(found.warnings).toEqual([
      expect.stringMatching(/limits how often .* is taken from mirror\.gcr\.io/),
    ])
    expect(found.state.images).toEqual([reference, mirror])
  })

  test.each<[what: string, pull: NonNullable<Troubles['pull']>]>([
    ['and the mirror neither', { [reference]: LIMIT, [mirror]: LIMIT }],
    ['because it may not be pulled', { [reference]: DENIED }],
  ])('%s: the engine builds', async (_, pull) => {
    const { result, done } = await prepare(planOf(NEW), { pull })
    expect(result).toMatchObject({ builder: { name: 'default' }, build: { driver: 'docker' } })
    expect(done.filter((one) => one.startsWith('create'))).toEqual([])
    expect(done).not.toContain('remove')
  })

  test('and that somebody chose, is not replaced by another, nor by the engine', async () => {
    const plan = planOf({ ...NEW, 'buildkit-image': 'x/y:1' })
    const { result, done, warnings } = await prepare(plan, { pull: { 'x/y:1': LIMIT } })
    expect(done).toEqual(['pull x/y:1'])
    expect(warnings).toEqual([])
    expect((result as Error).message).toMatch(/toomanyrequests.* it has no buildkit-image\./)
  })
})

describe('a builder that does not come up', () => {
  test('remote: what is there of it is removed, and a container here takes its place', async () => {
    const { result, done, warnings } = await prepare(planOf(REMOTE), { create: { remote: BOOT } })
    expect(done).toEqual([
      ...['create remote', 'remove', `pull ${reference}`, `create docker-container image=${reference}`],
    ])
    expect(warnings).toEqual([
      expect.stringMatching(
        /deadline exceeded\. Its nodes: default \(default\) running\. A BuildKit container/,
      ),
    ])
    expect(result).toMatchObject({
      builder: { driver: 'docker-container' },
      build: { driver: 'docker-container' },
      fallback: undefined,
      notices: expect.arrayContaining([warnings[0]]),
    })
  })

  test('emulators that the place of another needs are installed there', async () => {
    const plan = planOf({ ...REMOTE, platforms: 'amd64,arm64', smoke: 'off' })
    const { done } = await prepare(plan, { create: { remote: BOOT } })
    expect(done.slice(2, 4)).toEqual([`pull ${PINS.binfmt.reference}`, 'emulators'])
  })

  test('those that are there already are not installed again', async () => {
    const plan = planOf({ ...REMOTE, platforms: 'amd64,arm64' })
    const { done } = await prepare(plan, { create: { remote: BOOT } })
    expect(done.filter((one) => one === 'emulators')).toHaveLength(1)
    expect(done.indexOf('emulators')).toBeLessThan(done.indexOf('create remote'))
  })

  test('falls back once only', async () => {
    const { result, done } = await prepare(planOf(REMOTE), {
      create: { remote: BOOT, 'docker-container': BOOT },
    })
    expect(done.filter((one) => /^(?:create|start)/.test(one))).toHaveLength(2)
    expect((result as Error).message).toMatch(/create docker-container .* It was itself the second choice\./)
  })

  test('the engine takes the place of a container', async () => {
    const { result, warnings } = await prepare(planOf({}, false), { create: { 'docker-container': BOOT } })
    expect(result).toMatchObject({ builder: { name: 'default' }, inEngine: true })
    expect(warnings).toEqual([expect.stringMatching(/The engine itself builds instead\. It shares/)])
  })

  test.each<[what: string, plan: Plan, troubles: Troubles, message: RegExp]>([
    [
      'options that only a container has',
      planOf({ ...NEW, 'driver-opts': 'network=host' }),
      { create: { 'docker-container': BOOT } },
      /deadline exceeded\. Its nodes: .* it has no driver-opts\. Look at/,
    ],
    [
      'the named builder',
      planOf({ builder: 'mine' }, true, [
        OWN,
        {
          ...{ ...OWN, name: 'mine', driver: 'remote', status: 'inactive', current: false },
          nodes: [{ name: 'a', endpoint: 'tcp://a:1', status: 'inactive', platforms: [] }],
        },
      ]),
      { start: BOOT },
      /start mine: .* It was asked for, so no other is used in its place\. See whether this runner reaches/,
    ],
  ])('nothing takes the place of %s', async (_, plan, troubles, message) => {
    const { result, warnings } = await prepare(plan, troubles)
    expect(result).toBeInstanceOf(CommandError)
    expect((result as Error).message).toMatch(message)
    expect(warnings).toEqual([])
  })

  test('what buildx refuses to make is a fault of the inputs', async () => {
    const said = [
      'ERROR: failed to initialize builder ghcr-publish-x (ghcr-publish-x0): invalid driver option foo for remote driver',
    ]
    const { result, done } = await prepare(planOf(REMOTE), { create: { remote: said } })
    expect(done).toEqual(['create remote'])
    expect((result as Error).message).toMatch(
      /driver: buildx makes no such builder: invalid driver option foo for remote driver\. Correct driver-opts/,
    )
  })

  test('nodes that cannot be reached are no fault of the inputs', async () => {
    const said = ['ERROR: failed to initialize builder x (x0): dial tcp: lookup a: no such host']
    const { result } = await prepare(planOf(REMOTE), { create: { remote: said } })
    expect(result).toMatchObject({ builder: { driver: 'docker-container' } })
  })

  test('nothing takes its place in a run that is being stopped', async () => {
    const troubles = { create: { remote: BOOT }, stopped: 'cancelled' }
    const { result, done } = await prepare(planOf(REMOTE), troubles)
    expect(result).toBeInstanceOf(CommandError)
    expect(done).toEqual(['create remote'])
  })
})
