import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import type { ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { pinnedCosign } from '../../src/domain/cosign.ts'
import { download } from '../../src/host/cosign/download.ts'
import { Machine, pinOf } from './cosigns.ts'
import { type ReleaseServer, startReleaseServer } from './release-server.ts'

const ASSETS = 'release-assets.githubusercontent.com'
const PATH = '/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64'
const ASK = { reference: 'x', signer: { kind: 'key', publicKey: '' }, files: {}, timeoutMs: 20_000 } as const

let world: ReleaseServer
let machine: Machine
let good: string
let evil: string

beforeAll(async () => {
  world = await startReleaseServer()
})
afterAll(() => world.stop())
beforeEach(() => {
  for (const list of [world.connections, world.requests]) list.splice(0)
  world.open = true
  machine = new Machine()
  good = machine.program('good', '')
  evil = machine.program('evil', '')
  serve(good)
})

/** Sends to another host for the content, as GitHub does. */
function serve(content: string, type = 'application/octet-stream'): void {
  answer((response) => void response.writeHead(200, { 'content-type': type }).end(content))
}

/** Answers as the storage host, to which GitHub sends. */
function answer(asset: (response: ServerResponse) => void): void {
  world.answer = (host, _, response) => {
    if (host === ASSETS) return asset(response)
    redirect(response, `https://${ASSETS}/asset?signature=abc`)
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, location === '' ? {} : { location }).end()
}

const cosign = () => machine.cosign(pinOf(good))
const prepare = () => cosign().prepare(machine.session)
const names = () => machine.runs().map(({ name }) => name)
const kept = () => join(machine.toolCache, 'ghcr-publish/cosign', pinOf(good).sha256, 'cosign')
const installed = () => join(machine.session, 'cosign/cosign')

/** Puts something into the tool cache. */
function keep(content: string): void {
  mkdirSync(dirname(kept()), { recursive: true })
  writeFileSync(kept(), content, { mode: 0o755 })
}

describe('the pinned cosign', () => {
  test('is downloaded, executed from the private folder, and kept for the next run', async () => {
    const first = cosign()
    expect(await first.prepare(machine.session)).toEqual({
      ...{ version: '3.1.3', origin: 'pinned', passedOver: undefined },
    })
    expect(world.connections).toEqual(['CONNECT github.com:443', `CONNECT ${ASSETS}:443`])
    expect(world.requests).toEqual([`github.com${PATH}`, `${ASSETS}/asset?signature=abc`])
    expect(machine.runs()).toEqual([])
    expect((await first.verify(ASK)).code).toBe(0)
    expect(machine.runs()).toMatchObject([{ name: 'good', file: installed() }])
    expect(statSync(installed()).mode & 0o777).toBe(0o500)
    rmSync(machine.session, { recursive: true })
    expect(await prepare()).toMatchObject({ origin: 'pinned', passedOver: undefined })
    expect(world.requests).toHaveLength(2)
  })

  test('is the same for repeated calls, also at once', async () => {
    const one = cosign()
    const answers = await Promise.all([one.prepare(machine.session), one.prepare(machine.session)])
    expect(answers[0]).toBe(answers[1])
    expect(world.requests).toHaveLength(2)
  })

  test('can be asked for again after a failure', async () => {
    const one = cosign()
    serve(evil)
    await expect(one.prepare(machine.session)).rejects.toThrow('did not give cosign')
    await expect(one.verify(ASK)).rejects.toThrow('cosign is not prepared')
    serve(good)
    expect(await one.prepare(machine.session)).toMatchObject({ origin: 'pinned' })
  })

  test('is not kept where the tool cache takes nothing, and used all the same', async () => {
    rmSync(machine.toolCache, { recursive: true })
    writeFileSync(machine.toolCache, 'a file')
    expect(await prepare()).toMatchObject({ origin: 'pinned' })
  })

  test('is named, with what to do, where there is none for a machine', async () => {
    const none = machine.cosign(undefined).prepare(machine.session)
    await expect(none).rejects.toMatchObject({ name: 'CommandError' })
    await expect(none).rejects.toThrow(/no cosign on PATH.*None is pinned for.*cosign-installer.*sign: off/)
  })

  test.each([
    [
      'linux',
      'x64',
      'cosign-linux-amd64',
      '4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71',
    ],
    [
      'linux',
      'arm64',
      'cosign-linux-arm64',
      'c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a',
    ],
  ])('for %s on %s is of one release', (system, processor, file, sha256) => {
    const url = `https://github.com/sigstore/cosign/releases/download/v3.1.3/${file}`
    expect(pinnedCosign(system, processor)).toMatchObject({ version: '3.1.3', url, sha256 })
  })

  test.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'riscv64'],
    ['constructor', ''],
  ])('is none for %s on %s', (system, processor) => {
    expect(pinnedCosign(system, processor)).toBeUndefined()
  })
})

describe('a download', () => {
  /** Nothing of it is left anywhere, and nothing was executed. */
  async function expectRefused(words: RegExp | string, tries = 1): Promise<void> {
    const refused = prepare()
    await expect(refused).rejects.toMatchObject({ name: 'CommandError' })
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.toThrow('sign: off')
    expect(machine.runs()).toEqual([])
    expect(existsSync(kept())).toBe(false)
    expect(readdirSync(dirname(installed())).toSorted()).toEqual([
      'home',
      'nobody-config.json',
      'nobody-root.json',
      'tuf',
    ])
    expect(world.requests.filter((one) => one.startsWith('github.com'))).toHaveLength(tries)
  }

  test('of other bytes is refused, with both hashes', async () => {
    serve(evil)
    await expectRefused(new RegExp(`sha256 ${pinOf(evil).sha256}.*Allowed: sha256 ${pinOf(good).sha256}`))
  })

  test('that is a page is refused, and says so', async () => {
    serve('<html>Sign in to this network</html>', 'text/html')
    await expectRefused('36 bytes of text/html')
  })

  test('that is too large is given up before it is there', async () => {
    let sent = 0
    answer((response) => {
      response.writeHead(200)
      const more = () => {
        while (sent < 50_000_000 && response.write('x'.repeat(50_000))) sent += 50_000
      }
      response.on('drain', more)
      more()
    })
    await expectRefused('more than 100000 bytes')
    expect(sent).toBeLessThan(50_000_000)
  })

  test('that breaks off is tried again from the start', async () => {
    let tries = 0
    answer((response) => {
      tries += 1
      response.writeHead(200, { 'content-length': good.length })
      if (tries === 3) response.end(good)
      else response.write(good.slice(0, 20), () => setTimeout(() => response.destroy(), 50))
    })
    expect(await prepare()).toMatchObject({ origin: 'pinned' })
    expect(readFileSync(installed(), 'utf8')).toBe(good)
    expect(machine.waits).toEqual([1_000, 3_000])
  })

  test('that always breaks off is given up', async () => {
    answer((response) => {
      response.writeHead(200, { 'content-length': good.length })
      response.write(good.slice(0, 20), () => setTimeout(() => response.destroy(), 50))
    })
    await expectRefused(/cannot be downloaded: .*(?:aborted|reset|hang up)/i, 3)
  })

  test.each([500, 503, 429])('is tried again after status %d', async (status) => {
    let tries = 0
    answer((response) => {
      tries += 1
      response.writeHead(tries === 1 ? status : 200).end(tries === 1 ? '' : good)
    })
    expect(await prepare()).toMatchObject({ origin: 'pinned' })
    expect(machine.waits).toEqual([1_000])
  })

  test('is given up after three answers of status 502', async () => {
    answer((response) => void response.writeHead(502).end())
    await expectRefused(`${ASSETS} answers with status 502`, 3)
  })

  test('that is not there is not asked for again', async () => {
    answer((response) => void response.writeHead(404).end())
    await expectRefused(`${ASSETS} answers with status 404`)
  })

  test.each([
    ['http', `http://${ASSETS}/asset`, `http://${ASSETS}`],
    ['http of GitHub itself', 'http://github.com/x', 'http://github.com'],
    ['another host', 'https://evil.example/asset', 'https://evil.example'],
    [
      'a host that ends like one of GitHub',
      'https://evilgithubusercontent.com/a',
      'evilgithubusercontent.com',
    ],
    ['a host that begins like one', 'https://github.com.evil.example/a', 'github.com.evil.example'],
    ['another port', 'https://github.com:8443/a', 'https://github.com:8443'],
    ['a user', 'https://me@github.com/a', 'https://github.com'],
    ['a file', 'file:///bin/true', 'null'],
    ['nowhere', '', 'github.com answers with status 302'],
    ['what is no address', 'https://[', 'no address'],
  ])('is not taken from a redirect to %s', async (_, location, words) => {
    world.answer = (_host, _request, response) => redirect(response, location)
    await expectRefused(words)
    expect(new Set(world.connections)).toEqual(new Set(['CONNECT github.com:443']))
  })

  test('does not follow redirects for ever', async () => {
    world.answer = (_host, request, response) => redirect(response, `https://github.com${request.url}x`)
    await expect(prepare()).rejects.toThrow('redirects more than 5 times')
    expect(world.requests).toHaveLength(6)
  })

  test.each([
    ['a server', true],
    ['a proxy', false],
  ])('ends in time where %s does not answer', async (_, open) => {
    world.open = open
    world.answer = () => undefined
    const sleep = async () => undefined
    const late = download(pinOf(good).url, sleep, async () => 'taken', 300)
    await expect(late).rejects.toThrow('cannot be downloaded: it was not there in time')
  })

  test('ends in time where the content does not come', async () => {
    answer((response) => void response.writeHead(200).write('a'))
    const take = async (content: AsyncIterable<Buffer>) => {
      for await (const piece of content) expect(piece.length).toBe(1)
    }
    const late = download(pinOf(good).url, async () => undefined, take, 500)
    await expect(late).rejects.toThrow('it was not there in time')
  })

  test('goes to a server whose certificate is trusted, and to no other', async () => {
    world.answer = (_host, _request, response) => redirect(response, 'https://a.b.githubusercontent.com/a')
    await expectRefused(/cannot be downloaded: .*altnames/, 3)
    expect(world.requests).toEqual(Array(3).fill(`github.com${PATH}`))
  })
})

describe('a copy in the tool cache', () => {
  test('that is the pinned one saves the download', async () => {
    keep(good)
    const one = cosign()
    expect(await one.prepare(machine.session)).toMatchObject({ origin: 'pinned', passedOver: undefined })
    expect(world.connections).toEqual([])
    // What becomes of the copy now is no matter.
    writeFileSync(kept(), evil)
    await one.verify(ASK)
    expect(machine.runs()).toMatchObject([{ name: 'good', file: installed() }])
  })

  test('with other bytes is told, never executed, and replaced', async () => {
    keep(evil)
    const one = cosign()
    const { passedOver } = await one.prepare(machine.session)
    expect(passedOver).toBe(`${kept()} is not the pinned cosign, and was not executed.`)
    await one.verify(ASK)
    expect(names()).toEqual(['good'])
    expect(readFileSync(kept(), 'utf8')).toBe(good)
  })

  test.each(['cut off', 'x'.repeat(200_000), ''])('that is no whole one is replaced', async (content) => {
    keep(content)
    expect(await prepare()).toMatchObject({ passedOver: expect.stringContaining(kept()) })
    expect(readFileSync(kept(), 'utf8')).toBe(good)
  })

  test('that is no file is not read', async () => {
    mkdirSync(dirname(kept()), { recursive: true })
    execFileSync('mkfifo', [kept()])
    expect(await prepare()).toMatchObject({ passedOver: undefined })
    expect(readFileSync(kept(), 'utf8')).toBe(good)
    rmSync(machine.session, { recursive: true })
    rmSync(kept())
    symlinkSync('/dev/zero', kept())
    expect(await prepare()).toMatchObject({ origin: 'pinned' })
    expect(world.requests).toHaveLength(4)
  })
})

describe('after main, post', () => {
  test('takes main’s own copy where nothing else is left', async () => {
    await prepare()
    rmSync(machine.toolCache, { recursive: true })
    world.requests.splice(0)
    expect(await prepare()).toMatchObject({ origin: 'pinned', passedOver: undefined })
    expect(world.requests).toEqual([])
  })

  test('does not execute one that was changed since', async () => {
    await prepare()
    chmodSync(installed(), 0o700)
    writeFileSync(installed(), evil)
    const post = cosign()
    await post.prepare(machine.session)
    await post.verify(ASK)
    expect(names()).toEqual(['good'])
  })
})

describe('a cosign on PATH', () => {
  test.each([
    ['v3.1.3', '3.1.3'],
    ['3.1.3', '3.1.3'],
    ['v3.1.3+ds1', '3.1.3'],
    ['v3.2.0-rc.1', '3.2.0-rc.1'],
    ['v4.0.0', '4.0.0'],
  ])('of %s is used', async (said, version) => {
    machine.onPath(machine.versioned('mine', said))
    const one = cosign()
    expect(await one.prepare(machine.session)).toEqual({ version, origin: 'path', passedOver: undefined })
    await one.verify(ASK)
    expect(names()).toEqual(['mine', 'mine'])
    expect(world.connections).toEqual([])
  })

  test.each([
    ['v3.1.2', 'says that its version is v3.1.2'],
    ['v3.1.3-rc.1', 'says that its version is v3.1.3-rc.1'],
    ['v2.6.3', 'says that its version is v2.6.3'],
    ['devel', 'says that its version is devel'],
    ['(devel)', 'says that its version is (devel)'],
    ['v3.1', 'says that its version is v3.1,'],
    ['::add-mask::x', String.raw`is :\:add-mask::x`],
  ])('of %s is passed over, with the reason', async (version, words) => {
    machine.onPath(machine.versioned('old', version))
    const one = cosign()
    const { origin, passedOver } = await one.prepare(machine.session)
    expect([origin, passedOver]).toEqual(['pinned', expect.stringContaining(words)])
    expect(passedOver).toContain('3.1.3 is the oldest')
    await one.verify(ASK)
    expect(names()).toEqual(['old', 'good'])
  })

  test.each(['', 'GitVersion: v3.1.3', '[]', 'null', '{"gitVersion":3}', '{"version":"v3.1.3"}'])(
    'that says %j of itself is passed over',
    async (said) => {
      machine.onPath(machine.program('strange', said))
      expect(await prepare()).toMatchObject({
        origin: 'pinned',
        passedOver: expect.stringContaining('it tells no version'),
      })
    },
  )

  test('that cannot be executed is passed over, and told with a bad copy in the tool cache', async () => {
    machine.onPath(machine.versioned('mine', 'v3.1.3'), 0o644)
    keep(evil)
    const { origin, passedOver } = await prepare()
    expect([origin, passedOver]).toEqual([
      'pinned',
      expect.stringMatching(/^The cosign on PATH is not used: .*EACCES.* was not executed\.$/),
    ])
  })

  test('is not asked once everything is being stopped', async () => {
    const processes = machine.processes()
    await processes.stopAll('the job was cancelled')
    const stopped = machine.cosign(pinOf(good), processes).prepare(machine.session)
    await expect(stopped).rejects.toThrow('the job was cancelled')
    expect(world.connections).toEqual([])
  })
})
