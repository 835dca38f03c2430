import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Fault, type Registry, startRegistry } from '../../../scripts/sandbox/registry.js'
import type { Host } from '../../../src/host/host.ts'
import { newState, type Session, type State } from '../../../src/plan/state.ts'
import { obtain } from '../../../src/steps/builder/images.ts'
import { theRig } from '../../rig/engines.ts'
import { type Machine, machine } from './machine.ts'

const WRITER = { name: 'octocat', password: 'the-password-of-octocat' }
let root: string
let user: Machine
let hub: Registry
let mirror: Registry
/** `rig/tool@sha256:…`, the same in both registries. */
let path: string

async function registry(name: string): Promise<Registry> {
  const storage = join(root, name)
  mkdirSync(storage)
  const users = { [WRITER.name]: { password: WRITER.password, access: 'write' as const } }
  const env = { ...process.env, PATH: theRig().tools.path }
  return startRegistry({ storage, users, env, switches: { anonymousPull: true } })
}

/** Puts the rig's scanner there, which is small. @returns its digest */
async function push({ host }: Registry): Promise<string> {
  const { tools } = theRig()
  const config = mkdtempSync(join(root, 'push-'))
  const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }))
  const env = { ...process.env, DOCKER_CONFIG: config }
  const args = ['push', tools.scanner.file, `${host}/rig/tool:1`]
  const { stdout } = await promisify(execFile)(tools.programs.crane ?? 'crane', args, { env })
  return stdout.trim().replace(/^.*@/, '')
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'pull-test-'))
  user = machine()
  ;[hub, mirror] = [await registry('hub'), await registry('mirror')]
  path = `rig/tool@${await push(hub)}`
  await push(mirror)
  for (const one of [hub, mirror]) one.clearRequests()
}, 60_000)

afterEach(async () => {
  hub.set({ faults: [] })
  await user.host.engine.removeImages([`${hub.host}/${path}`, `${mirror.host}/${path}`])
  for (const one of [hub, mirror]) one.clearRequests()
})

afterAll(async () => {
  await Promise.all([hub.stop(), mirror.stop()])
  user.stop()
  rmSync(root, { recursive: true, force: true })
})

/** Obtains the tool while its registry has these faults. */
async function get(faults: readonly Fault[], withMirror = true) {
  hub.set({ faults })
  const warnings: string[] = []
  let state: State = newState('0123456789ab', '/t')
  const log = {
    info: () => undefined,
    child: () => undefined,
    warning: (text: string) => void warnings.push(text),
  }
  const host = { engine: user.host.engine, processes: user.host.processes, log } as unknown as Host
  const session = {
    get state() {
      return state
    },
    keep: (change: Partial<State>) => {
      state = { ...state, ...change }
    },
  } as unknown as Session
  const image = {
    reference: `${hub.host}/${path}`,
    mirror: withMirror ? `${mirror.host}/${path}` : undefined,
  }
  const got = await obtain(host, session, image).catch((error: unknown) => (error as Error).message)
  return { got, warnings, images: state.images }
}

const answer = (status: number, code: string, message: string): Fault => {
  return { path: /\/manifests\//, status, code, message, unauthorized: true }
}
const LIMIT = answer(429, 'TOOMANYREQUESTS', 'You have reached your pull rate limit.')
const gone = (registry: Registry) => registry.requests().filter(({ path }) => path.includes('/manifests/'))

describe('a tool image is pulled', () => {
  test('from its registry, and then held: it is asked once, and noted for post', async () => {
    const reference = `${hub.host}/${path}`
    expect(await get([])).toEqual({ got: reference, warnings: [], images: [reference] })
    hub.clearRequests()
    expect(await get([LIMIT])).toEqual({ got: reference, warnings: [], images: [] })
    expect([gone(hub), gone(mirror)]).toEqual([[], []])
  }, 60_000)

  test("with the runner's own login, which its private configuration keeps", async () => {
    const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
    writeFileSync(join(user.docker, 'config.json'), JSON.stringify({ auths: { [hub.host]: { auth } } }))
    const folder = mkdtempSync(join(root, 'private-'))
    await user.host.credentials.create(folder, [{ registry: 'ghcr.io', username: 'a', password: 'b' }])
    await get([])
    expect(hub.requests().map((one) => one.user)).toContain(WRITER.name)
  }, 60_000)

  test.each<[what: string, faults: Fault, why: RegExp]>([
    ['limits us', LIMIT, /limits how often it may be asked/],
    ['fails', answer(500, 'UNKNOWN', 'oops'), /out of reach/],
    ['is down for maintenance', answer(503, 'UNAVAILABLE', 'later'), /out of reach/],
    ['cuts the connection', { path: /./, destroy: true, unauthorized: true }, /out of reach/],
  ])(
    'from the mirror where its registry %s, in words',
    async (_, fault, why) => {
      const { got, warnings, images } = await get([fault])
      const copy = `${mirror.host}/${path}`
      expect([got, images]).toEqual([copy, [`${hub.host}/${path}`, copy]])
      expect(warnings).toEqual([expect.stringMatching(why)])
      expect(await user.host.engine.hasImage(copy)).toBe(true)
    },
    60_000,
  )

  test.each<[what: string, fault: Fault, words: RegExp]>([
    ['does not have it', answer(404, 'MANIFEST_UNKNOWN', 'manifest unknown'), /not found|manifest unknown/],
    ['does not know who asks', answer(401, 'UNAUTHORIZED', 'who are you'), /unauthorized|401|denied/i],
    ['refuses it', answer(403, 'DENIED', 'denied'), /403|denied/],
  ])(
    'from nowhere where its registry %s',
    async (_, fault, words) => {
      const { got, warnings } = await get([fault])
      expect(got).toMatch(words)
      expect([warnings, gone(mirror)]).toEqual([[], []])
    },
    60_000,
  )

  test('from nowhere else where somebody chose it', async () => {
    const { got, warnings } = await get([LIMIT], false)
    expect(got).toMatch(/429 Too Many Requests|toomanyrequests/)
    expect([warnings, gone(mirror)]).toEqual([[], []])
  }, 60_000)
})
