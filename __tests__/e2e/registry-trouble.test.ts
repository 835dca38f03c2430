import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { DENY } from '../../scripts/sandbox/registry.js'
import { LEGS, type Leg, READER, startLeg, WRITER } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import type { Workspace } from '../rig/workspace.ts'
import { expectUntouched, releaseTags } from './expectations.ts'

const REF = 'refs/tags/v1.2.3'
const SMALL = { platforms: 'linux/amd64', sbom: 'false' }
const FORK = {
  number: 7,
  pull_request: {
    number: 7,
    user: { login: 'stranger' },
    head: { repo: { full_name: 'stranger/hello-world' } },
  },
}

describe.each(LEGS.slice(0, 2))('a registry in trouble, on $name', (kind) => {
  let leg: Leg
  let workspace: Workspace
  beforeAll(async () => {
    leg = await startLeg(kind)
    workspace = leg.workspace()
  }, 60_000)
  afterEach(() =>
    leg.registry.set({ faults: [], manifestLagMs: 0, listLagMs: 0, denyText: DENY.writePackage }),
  )
  afterAll(() => leg.stop())

  test('a wrong password is named', async () => {
    const job = await publish({ leg, workspace, ref: REF, inputs: { ...SMALL, password: 'wrong-password' } })
    expectUntouched(job, /did not accept the user name and password\. It answered: DENIED: denied/)
    expect(job.log).not.toContain('wrong-password')
  })

  test.each(Object.values(DENY))('a token that may not write is told from others: %s', async (denyText) => {
    leg.registry.set({ denyText })
    const inputs = { ...SMALL, username: READER.name, password: READER.password }
    const job = await publish({ leg, workspace, ref: REF, inputs })
    expectUntouched(job, new RegExp(`It answered: DENIED: ${denyText.replaceAll('.', '\\.')}`))
    expect(job.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH')).toEqual([])
  })

  test("the job's own token is not sent to a foreign host", async () => {
    const job = await publish({
      leg,
      workspace,
      ref: REF,
      inputs: { ...SMALL, password: 'ghs_abcdefghijklmnop' },
    })
    expectUntouched(job, /there are no credentials for 127\.0\.0\.1/)
    expect(job.requests.filter(({ auth }) => auth === 'basic')).toEqual([])
  })

  test('a registry that is down is named, and nothing is built', async () => {
    leg.registry.set({ faults: [{ path: /./, destroy: true, unauthorized: true }] })
    const job = await publish({ leg, workspace, ref: REF, inputs: SMALL }).catch((error: unknown) => error)
    leg.registry.set({ faults: [] })
    // Afterwards the rig asks the registry for its tags past all faults.
    expect(JSON.stringify(job)).toMatch(/cannot be reached/)
  }, 60_000)

  test('a push that fails moves no tag', async () => {
    leg.registry.set({
      faults: [{ method: 'PUT', path: /manifests/, status: 403, code: 'DENIED', message: 'denied' }],
    })
    const job = await publish({ leg, workspace, ref: REF, inputs: SMALL })
    expectUntouched(job, /denied|refused/i)
    expect(job.log).toContain('No release tag was touched.')
  }, 60_000)

  test('answers 503 and 429 for a while do no harm', async () => {
    leg.registry.set({
      faults: [
        { method: 'GET', path: /tags\/list/, status: 503, times: 1 },
        { method: 'HEAD', path: /manifests\/v1/, status: 429, times: 1 },
      ],
    })
    const job = await publish({ leg, workspace, ref: 'refs/tags/v1.0.0', inputs: SMALL })
    expect(job).toMatchObject({ status: 'success', left: {} })
  }, 60_000)

  test('manifests and lists that lag do no harm', async () => {
    leg.registry.set({ manifestLagMs: 1500, listLagMs: 1500 })
    const job = await publish({ leg, workspace, ref: 'refs/tags/v1.0.1', inputs: SMALL })
    expect(job).toMatchObject({ status: 'success', left: {} })
  }, 60_000)

  test('a tag that cannot be written leaves those before it, and post looks at them', async () => {
    leg.registry.set({
      faults: [{ method: 'PUT', path: /manifests\/v3$/, status: 400, code: 'UNSUPPORTED' }],
    })
    const job = await publish({ leg, workspace, ref: 'refs/tags/v3.0.0', inputs: SMALL })
    expect(job.status).toBe('failure')
    expect(job.left).toEqual({})
    expect(releaseTags(job)).toEqual(expect.arrayContaining(['v3.0.0', 'v3.0']))
    expect(releaseTags(job)).not.toContain('v3')
    expect(job.log).toContain('Verify what was published')
  }, 60_000)

  test('another run may move a tag on meanwhile: that is a notice', async () => {
    const job = await publish({
      leg,
      workspace,
      ref: 'refs/tags/v4.0.0',
      inputs: SMALL,
      between: async () => {
        const newer = leg.workspace()
        newer.commit('newer', { other: 'x' })
        const other = await publish({ leg, workspace: newer, ref: 'refs/tags/v4.0.1', inputs: SMALL })
        expect(other.status).toBe('success')
      },
    })
    expect(job.status).toBe('success')
    expect(job.annotations.join('\n')).toMatch(/Another run has moved a tag meanwhile: .*:v4\.0 is sha256/)
  }, 90_000)

  test("a fork's pull request uses no credentials, though an earlier step logged in", async () => {
    const auth = Buffer.from(`${WRITER.name}:${WRITER.password}`).toString('base64')
    const home = join(leg.root, 'fork-home')
    mkdirSync(join(home, '.docker'), { recursive: true })
    const config = JSON.stringify({ auths: { [leg.registry.host]: { auth } } })
    writeFileSync(join(home, '.docker/config.json'), config)
    const job = await publish({
      leg,
      workspace,
      event: 'pull_request',
      payload: FORK,
      ref: 'refs/pull/7/merge',
      inputs: { platforms: 'linux/amd64' },
      env: { HOME: home },
    })
    expect(job).toMatchObject({ status: 'success', outputs: { 'dry-run': 'true' } })
    expect(job.requests.filter(({ user }) => user !== undefined)).toEqual([])
    const sent = job.requests.filter(({ path }) => path !== '/token')
    expect(sent.filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual([])
    expect(readFileSync(join(home, '.docker/config.json'), 'utf8')).toBe(config)
  }, 60_000)
})
