import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { theRig } from '../rig/engines.ts'
import { leftBetween, type Snapshot, takeSnapshot } from '../rig/leftovers.ts'
import { ROOT } from '../rig/publish.ts'

const SCRIPT = fileURLToPath(new URL('../../scripts/start.js', import.meta.url))

let temp = ''
let before: Snapshot
beforeEach(async () => {
  temp = mkdtempSync(join(tmpdir(), 'npm-start-'))
  before = await look()
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

interface Start {
  readonly env?: NodeJS.ProcessEnv
  readonly stopWhen?: RegExp
  readonly node?: string
  readonly script?: string
  /** The user who runs it. */
  readonly uid?: number
}

/** Runs `npm start` with temporary files of its own; the end of its output can be answered with a signal. */
function start(args: readonly string[], { env = {}, stopWhen, ...how }: Start = {}) {
  const { node = process.execPath, script = SCRIPT, uid } = how
  const child = spawn(node, [script, ...args], {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: { ...process.env, TMPDIR: temp, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let stopped = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
      if (stopped || !stopWhen?.test(output)) return
      stopped = true
      child.kill('SIGINT')
    })
  }
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** What is there: all that a run makes has its temporary folder or the name of its image somewhere. */
function look(): Promise<Snapshot> {
  return takeSnapshot({
    env: process.env,
    marks: [temp, '/example/ghcr-publish'],
    exclusive: false,
    folders: [temp],
    dockerConfig: join(process.env.HOME ?? '', '.docker'),
  })
}

/** What a run has left: in the engine, as processes, files or mounts. */
async function leftovers() {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  return { ...leftBetween(before, await look()), mounts: mounts.filter((line) => line.includes(temp)) }
}
const NOTHING = { mounts: [] }

describe('npm start', () => {
  /** Holds a run to having told what it has published. */
  function published(output: string, platforms: string) {
    expect(output).toMatch(/^Published 127\.0\.0\.1:\d+\/example\/ghcr-publish@sha256:[0-9a-f]{64}$/m)
    for (const tag of ['v1.2.3', 'v1.2', 'v1', 'latest', '[0-9a-f]{40}'])
      expect(output).toMatch(new RegExp(`^  ${tag} +sha256:[0-9a-f]{64}$`, 'm'))
    expect(output).toContain(`\nTags in the registry now (${platforms}, all the same image)\n`)
    for (const platform of platforms.split(', '))
      expect(output).toMatch(new RegExp(`^  ${platform} +sha256:.*smoke test passed: exit code 0`, 'm'))
  }

  test('publishes on node 20 and tells what happened', async () => {
    const { code, output } = await start(['--platforms', 'linux/amd64'], { node: theRig().tools.node20 })
    published(output, 'linux/amd64')
    expect(code).toBe(0)
    expect(await leftovers()).toEqual(NOTHING)
  }, 300_000)

  test('publishes for both platforms where nothing is written, and the second time builds nothing', async () => {
    const first = await start([])
    published(first.output, 'linux/amd64, linux/arm64')
    const begun = Date.now()
    const second = await start([])
    published(second.output, 'linux/amd64, linux/arm64')
    for (const platform of ['linux/amd64', 'linux/arm64'])
      expect(second.output).toMatch(new RegExp(`^  ${platform}: all \\d+ steps came from a cache\\.$`, 'm'))
    // Ten seconds on a quiet machine with two processors.
    expect(Date.now() - begun).toBeLessThan(60_000)
    expect([first.code, second.code]).toEqual([0, 0])
    expect(await leftovers()).toEqual(NOTHING)
  }, 300_000)

  test('pushes nothing in a dry run, and a pre-release would move nothing', async () => {
    const { code, output } = await start(['--dry-run', '--tag', 'v2.0.0-rc.1', '--platforms=linux/amd64'])
    expect(output).toMatch(/^Dry run: the registry holds nothing\. A real run would write the tags$/m)
    expect(output).toMatch(/^ {2}v2\.0\.0-rc\.1 /m)
    expect(output).not.toMatch(/^ {2}(v2|v2\.0|latest) /m)
    expect(code).toBe(0)
  }, 300_000)

  test.each([/Docker Hub|^Main$/m, /^▸ Build and push/m, /^▸ Smoke test/m, /^▸ Clean up/m])(
    'leaves nothing when it is stopped at %s',
    async (moment) => {
      const { code } = await start(['--platforms', 'linux/amd64'], { stopWhen: moment })
      expect(code).toBe(130)
      expect(await leftovers()).toEqual(NOTHING)
    },
    300_000,
  )

  test('starts an engine where none answers, and ends it', async () => {
    const env = { DOCKER_HOST: `unix://${temp}/none` }
    const { code, output } = await start(['--platforms', 'linux/amd64'], { env })
    expect(output).toMatch(/^Starting a Docker engine\.$/m)
    expect(output).toMatch(/^Published /m)
    expect(code).toBe(0)
    expect(await leftovers()).toEqual(NOTHING)
  }, 300_000)

  test('keeps the registry until it is stopped', async () => {
    const stopWhen = /Ctrl-C stops it/
    const { code, output } = await start(['--keep', '--platforms', 'linux/amd64'], { stopWhen })
    expect(output).toMatch(
      /docker buildx imagetools inspect 127\.0\.0\.1:\d+\/example\/ghcr-publish:v1\.2\.3/,
    )
    expect(code).toBe(0)
    expect(await leftovers()).toEqual(NOTHING)
  }, 300_000)

  test.each([
    [
      'no engine',
      undefined,
      /^No Docker engine answers[\s\S]*docker\.io docker-buildx[\s\S]*DOCKER_HOST\.$/m,
    ],
    [
      'an engine and no buildx',
      '#!/bin/sh\n[ "$1" = info ] && echo 28.0\n',
      /^The Docker engine answers, but/m,
    ],
  ])(
    'tells somebody with %s, who cannot install any, what it would do and what to install',
    async (_, docker, advice) => {
      // What is checked out here may be for root alone.
      for (const folder of ['bin', 'checkout', 'home']) mkdirSync(join(temp, folder))
      cpSync(process.execPath, join(temp, 'node'))
      for (const path of ['scripts', 'package.json'])
        cpSync(join(ROOT, path), join(temp, 'checkout', path), { recursive: true })
      if (docker !== undefined) writeFileSync(join(temp, 'bin/docker'), docker, { mode: 0o755 })
      chmodSync(temp, 0o755)
      chmodSync(join(temp, 'home'), 0o777)
      const home = join(temp, 'home')
      const { code, output } = await start([], {
        ...{ node: join(temp, 'node'), script: join(temp, 'checkout/scripts/start.js'), uid: 65534 },
        env: { PATH: join(temp, 'bin'), HOME: home, TMPDIR: home, XDG_CACHE_HOME: join(home, 'cache') },
      })
      expect(output).toMatch(/^Publish example\/ghcr-publish v1\.2\.3 for linux\/amd64, linux\/arm64$/m)
      expect(output.slice(output.indexOf('nothing stays but caches'))).toMatch(advice)
      expect(code).toBe(1)
      expect(readdirSync(home)).toEqual(['cache'])
    },
    60_000,
  )

  test('refuses what it does not know before it does anything', async () => {
    const { code, output } = await start(['--bogus'])
    expect(output).toMatch(/^Unknown option "--bogus"\.$/m)
    expect(code).toBe(1)
  })
})
