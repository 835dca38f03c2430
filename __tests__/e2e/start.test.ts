import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { theRig } from '../rig/engines.ts'

const SCRIPT = fileURLToPath(new URL('../../scripts/start.js', import.meta.url))

let temp = ''
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'npm-start-'))
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

interface Start {
  readonly env?: NodeJS.ProcessEnv
  readonly stopWhen?: RegExp
  readonly node?: string
}

/** Runs `npm start` with temporary files of its own; the end of its output can be answered with a signal. */
function start(args: readonly string[], { env = {}, stopWhen, node = process.execPath }: Start = {}) {
  const child = spawn(node, [SCRIPT, ...args], {
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

/** Processes, mounts and files of a run: all of them have its temporary folder in their name. */
function leftovers() {
  const processes = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(temp)
    } catch {
      return false
    }
  })
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  return [...readdirSync(temp), ...processes, ...mounts.filter((line) => line.includes(temp))]
}

describe('npm start', () => {
  test.each([
    ['20', () => theRig().tools.node20],
    ['24', () => process.execPath],
  ])(
    'publishes on node %s and tells what happened',
    async (_, node) => {
      const { code, output } = await start(['--platforms', 'linux/amd64'], { node: node() })
      expect(output).toMatch(/^Published 127\.0\.0\.1:\d+\/example\/ghcr-publish@sha256:[0-9a-f]{64}$/m)
      for (const tag of ['v1.2.3', 'v1.2', 'v1', 'latest', '[0-9a-f]{40}'])
        expect(output).toMatch(new RegExp(`^  ${tag} +sha256:[0-9a-f]{64}$`, 'm'))
      expect(output).toMatch(/^Tags in the registry now \(linux\/amd64, all the same image\)$/m)
      expect(output).toMatch(/smoke test passed: exit code 0/)
      expect(code).toBe(0)
      expect(leftovers()).toEqual([])
    },
    300_000,
  )

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
      expect(leftovers()).toEqual([])
    },
    300_000,
  )

  test('starts an engine where none answers, and ends it', async () => {
    const env = { DOCKER_HOST: `unix://${temp}/none` }
    const { code, output } = await start(['--platforms', 'linux/amd64'], { env })
    expect(output).toMatch(/^Starting a Docker engine\.$/m)
    expect(output).toMatch(/^Published /m)
    expect(code).toBe(0)
    expect(leftovers()).toEqual([])
  }, 300_000)

  test('keeps the registry until it is stopped', async () => {
    const stopWhen = /Ctrl-C stops it/
    const { code, output } = await start(['--keep', '--platforms', 'linux/amd64'], { stopWhen })
    expect(output).toMatch(
      /docker buildx imagetools inspect 127\.0\.0\.1:\d+\/example\/ghcr-publish:v1\.2\.3/,
    )
    expect(code).toBe(0)
    expect(leftovers()).toEqual([])
  }, 300_000)

  test('refuses what it does not know before it does anything', async () => {
    const { code, output } = await start(['--bogus'])
    expect(output).toMatch(/^Unknown option "--bogus"\.$/m)
    expect(code).toBe(1)
  })
})
