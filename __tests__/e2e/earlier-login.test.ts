import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LEGS, type Leg, READER, REPOSITORY, startLeg, WRITER } from '../rig/legs.ts'
import { publish } from '../rig/publish.ts'
import { failedInMain, releaseTags, SMALL, succeeded } from './trouble.ts'

const FORK = {
  number: 7,
  pull_request: {
    number: 7,
    user: { login: 'stranger' },
    head: { repo: { full_name: 'stranger/hello-world' } },
  },
}

describe.each(LEGS)('an earlier docker login on $name', (kind) => {
  let leg: Leg
  let patch = 0
  beforeAll(async () => {
    leg = await startLeg(kind)
  }, 60_000)
  afterAll(() => leg.stop())

  const encoded = ({ name, password }: { name: string; password: string }) => ({
    auth: Buffer.from(`${name}:${password}`).toString('base64'),
  })

  /** A home whose docker configuration is as an earlier step left it. */
  function home(config: object) {
    const path = mkdtempSync(join(leg.root, 'home-'))
    const file = join(path, '.docker/config.json')
    mkdirSync(join(path, '.docker'))
    writeFileSync(file, JSON.stringify(config, undefined, 4), { mode: 0o600 })
    const look = () => [readFileSync(file, 'utf8'), statSync(file).mtimeMs]
    return { env: { HOME: path }, look, before: look() }
  }

  /** A credential helper on PATH, which notes that it was asked. */
  function helper({ name, password }: { name: string; password: string }) {
    const folder = mkdtempSync(join(leg.root, 'helper-'))
    const notes = join(folder, 'notes')
    const answer = JSON.stringify({ ServerURL: leg.registry.host, Username: name, Secret: password })
    const script = `#!/bin/sh\nread host\necho "$1 $host" >>${notes}\necho '${answer}'\n`
    writeFileSync(join(folder, 'docker-credential-rig'), script, { mode: 0o755 })
    const notesOf = () => readFileSync(notes, 'utf8')
    return { env: { PATH: `${folder}${delimiter}${leg.env.PATH ?? ''}` }, notesOf }
  }

  /** Publishes with the job's own token, which this registry must not get. */
  const release = (env: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
    publish({
      ...{ leg, workspace: leg.workspace({ other: `${patch}` }), ref: `refs/tags/v1.0.${patch++}`, env },
      inputs: { ...SMALL, username: '', password: '', ...inputs },
      github: { token: 'ghs_0123456789abcdefghij' },
    })

  test('is used, and its file is not touched', async () => {
    const { env, look, before } = home({
      auths: { [leg.registry.host]: encoded(WRITER), 'other.example': encoded(READER) },
    })
    const job = await release(env)
    succeeded(job)
    expect(releaseTags(job)).toContain('v1.0.0')
    expect(new Set(job.requests.map(({ user }) => user))).toEqual(new Set([undefined, WRITER.name]))
    expect(job.annotations.join()).toMatch(
      /token is sent to GitHub's registry .* an earlier docker login is used/,
    )
    expect(look()).toEqual(before)
  }, 60_000)

  test('that is not accepted any more is named, not inputs that nobody wrote', async () => {
    const { env } = home({ auths: { [leg.registry.host]: encoded({ ...WRITER, password: 'an-old-one' }) } })
    const told = failedInMain(await release(env), await leg.reader.tags(REPOSITORY))
    expect(told).toMatch(
      /did not accept the user name and password\..*That was an earlier docker login to 127\.0\.0\.1:\d+/,
    )
    expect(told).not.toContain('Check the inputs')
  }, 60_000)

  test('in a credential store is used', async () => {
    const { env, look, before } = home({ credsStore: 'rig' })
    const { env: path, notesOf } = helper(WRITER)
    const job = await release({ ...env, ...path })
    succeeded(job)
    expect(notesOf()).toContain(`get ${leg.registry.host}\n`)
    expect(notesOf()).not.toMatch(/^(?:store|erase)/m)
    expect(look()).toEqual(before)
  }, 60_000)

  test('gives way to credentials that are written out, though a store knows others', async () => {
    const { env, look, before } = home({ credsStore: 'rig', auths: { [leg.registry.host]: {} } })
    const { env: path } = helper(READER)
    const job = await release({ ...env, ...path }, { username: WRITER.name, password: WRITER.password })
    succeeded(job)
    expect(job.requests.filter(({ user }) => user === READER.name)).toEqual([])
    expect(look()).toEqual(before)
  }, 60_000)

  test("is not used for a fork's pull request: no request has credentials", async () => {
    const { env, look, before } = home({ credsStore: 'rig', auths: { [leg.registry.host]: encoded(WRITER) } })
    const { env: path } = helper(WRITER)
    const fork = { event: 'pull_request', payload: FORK, ref: 'refs/pull/7/merge' }
    const workspace = leg.workspace()
    const job = await publish({ leg, workspace, ...fork, inputs: SMALL, env: { ...env, ...path } })
    succeeded(job)
    expect(job).toMatchObject({ outputs: { 'dry-run': 'true' } })
    expect(job.requests.filter(({ auth, user }) => auth !== 'none' || user !== undefined)).toEqual([])
    expect(job.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
    expect(look()).toEqual(before)
  }, 60_000)

  test.each([
    ['pull_request_target', FORK],
    ['workflow_run', { workflow_run: { head_repository: { full_name: 'stranger/hello-world' } } }],
  ])(
    "a stranger's code with our rights is refused: %s",
    async (event, payload) => {
      const job = await publish({ leg, workspace: leg.workspace(), event, payload, inputs: SMALL })
      expect(job).toMatchObject({ main: { result: 'failure', code: 1 }, left: {}, requests: [], outputs: {} })
      expect(job.annotations.join()).toMatch(/rights of this/)
    },
    60_000,
  )
})
