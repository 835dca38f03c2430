import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { DENY, type Registry as StandIn, startRegistry } from '../../../scripts/sandbox/registry.js'
import type { Digest } from '../../../src/domain/digest.ts'
import type { ImageName, Tag } from '../../../src/domain/reference.ts'
import type { Host } from '../../../src/host/host.ts'
import { createRegistry } from '../../../src/host/registry/registry.ts'
import { createSend } from '../../../src/host/registry/transport.ts'
import { emptied } from '../../../src/steps/tags/withdraw.ts'
import { theRig } from '../../rig/engines.ts'
import { type Machine, machine } from './machine.ts'

let user: Machine
let standIn: StandIn
let digest: Digest
const name = (): ImageName => ({ registry: standIn.host, repository: 'o/app' })
const tag = (text: string) => text as Tag
const absent = `sha256:${'0'.repeat(64)}` as Digest

/** A client of a user of the stand-in, or of nobody. */
function client(username?: 'writer' | 'reader', password: string = username ?? '') {
  const login = username === undefined ? undefined : { username, password }
  return createRegistry(
    createSend(async () => {}),
    async () => login,
  )
}

beforeAll(async () => {
  user = machine()
  for (const made of ['private', 'storage', 'context']) mkdirSync(join(user.root, made), { mode: 0o700 })
  standIn = await startRegistry({
    storage: join(user.root, 'storage'),
    users: {
      writer: { password: 'writer', access: 'write' },
      reader: { password: 'reader', access: 'read' },
    },
    env: { ...process.env, PATH: theRig().tools.path },
  })
  const entry = { registry: standIn.host, username: 'writer', password: 'writer' }
  await user.host.credentials.create(join(user.root, 'private'), [entry])
  writeFileSync(join(user.root, 'context/Dockerfile'), 'FROM scratch\nCOPY Dockerfile /x\n')
  const pushed = `${standIn.host}/o/app:v1`
  const platforms = '--platform=linux/amd64,linux/arm64'
  const end = await user.host.buildx.build(
    ['--push', '--provenance=false', platforms, `--tag=${pushed}`, '.'],
    {
      env: {},
      cwd: join(user.root, 'context'),
      timeoutMs: 60_000,
      metadataFile: join(user.root, 'metadata.json'),
      onLine: () => {},
    },
  )
  await user.host.engine.removeImages([pushed])
  if (end.digest === undefined) throw new Error(end.tail.join('\n'))
  digest = end.digest
}, 90_000)
beforeEach(() => {
  standIn.set({ denyText: DENY.writePackage, anonymousPull: false, faults: [], listLagMs: 0 })
  standIn.clearRequests()
})
afterAll(async () => {
  await standIn.stop()
  user.stop()
})

describe('what docker pushed', () => {
  test('is read from the tag to the configuration of a platform', async () => {
    const registry = client('reader')
    expect(await registry.head(name(), tag('v1'))).toMatchObject({ digest })
    const index = await registry.manifest(name(), tag('v1'))
    if (index?.content.kind !== 'index') throw new Error('no index')
    expect(index.descriptor.digest).toBe(digest)
    const [first] = index.content.manifests
    const manifest = first && (await registry.manifest(name(), first.digest))
    if (manifest?.content.kind !== 'manifest') throw new Error('no manifest')
    const config = JSON.parse((await registry.blob(name(), manifest.content.config)).toString())
    expect(config).toMatchObject({ os: 'linux', architecture: first?.platform?.architecture })
  })

  test('is not there under another name', async () => {
    const registry = client('reader')
    expect(await registry.head(name(), tag('none'))).toBeUndefined()
    expect(await registry.manifest(name(), absent)).toBeUndefined()
    expect(await registry.tags({ ...name(), repository: 'o/none' })).toEqual([])
  })
})

describe('a tag', () => {
  test('is put on what is there, byte for byte', async () => {
    const registry = client('writer')
    const stored = await registry.manifest(name(), digest)
    if (stored === undefined) throw new Error('not there')
    await registry.putManifest(name(), tag('v1.2'), stored.descriptor.mediaType, stored.body)
    expect(await registry.head(name(), tag('v1.2'))).toMatchObject({ digest })
    expect([...(await registry.tags(name()))].toSorted()).toEqual(['v1', 'v1.2'])
  })

  test('is emptied where an index of nothing is refused: the registry takes the same manifest with a blank', async () => {
    const registry = client('writer')
    const host = { registry } as unknown as Host
    standIn.set({ emptyIndex: false })
    const after = await emptied(host, name(), digest, ({ descriptor, body }) =>
      registry.putManifest(name(), tag('emptied'), descriptor.mediaType, body),
    )
    standIn.set({ emptyIndex: true })
    expect(after).not.toBe(digest)
    expect(await registry.head(name(), tag('emptied'))).toMatchObject({ digest: after })
    const [same, whole] = [await registry.manifest(name(), after), await registry.manifest(name(), digest)]
    expect(same?.content).toEqual(whole?.content)
  })

  test('is not put by somebody who may only read, who is told why', async () => {
    const stored = await client('reader').manifest(name(), digest)
    if (stored === undefined) throw new Error('not there')
    const put = client('reader').putManifest(name(), tag('v9'), stored.descriptor.mediaType, stored.body)
    await expect(put).rejects.toMatchObject({ kind: 'denied', status: 403 })
    await expect(put).rejects.toThrow(DENY.writePackage)
    expect(Object.keys(await standIn.tags('o/app'))).not.toContain('v9')
  })

  test('is written again after an answer that never came', async () => {
    const stored = await client('reader').manifest(name(), digest)
    if (stored === undefined) throw new Error('not there')
    const path = /\/manifests\/again$/
    standIn.set({ faults: [{ method: 'PUT', path, destroy: true, times: 2 }] })
    await client('writer').putManifest(name(), tag('again'), stored.descriptor.mediaType, stored.body)
    expect(await standIn.tags('o/app')).toMatchObject({ again: digest })
  })
})

describe('before a push', () => {
  test('somebody who may write is told so, and nothing is left in the registry', async () => {
    expect(await client('writer').canPush({ ...name(), repository: 'o/new' })).toEqual({ ok: true })
    expect(await standIn.tags('o/new')).toEqual({})
  })

  test.each([
    [DENY.writePackage, 'not-linked'],
    [DENY.createPackage, 'cannot-create'],
    [DENY.scopes, 'missing-scope'],
  ])('somebody who may not is told why: %s', async (denyText, kind) => {
    standIn.set({ denyText })
    expect(await client('reader').canPush(name())).toMatchObject({ ok: false, kind })
  })

  test('a wrong password and no password are told apart', async () => {
    const wrong = await client('writer', 'wrong').canPush(name())
    expect(wrong).toMatchObject({ ok: false, kind: 'wrong-credentials' })
    expect(await client().canPush(name())).toMatchObject({ ok: false, kind: 'no-credentials' })
  })
})

describe('whether anybody can pull', () => {
  test.each([true, false])('is seen without a login: %s', async (anonymousPull) => {
    standIn.set({ anonymousPull })
    expect(await client('writer').anonymous(name(), digest)).toBe(anonymousPull)
    expect(standIn.requests().every((one) => one.user === undefined || one.user === '')).toBe(true)
  })
})
