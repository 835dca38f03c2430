import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Signer } from '../../src/domain/signature.ts'
import type { Cosign, SignRequest } from '../../src/host/cosign/cosign.ts'
import { createCredentials } from '../../src/host/credentials.ts'
import { createFiles } from '../../src/host/files.ts'
import { isAlive } from './alive.ts'
import { Machine } from './cosigns.ts'

const IMAGE = `ghcr.io/acme/app@sha256:${'a'.repeat(64)}`
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJtZSJ9.c2lnbmF0dXJl-of_it'
const LINE = 'eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6'
const PEM = `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${LINE}\nsecond-line\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n`
const KEY = { pem: PEM, password: 'pass word' }
const KEYLESS = {
  kind: 'keyless',
  identity: { exact: 'https://github.com/acme/app/.github/workflows/r.yml@refs/heads/main' },
  issuer: 'https://token.actions.githubusercontent.com',
} as const

let machine: Machine
beforeEach(() => {
  machine = new Machine()
})

/** A cosign on PATH that does what `body` says, prepared. */
async function prepared(body = '', env: Readonly<Record<string, string>> = {}): Promise<Cosign> {
  machine.onPath(machine.versioned('mine', 'v3.1.3', body))
  const processes = machine.processes(env)
  const files = createFiles()
  await createCredentials(processes, files, { HOME: machine.root, ...env }).create(machine.session, [])
  const cosign = machine.cosign(undefined, processes)
  await cosign.prepare(machine.session)
  return cosign
}

const request = (more: Partial<SignRequest> = {}): SignRequest => ({
  ...{ reference: IMAGE, by: { token: TOKEN }, files: {}, timeoutMs: 20_000 },
  ...more,
})
const verify = (cosign: Cosign, signer: Signer, more = {}) =>
  cosign.verify({ reference: IMAGE, signer, files: {}, timeoutMs: 20_000, ...more })

/** The last run, which is no question for the version. */
function last() {
  const run = machine.runs().at(-1)
  if (run === undefined || run.args[0] === 'version') throw new Error('nothing was asked')
  return run
}

describe('the arguments of cosign', () => {
  test('for a signature by a token hold no token', async () => {
    const files = { signingConfig: '/f/config.json', trustedRoot: '/f/root.json' }
    await (await prepared()).sign(request({ files }))
    expect(last().args).toEqual([
      ...['sign', '--yes', '--signing-config=/f/config.json', '--trusted-root=/f/root.json'],
      ...['--fulcio-auth-flow=token', '--', IMAGE],
    ])
    expect(last().env.SIGSTORE_ID_TOKEN).toBe(TOKEN)
  })

  test('for the public Sigstore name no files', async () => {
    await (await prepared()).sign(request())
    expect(last().args).toEqual(['sign', '--yes', '--fulcio-auth-flow=token', '--', IMAGE])
  })

  test('for a key name a Sigstore without services, and hold neither key nor password', async () => {
    await (await prepared()).sign(request({ by: { key: KEY } }))
    const { args, env } = last()
    const [sign, yes, config, root, ...rest] = args
    expect([sign, yes, ...rest]).toEqual(['sign', '--yes', '--key=env://COSIGN_PRIVATE_KEY', '--', IMAGE])
    const content = (flag = '') => JSON.parse(readFileSync(flag.replace(/^[^=]*=/, ''), 'utf8'))
    expect(config).toMatch(/^--signing-config=/)
    expect(content(config)).toEqual({
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      ...{ rekorTlogConfig: {}, tsaConfig: {} },
    })
    expect(root).toMatch(/^--trusted-root=/)
    expect(content(root)).toEqual({ mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1' })
    expect([env.COSIGN_PRIVATE_KEY, env.COSIGN_PASSWORD]).toEqual([PEM, 'pass word'])
  })

  test('for a key with services of its own name those', async () => {
    const files = { signingConfig: '/f/config.json', trustedRoot: undefined }
    await (await prepared()).sign(request({ by: { key: { pem: PEM, password: '' } }, files }))
    expect(last().args.filter((arg) => arg.startsWith('--'))).toEqual([
      ...['--yes', '--signing-config=/f/config.json', '--key=env://COSIGN_PRIVATE_KEY', '--'],
    ])
    // Without it cosign would ask for it.
    expect(last().env.COSIGN_PASSWORD).toBe('')
  })

  test('for a check by identity hold everything that is expected', async () => {
    const signer = { ...KEYLESS, repository: 'acme/app', commit: 'c'.repeat(40) }
    await verify(await prepared(), signer, { files: { signingConfig: '/c', trustedRoot: '/r' } })
    expect(last().args).toEqual([
      ...['verify', '--output=json', '--trusted-root=/r'],
      `--certificate-identity=${KEYLESS.identity.exact}`,
      `--certificate-oidc-issuer=${KEYLESS.issuer}`,
      ...['--certificate-github-workflow-repository=acme/app'],
      ...[`--certificate-github-workflow-sha=${'c'.repeat(40)}`, '--', IMAGE],
    ])
  })

  test('for a check by a pattern hold the pattern', async () => {
    await verify(await prepared(), { ...KEYLESS, identity: { regexp: '^https://github.com/acme/' } })
    expect(last().args).toEqual([
      ...['verify', '--output=json', '--certificate-identity-regexp=^https://github.com/acme/'],
      ...[`--certificate-oidc-issuer=${KEYLESS.issuer}`, '--', IMAGE],
    ])
  })

  test('for a check by a key name a file that is there meanwhile, for this user alone', async () => {
    const look = `
      const file = args.find((arg) => arg.startsWith('--key=')).slice(6)
      const { mode } = require('node:fs').statSync(file)
      console.log(require('node:fs').readFileSync(file, 'utf8') + (mode & 0o777).toString(8))`
    const cosign = await prepared(look)
    const { stdout } = await verify(cosign, { kind: 'key', publicKey: 'PEM OF IT ' })
    expect(stdout).toBe('PEM OF IT 600\n')
    expect(last().args).not.toContain('--insecure-ignore-tlog')
    const file = last().args.find((arg) => arg.startsWith('--key=')) ?? ''
    expect(() => statSync(file.slice('--key='.length))).toThrow('ENOENT')
    await verify(cosign, { kind: 'key', publicKey: '' }, { unlogged: true })
    expect(last().args).toEqual([
      ...['verify', '--output=json', `--trusted-root=${machine.session}/cosign/nobody-root.json`],
      ...[expect.stringMatching(/^--key=/), '--insecure-ignore-tlog', '--', IMAGE],
    ])
  })

  test('for the public half of a key hold no key', async () => {
    const { code, stdout } = await (await prepared("console.log('PUBLIC')")).publicKey(KEY)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'PUBLIC\n' })
    expect(last().args).toEqual(['public-key', '--key=env://COSIGN_PRIVATE_KEY'])
    expect(last().env).toMatchObject({ COSIGN_PRIVATE_KEY: PEM, COSIGN_PASSWORD: 'pass word' })
  })

  test('that others chose are no flags', async () => {
    const signer = { ...KEYLESS, identity: { exact: '--insecure-ignore-tlog' }, repository: '--key=x' }
    const cosign = await prepared()
    await verify(cosign, signer, { reference: '--help' })
    expect(last().args).toEqual([
      ...['verify', '--output=json', '--certificate-identity=--insecure-ignore-tlog'],
      `--certificate-oidc-issuer=${KEYLESS.issuer}`,
      ...['--certificate-github-workflow-repository=--key=x', '--', '--help'],
    ])
    await cosign.sign(request({ reference: '--identity-token=x' }))
    expect(last().args.slice(-2)).toEqual(['--', '--identity-token=x'])
  })
})

describe('the environment of cosign', () => {
  const PLAIN = {
    ...{ LANG: 'C.UTF-8', LC_ALL: 'C', TZ: 'UTC', TMPDIR: '/tmp', SSL_CERT_FILE: '/c', SSL_CERT_DIR: '/d' },
    ...{ https_proxy: 'http://p:1', HTTPS_PROXY: 'http://p:1', no_proxy: 'x', NO_PROXY: 'x' },
    ...{
      http_proxy: 'http://p:1',
      HTTP_PROXY: 'http://p:1',
      all_proxy: 'http://p:1',
      ALL_PROXY: 'http://p:1',
    },
  }
  const POISON = {
    ...{ HOME: '/poisoned', USER: 'x', XDG_CONFIG_HOME: '/x', XDG_RUNTIME_DIR: '/x', DOCKER_CONFIG: '/x' },
    ...{ REGISTRY_AUTH_FILE: '/x', DOCKER_HOST: 'x', NODE_OPTIONS: '--require=/evil.js', LD_PRELOAD: '' },
    ...{
      COSIGN_REPOSITORY: 'evil/x',
      COSIGN_EXPERIMENTAL: '1',
      COSIGN_PASSWORD: 'x',
      COSIGN_PRIVATE_KEY: 'x',
    },
    ...{ COSIGN_KEY: 'x', COSIGN_MIRROR: 'x', COSIGN_DOCKER_MEDIA_TYPES: '1', SIGSTORE_NO_CACHE: '1' },
    ...{ SIGSTORE_ROOT_FILE: '/x', SIGSTORE_REKOR_PUBLIC_KEY: '/x', SIGSTORE_ID_TOKEN: 'x' },
    ...{ SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: '/x', SIGSTORE_TSA_CERTIFICATE_FILE: '/x', TUF_ROOT: '/x' },
    ...{ TUF_MIRROR: 'http://evil', TUF_ROOT_JSON: '/x', REKOR_SERVER: 'http://evil', GITHUB_TOKEN: 'x' },
    ...{
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      GITHUB_ACTIONS: 'true',
    },
    ...{
      ACTIONS_RUNTIME_TOKEN: 'x',
      INPUT_PASSWORD: 'x',
      STATE_X: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      GODEBUG: 'x',
    },
  }
  const OWN = () => ({
    PATH: machine.bin,
    HOME: join(machine.session, 'cosign/home'),
    TUF_ROOT: join(machine.session, 'cosign/tuf'),
    DOCKER_CONFIG: join(machine.session, 'docker'),
  })

  test('is an allow-list with folders of its own, whatever an earlier step has set', async () => {
    const cosign = await prepared('', { ...PLAIN, ...POISON })
    const { HOME, TUF_ROOT } = OWN()
    expect(machine.runs()[0]).toMatchObject({ args: ['version', '--json'] })
    expect(machine.runs()[0]?.env).toEqual({ ...PLAIN, ...OWN() })
    await verify(cosign, KEYLESS)
    expect(last().env).toEqual({ ...PLAIN, ...OWN() })
    await cosign.sign(request())
    expect(last().env).toEqual({ ...PLAIN, ...OWN(), SIGSTORE_ID_TOKEN: TOKEN })
    for (const folder of [HOME, TUF_ROOT]) expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('for a key has key and password, and no token', async () => {
    const cosign = await prepared('', POISON)
    const pair = { COSIGN_PRIVATE_KEY: PEM, COSIGN_PASSWORD: 'pass word' }
    await cosign.sign(request({ by: { key: KEY } }))
    expect(last().env).toEqual({ ...OWN(), ...pair })
    await cosign.publicKey(KEY)
    expect(last().env).toEqual({ ...OWN(), ...pair })
  })

  test('has what credential helpers read only where docker’s configuration names one', async () => {
    const cloud = { AWS_SECRET_ACCESS_KEY: 'for the helper' }
    mkdirSync(join(machine.root, '.docker'))
    const named = '{"credHelpers":{"1.dkr.ecr.example":"ecr-login"}}'
    writeFileSync(join(machine.root, '.docker/config.json'), named)
    const cosign = await prepared('', { ...POISON, ...cloud, HOME: machine.root, DOCKER_CONFIG: '' })
    await verify(cosign, KEYLESS)
    expect(last().env).toEqual({ ...OWN(), ...cloud })
  })
})

describe('how cosign ended', () => {
  test('is told with its code and its words', async () => {
    const cosign = await prepared("console.log('[]'); console.error('no signatures found'); process.exit(10)")
    expect(await verify(cosign, KEYLESS)).toEqual({ code: 10, stdout: '[]\n', stderr: 'no signatures found' })
  })

  test('is never told with the token or a part of it', async () => {
    const cosign = await prepared(`
      const token = env.SIGSTORE_ID_TOKEN
      console.error('open ' + token + ': no such file')
      console.error('x'.repeat(1990) + token)
      console.error('"' + token.split('.')[2] + '"')
      console.log(token)`)
    const { stdout, stderr } = await cosign.sign(request())
    expect(stdout).toBe('***\n')
    expect(stderr.split('\n')).toEqual(['open ***: no such file', `${'x'.repeat(1990)}***`, '"***"'])
  })

  test('is never told with a key, a line of it, or its password', async () => {
    const cosign = await prepared(`
      console.error(JSON.stringify(env.COSIGN_PRIVATE_KEY))
      console.error(env.COSIGN_PRIVATE_KEY.split('\\n')[1], env.COSIGN_PASSWORD)`)
    const { stderr } = await cosign.sign(request({ by: { key: KEY } }))
    expect(stderr).toContain('BEGIN ENCRYPTED')
    for (const secret of [LINE, 'second-line', 'pass word']) expect(stderr).not.toContain(secret)
  })

  test('keeps words whole where the password is one letter', async () => {
    const cosign = await prepared("console.error('decrypt: decryption failed')")
    const { stderr } = await cosign.sign(request({ by: { key: { pem: PEM, password: 'd' } } }))
    expect(stderr).toBe('decrypt: decryption failed')
  })

  test('is told with its last lines only, and not with half a secret at their beginning', async () => {
    const cosign = await prepared(`
      const token = env.SIGSTORE_ID_TOKEN
      process.stderr.write('x'.repeat(100) + token + 'y'.repeat(65_536 - 10 - 4) + '\\nend')`)
    expect((await cosign.sign(request())).stderr).toBe('end')
    const many = await prepared("for (let n = 1; n <= 100; n++) console.error('line ' + n)")
    const lines = (await many.sign(request())).stderr.split('\n')
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([30, 'line 71', 'line 100'])
  })

  test('is told with at most so much of what it found', async () => {
    const cosign = await prepared("process.stdout.write('x'.repeat(3_000_000))")
    expect((await verify(cosign, KEYLESS)).stdout).toHaveLength(1024 * 1024)
  })

  test('is without a code where the time was over, and nothing of it runs on', async () => {
    const cosign = await prepared(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
      console.log(child.pid)
      process.on('SIGINT', () => process.exit(0))
      setTimeout(() => {}, 60_000)`)
    const started = Date.now()
    const { code, stdout } = await verify(cosign, KEYLESS, { timeoutMs: 700 })
    expect(code).toBeUndefined()
    expect(Date.now() - started).toBeLessThan(5_000)
    expect(Number(stdout)).toBeGreaterThan(0)
    expect(isAlive(Number(stdout))).toBe(false)
  }, 15_000)

  test('is nothing before it was prepared', async () => {
    const cosign = machine.cosign()
    for (const ask of [
      cosign.sign(request()),
      cosign.sign(request({ by: { key: KEY } })),
      verify(cosign, KEYLESS),
      cosign.publicKey(KEY),
    ])
      await expect(ask).rejects.toThrow('cosign is not prepared')
    expect(machine.runs()).toEqual([])
  })
})
