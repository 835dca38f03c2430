import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeArchive } from '../../scripts/rig/archive.js'
import { cachedFolder, cacheFolder, fillCache } from '../../scripts/rig/cache.js'
import { which } from '../../scripts/rig/run.js'
import { TOOLS } from '../../scripts/rig/table.js'
import { MissingTools, prepareTools } from '../../scripts/rig/tools.js'

const run = promisify(execFile)
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rig-tools-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the cache', () => {
  test('lies where the environment says', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe('/x/ghcr-publish')
    expect(cacheFolder({ HOME: '/h' })).toBe('/h/.cache/ghcr-publish')
  })

  test('holds whole things only', async () => {
    const broken = fillCache(root, 'thing-1', async (folder) => {
      writeFileSync(join(folder, 'half'), '')
      throw new Error('no more')
    })
    await expect(broken).rejects.toThrow('no more')
    expect([cachedFolder(root, 'thing-1'), readdirSync(root)]).toEqual([undefined, []])
    const make = (text: string) => async (folder: string) => writeFileSync(join(folder, 'file'), text)
    const [first] = await Promise.all(['a', 'b'].map((text) => fillCache(root, 'thing-1', make(text))))
    expect(cachedFolder(root, 'thing-1')).toBe(first)
    expect(readdirSync(root)).toEqual(['thing-1'])
  })
})

describe('on a machine that has nothing', () => {
  test('everything that is missing is named with a command, and nothing is built', async () => {
    const env = { PATH: root, HOME: root }
    const lines: string[] = []
    const failure = await prepareTools({ env, say: (line) => lines.push(line) }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(MissingTools)
    const { message, missing } = failure as MissingTools
    expect(missing.map(({ name }) => name)).toEqual(['engine', ...TOOLS.map(({ name }) => name)])
    expect(message).toContain(
      'apt-get install docker-cli docker.io containerd runc iptables iproute2 git openssl jq docker-buildx',
    )
    for (const { name } of TOOLS) expect(message).toContain(`- ${name}: it is built with`)
    for (const { command } of TOOLS) expect(message).toContain(command)
    expect([lines, readdirSync(root)]).toEqual([[], []])
  })

  test('a program of another version does not count', async () => {
    writeFileSync(join(root, 'actionlint'), '#!/bin/sh\necho 1.6.0\n', { mode: 0o755 })
    writeFileSync(join(root, 'crane'), '#!/bin/sh\necho whatever\n', { mode: 0o755 })
    symlinkSync('/bin/sh', join(root, 'sh'))
    const failure = await prepareTools({ env: { PATH: root, HOME: root } }).catch((error: unknown) => error)
    const names = (failure as MissingTools).missing.map(({ name }) => name)
    expect(names).toContain('actionlint')
    expect(names).not.toContain('crane')
  })
})

describe('on this machine', () => {
  test('every tool is had and runs', async () => {
    const tools = await prepareTools()
    const asked = {
      actionlint: '-version',
      act: '--version',
      cosign: 'version',
      zizmor: '--version',
      crane: '--help',
      'docker-registry': '--help',
    }
    for (const [name, argument] of Object.entries(asked)) {
      const { stdout, stderr } = await run(tools.programs[name] ?? name, [argument])
      expect(stdout + stderr).not.toBe('')
      expect(which(name, { PATH: tools.path })).toBe(tools.programs[name])
    }
    expect((await run(tools.busybox.amd64, ['uname'])).stdout).toBe('Linux\n')
    for (const { file, reference } of [tools.buildkit, tools.scanner, tools.syft, tools.emulators]) {
      const { stdout } = await run('tar', ['-xOf', file, 'manifest.json'])
      expect(JSON.parse(stdout)[0].RepoTags).toEqual([reference])
    }
  }, 600_000)
})

test('an image archive is the same bytes each time, and an engine loads it', async () => {
  const reference = `127.0.0.1:1/ghcr-publish-rig/archive:${process.pid}`
  const files = []
  for (const name of ['one', 'two']) {
    const [content, scratch, file] = [
      join(root, name),
      join(root, `${name}-scratch`),
      join(root, `${name}.tar`),
    ]
    mkdirSync(content)
    mkdirSync(scratch)
    writeFileSync(join(content, 'hello'), 'hello')
    await writeArchive({ root: content, file, reference, scratch, config: { Cmd: ['/hello'] } })
    files.push(readFileSync(file))
  }
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true)
  try {
    await run('docker', ['load', '-qi', join(root, 'one.tar')])
    const { stdout } = await run('docker', [
      'image',
      'inspect',
      reference,
      '--format',
      '{{json .Config.Cmd}}',
    ])
    expect(JSON.parse(stdout)).toEqual(['/hello'])
  } finally {
    await run('docker', ['image', 'rm', '-f', reference])
  }
})
