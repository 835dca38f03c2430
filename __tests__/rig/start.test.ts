import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from '@jest/globals'
import { binfmtImage } from '../../scripts/sandbox/binfmt-image.js'
import { startEngine } from '../../scripts/sandbox/engine.js'
import { addBridge } from '../../scripts/sandbox/start-bridge.js'
import { isInUse } from '../../scripts/sandbox/start-daemon.js'
import { isDebian, mirrorOf } from '../../scripts/sandbox/start-debian.js'
import { parseOptions } from '../../scripts/sandbox/start-options.js'
import { foretell } from '../../scripts/sandbox/start-plan.js'
import { secretInputs } from '../../scripts/sandbox/start-secrets.js'
import { openWorkspace } from '../../scripts/sandbox/start-workspace.js'

const run = promisify(execFile)
const signal = new AbortController().signal
const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'start-test-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

describe('the options of npm start', () => {
  const defaults = { dryRun: false, tag: 'v1.2.3', platforms: undefined, keep: false, help: false }

  test.each([
    [[], {}],
    [['--dry-run', '--keep'], { dryRun: true, keep: true }],
    [['--tag', 'v2.0.0-rc.1'], { tag: 'v2.0.0-rc.1' }],
    [['--platforms=linux/amd64'], { platforms: 'linux/amd64' }],
    [['-h'], { help: true }],
  ])('%j', (args, read) => {
    expect(parseOptions(args)).toEqual({ ...defaults, ...read })
  })

  test.each([
    [['--bogus'], /Unknown option "--bogus"[\s\S]*--dry-run/],
    [['v1.0.0'], /Unknown option "v1.0.0"/],
    [['--tag'], /--tag needs a value/],
    [['--platforms', '--keep'], /--platforms needs a value/],
    [['--tag='], /--tag needs a value/],
  ])('%j is refused', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message)
  })
})

describe('what is foretold', () => {
  const foretold = (args: string[]) => foretell(parseOptions(args)).join('\n')

  test.each([
    ['v1.2.3', 'tags v1.2.3, v1.2, v1, latest and the commit'],
    ['v0.4.0', 'tags v0.4.0, v0.4, latest and the commit'],
    ['v2.0.0-rc.1', 'tags v2.0.0-rc.1 and the commit'],
  ])('the tags of %s', (tag, tags) => {
    expect(foretold(['--tag', tag])).toContain(tags)
  })

  test('a dry run pushes nothing, and only --keep keeps the registry', () => {
    expect(foretold(['--dry-run'])).toContain('push nothing')
    expect(foretold(['--keep'])).toContain('the registry stays until Ctrl-C')
    expect(foretold([])).toContain('nothing stays but caches')
  })
})

describe('Debian', () => {
  test('the mirror is the one of the main archive, whatever stands before it', () => {
    const line = (base: string, suite: string) => `'${base}/dists/${suite}/InRelease' some_file 0 `
    const lines = [
      line('http://one.example/debian-security', 'a-security'),
      line('https://two.example/x/debian', 'a'),
    ]
    expect(mirrorOf(lines.join('\n'))).toBe('https://two.example/x/debian')
    expect(() => mirrorOf('')).toThrow(/No mirror/)
  })

  test('is told from systems that come from it', () => {
    const file = join(folder(), 'os-release')
    writeFileSync(file, 'NAME="Debian GNU/Linux"\nID=debian\n')
    expect(isDebian(file)).toBe(true)
    writeFileSync(file, 'ID=ubuntu\nID_LIKE=debian\n')
    expect(isDebian(file)).toBe(false)
    expect(isDebian(join(folder(), 'absent'))).toBe(false)
  })
})

test('the build gets the certificates of this machine, and a pip.conf that names an index', () => {
  const home = folder()
  const [ca, plain, index] = ['ca.pem', 'plain.conf', 'index.conf'].map((name) => join(home, name))
  writeFileSync(`${ca}`, 'certificates')
  writeFileSync(`${plain}`, '[global]\ntimeout = 60\n')
  writeFileSync(`${index}`, '[global]\nindex-url = https://pypi.example/simple\n')
  const env = { HOME: home, PIP_CERT: ca }
  expect(secretInputs({ ...env, PIP_CONFIG_FILE: index })['secret-files']).toBe(`ca=${ca}\npip_conf=${index}`)
  expect(secretInputs({ ...env, PIP_CONFIG_FILE: plain })['secret-files']).not.toContain(plain)
})

describe('the workspace', () => {
  test('is the checkout itself where it has a commit', async () => {
    const root = folder()
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
    await run('git', ['init', '--quiet'], { cwd: root })
    await run('git', [...identity, 'commit', '--quiet', '--allow-empty', '-m', 'one'], { cwd: root })
    const { path, sha } = await openWorkspace(root, signal)
    expect(path).toBe(root)
    expect(sha).toBe((await run('git', ['rev-parse', 'HEAD'], { cwd: root })).stdout.trim())
  })

  test('is else a copy with one commit, the same for the same files', async () => {
    const root = folder()
    mkdirSync(join(root, 'node_modules'))
    writeFileSync(join(root, 'Dockerfile.example'), 'FROM scratch\n')
    const again = folder()
    cpSync(root, again, { recursive: true })
    const [one, two] = [await openWorkspace(root, signal), await openWorkspace(again, signal)]
    try {
      expect(one.path).not.toBe(root)
      expect(existsSync(join(one.path, 'Dockerfile.example'))).toBe(true)
      expect(existsSync(join(one.path, 'node_modules'))).toBe(false)
      expect(one.sha).toMatch(/^[0-9a-f]{40}$/)
      expect(two.sha).toBe(one.sha)
      expect((await run('git', ['rev-parse', 'HEAD'], { cwd: one.path })).stdout.trim()).toBe(one.sha)
    } finally {
      one.remove()
      two.remove()
    }
    expect(existsSync(one.path)).toBe(false)
  })
})

describe('an engine whose starter was killed', () => {
  const bridges = async () =>
    (await run('ip', ['-brief', 'link', 'show', 'type', 'bridge'])).stdout.match(/ghcrpub\d+/g) ?? []

  test('ends', async () => {
    const daemon = new URL('../../scripts/sandbox/start-daemon.js', import.meta.url)
    const data = join(folder(), 'data')
    const code = `import { startDaemon } from '${daemon}'
      await startDaemon({ data: '${data}', containerdStore: true })
      process.kill(process.pid, 'SIGKILL')`
    await expect(
      run(process.execPath, ['--input-type=module', '--eval', code], {
        env: { ...process.env, TMPDIR: folder() },
      }),
    ).rejects.toMatchObject({ signal: 'SIGKILL' })
    while (isInUse(data)) await sleep(50)
    expect(existsSync(data)).toBe(true)
  }, 60_000)

  test('leaves its network to the next one that finds none free', async () => {
    const inUse = await bridges()
    for (const part of [95, 96, 97, 98, 99])
      await run('ip', ['link', 'add', 'name', `ghcrpub${part}`, 'type', 'bridge']).catch(() => undefined)
    const bridge = await addBridge()
    expect(await bridges()).toContain(bridge.name)
    await bridge.remove()
    expect(inUse).toEqual(expect.arrayContaining(await bridges()))
  })
})

describe('with an engine that runs', () => {
  test('no other is started', async () => {
    const { env, started } = await startEngine({ log: () => undefined, cache: folder() })
    expect({ env, started }).toEqual({ env: {}, started: false })
  })

  test('the stand-in for tonistiigi/binfmt says what the machine runs, and is built once', async () => {
    const lines: string[] = []
    const image = await binfmtImage({ log: (line) => lines.push(line) })
    expect(await binfmtImage({ log: (line) => lines.push(`again: ${line}`) })).toBe(image)
    expect(lines.filter((line) => line.startsWith('again'))).toEqual([])
    const binfmt = (...args: string[]) => run('docker', ['run', '--rm', '--privileged', image, ...args])
    const status = JSON.parse((await binfmt()).stdout)
    expect(status.supported).toContain(process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64')
    expect(Array.isArray(status.emulators)).toBe(true)
    await expect(binfmt('--install')).rejects.toMatchObject({ code: 2 })
    expect((await binfmt('--install', 'pdp11')).stderr).toContain('pdp11 unsupported architecture')
  }, 120_000)
})
