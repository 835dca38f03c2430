import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/domain/digest.ts'
import { RegistryError } from '../../src/domain/errors.ts'
import { recordTag } from '../../src/domain/listing.ts'
import type { Tag } from '../../src/domain/reference.ts'
import type { Host } from '../../src/host/host.ts'
import { parseRollbackInputs, rollbackTags } from '../../src/plan/inputs/rollback.ts'
import type { Journal } from '../../src/plan/journal.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import type { RollbackRequest } from '../../src/plan/rollback-facts.ts'
import { newState, type Session } from '../../src/plan/state.ts'
import { readRollback, returnTags } from '../../src/steps/tags/return.ts'
import { orTakeBack } from '../../src/steps/tags/takeback.ts'
import { NOTHING } from '../../src/steps/tags/withdraw.ts'
import { createWriter } from '../../src/steps/tags/write.ts'
import { tag } from '../plan/given.ts'

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
const INDEX = 'application/vnd.oci.image.index.v1+json'

interface Stored {
  readonly digest: Digest
  readonly body: Buffer
}

/** An index of one platform that says which version it is. */
function stored(version: string): Stored {
  const annotations = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': 'c'.repeat(40),
  }
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [], annotations }))
  return { body, digest: `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest }
}

/** A registry as GHCR is one: it deletes no tags. */
function registryOf(there: Readonly<Record<string, string>>) {
  const tags = new Map<string, Stored>(
    Object.entries(there).map(([name, version]) => [name, stored(version)]),
  )
  const manifests = new Map<string, Stored>([...tags.values()].map((one) => [one.digest, one]))
  const writes: string[] = []
  const faults = new Map<string, () => void>()
  const find = (reference: string) => tags.get(reference) ?? manifests.get(reference)
  const descriptorOf = ({ digest, body }: Stored) => ({
    mediaType: INDEX,
    digest,
    size: body.length,
    annotations: {},
  })
  return {
    tags,
    writes,
    faults,
    add(name: string, version: string) {
      tags.set(name, stored(version))
      manifests.set(stored(version).digest, stored(version))
    },
    /** `latest=1.0.0`, and `-` for an index of nothing. */
    shown: () =>
      [...tags].map(([name, { body }]) => {
        const { annotations } = JSON.parse(body.toString())
        return `${name}=${annotations?.['org.opencontainers.image.version'] ?? '-'}`
      }),
    registry: {
      tags: async () => [...tags.keys()],
      head: async (_: unknown, reference: string) => {
        const one = find(reference)
        return one && descriptorOf(one)
      },
      manifest: async (_: unknown, reference: string) => {
        const one = find(reference)
        if (one === undefined) return undefined
        const { annotations = {} } = JSON.parse(one.body.toString())
        const platform = { os: 'linux', architecture: 'amd64' }
        const manifests = annotations['org.opencontainers.image.version']
          ? [{ ...descriptorOf(one), platform }]
          : []
        const content = { kind: 'index', mediaType: INDEX, manifests, annotations }
        return { descriptor: descriptorOf(one), content, body: one.body }
      },
      deleteTag: async () => 'unsupported' as const,
      async putManifest(_: unknown, name: string, _type: string, body: Buffer) {
        faults.get(name)?.()
        writes.push(name)
        const digest = `sha256:${createHash('sha256').update(body).digest('hex')}` as Digest
        tags.set(name, { digest, body })
        manifests.set(digest, { digest, body })
      },
    },
  }
}

type Fake = ReturnType<typeof registryOf>

function hostOf({ registry }: Fake, slept: (now: number) => void = () => undefined) {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  let now = 0
  const clock = {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds
      slept(now)
    },
  }
  const log = { info: say, notice: say, warning: say }
  const files = { writePrivate: async () => undefined }
  return { host: { registry, clock, log, files, processes: {} } as unknown as Host, said }
}

function requestOf(written: Readonly<Record<string, string>>): RollbackRequest {
  const { rollback } = parseRollbackInputs((name) => written[name] ?? '')
  const tags = rollbackTags(rollback).flatMap((one) => ('found' in one ? [] : [one]))
  return { tags, to: rollback.to, withdraw: rollback.withdraw, suffix: '' }
}

/** Plans and carries out, with what comes between; the session as main has it. */
async function rollBack(
  fake: Fake,
  written: Readonly<Record<string, string>>,
  between: () => void | Promise<void> = () => undefined,
) {
  const { host, said } = hostOf(fake)
  let state = { ...newState('0123456789ab', '/t'), moving: IMAGE }
  const session: Session = {
    id: state.id,
    folder: state.folder,
    get state() {
      return state
    },
    keep(change) {
      state = { ...state, ...change } as typeof state
    },
  }
  const request = requestOf(written)
  const facts = await readRollback(host, IMAGE, request)
  const plan = planRollback(request, facts)
  await between()
  const save = async (journal: Journal) => session.keep({ journal })
  const body = () => returnTags(host, createWriter(host, IMAGE, save), plan, facts)
  const outcomes = await orTakeBack({ host, session }, () => undefined, body).catch(
    (error: Error) => error.message,
  )
  return { outcomes, said, state }
}

const THERE = { 'v1.0.0': '1.0.0', 'v1.1.0': '1.1.0', v1: '1.1.0', latest: '1.1.0' }

describe('a rollback writes', () => {
  test('the record first, then the tags', async () => {
    const fake = registryOf(THERE)
    const { outcomes } = await rollBack(fake, { tag: 'latest,v1' })
    expect(fake.writes).toEqual(['withdrawn-v1.1.0', 'latest', 'v1'])
    expect(fake.shown()).toEqual([
      ...['v1.0.0=1.0.0', 'v1.1.0=1.1.0', 'v1=1.0.0', 'latest=1.0.0', 'withdrawn-v1.1.0=1.1.0'],
    ])
    expect(outcomes).toMatchObject([
      { tag: 'latest', before: stored('1.1.0').digest, after: stored('1.0.0').digest, moved: true },
      { tag: 'v1', moved: true },
    ])
  })

  test('nothing twice', async () => {
    const fake = registryOf({ ...THERE, latest: '1.0.0' })
    await rollBack(fake, { tag: 'latest', to: '1.0.0' })
    expect(fake.writes).toEqual([])
  })

  test('a record away, where its version is named', async () => {
    const fake = registryOf({ ...THERE, latest: '1.0.0', 'withdrawn-v1.1.0': '1.1.0' })
    await rollBack(fake, { to: '1.1.0' })
    expect(fake.writes).toEqual(['withdrawn-v1.1.0', 'latest'])
    expect(fake.tags.get('withdrawn-v1.1.0')?.digest).toBe(NOTHING.descriptor.digest)
    expect(fake.shown()).toContain('latest=1.1.0')
  })
})

describe('what was published a moment ago is waited for', () => {
  test.each<
    [what: string, late: Readonly<Record<string, string>>, written: Readonly<Record<string, string>>]
  >([
    ['a tag', { latest: '1.1.0' }, { tag: 'latest' }],
    ['the version to go to', { 'v1.0.0': '1.0.0' }, { to: 'v1.0.0' }],
    ['the digest to go to', { 'v1.0.0': '1.0.0' }, { to: stored('1.0.0').digest }],
  ])('%s', async (_, late, written) => {
    const there = Object.entries(THERE).filter(([name]) => !(name in late))
    const fake = registryOf(Object.fromEntries(there))
    const { host } = hostOf(fake, (now) => {
      if (now < 3_000) return
      for (const [name, version] of Object.entries(late)) fake.add(name, version)
    })
    const request = requestOf(written)
    const plan = planRollback(request, await readRollback(host, IMAGE, request))
    expect(plan.returns).toMatchObject([{ tag: 'latest', digest: stored('1.0.0').digest, move: true }])
  })
})

describe('what fails in the middle is put back', () => {
  const refuse = () => {
    throw new RegistryError('denied', { found: 'It answered 403.' })
  }

  test.each<
    [what: string, there: Readonly<Record<string, string>>, written: Readonly<Record<string, string>>]
  >([
    ['with the record', THERE, { tag: 'latest,v1' }],
    [
      'with a record that was lifted once',
      { ...THERE, 'withdrawn-v1.1.0': '-' },
      { tag: 'latest,v1', to: '1.0.0' },
    ],
    [
      'with a record that was taken away',
      { ...THERE, v1: '1.0.0', latest: '1.0.0', 'withdrawn-v1.1.0': '1.1.0' },
      { tag: 'latest,v1', to: '1.1.0' },
    ],
  ])('%s', async (_, there, written) => {
    const fake = registryOf(there)
    const before = fake.shown()
    fake.faults.set('v1', refuse)
    const { outcomes, said, state } = await rollBack(fake, written)
    expect(outcomes).toMatch(/The tag v1 was not moved\. It answered 403\./)
    expect(said).toContain('The tags were put back: 2 of 2.')
    expect(state).toMatchObject({ moving: undefined, journal: [] })
    const records = fake.shown().filter((one) => one !== 'withdrawn-v1.1.0=' && !before.includes(one))
    // GHCR deletes no tag: a record that was not there before names nothing.
    expect(records.filter((one) => !one.endsWith('=-'))).toEqual([])
    expect(fake.shown()).toEqual(
      expect.arrayContaining(before.filter((one) => !one.startsWith('withdrawn-'))),
    )
  })

  test('and the version counts again', async () => {
    const fake = registryOf(THERE)
    fake.faults.set('latest', refuse)
    await rollBack(fake, {})
    const record = fake.tags.get(recordTag('v1.1.0') as Tag)
    expect(record?.digest).toBe(NOTHING.descriptor.digest)
    expect(fake.shown()).toContain('latest=1.1.0')
  })
})

describe('at the same time', () => {
  test('a tag that a publish has moved on stays', async () => {
    const fake = registryOf(THERE)
    const { outcomes, said } = await rollBack(fake, { tag: 'latest,v1' }, () => {
      fake.tags.set('latest', stored('1.2.0'))
    })
    expect(fake.shown()).toEqual(expect.arrayContaining(['latest=1.2.0', 'v1=1.0.0']))
    expect(said.join()).toMatch(/Another run has moved a tag meanwhile: ghcr\.io\/acme\/app:latest is sha256/)
    expect(outcomes).toMatchObject([
      { tag: 'latest', moved: false, after: stored('1.2.0').digest },
      { moved: true },
    ])
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'two rollbacks leave each tag at one of the wanted versions (%i)',
    async (late) => {
      const fake = registryOf({ 'v0.9.0': '0.9.0', ...THERE, stable: '1.1.0' })
      const turns = async () => {
        for (let turn = 0; turn < late; turn++) await Promise.resolve()
      }
      const tags = { tag: 'latest,stable' }
      await Promise.all([
        rollBack(fake, { ...tags, to: '1.0.0' }),
        rollBack(fake, { ...tags, to: '0.9.0' }, turns),
      ])
      for (const name of ['latest', 'stable']) {
        const held = fake.tags.get(tag(name))?.digest
        expect([stored('1.0.0').digest, stored('0.9.0').digest]).toContain(held)
      }
      expect(fake.shown()).toContain('withdrawn-v1.1.0=1.1.0')
    },
  )
})
