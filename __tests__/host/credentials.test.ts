import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createCredentials } from '../../src/host/credentials.ts'
import { createFiles } from '../../src/host/files.ts'
import { createProcesses } from '../../src/host/process.ts'

const root = mkdtempSync(join(tmpdir(), 'credentials-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let count = 0

/** A user with a docker configuration of their own, and a private folder for the run. */
function user(
  config: unknown,
  helpers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
) {
  const home = join(root, `home-${++count}`)
  const docker = join(home, '.docker')
  const folder = join(root, `private-${count}`)
  const bin = join(home, 'bin')
  for (const made of [docker, folder, bin]) mkdirSync(made, { recursive: true })
  writeFileSync(join(docker, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  for (const [name, script] of Object.entries(helpers)) {
    writeFileSync(join(bin, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, `docker-credential-${name}`), 0o755)
  }
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, ...more }
  const processes = createProcesses(env)
  const credentials = createCredentials(processes, createFiles(), env)
  const written = () => JSON.parse(readFileSync(join(folder, 'docker/config.json'), 'utf8'))
  return { credentials, processes, docker, folder, env, written }
}

const entry = { registry: 'ghcr.io', username: 'me', password: 'secret-word' }
const auth = Buffer.from('me:secret-word').toString('base64')

describe('the private configuration', () => {
  test('is the user’s own with our entry added, and the user’s own stays as it was', async () => {
    const config = { auths: { 'https://index.docker.io/v1/': { auth: 'aHViOnB3' } }, currentContext: 'other' }
    const { credentials, docker, folder, written } = user(config)
    await credentials.create(folder, [entry])
    expect(written()).toMatchObject({
      auths: { 'https://index.docker.io/v1/': { auth: 'aHViOnB3' }, 'ghcr.io': { auth } },
      currentContext: 'other',
    })
    expect(JSON.parse(readFileSync(join(docker, 'config.json'), 'utf8'))).toEqual(config)
  })

  test('is made where the user has none, or a broken one', async () => {
    const { credentials, folder, written } = user('{"auths":')
    await credentials.create(folder, [entry])
    expect(written().auths).toEqual({ 'ghcr.io': { auth } })
  })

  test('is what docker children get, with the builders and plugins of the user', async () => {
    const { credentials, processes, docker, folder, written } = user({})
    await credentials.create(folder, [])
    const command = { tool: 'docker', file: '/bin/sh', timeoutMs: 10_000 } as const
    const seen = await processes.run({ ...command, args: ['-c', 'echo $DOCKER_CONFIG $BUILDX_CONFIG'] })
    expect(seen.stdout.toString().trim()).toBe(`${folder}/docker ${docker}/buildx`)
    expect(written().cliPluginsExtraDirs).toEqual([join(docker, 'cli-plugins')])
  })

  test.each([
    ['no helper', {}, ''],
    ['our entry only', { auths: {}, credHelpers: { 'ghcr.io': '' } }, ''],
    ['a store', { credsStore: 'vault' }, 'key'],
    ['a helper of one host', { credHelpers: { 'quay.io': 'vault' } }, 'key'],
  ])('gives docker the keys of a cloud only where a helper needs them: %s', async (_, config, expected) => {
    const cloud = { AWS_SECRET_ACCESS_KEY: 'key' }
    const { credentials, processes, folder, env } = user(config, {}, cloud)
    await credentials.create(folder, [entry])
    const print = { tool: 'docker', file: '/bin/sh', timeoutMs: 10_000 } as const
    const args = ['-c', 'printf "$AWS_SECRET_ACCESS_KEY"']
    expect((await processes.run({ ...print, args })).stdout.toString()).toBe(expected)
    const post = createProcesses(env)
    createCredentials(post, createFiles(), env).open(folder)
    expect((await post.run({ ...print, args })).stdout.toString()).toBe(expected)
  })

  test('keeps the contexts of the user in reach', async () => {
    const { credentials, docker, folder } = user({})
    mkdirSync(join(docker, 'contexts/meta'), { recursive: true })
    await credentials.create(folder, [])
    expect(existsSync(join(folder, 'docker/contexts/meta'))).toBe(true)
  })
})

describe('looking a host up', () => {
  test('finds our entry even where the user keeps the rest in a store', async () => {
    const { credentials, folder } = user({ credsStore: 'vault' }, { vault: 'exit 1' })
    await credentials.create(folder, [entry])
    expect(await credentials.lookup('ghcr.io')).toEqual({ username: 'me', password: 'secret-word' })
  })

  test('finds an earlier login in a file, and Docker Hub by its old name', async () => {
    const { credentials, folder } = user({ auths: { 'https://index.docker.io/v1/': { auth: 'aHViOnB3' } } })
    await credentials.create(folder, [])
    expect(await credentials.lookup('docker.io')).toEqual({ username: 'hub', password: 'pw' })
    expect(await credentials.lookup('quay.io')).toBeUndefined()
  })

  test('asks the helper of a host', async () => {
    const script = 'read host; echo "{\\"Username\\":\\"u-$host\\",\\"Secret\\":\\"s\\"}"'
    const { credentials, folder } = user({ credHelpers: { 'quay.io': 'vault' } }, { vault: script })
    await credentials.create(folder, [])
    expect(await credentials.lookup('quay.io')).toEqual({ username: 'u-quay.io', password: 's' })
  })

  test.each([
    ['with a scheme', 'https://quay.io'],
    ['with a path', 'https://quay.io/v1/'],
    ['without either', 'quay.io'],
  ])('finds an earlier login under an address %s', async (_, address) => {
    const { credentials, folder } = user({
      auths: { 'https://other.io': { auth: 'eDp5' }, [address]: { auth } },
    })
    await credentials.create(folder, [])
    expect(await credentials.lookup('quay.io')).toEqual({ username: 'me', password: 'secret-word' })
    expect(await credentials.lookup('quay.io:443')).toBeUndefined()
  })

  test('finds an identity token, in a file and from a helper', async () => {
    const zero = Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64')
    const script = `echo '{"Username":"<token>","Secret":"from-helper"}'`
    const config = {
      auths: { 'one.azurecr.io': { auth: zero, identitytoken: 'from-file' } },
      credHelpers: { 'two.azurecr.io': 'vault' },
    }
    const { credentials, folder } = user(config, { vault: script })
    await credentials.create(folder, [])
    expect(await credentials.lookup('one.azurecr.io')).toEqual({ identityToken: 'from-file' })
    expect(await credentials.lookup('two.azurecr.io')).toEqual({ identityToken: 'from-helper' })
  })

  test.each([
    ['fails', 'echo "credentials not found"; exit 1'],
    ['writes nonsense', 'echo nonsense'],
  ])('finds nothing where the helper %s', async (_, script) => {
    const { credentials, folder } = user({ credsStore: 'vault' }, { vault: script })
    await credentials.create(folder, [])
    expect(await credentials.lookup('quay.io')).toBeUndefined()
  })

  test('starts no program whose name is a path', async () => {
    const { credentials, folder } = user({ credsStore: '../../../bin/evil' })
    await credentials.create(folder, [])
    expect(await credentials.lookup('quay.io')).toBeUndefined()
  })

  test('works for post, which finds the folder and nothing else', async () => {
    const { credentials, folder, processes, env } = user({ credsStore: 'vault' }, { vault: 'exit 1' })
    await credentials.create(folder, [entry])
    const post = createCredentials(processes, createFiles(), env)
    post.open(folder)
    expect(await post.lookup('ghcr.io')).toEqual({ username: 'me', password: 'secret-word' })
  })
})

test('git and the log know nothing of it: no child of another tool sees the folder', async () => {
  const { credentials, processes, folder } = user({})
  await credentials.create(folder, [entry])
  const command = { tool: 'git', file: '/bin/sh', args: ['-c', 'env'], timeoutMs: 10_000 } as const
  expect((await processes.run(command)).stdout.toString()).not.toContain('DOCKER_CONFIG')
})
