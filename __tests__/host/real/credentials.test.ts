import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Registry, startRegistry } from '../../../scripts/sandbox/registry.js'
import { createRegistry } from '../../../src/host/registry/registry.ts'
import { createSend } from '../../../src/host/registry/transport.ts'
import { theRig } from '../../rig/engines.ts'
import { type Machine, machine } from './machine.ts'

const PASSWORD = 'the-password-of-the-writer'
const auth = Buffer.from(`writer:${PASSWORD}`).toString('base64')
let user: Machine
let registry: Registry
let folder: string

beforeEach(async () => {
  user = machine()
  folder = join(user.root, 'private')
  for (const made of ['private', 'storage']) mkdirSync(join(user.root, made), { mode: 0o700 })
  registry = await startRegistry({
    storage: join(user.root, 'storage'),
    users: { writer: { password: PASSWORD, access: 'write' } },
    env: { ...process.env, PATH: theRig().tools.path },
  })
})
afterEach(async () => {
  await registry.stop()
  user.stop()
})

const entry = () => ({ registry: registry.host, username: 'writer', password: PASSWORD })
const write = (config: unknown) => writeFileSync(join(user.docker, 'config.json'), JSON.stringify(config))
const trace = () => join(user.root, 'helper')
/** A store that answers every question, and remembers that it was asked. */
const vault = (password: string) =>
  user.program(
    'docker-credential-vault',
    `read host; echo "$1 $host" >> ${trace()}\necho '{"Username":"writer","Secret":"${password}"}'`,
  )
const asked = () => (existsSync(trace()) ? readFileSync(trace(), 'utf8').trim().split('\n') : [])
/** That there is no such tag is what the registry says only to somebody whom it knows. */
async function known(): Promise<void> {
  const reference = `${registry.host}/o/app:none`
  await expect(user.host.buildx.inspectImage(reference)).rejects.toThrow(`${reference}: not found`)
  expect(registry.requests().some((one) => one.user === 'writer')).toBe(true)
}

describe('docker, with the private configuration', () => {
  test('uses our entry, although the user keeps everything in a store that knows another password', async () => {
    write({ credsStore: 'vault' })
    vault('wrong')
    await user.host.credentials.create(folder, [entry()])
    await known()
    expect(asked()).toEqual([])
  })

  test('would ask the store without the empty helper: the entry alone is not enough', async () => {
    write({ credsStore: 'vault' })
    vault('wrong')
    await user.host.credentials.create(folder, [entry()])
    const path = join(folder, 'docker/config.json')
    const { credHelpers, ...others } = JSON.parse(readFileSync(path, 'utf8'))
    expect(credHelpers).toEqual({ [registry.host]: '' })
    writeFileSync(path, JSON.stringify(others))
    await expect(user.host.buildx.inspectImage(`${registry.host}/o/app:none`)).rejects.toThrow('403')
    expect(asked()).toContain(`get ${registry.host}`)
  })

  test.each([
    ['a store', () => ({ credsStore: 'vault' }), true],
    ['a helper of the host', () => ({ credHelpers: { [registry.host]: 'vault' } }), true],
    ['a file', () => ({ auths: { [registry.host]: { auth } } }), false],
  ])('still uses an earlier login from %s', async (_, config, helps) => {
    write(config())
    vault(PASSWORD)
    await user.host.credentials.create(folder, [])
    await known()
    expect(asked().includes(`get ${registry.host}`)).toBe(helps)
  })

  test('is nobody to the registry where nobody ever logged in', async () => {
    await user.host.credentials.create(folder, [])
    const reference = `${registry.host}/o/app:none`
    await expect(user.host.buildx.inspectImage(reference)).rejects.toThrow(/401|denied|authoriz/)
  })

  test('is known to the registry client too, in each of these ways', async () => {
    const { credentials } = user.host
    const client = () =>
      createRegistry(
        createSend(async () => {}),
        (host) => credentials.lookup(host),
      )
    const name = { registry: registry.host, repository: 'o/app' }
    write({ credsStore: 'vault' })
    vault('wrong')
    await credentials.create(folder, [entry()])
    expect(await client().canPush(name)).toEqual({ ok: true })
    expect(asked()).toEqual([])
    await user.host.credentials.create(join(user.root, 'other'), [])
    expect(await client().canPush(name)).toMatchObject({ ok: false, kind: 'wrong-credentials' })
    expect(asked()).toEqual([`get ${registry.host}`])
  })

  test('pushes; no argument of docker holds the password or its stored form', async () => {
    write({ credsStore: 'vault' })
    vault('wrong')
    await user.host.credentials.create(folder, [entry()])
    const context = join(user.root, 'context')
    mkdirSync(context)
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /x\n')
    const tag = `${registry.host}/o/app:v1`
    const made = await user.host.buildx.build(['--push', `--tag=${tag}`, '--provenance=false', '.'], {
      env: {},
      cwd: context,
      timeoutMs: 60_000,
      metadataFile: join(folder, 'metadata.json'),
      onLine: () => {},
    })
    await user.host.engine.removeImages([tag])
    expect(made).toMatchObject({ code: 0 })
    expect(await registry.tags('o/app')).toEqual({ v1: made.digest })
    const calls = user.calls().join('\n')
    expect(calls).toContain('--push')
    expect(calls).not.toContain(PASSWORD)
    expect(calls).not.toContain(auth)
  }, 60_000)
})

describe('what the user has', () => {
  const docker = (...args: readonly string[]) =>
    execFileSync('docker', args, { env: { ...user.env }, encoding: 'utf8', stdio: 'pipe' })

  test('stays in reach: contexts, plugins, builders', async () => {
    const plugin = join(user.docker, 'cli-plugins/docker-hello')
    mkdirSync(join(user.docker, 'cli-plugins'))
    const metadata = '{"SchemaVersion":"0.1.0","Vendor":"x","Version":"1","ShortDescription":"x"}'
    writeFileSync(
      plugin,
      `#!/bin/sh\n[ "$1" = docker-cli-plugin-metadata ] && echo '${metadata}' || echo hi\n`,
    )
    chmodSync(plugin, 0o755)
    const engine = user.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
    docker('context', 'create', 'theirs', `--docker=host=${engine}`)
    docker('buildx', 'create', '--name=theirs-builder', '--driver=docker-container')
    write({ currentContext: 'theirs' })
    await user.host.credentials.create(folder, [entry()])
    const { DOCKER_HOST: _, ...env } = user.env
    const again = { ...env, DOCKER_CONFIG: join(folder, 'docker') }
    const ask = (...args: readonly string[]) => execFileSync('docker', args, { env: again, encoding: 'utf8' })
    expect(ask('context', 'show').trim()).toBe('theirs')
    expect(ask('version', '--format', '{{.Server.Version}}').trim()).toMatch(/^\d/)
    expect(ask('hello').trim()).toBe('hi')
    const builders = await user.host.buildx.builders()
    expect(builders.map(({ name, driver }) => `${name} ${driver}`)).toContain(
      'theirs-builder docker-container',
    )
    await user.host.buildx.remove('theirs-builder')
  }, 60_000)

  test('is not changed, and the private copy can be read by its owner only', async () => {
    write({ auths: { 'quay.io': { auth: 'eDp5' } }, credsStore: 'vault', HttpHeaders: { 'X-Y': 'z' } })
    vault(PASSWORD)
    const path = join(user.docker, 'config.json')
    const before = readFileSync(path)
    const names = readdirSync(user.docker)
    await user.host.credentials.create(folder, [entry()])
    await known()
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(user.docker).filter((name) => name !== 'buildx')).toEqual(names)
    expect(statSync(join(folder, 'docker')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'docker/config.json')).mode & 0o777).toBe(0o600)
  })
})
