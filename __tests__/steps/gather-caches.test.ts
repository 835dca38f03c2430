import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CommandError } from '../../src/domain/errors.ts'
import { clock } from '../../src/host/clock.ts'
import { createFiles } from '../../src/host/files.ts'
import { createGlobs } from '../../src/host/globs.ts'
import type { Host } from '../../src/host/host.ts'
import { planEvent } from '../../src/plan/events.ts'
import { probeCaches } from '../../src/steps/gather/caches.ts'
import { context, inputs, pullRequest } from '../plan/given.ts'

let tools: string
beforeEach(() => {
  tools = mkdtempSync(join(tmpdir(), 'gather-caches-'))
})
afterEach(() => rmSync(tools, { recursive: true, force: true }))

const IMAGE = { registry: 'ghcr.io', repository: 'acme/app' }
type Restore = (folder: string, key: string, prefix: string) => Promise<void>

function look(
  written: Readonly<Record<string, string>>,
  { restore = async () => undefined, where = context() }: { restore?: Restore; where?: typeof CONTEXT } = {},
) {
  const warnings: string[] = []
  const host = {
    ...{ clock, files: createFiles(), globs: createGlobs() },
    runner: { context: { ...where, toolCache: tools, hosted: true, cacheService: 'write' } },
    cacheService: { restore },
    log: { warning: (text: string) => void warnings.push(text) },
  } as unknown as Host
  const target = { image: IMAGE, policy: planEvent(where, 'auto') } as Parameters<typeof probeCaches>[2]
  return probeCaches(host, inputs({ cache: 'local', ...written }), target).then((probe) => ({
    probe,
    warnings,
  }))
}
const CONTEXT = context()
const folder = () => join(tools, 'ghcr-publish/buildcache/acme+app')

describe('the folder of the local cache', () => {
  test('is made before the build, for buildx fails where it cannot make it', async () => {
    const { probe } = await look({})
    expect(existsSync(folder())).toBe(true)
    expect(probe.unwritable.size).toBe(0)
  })

  test('that cannot be made is told, and is no reason to fail', async () => {
    writeFileSync(join(tools, 'ghcr-publish'), 'in the way')
    const { probe, warnings } = await look({})
    expect([...probe.unwritable]).toEqual([[folder(), expect.stringMatching(/ENOTDIR|EEXIST/)]])
    // The plan tells it.
    expect(warnings).toEqual([])
  })

  test('is not made by an event that writes nothing', async () => {
    await look({}, { where: pullRequest('x/app') })
    expect(existsSync(join(tools, 'ghcr-publish'))).toBe(false)
  })

  test('that cannot be brought back is told once, and leaves no half of an export', async () => {
    const restore: Restore = async (to) => {
      mkdirSync(join(to, '1700000000000-abcdefabcdef'), { recursive: true })
      throw new CommandError({ found: 'It is down.' })
    }
    writeFileSync(join(tools, 'lock'), '1')
    const where = { ...CONTEXT, workspace: tools }
    const { probe, warnings } = await look({ 'cache-key-files': 'lock' }, { restore, where })
    expect(warnings).toEqual(['The local cache was not brought back. It is down.'])
    expect(probe.folders.size).toBe(0)
  })
})

describe('key files', () => {
  test('that cannot be read cost the key, and not the publish', async () => {
    const where = { ...CONTEXT, workspace: '/proc/self' }
    const { probe, warnings } = await look({ 'cache-key-files': 'mem' }, { where })
    expect(probe.key).toBeUndefined()
    expect(warnings).toEqual([
      expect.stringMatching(/^A file of cache-key-files cannot be read, so the cache has no key: E/),
    ])
  })
})
